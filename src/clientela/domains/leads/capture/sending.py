"""What is known of who sent a public form: enough to stop a flood, too little to know the person."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import uuid

from django.conf import settings
from django.core import signing
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from clientela.domains.leads.models import LeadForm, Submission
from clientela.engine.errors import Refused

# A person sends a form once or twice; an office behind one address some more.
PER_SENDER, PER_FORM = 10, 600
WINDOW = dt.timedelta(hours=1)
KEPT = dt.timedelta(days=1)
LASTS = 24 * 3600
SALT = "clientela.leads.form"


class TooMany(Exception):
    """Too often within the hour; HTTP 429."""


def token(form: LeadForm) -> str:
    """What a drawn form carries: it was ours, it is fresh, and it counts once."""
    return signing.TimestampSigner(salt=SALT).sign(f"{form.pk.hex}.{uuid.uuid4().hex}")


def read(form: LeadForm, text: str) -> str:
    """The token's own part. Raises Refused for one that is not ours, of another form, or too old."""
    try:
        of, _point, own = signing.TimestampSigner(salt=SALT).unsign(text, max_age=LASTS).partition(".")
    except signing.BadSignature:
        of = own = ""
    if of != form.pk.hex or not own:
        raise Refused(_("This page is too old to be sent. It has been drawn anew; please send it again."))
    return own


def sender(address: str) -> str:
    """A keyed digest: nobody can tell the address from it who has not got the key."""
    return hmac.new(settings.SECRET_KEY.encode(), f"form:{address}".encode(), hashlib.sha256).hexdigest()


def count(form: LeadForm, own: str, who: str, *, spam: bool) -> bool:
    """Note a sending; False when this very page was sent before. Raises TooMany.

    One sender at a time: two at once could each find the last place free.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"form:{who}"])
    if Submission.objects.filter(token=own).exists():
        return False
    recent = Submission.objects.filter(at__gt=timezone.now() - WINDOW)
    if recent.filter(sender=who).count() >= PER_SENDER or recent.filter(form=form).count() >= PER_FORM:
        raise TooMany
    Submission.objects.create(form=form, token=own, sender=who, is_spam=spam)
    return True


def forget() -> None:
    Submission.objects.filter(at__lt=timezone.now() - KEPT).delete()
