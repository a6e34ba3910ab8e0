"""Who may sign in, and for how long a session counts."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest


class Backend(AuthenticationBackend):
    """A colleague in the recycle bin or made inactive cannot sign in, and their sessions end with the next request."""

    def user_can_authenticate(self, user: Any) -> bool:
        return bool(user.is_active) and user.deleted_at is None


class Adapter(DefaultAccountAdapter):
    """Accounts are made by administrators only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/"
