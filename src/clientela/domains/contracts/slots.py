"""What contracts add to record pages: their own verbs, and panels on those they are with."""

from __future__ import annotations

from clientela.domains.contracts import queries, reminding
from clientela.domains.contracts.models import Contract
from clientela.engine.access import gate
from clientela.engine.entities import registry
from clientela.engine.screens import slots, timeline
from clientela.engine.screens.slots import Fragment, Place


@slots.fill(slots.HEADER)
def contract_bar(place: Place) -> Fragment | None:
    if place.entity.key != "contract":
        return None
    shown = {"contract": place.record, "notice": reminding.notice_day(place.record)}
    return Fragment("contracts/_bar.html", {**shown, "may_change": "change" in place.may})


@slots.fill(slots.RELATED)
def contracts(place: Place) -> Fragment | None:
    if place.entity.key not in queries.PARENTS or not gate.can(place.actor, Contract, "view"):
        return None
    by, record_id = place.entity.key, place.record.pk
    may_add = gate.can(place.actor, Contract, "create")
    return Fragment(
        "contracts/_panel.html",
        {
            "entity": registry.get("contract"),
            "rows": _known(place)[:5],
            "all": f"/contracts/?{by}={record_id}",
            "add": f"/contracts/new/?{by}={record_id}&back=1" if may_add else "",
            "draft": f"/orders/{record_id}/contracts/" if by == "order" and may_add else "",
        },
    )


def _known(place: Place) -> list[Contract]:
    """The newest contracts of the record, read once for the panel and the timeline."""
    return place.once("contracts", lambda: queries.of(place.actor, place.entity.key, place.record.pk))


timeline.register(
    timeline.steps(
        "contracts",
        "contracts/_event.html",
        lambda place, before, limit: queries.events(_known(place), before, limit),
    )
)
