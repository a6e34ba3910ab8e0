from django.urls import path

from clientela.engine.imports.views import draft, result, start

urlpatterns = [
    path("", start.index, name="import"),
    path("<uuid:import_id>/", result.show, name="import-one"),
    # before it begins
    path("<uuid:import_id>/files/<uuid:file_id>/", draft.change_file, name="import-file"),
    path("<uuid:import_id>/files/<uuid:file_id>/options/", draft.change_options, name="import-options"),
    path("<uuid:import_id>/files/<uuid:file_id>/deletion/", draft.leave_out, name="import-leave-out"),
    path("<uuid:import_id>/deletion/", draft.discard, name="import-discard"),
    path("<uuid:import_id>/run/", draft.begin, name="import-run"),
    # afterwards
    path("<uuid:import_id>/rows/", result.rows, name="import-rows"),
    path("<uuid:import_id>/files/<uuid:file_id>/result.csv", result.download, name="import-download"),
    path("<uuid:import_id>/resumption/", result.go_on, name="import-resume"),
    path("<uuid:import_id>/undoing/", result.undo, name="import-undo"),
]
