"""CLIENTELA_EMAIL_URL: smtp://user:password@host:587 (STARTTLS), smtps://… (TLS), or nothing: a folder."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


def settings(folder: Path) -> dict[str, Any]:
    url = os.environ.get("CLIENTELA_EMAIL_URL")
    if not url:
        # Not the log: mails carry links that reset a password.
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(folder / "outbox"),
        }
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise SystemExit(
            "CLIENTELA_EMAIL_URL must look like smtp://user:password@host:587?from=crm@example.com"
        )
    sender = parse_qs(parts.query).get("from", [parts.username or "clientela@localhost"])[0]
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        # A relay on this machine has no certificate to show; anywhere else the password must not travel bare.
        "EMAIL_USE_TLS": parts.scheme == "smtp" and parts.hostname not in ("localhost", "127.0.0.1", "::1"),
        "EMAIL_TIMEOUT": 20,
        "DEFAULT_FROM_EMAIL": sender,
        "SERVER_EMAIL": sender,
    }
