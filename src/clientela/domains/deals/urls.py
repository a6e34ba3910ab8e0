from django.urls import path

from clientela.domains.deals import views

urlpatterns = [
    path("", views.home, name="home"),
    path("today/", views.today, name="today"),
    path("deals/<uuid:deal_id>/stage/", views.enter_stage, name="deal-stage"),
    path("deals/<uuid:deal_id>/closure/", views.close, name="deal-closure"),
    path("deals/<uuid:deal_id>/reopening/", views.reopen, name="deal-reopening"),
]
