"""Discounts beyond what a seller may give alone: what needs approval, and who may give it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from clientela.domains.orders.models import Quote, QuoteLine
from clientela.domains.orders.reckoning import Head, taken_off
from clientela.domains.pricing.queries import Ask, offers
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM, Actor
from clientela.engine.access.models import Team, User


@dataclass(frozen=True)
class Excess:
    """A line that is sold for less than the seller may allow; `limit` None where even a manager has no limit set."""

    line: QuoteLine
    percent: Decimal
    alone: Decimal
    limit: Decimal | None

    def __str__(self) -> str:
        return _("%(what)s: %(percent)s%% off, %(alone)s%% allowed") % {
            "what": self.line.name or "",
            "percent": f"{self.percent:.1f}",
            "alone": f"{self.alone.normalize():f}",
        }


def excesses(actor: Actor, quote: Quote, lines: Sequence[QuoteLine]) -> list[Excess]:
    head = Head.of(quote)
    goods = [line for line in lines if line.kind == "item" and line.product_id]
    asks = [Ask(line.product_id, line.quantity) for line in goods if line.product_id]
    found = offers(
        actor, asks, company_id=head.company_id, currency=head.currency, on=head.on, includes_tax=head.inclusive
    ) if asks else []  # fmt: skip
    over = []
    for line, offer in zip(goods, found, strict=True):
        percent = taken_off(line, head)
        if offer.discount_limit is not None and percent > offer.discount_limit:
            over.append(Excess(line, percent, offer.discount_limit, offer.approval_limit))
    return over


def is_given(quote: Quote) -> bool:
    """Whether somebody approved the quote as it is now."""
    return quote.approved_at is not None and quote.approved_version == quote.version


def approvers(quote: Quote) -> list[User]:
    """The managers of the owner's team and of the teams above it."""
    owner = gate.visible(SYSTEM, User).filter(pk=quote.owner_id).first() if quote.owner_id else None
    found: list[User] = []
    team_id = owner.team_id if owner else None
    while team_id is not None and len(found) < 5:
        team = gate.visible(SYSTEM, Team).filter(pk=team_id).first()
        manager = team.manager_id if team else None
        if manager and manager != quote.owner_id:
            found += list(gate.visible(SYSTEM, User).filter(pk=manager, is_active=True))
        team_id = team.parent_id if team else None
    return found


def may_approve(actor: Actor, quote: Quote) -> bool:
    """An administrator, or a manager above the owner; nobody approves what they asked for themselves."""
    if actor.is_admin:
        return True
    return actor.user_id != quote.asked_by_id and actor.user_id in {one.pk for one in approvers(quote)}
