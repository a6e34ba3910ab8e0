"""The columns of a board with their cards, counts and sums: one grouped query for all figures, one for each column's cards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, Sum, Value
from django.db.models.fields.json import KT

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.errors import NotFound
from clientela.engine.fields.base import EQ, Field
from clientela.engine.fields.link import Link
from clientela.engine.fields.numbers import Amount, Money
from clientela.engine.query import paging
from clientela.engine.query.filters import EMPTY, Condition
from clientela.engine.query.paging import Page
from clientela.engine.screens import boards
from clientela.engine.screens.listing import Listing

FIRST = 12
MORE = 20


@dataclass(frozen=True)
class Lane:
    """A column: its key is the value that a card in it has; `of` the linked record or option it stands for."""

    key: str
    label: str
    of: Any
    note: str = ""
    count: int = 0
    sums: tuple[Amount, ...] = ()
    page: Page[Any] = field(default_factory=lambda: Page([], None))


@dataclass(frozen=True)
class Choice:
    """One of several sets of columns (pipelines), of which a board shows one."""

    id: Any
    label: str


def within(entity: Entity) -> Link | None:
    """The link that entity and columns share (the pipeline of deals and stages): a board shows one value of it."""
    by = entity.field(entity.board_by)
    if not isinstance(by, Link):
        return None
    columns = registry.get(by.entity)
    return next(
        (link for link in columns.links() if entity.has(link.key) and _same(entity.field(link.key), link)),
        None,
    )


def _same(one: Field, other: Link) -> bool:
    return (
        isinstance(one, Link)
        and one.entity == other.entity
        and one.key not in ("owner", "branch", "created_by", "updated_by")
    )


def choices(actor: Actor, entity: Entity) -> list[Choice]:
    link = within(entity)
    if link is None:
        return []
    target = registry.get(link.entity)
    rows = paging.page(gate.visible(actor, target.model), target, target.sort, None, 100, actor=actor).items
    return [Choice(row.pk, target.title_of(row)) for row in rows]


def chosen(shown: Listing, every: Sequence[Choice]) -> Choice | None:
    """The set that the filter names, else the first."""
    link = within(shown.entity)
    items = [item for item in shown.filter.items if isinstance(item, Condition)]
    wanted = {str(item.value) for item in items if link and _names(item, link)}
    return next((one for one in every if str(one.id) in wanted), every[0] if every else None)


def _names(item: Any, link: Link) -> bool:
    return isinstance(item, Condition) and item.field == link.key and item.op == "eq"


def without_choice(shown: Listing) -> Listing:
    """The listing without the condition that names the set: the columns imply it."""
    link = within(shown.entity)
    items = tuple(item for item in shown.filter.items if not (link and _names(item, link)))
    return shown.but(filter=replace(shown.filter, items=items) if items else EMPTY)


def bare(actor: Actor, entity: Entity, choice: Choice | None) -> list[Lane]:
    """The columns alone, in their order."""
    by = entity.field(entity.board_by)
    board = boards.of(entity)
    if not isinstance(by, Link):
        return [Lane(o.key, str(o.label), o, board.note(o)) for o in getattr(by, "options", ())]
    target = registry.get(by.entity)
    rows = gate.visible(actor, target.model)
    link = within(entity)
    if link is not None and choice is not None:
        rows = rows.filter(EQ.build(link.expression(), choice.id))
    found = paging.page(rows, target, target.sort, None, 100, actor=actor).items
    return [Lane(str(row.pk), target.title_of(row), row, board.note(row)) for row in found]


def one(actor: Actor, entity: Entity, key: str) -> Lane:
    """A single column. Raises NotFound."""
    by = entity.field(entity.board_by)
    if isinstance(by, Link):
        target = registry.get(by.entity)
        row = gate.get(actor, target.model, by.clean(key))
        return Lane(str(row.pk), target.title_of(row), row, boards.of(entity).note(row))
    lane = next((lane for lane in bare(actor, entity, None) if lane.key == key), None)
    if lane is None:
        raise NotFound(f"column {key[:40]}")
    return lane


def filled(shown: Listing, lanes: Sequence[Lane], limit: int = FIRST) -> list[Lane]:
    """The columns with figures and their first cards."""
    return [replace(lane, page=cards(shown, lane, None, limit)) for lane in counted(shown, lanes)]


def cards(shown: Listing, lane: Lane, after: str | None, limit: int = MORE) -> Page[Any]:
    rows = shown.rows().filter(_in(shown.entity, lane))
    return paging.page(rows, shown.entity, shown.sort, after, limit, actor=shown.actor)


def _in(entity: Entity, lane: Lane) -> Q:
    by = entity.field(entity.board_by)
    return by.condition(EQ, by.operand(EQ, lane.key)) & boards.of(entity).shows(lane.of)


def counted(shown: Listing, lanes: Sequence[Lane]) -> list[Lane]:
    """How many cards each column holds and what they sum up to in each currency, the most frequent currency first."""
    if not lanes:
        return []
    figures: dict[str, list[tuple[int, Amount | None]]] = defaultdict(list)
    for key, currency, number, total in _grouped(shown, lanes):
        figures[str(key)].append(
            (number, Amount(Decimal(total), currency) if total is not None and currency else None)
        )
    return [_with_figures(lane, figures[lane.key]) for lane in lanes]


def _with_figures(lane: Lane, found: Iterable[tuple[int, Amount | None]]) -> Lane:
    ranked = sorted(found, key=lambda pair: -pair[0])
    return replace(
        lane, count=sum(pair[0] for pair in ranked), sums=tuple(pair[1] for pair in ranked if pair[1])
    )


def _grouped(shown: Listing, lanes: Sequence[Lane]) -> Iterable[tuple[Any, str | None, int, Any]]:
    """One statement of a part for each column: an OR over the columns could not be answered from an index alone."""
    total, currency = _money(shown.entity)
    parts = [
        shown.rows()
        .filter(_in(shown.entity, lane))
        .order_by()
        .values(_lane=Value(lane.key), _currency=currency)
        .annotate(_n=Count("*"), _total=Sum(total))
        .values_list("_lane", "_currency", "_n", "_total")
        for lane in lanes
    ]
    figures: Iterable[tuple[Any, str | None, int, Any]] = parts[0].union(*parts[1:], all=True)
    return figures


def _money(entity: Entity) -> tuple[Any, Any]:
    """The expressions that are summed and grouped by; nothing to sum is an entity without `board_sum`."""
    if not entity.board_sum:
        return Value(None), Value("")
    money = entity.field(entity.board_sum)
    if not isinstance(money, Money):
        return money.expression(), Value("")
    code: Any = KT(f"custom__{money.key}__currency") if money.custom else F(f"{money.attribute}_currency")
    return money.expression(), code
