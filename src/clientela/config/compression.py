"""Pages are sent compressed: a fifth of the bytes for half a millisecond."""

from __future__ import annotations

import io
import secrets
from collections.abc import Callable
from gzip import GzipFile

from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

LEAST = 1_000
LEVEL = 1
# How long an answer is must not tell what stands in it beside what somebody typed (BREACH; Django does the same).
PADDING = 100


class Compression:
    """Of pages and their parts. Programs get the API as it is, and built files lie there compressed already."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not isinstance(response, HttpResponse) or not _is_page(response):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        if len(response.content) >= LEAST and "gzip" in request.headers.get("Accept-Encoding", ""):
            response.content = packed(response.content)
            response.headers["Content-Encoding"] = "gzip"
            response.headers["Content-Length"] = str(len(response.content))
        return response


def _is_page(response: HttpResponse) -> bool:
    kind = response.headers.get("Content-Type", "")
    return kind.startswith("text/html") and "Content-Encoding" not in response.headers


def packed(body: bytes) -> bytes:
    out = io.BytesIO()
    name = "-" * secrets.randbelow(PADDING)
    with GzipFile(name, "wb", compresslevel=LEVEL, fileobj=out, mtime=0) as file:
        file.write(body)
    return out.getvalue()
