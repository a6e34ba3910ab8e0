from django.urls import path

from clientela.domains.activities import views

urlpatterns = [
    path("activities/about/<str:entity>/<uuid:record_id>/", views.compose, name="compose"),
    path("activities/about/<str:entity>/<uuid:record_id>/follow-up/", views.follow_up, name="follow-up"),
    path("activities/<uuid:task_id>/completion/", views.finish, name="task-completion"),
    path("activities/<uuid:task_id>/reopening/", views.reopen, name="task-reopening"),
]
