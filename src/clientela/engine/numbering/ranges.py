"""Numbers without gaps: taken under a row lock in the transaction of the document that gets them.

A number is given back when that transaction does not commit, whatever ended it, because the count is rolled back
with it. A sequence of PostgreSQL would be quicker and would leave a gap each time.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM
from clientela.engine.errors import Refused
from clientela.engine.numbering import pattern
from clientela.engine.numbering.models import NumberRange
from clientela.engine.records import commands as records
from clientela.engine.records.queryset import RecordQuerySet


@dataclass(frozen=True)
class Kind:
    """A kind of document that has numbers, and the range it begins with."""

    key: str
    label: StrOrPromise
    pattern: str
    yearly: bool = True


KINDS: dict[str, Kind] = {}


def take(kind: str, *, on: dt.date, branch: uuid.UUID | None = None) -> str:
    """The next number for a document of this day, of its branch's own range if there is one.

    Call it last: every other document of the range waits until the caller's transaction ends. Raises Refused when
    the range is used up.
    """
    return take_many(kind, 1, on=on, branch=branch)[0]


def take_many(kind: str, count: int, *, on: dt.date, branch: uuid.UUID | None = None) -> list[str]:
    """The next `count` numbers, for documents that are written together; all of them or none."""
    if not connection.in_atomic_block:
        raise RuntimeError(
            "a number is taken in the transaction of its document, or it would be lost with it"
        )
    with transaction.atomic():
        found = _locked(kind, branch) or _begun(KINDS[kind], branch)
        n = _next(found, on.year)
        last = n + count - 1
        if found.last is not None and last > found.last:
            raise Refused(_exhausted(found))
        numbers = [pattern.written(found.pattern, n + at, on) for at in range(count)]
        _count(found, last, on.year, numbers[-1])
    return numbers


def _all() -> RecordQuerySet[NumberRange]:
    rows = gate.unrestricted(NumberRange, reason="whoever may issue a document takes its number")
    return rows.filter(deleted_at=None)


def _locked(kind: str, branch: uuid.UUID | None) -> NumberRange | None:
    """The branch's own range before that of all."""
    rows = _all().filter(Q(for_branch=None) | Q(for_branch=branch), kind=kind)
    return rows.order_by(F("for_branch").asc(nulls_last=True)).select_for_update(of=("self",)).first()


def _begun(kind: Kind, branch: uuid.UUID | None) -> NumberRange:
    """The range that this kind of document begins with; of two first documents at once, the second waits here."""
    lock_ranges()
    if _locked(kind.key, branch) is None:
        values = {"name": str(kind.label), "kind": kind.key, "pattern": kind.pattern, "yearly": kind.yearly}
        records.create(SYSTEM, "numberrange", values)
    found = _locked(kind.key, branch)
    assert found is not None
    return found


def lock_ranges() -> None:
    """Until the end of the transaction nobody else adds a range or moves one to another kind."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('numberrange'))")


def _next(found: NumberRange, year: int) -> Decimal:
    if not found.yearly or found.year in (None, year):
        return found.next
    return Decimal(found.earlier.get(str(year), 1))


def _count(found: NumberRange, n: Decimal, year: int, number: str) -> None:
    """Only the newest year's count is in sight; a document dated back counts in its own."""
    values: dict[str, object] = {"latest": number}
    if found.yearly and found.year is not None and year < found.year:
        values["earlier"] = {**found.earlier, str(year): int(n) + 1}
    else:
        values |= {"next": n + 1, "year": year}
        if found.yearly and found.year is not None and year > found.year:
            values["earlier"] = {**found.earlier, str(found.year): int(found.next)}
    _all().filter(pk=found.pk).update(**values, version=F("version") + 1, updated_at=Now())


def _exhausted(found: NumberRange) -> str:
    return _(
        "The number range “%(name)s” is used up: %(last)s was its last number. "
        "An administrator can raise it under Settings, Number ranges; then try again."
    ) % {"name": found.name, "last": found.last}
