"""Dates and times."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar

from dateutil import parser as dateutil_parser
from django.db import models
from django.db.models import Q
from django.db.models import lookups as sql
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django_stubs_ext import StrOrPromise

from clientela.engine.fields import formats
from clientela.engine.fields.base import ORDERED, BadValue, Context, Field, Operator
from clientela.engine.fields.periods import period

WITHIN = Operator(
    "within",
    lazy("is within"),
    lambda e, span: Q(sql.GreaterThanOrEqual(e, span[0])) & Q(sql.LessThan(e, span[1])),
)


@dataclass(frozen=True, kw_only=True)
class Date(Field):
    """A day of the calendar."""

    kind: ClassVar[str] = "date"
    kind_label: ClassVar[StrOrPromise] = lazy("Date")
    widget: ClassVar[str] = "date"
    operators: ClassVar[tuple[Operator, ...]] = (*ORDERED, WITHIN)
    db_field: ClassVar[models.Field[Any, Any]] = models.DateField()

    def from_text(self, text: Any) -> Any:
        """ISO dates sort as text, and casting text to date is not immutable, so no index could be built on it."""
        return text if self.custom else super().from_text(text)

    def compared(self, value: Any) -> Any:
        return value.isoformat() if self.custom else value

    def operand(self, operator: Operator, raw: Any, context: Context = Context()) -> Any:  # noqa: B008  # frozen
        if operator is WITHIN:
            return tuple(self.compared(day) for day in period(str(raw), timezone.localdate()))
        return super().operand(operator, raw, context)

    def parse(self, raw: Any, context: Context) -> dt.date:
        if isinstance(raw, dt.datetime):
            return raw.date()
        if isinstance(raw, dt.date):
            return raw
        if not isinstance(raw, str):
            raise BadValue(_("Expected a date such as 2026-05-31."))
        return self._read(raw.strip(), context)

    @staticmethod
    def _read(text: str, context: Context) -> dt.date:
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            if context.strict:
                raise BadValue(_("“%s” is not a date such as 2026-05-31.") % text[:50]) from None
        return _loosely(text, context).date()

    def to_json(self, value: Any) -> Any:
        return value and value.isoformat()

    def from_json(self, stored: Any) -> dt.date:
        return dt.date.fromisoformat(stored)

    def display(self, value: Any) -> str:
        return formats.date(value) if value else ""

    def edit(self, value: Any) -> str:
        return value.isoformat() if value else ""

    def cell(self, value: Any) -> Any:
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


def _loosely(text: str, context: Context) -> dt.datetime:
    """A date as a person types it; the year must be there, or a day of this year is meant."""
    try:
        found = dateutil_parser.parse(text, dayfirst=context.day_first)
    except (ValueError, OverflowError):
        raise BadValue(_("“%s” is not a date such as 2026-05-31.") % text[:50]) from None
    if not 1000 <= found.year <= 9999:
        raise BadValue(_("“%s” is not a date such as 2026-05-31.") % text[:50])
    return found


def _midnight(day: dt.date) -> dt.datetime:
    """The beginning of a day in the reader's zone; the ends of time stay where PostgreSQL can hold them."""
    within = min(max(day, dt.date(2, 1, 1)), dt.date(9998, 12, 31))
    return timezone.make_aware(dt.datetime.combine(within, dt.time()))


@dataclass(frozen=True, kw_only=True)
class DateTime(Field):
    """A moment, stored in UTC, shown in the reader's time zone; text without a zone is in the writer's."""

    kind: ClassVar[str] = "datetime"
    kind_label: ClassVar[StrOrPromise] = lazy("Date and time")
    widget: ClassVar[str] = "datetime"
    operators: ClassVar[tuple[Operator, ...]] = (*ORDERED, WITHIN)
    db_field: ClassVar[models.Field[Any, Any]] = models.DateTimeField()

    def from_text(self, text: Any) -> Any:
        """Stored as UTC of one width, which sorts as text; a cast to timestamptz could not be indexed."""
        return text if self.custom else super().from_text(text)

    def compared(self, value: Any) -> Any:
        return self.to_json(value) if self.custom else value

    def operand(self, operator: Operator, raw: Any, context: Context = Context()) -> Any:  # noqa: B008  # frozen
        if operator is WITHIN:
            return tuple(self.compared(_midnight(day)) for day in period(str(raw), timezone.localdate()))
        return super().operand(operator, raw, context)

    def parse(self, raw: Any, context: Context) -> dt.datetime:
        if isinstance(raw, dt.datetime):
            moment = raw
        elif isinstance(raw, dt.date):
            moment = dt.datetime.combine(raw, dt.time())
        elif isinstance(raw, str):
            moment = self._read(raw.strip(), context)
        else:
            raise BadValue(_("Expected a time such as 2026-05-31T14:30:00Z."))
        return self._in_utc(moment if moment.tzinfo else timezone.make_aware(moment))

    @staticmethod
    def _in_utc(moment: dt.datetime) -> dt.datetime:
        """PostgreSQL takes offsets up to 16 hours only, and the ends of the calendar exist in some time zones only."""
        try:
            found = moment.astimezone(dt.UTC)
        except OverflowError:
            found = dt.datetime.min.replace(tzinfo=dt.UTC)
        if not dt.MINYEAR < found.year < dt.MAXYEAR:
            raise BadValue(_("“%s” lies outside the calendar.") % moment.isoformat())
        return found

    @staticmethod
    def _read(text: str, context: Context) -> dt.datetime:
        try:
            return dt.datetime.fromisoformat(text)
        except ValueError:
            if context.strict:
                raise BadValue(_("“%s” is not a time such as 2026-05-31T14:30:00Z.") % text[:50]) from None
        return _loosely(text, context)

    def to_json(self, value: Any) -> Any:
        return (
            value and value.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
        )

    def from_json(self, stored: Any) -> dt.datetime:
        return dt.datetime.fromisoformat(stored)

    def display(self, value: Any) -> str:
        return formats.moment(value) if value else ""

    def edit(self, value: Any) -> str:
        return timezone.localtime(value).strftime("%Y-%m-%dT%H:%M") if value else ""

    def cell(self, value: Any) -> Any:
        return timezone.localtime(value).replace(tzinfo=None) if value else None

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date-time"}


@dataclass(frozen=True, kw_only=True)
class Time(Field):
    """A time of day."""

    kind: ClassVar[str] = "time"
    kind_label: ClassVar[StrOrPromise] = lazy("Time")
    widget: ClassVar[str] = "time"
    operators: ClassVar[tuple[Operator, ...]] = ORDERED
    db_field: ClassVar[models.Field[Any, Any]] = models.TimeField()

    def from_text(self, text: Any) -> Any:
        return text if self.custom else super().from_text(text)

    def compared(self, value: Any) -> Any:
        return value.isoformat() if self.custom else value

    def parse(self, raw: Any, context: Context) -> dt.time:
        if isinstance(raw, dt.time):
            return raw
        try:
            return dt.time.fromisoformat(str(raw).strip()).replace(tzinfo=None)
        except ValueError:
            raise BadValue(_("“%s” is not a time such as 14:30.") % str(raw)[:50]) from None

    def to_json(self, value: Any) -> Any:
        return value and value.isoformat()

    def from_json(self, stored: Any) -> dt.time:
        return dt.time.fromisoformat(stored)

    def display(self, value: Any) -> str:
        return formats.time(value) if value else ""

    def edit(self, value: Any) -> str:
        return value.isoformat("minutes") if value else ""

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "time"}
