"""The form of one comparison: which operators a field offers, and what each of them wants to be given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.fields import periods
from clientela.engine.fields.base import Field, Operator
from clientela.engine.fields.choice import Choice, MultiChoice
from clientela.engine.fields.link import Link, Reference, User
from clientela.engine.query import links, paging
from clientela.engine.query.filters import Condition

# Links to at most so many records are chosen from a list; to more, by typing.
FEW = 40
NOT_EMPTY = "not_empty"
FIRST = {"text": "contains", "date": "within", "number": "gte", "options": "in", "tags": "in"}


@dataclass(frozen=True)
class Comparison:
    """An operator as the form offers it. `shape`: text, one, many, picker, period, none."""

    key: str
    words: str
    shape: str


@dataclass(frozen=True)
class Form:
    """Everything the popover shows for one field. `values` are what is chosen now, as text."""

    comparisons: tuple[Comparison, ...]
    chosen: str
    options: tuple[tuple[str, str], ...]
    values: tuple[str, ...]
    title: str
    input_type: str
    pick: str
    periods: tuple[tuple[str, str], ...]

    @property
    def shapes(self) -> list[str]:
        return list(dict.fromkeys(comparison.shape for comparison in self.comparisons))

    @property
    def shape(self) -> str:
        return self.shape_of(self.chosen)

    def shape_of(self, key: str) -> str:
        return next((c.shape for c in self.comparisons if c.key == key), "text")

    @property
    def text(self) -> str:
        return ",".join(self.values)


def form(actor: Actor, field: Field, before: Condition | None) -> Form:
    options = _options(actor, field)
    comparisons = tuple(_comparisons(field, bool(options)))
    chosen = _chosen_key(before) if before else _first(field, comparisons, bool(options))
    values = _values(before)
    return Form(
        comparisons=comparisons,
        chosen=chosen if any(c.key == chosen for c in comparisons) else comparisons[0].key,
        options=options,
        values=values,
        title=_title(actor, field, values),
        input_type=INPUTS.get(field.kind, "text"),
        pick=f"/pick/{field.entity}/" if isinstance(field, Link) else "",
        periods=tuple((key, str(name)) for key, name in periods.NAMES.items()),
    )


INPUTS = {"date": "date", "datetime": "datetime-local", "time": "time"}


def _comparisons(field: Field, has_options: bool) -> list[Comparison]:
    found = [c for op in field.operators if (c := _comparison(field, op, has_options))]
    if any(op.key == "empty" for op in field.operators):
        found.append(Comparison(NOT_EMPTY, _("is not empty"), "none"))
    return found


def _comparison(field: Field, operator: Operator, has_options: bool) -> Comparison | None:
    if not operator.operand:
        return Comparison(operator.key, str(operator.words), "none")
    if operator.key == "within":
        return Comparison(operator.key, str(operator.words), "period")
    if has_options:
        return Comparison(operator.key, str(operator.words), "many" if operator.many else "one")
    if isinstance(field, Reference) or (isinstance(field, Link) and operator.many):
        return None  # nobody types the ids of records
    return Comparison(operator.key, str(operator.words), "picker" if isinstance(field, Link) else "text")


def _first(field: Field, comparisons: Sequence[Comparison], has_options: bool) -> str:
    """The comparison that is most often wanted for a field of this kind."""
    if isinstance(field, User) or field.kind == "boolean":
        return "eq"
    kind = "options" if has_options else "number" if field.numeric else field.kind
    wanted = FIRST.get(
        {"datetime": "date", "longtext": "text", "email": "text", "url": "text", "phone": "text"}.get(
            kind, kind
        ),
        "eq",
    )
    return wanted if any(c.key == wanted for c in comparisons) else comparisons[0].key


def _options(actor: Actor, field: Field) -> tuple[tuple[str, str], ...]:
    return _few(actor, field) if isinstance(field, Link) else fixed(field)


def fixed(field: Field) -> tuple[tuple[str, str], ...]:
    """Key and word of each value that the field itself lists."""
    if isinstance(field, (Choice, MultiChoice)):
        return tuple((option.key, str(option.label)) for option in field.options)
    return (("true", _("Yes")), ("false", _("No"))) if field.kind == "boolean" else ()


def _few(actor: Actor, field: Link) -> tuple[tuple[str, str], ...]:
    entity = registry.get(field.entity)
    rows = paging.page(
        gate.visible(actor, entity.model), entity, entity.sort, None, FEW + 1, actor=actor
    ).items
    if len(rows) > FEW:
        return ()
    found = tuple((str(row.pk), entity.title_of(row)) for row in rows)
    return (("me", _("me")), ("my_team", _("my team")), *found) if isinstance(field, User) else found


def _chosen_key(before: Condition) -> str:
    return NOT_EMPTY if before.op == "empty" and before.value in (False, "false", "0", "no") else before.op


def _values(before: Condition | None) -> tuple[str, ...]:
    if before is None or before.value is None:
        return ()
    raw = before.value
    items = (
        raw
        if isinstance(raw, (list, tuple))
        else str(raw).split(",")
        if before.op in ("in", "not_in")
        else [raw]
    )
    return tuple(map(str, items))


def _title(actor: Actor, field: Field, values: Sequence[str]) -> str:
    """What a picker shows for the id that is chosen."""
    if not isinstance(field, Link) or not values or values[0] in ("me", "my_team"):
        return ""
    title = links.one(actor, field.entity, field.clean(values[0]))
    return title.title if title else ""


def read(form: Form, path: str, sent: QueryDict) -> Condition:
    """The condition that a sent form means. What is wrong with it, the filter language says."""
    key = sent.get("op", form.chosen)
    if key in ("empty", NOT_EMPTY):
        return Condition(path, "empty", "true" if key == "empty" else "false")
    shape = form.shape_of(key)
    many = [value for value in sent.getlist("many") if value]
    if shape != "many":
        return Condition(path, key, sent.get(shape, "").strip())
    single = {"in": "eq", "not_in": "ne"}  # "is Customer" reads better than "is any of Customer"
    return Condition(path, single.get(key, key) if len(many) == 1 else key, ",".join(many))
