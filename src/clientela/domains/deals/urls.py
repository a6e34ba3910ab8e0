from django.urls import path

from clientela.domains.deals import views

urlpatterns = [
    path("", views.home, name="home"),
    path("today/", views.today, name="today"),
]
