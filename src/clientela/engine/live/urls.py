from django.urls import path

from clientela.engine.live import views

urlpatterns = [
    path("here/<slug:slug>/<uuid:record_id>/", views.here, name="here"),
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/read/", views.read, name="notifications-read"),
    path("notifications/<uuid:notification_id>/", views.notification, name="notification"),
]
