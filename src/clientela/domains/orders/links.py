"""The link by which a customer looks at a quote and answers: signed, and worthless once its secret is changed."""

from __future__ import annotations

import secrets
import uuid

from django.conf import settings
from django.core import signing

from clientela.domains.orders.models import Quote
from clientela.engine.access import gate
from clientela.engine.errors import NotFound

SALT = "clientela.quote"


def new_secret() -> str:
    return secrets.token_urlsafe(12)


def path(quote: Quote) -> str:
    token = signing.Signer(salt=SALT).sign(f"{quote.pk.hex}.{quote.secret}")
    return f"/q/{token}/"


def address(quote: Quote) -> str:
    return f"{settings.BASE_URL}{path(quote)}"


def opened(token: str) -> Quote:
    """The quote of a link that was given out. Raises NotFound for any other, also for one taken back."""
    try:
        inside = signing.Signer(salt=SALT).unsign(token)
        quote_id, _dot, secret = inside.partition(".")
        wanted = uuid.UUID(quote_id)
    except (signing.BadSignature, ValueError):
        raise NotFound("link") from None
    rows = gate.unrestricted(Quote, reason="who has the link may see the quote")
    found = rows.filter(pk=wanted, deleted_at=None).first()
    if found is None or not found.secret or not secrets.compare_digest(found.secret, secret):
        raise NotFound("link")
    return found
