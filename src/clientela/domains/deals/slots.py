"""What a deal's page has of its own: the bar of stages, closing, the next step; and beside the timeline its list to tick,
products, shares of the credit, and the way it came.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clientela.domains.deals import entering, rivalry, stays
from clientela.domains.deals.forecasting import views as forecasting
from clientela.domains.deals.models import Deal, DealCheck, DealLine, DealSplit, Pipeline, Stage, StageCheck
from clientela.engine.access import gate
from clientela.engine.entities import registry
from clientela.engine.fields.choice import Choice
from clientela.engine.fields.link import Target
from clientela.engine.fields.numbers import Amount
from clientela.engine.query import links
from clientela.engine.screens import pages, slots, widgets
from clientela.engine.screens.pages import Page
from clientela.engine.screens.slots import Fragment, Place

LAYOUT = forecasting.LAYOUT  # registered by being imported
pages.register(
    Page("/processes/", _("Sales processes"), "waypoints", "settings", lambda actor: actor.is_admin)
)


@dataclass(frozen=True)
class Step:
    """A stage on the bar: passed, current or still to come, and how many days the deal spent in it."""

    stage: Stage
    state: str
    days: int | None


# -- the head --------------------------------------------------------------------------------------------------------
def _stays(place: Place) -> list[stays.Stay]:
    return place.once("stays", lambda: stays.of(place.record))


def _stages(place: Place) -> list[Stage]:
    rows = gate.visible(place.actor, Stage).filter(pipeline_id=place.record.pipeline_id)
    return place.once("stages", lambda: list(rows.order_by("position", "pk")))


def _current(place: Place) -> Stage | None:
    return next((stage for stage in _stages(place) if stage.pk == place.record.stage_id), None)


@slots.fill(slots.HEADER)
def stage_bar(place: Place) -> Fragment | None:
    if place.entity.key != "deal":
        return None
    deal: Deal = place.record
    stages, current = _stages(place), _current(place)
    return Fragment(
        "deals/_stage_bar.html",
        {
            "deal": deal,
            "steps": _steps(place, stages, current),
            "current": current,
            "may_change": "change" in place.may,
            "kinds": {stage.kind for stage in stages},
            "reasons": reasons(place, "loss_reason"),
            "win_reasons": reasons(place, "win_reason"),
            "missing": entering.missing(current, deal) if current else [],
        },
    )


def reasons(place: Place, key: str) -> list[tuple[str, Any]]:
    """The reasons that closing offers: those of the deal's pipeline, or all."""
    field = registry.get("deal").field(key)
    pipeline = gate.visible(place.actor, Pipeline).filter(pk=place.record.pipeline_id).first()
    chosen = getattr(pipeline, f"{key}s", None) if pipeline else None
    options = field.options if isinstance(field, Choice) else ()
    return [(option.key, option.label) for option in options if not chosen or option.key in chosen]


def _steps(place: Place, stages: list[Stage], current: Stage | None) -> list[Step]:
    """Open stages in their order; a closed deal ends with the stage that closed it."""
    days = stays.days_in_stages(_stays(place))
    shown = [stage for stage in stages if stage.kind == "open" or stage == current]
    at = shown.index(current) if current in shown else -1
    return [
        Step(stage, "current" if i == at else "passed" if i < at else "ahead", days.get(stage.pk))
        for i, stage in enumerate(shown)
    ]


@slots.fill(slots.NEXT)
def next_step(place: Place) -> Fragment | None:
    if place.entity.key != "deal" or place.record.closed_on:
        return None
    deal: Deal = place.record
    if deal.no_next_step:
        return Fragment("deals/_no_next_step.html", {"deal": deal, "may_change": "change" in place.may})
    late = bool(deal.next_step_on and deal.next_step_on < timezone.localdate())
    return Fragment("deals/_next_step.html", {"deal": deal, "is_late": late})


