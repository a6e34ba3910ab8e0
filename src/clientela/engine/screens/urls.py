"""Addresses of the pages of every entity. Included last, because the first part may be any entity's slug."""

from django.urls import path

from clientela.engine.screens import (
    alike,
    board,
    columns,
    edit,
    filtering,
    forms,
    lists,
    pick,
    records,
    saved,
    undo,
)

urlpatterns = [
    path("pick/<str:key>/", pick.options, name="pick"),
    path("undo/<int:xid>/<int:after>/", undo.undo, name="undo"),
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
    path("<slug:slug>/board/<str:key>/", board.more, name="board-more"),
    path("<slug:slug>/<uuid:record_id>/move/", board.move, name="board-move"),
    # one record
    path("<slug:slug>/new/", forms.create, name="record-new"),
    path("<slug:slug>/duplicates/", alike.typing, name="duplicates"),
    path("<slug:slug>/<uuid:record_id>/", records.show, name="record"),
    path("<slug:slug>/<uuid:record_id>/duplicates/", alike.of_record, name="record-duplicates"),
    path("<slug:slug>/<uuid:record_id>/different/<uuid:other_id>/", alike.different, name="record-different"),
    path("<slug:slug>/<uuid:record_id>/edit/", forms.change, name="record-edit"),
    path("<slug:slug>/<uuid:record_id>/edit/<str:key>/", edit.field, name="record-edit-field"),
    path("<slug:slug>/<uuid:record_id>/history/<str:key>/", records.history, name="record-history"),
    path("<slug:slug>/<uuid:record_id>/timeline/", records.feed, name="record-timeline"),
    path("<slug:slug>/<uuid:record_id>/pin/", records.pin, name="record-pin"),
    path("<slug:slug>/<uuid:record_id>/deletion/", records.delete, name="record-deletion"),
    path("<slug:slug>/<uuid:record_id>/restoration/", records.restore, name="record-restoration"),
]
