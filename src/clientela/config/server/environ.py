"""An ASGI scope as WSGI environment variables (PEP 3333)."""

import os
import sys
from collections.abc import Mapping
from tempfile import SpooledTemporaryFile
from typing import Any

Body = SpooledTemporaryFile[bytes]
_WITHOUT_PREFIX = {b"content-type": "CONTENT_TYPE", b"content-length": "CONTENT_LENGTH"}


def environ(scope: Mapping[str, Any], body: Body) -> dict[str, Any]:
    server = scope.get("server") or ("localhost", 80)
    client = scope.get("client") or ("", 0)
    variables: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        # WSGI wants the path's bytes, each as the character of that number.
        "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or 80),
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in wanted_headers(scope).items():
        key = _WITHOUT_PREFIX.get(name) or "HTTP_" + name.decode("latin-1").upper().replace("-", "_")
        variables[key] = value.decode("latin-1")
    # A chunked body declares no length, and Django reads no further than what is declared.
    variables["CONTENT_LENGTH"] = str(_size(body))
    return variables


def wanted_headers(scope: Mapping[str, Any]) -> dict[bytes, bytes]:
    """Headers by lower-case name, repeated ones joined. A name with an underscore could pose as another."""
    found: dict[bytes, bytes] = {}
    for raw, value in scope["headers"]:
        name = bytes(raw).lower()
        if b"_" not in name:
            glue = b"; " if name == b"cookie" else b","
            found[name] = found[name] + glue + bytes(value) if name in found else bytes(value)
    return found


def _size(body: Body) -> int:
    size = body.seek(0, os.SEEK_END)
    body.seek(0)
    return size