# -- beside the timeline ---------------------------------------------------------------------------------------------
@slots.fill(slots.RELATED)
def checklist(place: Place) -> Fragment | None:
    """What has to be ticked before the deal goes on, and what was, by whom and when."""
    if place.entity.key != "deal":
        return None
    items = gate.visible(place.actor, StageCheck).filter(stage__in=[stage.pk for stage in _stages(place)])
    found = list(items.order_by("position", "pk"))
    if not found:
        return None
    rows = gate.visible(place.actor, DealCheck).filter(deal_id=place.record.pk)
    ticks = {tick.item_id: tick for tick in rows}
    names = place.names([_user(tick.created_by_id) for tick in ticks.values()])
    lists = [(stage, [item for item in found if item.stage_id == stage.pk]) for stage in _stages(place)]
    shown = [(stage, items) for stage, items in lists if items and _is_due(place, stage, items, ticks)]
    context = {"deal": place.record, "lists": shown, "ticks": ticks, "names": names.found}
    return (
        Fragment("deals/_checklist.html", {**context, "may_change": "change" in place.may}) if shown else None
    )


def _is_due(place: Place, stage: Stage, items: list[StageCheck], ticks: dict[uuid.UUID, DealCheck]) -> bool:
    """The list of the present stage, and lists of others as far as something is ticked there."""
    return stage.pk == place.record.stage_id or any(item.pk in ticks for item in items)


def _user(user_id: uuid.UUID | None) -> Target | None:
    return Target("user", user_id) if user_id else None


@slots.fill(slots.RELATED)
def products(place: Place) -> Fragment | None:
    if place.entity.key != "deal":
        return None
    return Fragment("deals/_lines.html", lines_of(place.actor, place.record, "change" in place.may))


def lines_of(actor: Any, deal: Deal, may_change: bool) -> dict[str, Any]:
    """The products of a deal with their totals, and the controls that add one."""
    entity = registry.get("dealline")
    rows = list(gate.visible(actor, DealLine).filter(deal_id=deal.pk).order_by("created_at", "pk"))
    total = entity.field("total")
    sums: dict[str, Decimal] = {}
    for row in rows:
        worth = total.load(row)
        if isinstance(worth, Amount):
            sums[worth.currency] = sums.get(worth.currency, Decimal(0)) + worth.amount
    adding = widgets.controls(actor, [entity.field("product")], {}) if may_change else []
    return {
        "deal": deal,
        "rows": [_line(row) for row in rows],
        "names": links.titles(actor, entity, rows, ["product"]).found,
        "sums": [Amount(amount, code) for code, amount in sums.items()],
        "adding": adding,
        "may_change": may_change,
        "problem": "",
    }


def _line(row: DealLine) -> dict[str, Any]:
    """A line with its figures as they are typed."""
    fields = {key: registry.get("dealline").field(key) for key in ("quantity", "price", "discount", "total")}
    typed = {key: field.edit(field.load(row)) for key, field in fields.items() if key != "total"}
    return {"line": row, "total": fields["total"].load(row), "typed": typed}


@slots.fill(slots.RELATED)
def credit(place: Place) -> Fragment | None:
    if place.entity.key != "deal":
        return None
    return Fragment("deals/_splits.html", shares_of(place.actor, place.record, "change" in place.may))


def shares_of(actor: Any, deal: Deal, may_change: bool) -> dict[str, Any]:
    """Who shares the credit for a deal, the largest share first; nobody shares means that the owner has all."""
    rows = list(gate.visible(actor, DealSplit).filter(deal_id=deal.pk).order_by("-percent", "pk"))
    people = [Target("user", row.user_id) for row in rows]
    names = links.of_targets(actor, [*people, _user(deal.owner_id)]).found
    return {"deal": deal, "rows": rows, "names": names, "may_change": may_change}


@slots.fill(slots.RELATED)
def way(place: Place) -> Fragment | None:
    """Every stage the deal was in: when it came and went, how many days, and who moved it."""
    if place.entity.key != "deal":
        return None
    found = _stays(place)
    names = place.names([_user(stay.entered_by) for stay in found])
    offsets = [sum(stay.share for stay in found[:at]) for at in range(len(found))]
    context = {"deal": place.record, "stays": list(zip(found, offsets, strict=True)), "names": names.found}
    return Fragment("deals/_way.html", context)


@slots.fill(slots.HEADER)
def against(place: Place) -> Fragment | None:
    """On a competitor's page: how often we met, and who won."""
    if place.entity.key != "competitor":
        return None
    return Fragment(
        "deals/_rivalry.html", {"record": rivalry.against(place.actor, place.record), "rival": place.record}
    )
