"""What contracts add to record pages: their own verbs, and panels on those they are with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from clientela.domains.contracts import commands, queries
from clientela.domains.contracts.models import Contract
from clientela.engine.access import gate
from clientela.engine.entities import registry
from clientela.engine.fields.base import BadValue
from clientela.engine.screens import slots, timeline
from clientela.engine.screens.slots import Fragment, Place
from clientela.engine.screens.timeline import Entry, Stream


@slots.fill(slots.HEADER)
def contract_bar(place: Place) -> Fragment | None:
    if place.entity.key != "contract":
        return None
    shown = {"contract": place.record, "notice": commands.notice_day(place.record)}
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
    if "contracts" not in place.memo:
        place.memo["contracts"] = queries.of(place.actor, place.entity.key, place.record.pk)
    found: list[Contract] = place.memo["contracts"]
    return found


# -- the timeline ----------------------------------------------------------------------------------------------------
def _read(place: Place, _only: str, marker: str | None, limit: int) -> Sequence[Entry]:
    try:
        before = dt.datetime.fromisoformat(marker) if marker else None
    except ValueError:
        raise BadValue(
            _("This page marker is not one that was given out; start from the first page.")
        ) from None
    found = queries.events(_known(place), before, limit)
    here = place.record.pk
    return [
        Entry(
            one.at, one.at.isoformat(), "contracts/_event.html", {"event": one, "elsewhere": one.contract.pk != here}
        )
        for one in found
    ]  # fmt: skip


timeline.register(Stream("contracts", frozenset({"changes"}), _read))
