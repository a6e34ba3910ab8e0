from django.urls import path

from clientela.domains.deals import views
from clientela.domains.deals.forecasting import views as forecasting
from clientela.domains.deals.parts import views as parts
from clientela.domains.deals.processes import views as processes

urlpatterns = [
    path("deals/<uuid:deal_id>/stage/", views.enter_stage, name="deal-stage"),
    path("deals/<uuid:deal_id>/closure/", views.close, name="deal-closure"),
    path("deals/<uuid:deal_id>/reopening/", views.reopen, name="deal-reopening"),
    path("deals/<uuid:deal_id>/next-step/", parts.next_step, name="deal-next-step"),
    path("deals/<uuid:deal_id>/ticks/<uuid:item_id>/", parts.tick, name="deal-tick"),
    path("deals/<uuid:deal_id>/split/", parts.split, name="deal-split"),
    path("deals/<uuid:deal_id>/lines/", parts.add_line, name="deal-lines"),
    path("deals/<uuid:deal_id>/lines/<uuid:line_id>/", parts.change_line, name="deal-line"),
    path("deals/<uuid:deal_id>/lines/<uuid:line_id>/deletion/", parts.remove_line, name="deal-line-deletion"),
    path("deals/<uuid:deal_id>/month/", forecasting.move, name="deal-month"),
    path("deals/forecast/<str:key>/", forecasting.more, name="deals-forecast"),
    path("processes/", processes.index, name="processes"),
    path("processes/library/<slug:key>/", processes.preview, name="process-preview"),
    path("processes/<uuid:pipeline_id>/", processes.edit, name="process"),
    path("processes/<uuid:pipeline_id>/reasons/", processes.reasons, name="process-reasons"),
    path("processes/<uuid:pipeline_id>/stages/", processes.add_stage, name="process-stages"),
    path("processes/<uuid:pipeline_id>/stages/<uuid:stage_id>/", processes.stage, name="process-stage"),
    path(
        "processes/<uuid:pipeline_id>/stages/<uuid:stage_id>/removal/",
        processes.remove_stage,
        name="process-stage-removal",
    ),
    path(
        "processes/<uuid:pipeline_id>/library/<slug:key>/", processes.change_over, name="process-change-over"
    ),
    path("processes/<uuid:pipeline_id>/versions/<int:number>/", processes.version, name="process-version"),
]
