"""A filter as a form of rows: field, comparison, value. What the rows mean, the filter language says.

Each row names its inputs c<n>.field, c<n>.op and c<n>.value; rows without a field are not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.errors import Invalid
from clientela.engine.fields import periods
from clientela.engine.fields.base import BadValue, Field
from clientela.engine.query import filters, phrases
from clientela.engine.query.filters import BadFilter, Condition
from clientela.engine.screens import operands

MOST, SPARE = 12, 2
NOT_COMPARED = frozenset({"computed", "reference", "address"})
# Points that depended on points would never come to rest.
DERIVED = frozenset({"score", "score_because", "assigned_by"})


@dataclass(frozen=True)
class Row:
    """One row: what is chosen, and what its field offers."""

    at: int
    field: str = ""
    op: str = ""
    values: tuple[str, ...] = ()
    form: operands.Form | None = None

    @property
    def is_dated(self) -> bool:
        return self.form is not None and any(c.shape == "period" for c in self.form.comparisons)


def fields() -> list[Field]:
    """Everything a lead can be asked about; an address by its parts."""
    found: list[Field] = []
    for one in registry.get("lead").fields:
        found += one.parts().values() if one.kind == "address" else [one]
    return [one for one in found if one.kind not in NOT_COMPARED and one.key not in DERIVED]


def choices() -> list[tuple[str, str]]:
    lead = registry.get("lead")
    return [(one.key, _label(lead, one)) for one in fields()]


def _label(lead: Any, one: Field) -> str:
    whole = one.key.partition(".")[0]
    return f"{lead.field(whole).label}: {one.label}" if "." in one.key else str(one.label)


def row(actor: Actor, at: int, key: str, op: str = "", values: Sequence[str] = ()) -> Row:
    """A row for a field; an unknown one is an empty row."""
    lead = registry.get("lead")
    try:
        found = lead.field(key) if key else None
    except BadValue:
        found = None
    if found is None:
        return Row(at)
    before = Condition(key, op, list(values)) if op else None
    return Row(at, key, op, tuple(values), operands.form(actor, found, before))


def rows(actor: Actor, document: Any) -> list[Row]:
    """The rows of a stored filter, and some to spare."""
    found = [
        row(actor, at, item["field"], item.get("op", "eq"), _texts(item.get("value")))
        for at, item in enumerate(_items(document))
    ]
    return [*found, *(Row(len(found) + n) for n in range(SPARE))]


def _items(document: Any) -> list[dict[str, Any]]:
    items = document.get(mode(document), []) if isinstance(document, dict) else []
    return [item for item in items if isinstance(item, dict) and "field" in item]


def mode(document: Any) -> str:
    return next(iter(document), "all") if isinstance(document, dict) and document else "all"


def _texts(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, (list, tuple)) else str(value).split(",")


def sent_rows(actor: Actor, posted: Any) -> list[Row]:
    """The rows as they were sent, to be shown again."""
    return [row(actor, at, posted.get(f"c{at}.field", ""), posted.get(f"c{at}.op", ""), _given(posted, at)) for at in range(MOST) if f"c{at}.field" in posted]  # fmt: skip


def _given(posted: Any, at: int) -> list[str]:
    return [text.strip() for text in posted.getlist(f"c{at}.value") if text.strip()]


def read(actor: Actor, posted: Any) -> dict[str, Any]:
    """The filter that a form means, as it is stored. Raises Invalid, at "filter"."""
    items = [
        _item(posted.get(f"c{at}.op", "eq"), posted.get(f"c{at}.field", ""), _given(posted, at))
        for at in range(MOST)
        if posted.get(f"c{at}.field", "")
    ]
    chosen = posted.get("mode", "all")
    document = {chosen if chosen in ("all", "any", "none") else "all": items} if items else {}
    check(actor, document)
    return document


def _item(op: str, key: str, values: Sequence[str]) -> dict[str, Any]:
    if op in ("empty", operands.NOT_EMPTY):
        return {"field": key, "op": "empty", "value": op == "empty"}
    if len(values) > 1:
        op = {"eq": "in", "ne": "not_in"}.get(op, op)
    return {"field": key, "op": op or "eq", "value": ",".join(values)}


def check(actor: Actor, document: Any) -> None:
    """That the filter can be asked. Raises Invalid."""
    lead = registry.get("lead")
    try:
        tree = filters.parse_json(document, lead)
        filters.to_q(actor, lead, tree)
        if DERIVED & {one.field for one in filters.conditions(tree)}:
            raise BadFilter(str(lead.field("score").label), "score")
    except BadFilter as bad:
        raise Invalid({"filter": [bad.message]}) from None


def sentence(actor: Actor, document: Any) -> str:
    """The filter in words; empty for every lead. Raises nothing: what is not there any more is said so."""
    lead = registry.get("lead")
    try:
        return phrases.sentence(actor, lead, filters.parse_json(document, lead))
    except BadFilter as bad:
        return bad.message


def period_names() -> list[tuple[str, str]]:
    return [(key, str(name)) for key, name in periods.NAMES.items()]
