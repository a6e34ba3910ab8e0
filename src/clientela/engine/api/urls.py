"""Addresses of the API. None ends with a slash; fixed names come before the slugs of entities."""

from django.urls import path, re_path

from clientela.engine.api import (
    about,
    batch,
    docs,
    endpoint,
    feeds,
    files,
    merges,
    records,
    resources,
    timelines,
    views,
)
from clientela.engine.api.openapi import document

urlpatterns = [
    path("docs", docs.page, name="api_docs"),
    path("v1/openapi.json", document.view, name="openapi"),
    path("v1/changes", feeds.view),
    path("v1/entities", about.entities),
    path("v1/me", about.me),
    path("v1/search", about.search_all),
    path("v1/views", views.collection),
    path("v1/views/<str:view>", views.single),
    path("v1/merges/<str:merge>", merges.single),
    path("v1/files/<str:record>/content", files.content),
    path("v1/<str:slug>", records.collection),
    path("v1/<str:slug>/batch", batch.view),
    path("v1/<str:slug>/merges", merges.collection),
    path("v1/<str:slug>/<str:record>", records.single),
    path("v1/<str:slug>/<str:record>/timeline", timelines.view),
    path("v1/<str:slug>/<str:record>/files", files.collection),
    path("v1/<str:slug>/<str:record>/<str:name>", resources.view),
    re_path(r".*", endpoint.nowhere),
]
