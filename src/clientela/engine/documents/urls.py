from django.urls import path

from clientela.engine.documents import editing, views

urlpatterns = [
    path("files/about/<str:entity>/<uuid:record_id>/", views.add, name="files-add"),
    path("files/<uuid:file_id>/content/", views.content, name="file-content"),
    path("files/<uuid:file_id>/thumbnail/", views.thumbnail, name="file-thumbnail"),
    path("settings/documents/", editing.index, name="documents"),
    path("settings/documents/new/<str:kind>/", editing.begin, name="template-new"),
    path("templates/<uuid:template_id>/editor/", editing.editor, name="template-editor"),
    path("templates/<uuid:template_id>/preview/", editing.preview, name="template-preview"),
    path("templates/<uuid:template_id>/versions/<int:seq>/", editing.put_back, name="template-version"),
    path("templates/<uuid:template_id>/ours/", editing.reset, name="template-reset"),
    path("templates/<uuid:template_id>/word/", editing.word, name="template-word"),
]
