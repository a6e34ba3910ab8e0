"""Addresses of the pages of every entity. Included last, because the first part may be any entity's slug."""

from django.urls import path

from clientela.engine.screens import columns, filtering, lists, saved

urlpatterns = [
    # lists
    path("<slug:slug>/", lists.index, name="list"),
    path("<slug:slug>/count/", lists.exact, name="list-count"),
    path("<slug:slug>/rows/<uuid:until>/", lists.rows, name="list-rows"),
    path("<slug:slug>/columns/", columns.chooser, name="list-columns"),
    path("<slug:slug>/filters/", filtering.fields, name="list-filters"),
    path("<slug:slug>/filters/<str:path>/", filtering.condition, name="list-filter"),
    path("<slug:slug>/filters/<str:path>/<int:at>/", filtering.condition, name="list-filter-at"),
    path("<slug:slug>/views/", saved.keep, name="list-views"),
    path("<slug:slug>/views/first/", saved.first, name="list-views-first"),
    path("<slug:slug>/views/order/", saved.order, name="list-views-order"),
    path("<slug:slug>/views/<uuid:view_id>/", saved.edit, name="list-view"),
    path("<slug:slug>/views/<uuid:view_id>/delete/", saved.remove, name="list-view-delete"),
]
