from django.urls import path

from clientela.domains.telesales import views
from clientela.domains.telesales.making import views as making
from clientela.domains.telesales.writing import views as writing

urlpatterns = [
    path("telesales/from/<slug:slug>/", making.from_filter, name="call-list-from"),
    path("telesales/entries/<uuid:entry_id>/", views.call, name="call"),
    path("telesales/entries/<uuid:entry_id>/lease/", views.lease, name="call-lease"),
    path("telesales/entries/<uuid:entry_id>/release/", views.release, name="call-release"),
    path("telesales/entries/<uuid:entry_id>/dial/<int:number>/", views.dial, name="call-dial"),
    path("telesales/entries/<uuid:entry_id>/outcome/<uuid:outcome_id>/", views.note, name="call-outcome"),
    path("telesales/entries/<uuid:entry_id>/caller/", making.hand_over, name="call-hand-over"),
    path("telesales/calls/<uuid:attempt_id>/undoing/", views.undo, name="call-undo"),
    path("call-lists/<uuid:list_id>/next/", views.next_call, name="call-next"),
    path("call-lists/<uuid:list_id>/nobody/", views.nobody, name="call-nobody"),
    path("call-lists/<uuid:list_id>/filling/", making.fill, name="call-list-fill"),
    path("call-lists/<uuid:list_id>/shares/", making.shares, name="call-list-shares"),
    path("call-lists/<uuid:list_id>/callbacks/", making.call_backs, name="call-list-callbacks"),
    path("call-lists/<uuid:list_id>/state/<slug:state>/", making.state, name="call-list-state"),
    path("call-lists/<uuid:list_id>/figures/", making.figures, name="call-list-figures"),
    path("call-scripts/<uuid:script_id>/steps/", writing.steps, name="call-script-steps"),
    path("call-scripts/<uuid:script_id>/copy/", writing.copy, name="call-script-copy"),
]
