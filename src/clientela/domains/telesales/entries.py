"""How what calls make of an entry is written: by commands only, past the form's fields."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from clientela.domains.telesales import choices
from clientela.domains.telesales.models import CallEntry, Caller, CallList
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.errors import Denied, Refused
from clientela.engine.records.queryset import RecordQuerySet

FIELDS = (
    "state",
    "why",
    "attempts",
    "last_outcome_id",
    "last_call_at",
    "due_at",
    "assigned_to_id",
    "told_at",
)


def of(call_list: CallList) -> RecordQuerySet[CallEntry]:
    """Everything on a list. The caller of this has passed the list's gate."""
    rows = gate.unrestricted(CallEntry, reason="who may call from a list may call whom it holds")
    return rows.filter(call_list=call_list, deleted_at=None)


def living(call_list: CallList) -> RecordQuerySet[CallEntry]:
    return of(call_list).filter(state__in=choices.LIVING)


def write(actor: Actor, entry: CallEntry, **values: Any) -> None:
    for key, value in values.items():
        setattr(entry, key, value)
    rows = gate.unrestricted(CallEntry, reason="a command has checked it")
    rows.filter(pk=entry.pk).update(
        **values, updated_at=Now(), updated_by_id=actor.user_id, version=F("version") + 1
    )
    entry.version += 1


def callers_of(call_list: CallList) -> list[uuid.UUID]:
    """Those who call from it and may sign in."""
    rows = Caller.objects.filter(call_list=call_list, user__is_active=True, user__deleted_at=None)
    return list(rows.order_by("pk").values_list("user_id", flat=True))


def is_caller(actor: Actor, call_list: CallList) -> bool:
    return Caller.objects.filter(call_list=call_list, user=actor.user).exists()


def require_caller(actor: Actor, call_list: CallList) -> None:
    if not is_caller(actor, call_list):
        raise Denied("not a caller of this list")


def require_open(call_list: CallList) -> None:
    if call_list.state == choices.PAUSED:
        raise Refused(_("“%s” is paused; nobody is called from it.") % call_list.name)
    if call_list.state != choices.OPEN:
        raise Refused(_("“%s” is done; open it again to go on calling.") % call_list.name)
