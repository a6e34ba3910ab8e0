"""The filter language: one tree of conditions in four forms (JSON, URL, SQL, words for people).

JSON  {"all": [{"field": "amount", "op": "gte", "value": "1000"}, {"any": [{"field": "company__industry", …}]}]}
URL   amount__gte=1000&company__industry=medical     (all of them; a deeper tree travels as JSON in `filter`)
A path goes through links with "__"; parts of compound fields follow a point: company__address.city.
"me" and "my_team" stand for the actor in fields that name colleagues.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db.models import Case, Q, TextField, Value, When
from django.db.models import lookups as sql
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.fields.base import BadValue, Context, Field, Operator
from clientela.engine.fields.link import Link, User

RESERVED = frozenset(
    {"q", "sort", "view", "after", "limit", "columns", "layout", "fields", "expand", "filter"}
)
MOST_CONDITIONS = 60
DEEPEST = 6
# Every link of a path is a query within the query.
MOST_LINKS = 5

Mode = Literal["all", "any", "none"]


class BadFilter(Exception):
    """A filter that cannot be understood; `where` names the parameter or the place in the tree."""

    def __init__(self, message: str, where: str = "") -> None:
        self.message = message
        self.where = where
        super().__init__(message)


@dataclass(frozen=True)
class Condition:
    """One comparison; the value as it was given."""

    field: str
    op: str
    value: Any = None


@dataclass(frozen=True)
class Group:
    """Conditions and groups of which all, any or none must hold."""

    mode: Mode = "all"
    items: tuple[Condition | Group, ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.items)


EMPTY = Group()


# -- finding fields --------------------------------------------------------------------------------------------------
def resolve(entity: Entity, path: str) -> tuple[tuple[Link, ...], Entity, Field]:
    """The links a path goes through, the entity it ends at and the field it names. Raises BadFilter."""
    links: list[Link] = []
    *through, last = path.split("__")
    if len(through) > MOST_LINKS:
        raise BadFilter(_("A path goes through at most %d links.") % MOST_LINKS, path[:200])
    try:
        for key in through:
            link = entity.field(key)
            if not isinstance(link, Link):
                raise BadValue(
                    _("“%s” is not a link, so nothing can be asked of what it points at.") % link.label
                )
            links.append(link)
            entity = registry.get(link.entity)
        return tuple(links), entity, entity.field(last)
    except BadValue as bad:
        raise BadFilter(str(bad), path) from None


def _operator(found: Field, condition: Condition) -> Operator:
    try:
        return found.operator(condition.op)
    except BadValue as bad:
        raise BadFilter(str(bad), condition.field) from None


# -- JSON ------------------------------------------------------------------------------------------------------------
def parse_json(document: Any, entity: Entity) -> Group:
    """A checked tree from its JSON form (parsed or text)."""
    if isinstance(document, str):
        try:
            document = json.loads(document)
        except ValueError as bad:
            raise BadFilter(_("The filter is not valid JSON: %s.") % bad, "filter") from None
        except RecursionError:
            raise BadFilter(_("The filter is nested too deeply."), "filter") from None
    if not document:
        return EMPTY
    parsed = _parse(document, "filter", 0)
    group = parsed if isinstance(parsed, Group) else Group("all", (parsed,))
    check(entity, group)
    return group


def _parse(node: Any, where: str, depth: int) -> Condition | Group:
    if depth > DEEPEST:
        raise BadFilter(_("The filter is nested too deeply."), where)
    if isinstance(node, dict) and isinstance(node.get("field"), str):
        return Condition(node["field"], str(node.get("op", "eq")), node.get("value"))
    if isinstance(node, dict) and len(node) == 1:
        ((mode, items),) = node.items()
        if mode in ("all", "any", "none") and isinstance(items, list):
            return Group(
                mode, tuple(_parse(item, f"{where}/{mode}/{i}", depth + 1) for i, item in enumerate(items))
            )
    raise BadFilter(_("Expected {“field”, “op”, “value”} or {“all” | “any” | “none”: […]}."), where)


def to_json(node: Condition | Group) -> dict[str, Any]:
    if isinstance(node, Condition):
        return {"field": node.field, "op": node.op, "value": node.value}
    return {node.mode: [to_json(item) for item in node.items]}


def conditions(group: Group) -> Iterable[Condition]:
    for item in group.items:
        if isinstance(item, Group):
            yield from conditions(item)
        else:
            yield item


def check(entity: Entity, group: Group) -> None:
    """Every field exists and can be compared so. Raises BadFilter."""
    found = list(conditions(group))
    if len(found) > MOST_CONDITIONS:
        raise BadFilter(_("At most %d conditions.") % MOST_CONDITIONS, "filter")
    for condition in found:
        _operator(resolve(entity, condition.field)[2], condition)


# -- URL -------------------------------------------------------------------------------------------------------------
def parse_params(params: Iterable[tuple[str, str]], entity: Entity) -> Group:
    """A checked tree from query parameters; reserved ones are passed over."""
    items: list[Condition | Group] = []
    for name, value in params:
        if name == "filter" and value:
            items.extend(_flattened(parse_json(value, entity)))
        elif name not in RESERVED:
            items.append(_from_param(entity, name, value))
    group = Group("all", tuple(items))
    check(entity, group)
    return group


def _flattened(group: Group) -> Sequence[Condition | Group]:
    return group.items if group.mode == "all" else (group,)


def _from_param(entity: Entity, name: str, value: str) -> Condition:
    path, _sep, last = name.rpartition("__")
    if path:
        try:
            found = resolve(entity, path)[2]
        except BadFilter:
            found = None
        if found is not None and any(operator.key == last for operator in found.operators):
            return Condition(path, last, value)
        if found is not None and not isinstance(found, Link):
            _operator(found, Condition(path, last))
    resolve(entity, name)
    return Condition(name, "eq", value)


def to_params(group: Group) -> list[tuple[str, str]]:
    """Query parameters that parse_params() reads back."""
    if not group:
        return []
    flat = group.mode == "all" and all(isinstance(item, Condition) for item in group.items)
    if not flat:
        return [("filter", json.dumps(to_json(group), ensure_ascii=False, default=str))]
    return [_param(condition) for condition in conditions(group)]


def _param(condition: Condition) -> tuple[str, str]:
    value = condition.value
    if isinstance(value, (list, tuple)):
        text = ",".join(map(str, value))
    else:
        text = (
            {None: "", True: "true", False: "false"}.get(value, str(value))
            if _is_scalar(value)
            else json.dumps(value)
        )
    return (condition.field if condition.op == "eq" else f"{condition.field}__{condition.op}", text)


def _is_scalar(value: Any) -> bool:
    return value is None or isinstance(value, (bool, str, int, float))


# -- SQL -------------------------------------------------------------------------------------------------------------
def to_q(actor: Actor, entity: Entity, node: Condition | Group) -> Q:
    """The tree as a Django condition. Paths through links see only what the actor may see."""
    if isinstance(node, Condition):
        return _condition(actor, entity, node)
    parts = [to_q(actor, entity, item) for item in node.items]
    if not parts:
        return Q()
    if node.mode == "all":
        return Q(*parts)
    either = Q(*parts, _connector=Q.OR)
    if node.mode == "any":
        return either
    # "None of" must count what is unknown as not holding; NOT (unknown) would drop the row.
    return Q(sql.Exact(Case(When(either, then=Value(False)), default=Value(True)), True))


def _condition(actor: Actor, entity: Entity, condition: Condition) -> Q:
    links, _target, found = resolve(entity, condition.field)
    operator = _operator(found, condition)
    operator, value = _personal(actor, found, operator, condition.value)
    try:
        operand = found.operand(operator, value, _context(actor))
        q = found.condition(operator, operand)
    except BadValue as bad:
        raise BadFilter(str(bad), condition.field) from None
    for link in reversed(links):
        q = _through(actor, link, q)
    return q


def _through(actor: Actor, link: Link, q: Q) -> Q:
    rows = gate.visible(actor, registry.get(link.entity).model).filter(q)
    if link.custom:
        return Q(sql.In(link.expression(), rows.annotate(_id=Cast("pk", TextField())).values("_id")))
    return Q((f"{link.attribute}__in", rows.values("pk")))


def _personal(actor: Actor, found: Field, operator: Operator, value: Any) -> tuple[Operator, Any]:
    """ "me" and "my_team" in the place of colleagues."""
    if not isinstance(found, User) or not isinstance(value, (str, list, tuple)):
        return operator, value
    if value == "my_team":
        opposite = operator.key in ("ne", "not_in")
        return found.operator("not_in" if opposite else "in"), [*actor.reach.colleagues, actor.user_id]
    if isinstance(value, str) and "me" in value.split(","):
        value = ",".join(str(actor.user_id) if item == "me" else item for item in value.split(","))
    elif isinstance(value, (list, tuple)):
        value = [actor.user_id if item == "me" else item for item in value]
    return operator, value


def _context(actor: Actor) -> Context:
    return Context(strict=actor.source == "api", currency=getattr(actor.user, "currency", None) or "EUR")
