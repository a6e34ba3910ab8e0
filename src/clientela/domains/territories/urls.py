from django.urls import path

from clientela.domains.territories import views

urlpatterns = [
    path("territories/tree/", views.tree, name="territories"),
    path("territories/map/", views.on_map, name="territory-map"),
    path("territories/cuts/", views.preview, name="territory-cuts"),
    path("territories/cuts/<uuid:cut_id>/", views.cut, name="territory-cut"),
    path("territories/cuts/<uuid:cut_id>/application/", views.apply, name="territory-apply"),
    path("territories/cuts/<uuid:cut_id>/undoing/", views.take_back, name="territory-undo"),
    path("territories/<uuid:territory_id>/companies/", views.companies, name="territory-companies"),
    path("companies/<uuid:company_id>/territory/", views.put, name="company-territory"),
]
