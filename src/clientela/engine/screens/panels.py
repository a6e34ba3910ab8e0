"""Related records beside a record: those of other entities that point at it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity, Panel
from clientela.engine.fields.base import EQ, Field
from clientela.engine.fields.link import Computed, Link, Target
from clientela.engine.query import counts
from clientela.engine.query.links import Titles
from clientela.engine.screens.shown import Shown, shown, targets

ROWS = 5


@dataclass(frozen=True)
class Line:
    """A related record: what it is called, a few more values, and a sum at the end."""

    href: str
    name: str
    id: Any
    person: bool
    details: list[str]
    flags: tuple[Field, ...]
    end: Shown | None = None


@dataclass(frozen=True)
class PanelView:
    """A panel with its rows; `count` is None when it is the number of the rows; `add` is where one more is made."""

    entity: Entity
    panel: Panel
    rows: list[Any]
    count: counts.Estimate
    add: str
    all: str

    @property
    def id(self) -> str:
        return f"panel-{self.panel.entity}-{self.panel.by}"

    @property
    def targets(self) -> list[Target | None]:
        return targets(self.entity, self.rows, self.panel.show)

    def lines(self, titles: Titles) -> Iterator[Line]:
        for row in self.rows:
            yield self._line(row, titles)

    def _line(self, row: Any, titles: Titles) -> Line:
        cells = [
            cell
            for key in self.panel.show
            if not (cell := shown(self.entity.field(key), row, titles)).is_empty
        ]
        end = cells.pop() if cells and _is_sum(cells[-1].field) else None
        about = cells.pop(0) if cells and not self.entity.nav and isinstance(cells[0].field, Link) else None
        title = about.title if about else None
        if title is not None:  # a row of a table in between is known by what it leads to
            return Line(
                title.path, title.title, title.id, title.entity.person, _texts(cells), title.flags, end
            )
        name = self.entity.title_of(row) or str(self.entity.label)
        flags = self.entity.flags_of(row)
        return Line(self.entity.path(row.pk), name, row.pk, self.entity.person, _texts(cells), flags, end)


def _is_sum(one: Field) -> bool:
    return one.numeric or (isinstance(one, Computed) and one.shape is not None and one.shape.numeric)


def _texts(cells: list[Shown]) -> list[str]:
    return [cell.text for cell in cells if cell.text]


def panels(actor: Actor, entity: Entity, record: Any) -> list[PanelView]:
    found = [_panel(actor, panel, record) for panel in (*entity.panels, *_added(entity))]
    return [panel for panel in found if panel is not None]


def _added(entity: Entity) -> Iterator[Panel]:
    """Links that an administrator added point here too."""
    for other, link in registry.incoming(entity.key):
        if link.custom:
            yield Panel(
                other.key, link.key, f"{other.label_plural} ({link.label})", tuple(other.columns[1:3])
            )


def _panel(actor: Actor, panel: Panel, record: Any) -> PanelView | None:
    entity = registry.get(panel.entity)
    if not gate.can(actor, entity.model, "view"):
        return None
    link = entity.field(panel.by)
    matching = gate.visible(actor, entity.model).filter(link.condition(EQ, link.compared(record.pk)))
    sort = entity.field(panel.sort.lstrip("-"))
    order = sort.expression().desc(nulls_last=True) if panel.sort.startswith("-") else sort.expression().asc()
    rows = list(matching.order_by(order, "pk")[: ROWS + 1])
    count = counts.estimate(matching) if len(rows) > ROWS else counts.Estimate(len(rows), is_exact=True)
    may_add = panel.adds and entity.creatable and gate.can(actor, entity.model, "create")
    add = f"/{entity.slug}/new/?{panel.by}={record.pk}&back=1" if may_add else ""
    return PanelView(entity, panel, rows[:ROWS], count, add, f"/{entity.slug}/?{panel.by}={record.pk}")
