"""Whether a rule holds for a record that has been read already, where the record carries all that the rule asks of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from clientela.engine.records.models import Record


def holds(rule: Q, record: Record) -> bool | None:
    """None where only the database can tell: paths through links, subqueries, other comparisons than = and IN."""
    if rule.negated or rule.connector not in (Q.AND, Q.OR):
        return None
    return _together(rule.connector == Q.OR, (_child(child, record) for child in rule.children))


def _together(either: bool, answers: Iterable[bool | None]) -> bool | None:
    """With `either` one yes is enough, else one no; what is not known counts only where nothing else decides."""
    found = set(answers)
    if either in found:
        return either
    return None if None in found else not either


def _child(child: Any, record: Record) -> bool | None:
    if isinstance(child, Q):
        return holds(child, record)
    if not isinstance(child, tuple):  # an expression
        return None
    lookup, asked = child
    return _compared(lookup, asked, record)


def _compared(lookup: str, asked: Any, record: Record) -> bool | None:
    name, _underscores, operator = lookup.partition("__")
    value = record.__dict__.get(record._meta.pk.attname if name == "pk" else name, ...)
    if value is ... or operator not in ("", "exact", "in") or asked is None:
        return None
    if value is None:  # equal to nothing, as in SQL
        return False
    known = asked if operator == "in" else (asked,)
    if not isinstance(known, (tuple, list, set, frozenset)) or any(
        type(one) is not type(value) for one in known
    ):
        return None
    return value in known
