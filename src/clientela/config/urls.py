"""Every address of the system. The entity pages come last, because they answer to any slug."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("allauth.urls")),
    path("", include("clientela.engine.screens.urls")),
]
handler400 = "clientela.engine.screens.responses.bad_request"
handler403 = "clientela.engine.screens.responses.forbidden"
handler404 = "clientela.engine.screens.responses.not_found"
handler500 = "clientela.engine.screens.responses.failed"
