from django.urls import path

from clientela.domains.performance import views

urlpatterns = [
    path("pipeline/", views.analysis, name="pipeline-analysis"),
    path("pipeline/<slug:key>/", views.figure, name="pipeline-figure"),
    path("pipeline/<slug:key>.<str:kind>", views.download, name="pipeline-download"),
    path("forecast/", views.forecast, name="forecast"),
    path("forecast/adjustments/", views.adjust, name="forecast-adjustment"),
    path("efficiency/", views.efficiency, name="efficiency"),
]
