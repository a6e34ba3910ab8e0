"""Every address of the system. The entity pages come last, because they answer to any slug."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from clientela.config import health


def _has_pages(domain: str) -> bool:
    return find_spec(f"clientela.domains.{domain}.urls") is not None


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("account/", include("allauth.urls")),
    path("api/", include("clientela.engine.api.urls")),
    path("", include("clientela.engine.administration.urls")),
    *(path("", include(f"clientela.domains.{name}.urls")) for name in settings.DOMAINS if _has_pages(name)),
    path("", include("clientela.engine.documents.urls")),
    path("", include("clientela.engine.jobs.urls")),
    path("", include("clientela.engine.live.urls")),
    path("import/", include("clientela.engine.imports.urls")),
    path("", include("clientela.engine.screens.urls")),
]
handler400 = "clientela.engine.screens.responses.bad_request"
handler403 = "clientela.engine.screens.responses.forbidden"
handler404 = "clientela.engine.screens.responses.not_found"
handler500 = "clientela.engine.screens.responses.failed"
