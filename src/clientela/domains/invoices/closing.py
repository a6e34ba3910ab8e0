"""Closed months: nothing is issued, paid or changed in them any more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from babel.dates import format_skeleton
from django.db import connection
from django.utils.translation import gettext as _

from clientela.domains.invoices.models import ClosedPeriod
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.errors import Refused
from clientela.engine.fields import formats
from clientela.engine.records.draft import Draft


def require_open(*days: dt.date | None) -> None:
    """Raises Refused when one of the days lies in a closed month. Until the transaction ends no month is closed."""
    _lock(shared=True)
    months = {day.replace(day=1) for day in days if day is not None}
    rows = gate.unrestricted(ClosedPeriod, reason="a closed month is closed for all")
    for month in rows.filter(deleted_at=None, month__in=months).values_list("month", flat=True):
        raise Refused(
            _("%s is closed: nothing is issued, paid or changed in it any more. Choose a later date, or ask an administrator to open the month under Settings, Closed months.")
            % month_name(month)
        )  # fmt: skip


def month_name(month: dt.date) -> str:
    return format_skeleton("yMMMM", month, locale=formats.locale())


def _lock(*, shared: bool = False) -> None:
    """Who closes a month waits for those who are issuing in it, and they for them."""
    kind = "_shared" if shared else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock{kind}(hashtext('closedperiod'))")  # one of two


def first_days(actor: Actor, drafts: list[Draft]) -> None:
    """A month is known by its first day, and closed once."""
    _lock()
    rows = gate.unrestricted(ClosedPeriod, reason="a closed month is closed for all").filter(deleted_at=None)
    closed: dict[Any, Any] = dict(rows.values_list("month", "pk"))
    for draft in drafts:
        day = draft.get("month")
        if day is None:
            continue
        month = day.replace(day=1)
        draft.set("month", month)
        if closed.setdefault(month, draft.id) != draft.id:
            draft.refuse("month", _("%s is closed already.") % month_name(month))


def one_each(actor: Actor, moved: Sequence[Any]) -> None:
    """A month that comes back from the recycle bin may have been closed again meanwhile."""
    _lock()
    rows = gate.unrestricted(ClosedPeriod, reason="a closed month is closed for all").filter(deleted_at=None)
    months: Iterable[dt.date] = rows.values_list("month", flat=True)
    seen: set[dt.date] = set()
    for month in months:
        if month in seen:
            raise Refused(_("%s is closed already.") % month_name(month))
        seen.add(month)
