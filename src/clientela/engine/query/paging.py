"""Keyset paging on any sortable field: a page costs the same wherever it lies, and rows that come or go shift nothing.

Rows without a value come last in either direction. They are read by a second query once the valued ones are used up,
because one condition over both could not use the index of the sort.
"""

from __future__ import annotations

import base64
import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, TypeVar, cast

import orjson
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models import lookups as sql
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.fields.base import BadValue, Field
from clientela.engine.fields.link import Link
from clientela.engine.query.filters import BadFilter
from clientela.engine.records.models import Record
from clientela.engine.records.queryset import RecordQuerySet

R = TypeVar("R", bound=Record)


class BadCursor(Exception):
    """A cursor that this list did not give out, or one of another sort order."""


@dataclass(frozen=True)
class Page(Generic[R]):
    """Some rows and the cursor of what follows them, None at the end."""

    items: list[R]
    next: str | None


@dataclass(frozen=True)
class _Sort:
    key: str
    down: bool
    expression: Any
    may_lack: bool


def page(
    rows: RecordQuerySet[R],
    entity: Entity,
    sort: str,
    after: str | None,
    limit: int = 50,
    *,
    actor: Actor | None = None,
) -> Page[R]:
    """One page of rows in the order of `sort` ("name", "-amount"). Raises BadFilter, BadCursor.

    Links sort by the titles that `actor` may see.
    """
    order = _sort(actor, entity, sort or entity.sort)
    at = _decode(after, entity, sort or entity.sort) if after else None
    items: list[R] = []
    if at is None or at[0] is not None:
        items = list(_valued(rows, order, at)[: limit + 1])
    if order.may_lack and len(items) <= limit:
        start = at[1] if at is not None and at[0] is None else None
        items += _lacking(rows, order, start)[: limit + 1 - len(items)]
    more = len(items) > limit
    items = items[:limit]
    return Page(items, _encode(items[-1], entity, sort or entity.sort) if more else None)


def ordered(
    rows: RecordQuerySet[R], entity: Entity, sort: str, *, actor: Actor | None = None
) -> RecordQuerySet[R]:
    """All rows in the order in which pages of them come. Raises BadFilter."""
    order = _sort(actor, entity, sort or entity.sort)
    ranked = order.expression.desc(nulls_last=True) if order.down else order.expression.asc(nulls_last=True)
    return rows.order_by(ranked, "-pk" if order.down else "pk")


def _sort(actor: Actor | None, entity: Entity, sort: str) -> _Sort:
    key = sort.removeprefix("-")
    try:
        found = entity.field(key)
        if not found.sortable:
            raise BadValue(_("“%s” cannot be sorted by.") % found.label)
        expression = _expression(actor, found)
    except BadValue as bad:
        raise BadFilter(str(bad), "sort") from None
    return _Sort(key, sort.startswith("-"), expression, _may_lack(entity, found))


def _expression(actor: Actor | None, found: Field) -> Any:
    """Links sort by the title of what they point at; one that the actor may not see counts as none.

    The place of a row, and the cursor behind it, would tell the name of a hidden record.
    """
    if not isinstance(found, Link) or found.custom or actor is None:
        return found.expression()
    target = registry.get(found.entity)
    if not gate.rule_for(actor, target.model, "view"):  # all of them: a join is quicker
        return F(f"{found.attribute.removesuffix('_id')}__{target.title_field.attribute}")
    seen = gate.visible(actor, target.model).filter(pk=OuterRef(found.attribute))
    return Subquery(seen.values(target.title_field.attribute)[:1])


def _may_lack(entity: Entity, found: Field) -> bool:
    columns = found.columns()
    return len(columns) != 1 or isinstance(found, Link) or entity.model._meta.get_field(columns[0]).null


def _valued(rows: RecordQuerySet[R], order: _Sort, at: tuple[Any, uuid.UUID] | None) -> RecordQuerySet[R]:
    rows = cast("RecordQuerySet[R]", rows.annotate(_sort=order.expression))
    if order.may_lack:
        rows = rows.filter(_sort__isnull=False)
    if at is not None:
        rows = rows.filter(_beyond(order, *at))
    return rows.order_by(
        order.expression.desc() if order.down else order.expression.asc(), "-pk" if order.down else "pk"
    )


def _beyond(order: _Sort, value: Any, pk: uuid.UUID) -> Q:
    """(expression, id) beyond the cursor; the plain bound in front is what an index can use."""
    outer: Callable[..., Any] = sql.LessThanOrEqual if order.down else sql.GreaterThanOrEqual
    inner: Callable[..., Any] = sql.LessThan if order.down else sql.GreaterThan
    return Q(outer(order.expression, value)) & (
        Q(inner(order.expression, value)) | (Q(pk__lt=pk) if order.down else Q(pk__gt=pk))
    )


def _lacking(rows: RecordQuerySet[R], order: _Sort, start: uuid.UUID | None) -> RecordQuerySet[R]:
    rows = cast("RecordQuerySet[R]", rows.annotate(_sort=order.expression).filter(_sort__isnull=True))
    if start is not None:
        rows = rows.filter(Q(pk__lt=start) if order.down else Q(pk__gt=start))
    return rows.order_by("-pk" if order.down else "pk")


_KINDS: dict[str, tuple[type, Callable[[Any], Any]]] = {
    "n": (type(None), lambda text: None),
    "b": (bool, bool),
    "i": (int, int),
    "f": (float, float),
    "d": (Decimal, Decimal),
    "m": (dt.datetime, dt.datetime.fromisoformat),
    "a": (dt.date, dt.date.fromisoformat),
    "t": (dt.time, dt.time.fromisoformat),
    "u": (uuid.UUID, uuid.UUID),
    "s": (str, str),
}


def _encode(record: Any, entity: Entity, sort: str) -> str:
    value = record._sort
    kind = next(key for key, (python, _read) in _KINDS.items() if isinstance(value, python))
    plain = value if isinstance(value, (bool, int, float, str)) or value is None else str(value)
    plain = value.isoformat() if isinstance(value, (dt.date, dt.time)) else plain
    packed = base64.urlsafe_b64encode(orjson.dumps([sort, kind, plain, str(record.pk)])).decode().rstrip("=")
    return f"{packed}.{_seal(entity, packed)}"


def _seal(entity: Entity, packed: str) -> str:
    """A forged value would be compared with a column it does not fit, or be asked about over and over."""
    digest = salted_hmac(f"paging.{entity.key}", packed, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:12]).decode()


def _decode(cursor: str, entity: Entity, sort: str) -> tuple[Any, uuid.UUID]:
    packed, _dot, seal = cursor.rpartition(".")
    try:
        if not constant_time_compare(seal, _seal(entity, packed)):
            raise ValueError("not ours")
        stored, kind, plain, pk = orjson.loads(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
        value = _KINDS[kind][1](plain)
        key = uuid.UUID(pk)
    except (ValueError, KeyError, TypeError, ArithmeticError, AttributeError):
        raise BadCursor(
            _("This page marker is not one that was given out; start from the first page.")
        ) from None
    if stored != sort:
        raise BadCursor(_("This page marker belongs to another sort order; start from the first page."))
    return value, key
