"""The board of deals: what rots, what lacks a next step, how long closed deals stay in sight, what losing asks for."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clientela.domains.deals import commands, entering
from clientela.domains.deals.models import Deal, Stage
from clientela.engine.access.actor import Actor
from clientela.engine.entities.entity import Entity
from clientela.engine.fields import formats
from clientela.engine.screens import boards
from clientela.engine.screens.boards import Sign
from clientela.ui import words

# Closed deals are there to be seen, not to be kept: what is older is in the list.
CLOSED_DAYS = 30


def signs(deal: Deal, stage: Stage) -> Sequence[Sign]:
    if stage.kind == "open":
        return list(_open_signs(deal, stage))
    if deal.closed_on is None:
        return []
    said = _("Won %s") if stage.kind == "won" else _("Lost %s")
    return [Sign(said % words.ago(deal.closed_on), icon="check" if stage.kind == "won" else "x")]


def _open_signs(deal: Deal, stage: Stage) -> Iterator[Sign]:
    days = (timezone.now() - deal.stage_since).days if deal.stage_since else 0
    if stage.rot_days is not None and days > stage.rot_days:
        yield Sign(ngettext("%d day in stage", "%d days in stage", days) % days, "warn", "hourglass")
    if deal.no_next_step:
        yield Sign(_("No next step"), "bad", "flag-off")
    elif deal.next_step_on and deal.next_step_on < timezone.localdate():
        yield Sign(_("Due %s") % words.ago(deal.next_step_on), "bad", "alarm-clock")
    else:
        yield Sign(
            ", ".join(
                filter(None, (deal.next_step, words.ago(deal.next_step_on) if deal.next_step_on else ""))
            )
        )


def shows(stage: Stage) -> Q:
    if stage.kind == "open":
        return Q()
    return Q(closed_on__gte=timezone.localdate() - dt.timedelta(CLOSED_DAYS))


def note(stage: Stage) -> str:
    if stage.kind != "open":
        return _("in %d days") % CLOSED_DAYS
    return _("at %s") % formats.percent(stage.probability) if stage.probability is not None else ""


def month_signs(deal: Deal, _column: Any) -> Sequence[Sign]:
    """On the forecast: how likely, and whether somebody plans to do anything about it."""
    if deal.no_next_step:
        return [Sign(_("No next step"), "bad", "flag-off")]
    day = words.day(deal.expected_close) if deal.expected_close else ""
    chance = formats.percent(deal.probability) if deal.probability is not None else ""
    return [Sign(" · ".join(filter(None, (day, chance))), icon="target")]


def asks(stage: Stage) -> tuple[str, ...]:
    """What the stage asks for, and why, where a deal is lost."""
    keys = [field.key for field in entering.asked(stage)]
    return tuple(dict.fromkeys([*keys, "loss_reason"] if stage.kind == "lost" else keys))


def move(actor: Actor, entity: Entity, deal_id: uuid.UUID, stage: str, values: Mapping[str, Any]) -> None:
    commands.move(actor, deal_id, uuid.UUID(stage), values=values)


boards.register("deal", boards.Board(signs=signs, shows=shows, note=note, asks=asks, move=move))
