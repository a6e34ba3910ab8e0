"""Who is measured: the administrator, who sees everything, and a salesperson, who sees five in a hundred records."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from bench.seed import ADMIN, SELLER


@dataclass(frozen=True)
class Visitor:
    """A person with a session for pages and a token for the API."""

    name: str
    user: str
    headers: dict[str, str]
    api_headers: dict[str, str]


def connect(folder: Path, database: str) -> None:
    """Django in this process, on the served database."""
    from clientela.config import data_folder

    os.environ["CLIENTELA_DATA"] = str(folder)
    os.environ["DATABASE_URL"] = database
    os.environ["CLIENTELA_SECRET_KEY"] = data_folder.secret_key(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clientela.config.settings")
    import django

    django.setup()


def visitors() -> tuple[Visitor, Visitor]:
    return _visitor("administrator", ADMIN), _visitor("salesperson", SELLER)


def _visitor(name: str, email: str) -> Visitor:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from clientela.engine.access import commands
    from clientela.engine.access.actor import SYSTEM
    from clientela.engine.access.models import User

    user = User.objects.get(email=email)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    _token, key = commands.create_token(SYSTEM, user.pk, name="bench")
    cookie = f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
    return Visitor(name, str(user.pk), {"Cookie": cookie}, {"Authorization": f"Bearer {key}"})
