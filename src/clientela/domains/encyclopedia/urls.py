from django.urls import path

from clientela.domains.encyclopedia import views

urlpatterns = [
    path("encyclopedia/", views.index, name="encyclopedia"),
    path("encyclopedia/preview/", views.preview, name="encyclopedia-preview"),
    path("encyclopedia/passages/<uuid:passage_id>/", views.change, name="passage-write"),
    path("encyclopedia/<uuid:article_id>/", views.read, name="encyclopedia-page"),
    path("encyclopedia/<uuid:article_id>/print/", views.sheet, name="encyclopedia-print"),
    path("encyclopedia/<uuid:article_id>/passages/new/", views.begin, name="passage-new"),
    path("encyclopedia/<uuid:article_id>/publication/", views.publication, name="encyclopedia-publication"),
    path(
        "encyclopedia/<uuid:article_id>/uses/<str:on>/<uuid:record_id>/", views.use, name="encyclopedia-use"
    ),
]
