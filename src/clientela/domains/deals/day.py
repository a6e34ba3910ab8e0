"""What deals put on the page of the day: next steps that are due, deals that should close, and those nobody plans for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from clientela.domains.deals.models import Deal
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.fields import formats
from clientela.engine.fields.link import Target
from clientela.engine.records.queryset import RecordQuerySet
from clientela.engine.screens.day import MOST, Act, Day, Row, Section, register


def _open(actor: Actor) -> RecordQuerySet[Deal]:
    return gate.visible(actor, Deal).filter(owner_id=actor.user_id, closed_on=None)


def _steps(actor: Actor, day: Day) -> Iterator[Row]:
    due = _open(actor).filter(next_step_on__lte=day.until).order_by("next_step_on", "pk")
    return (_row(deal, "next_step_on", deal.next_step or "") for deal in due[: MOST + 1])


def _closing(actor: Actor, day: Day) -> Iterator[Row]:
    due = _open(actor).filter(expected_close__lte=day.until).order_by("expected_close", "pk")
    return (_row(deal, "expected_close") for deal in due[: MOST + 1])


def _without(actor: Actor, day: Day) -> Iterable[Row]:
    idle = gate.visible(actor, Deal).filter(owner_id=actor.user_id, no_next_step=True)
    return (_row(deal, "") for deal in idle.order_by("-amount", "-pk")[: MOST + 1])


def _row(deal: Deal, by: str, detail: str = "") -> Row:
    figure = formats.money(deal.amount, deal.amount_currency or "") if deal.amount is not None else ""
    about = Target("company", deal.company_id) if deal.company_id else None
    asks = (("next_step", _("What will you do?")), ("next_step_on", _("when: tue, in 3 days")))
    step = Act("n", _("Next step"), "flag", f"/deals/{deal.pk}/next-step/", asks=asks)
    return Row(deal, getattr(deal, by) if by else None, detail, (about,), figure, acts=(step,))


STEPS = register(
    Section(
        key="steps",
        entity="deal",
        title=_("Next steps of deals"),
        icon="flag",
        order=40,
        load=_steps,
        empty=_("No next step is due within a week."),
        moves="next_step_on",
    )
)
WITHOUT = register(
    Section(
        key="without-step",
        entity="deal",
        title=_("Deals without a next step"),
        icon="flag-off",
        order=50,
        load=_without,
        empty=_("Every open deal has a next step."),
        all=lambda actor: f"/deals/?no_next_step=true&owner={actor.user_id}",
    )
)
CLOSING = register(
    Section(
        key="closing",
        entity="deal",
        title=_("Closing within a week"),
        icon="hourglass",
        order=60,
        load=_closing,
        empty=_("No deal is expected to close within a week."),
        moves="expected_close",
    )
)
