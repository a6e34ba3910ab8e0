"""What people type on the pages of invoices, read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from clientela.engine.errors import Invalid, NotFound
from clientela.engine.fields.base import PLAIN, BadValue
from clientela.engine.fields.moments import Date
from clientela.engine.fields.numbers import to_decimal


def day(text: str | None, key: str = "on") -> dt.date | None:
    """Raises Invalid for a day that the calendar does not have."""
    try:
        found: dt.date | None = Date(key=key, label=_("Date")).clean(text, PLAIN)
    except BadValue as bad:
        raise Invalid({key: [str(bad)]}) from None
    return found


def figure(text: str | None, key: str) -> Decimal | None:
    if not (text or "").strip():
        return None
    try:
        return to_decimal(text or "")
    except BadValue as bad:
        raise Invalid({key: [str(bad)]}) from None


def one_id(text: str | None) -> UUID | None:
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise NotFound(text[:60]) from None


def record_id(text: str) -> UUID:
    found = one_id(text)
    if found is None:
        raise NotFound(text)
    return found


def payment(typed: Mapping[str, str]) -> dict[str, Any]:
    return {
        "amount": figure(typed.get("amount"), "amount"),
        "on": day(typed.get("on")),
        "means": typed.get("means") or None,
        "reference": typed.get("reference") or None,
        "keep_rest": typed.get("keep_rest") in ("1", "on"),
    }


def quantities(typed: Mapping[str, str]) -> dict[UUID, Decimal] | None:
    """`quantity.<line>` → how much; None when no line is named: all of it."""
    found: dict[UUID, Decimal] = {}
    for key, text in typed.items():
        if key.startswith("quantity."):
            line, much = one_id(key.removeprefix("quantity.")), figure(text, "quantity")
            if line is not None and much:
                found[line] = much
    return found or None
