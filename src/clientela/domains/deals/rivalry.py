"""How we fare against a competitor."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum

from clientela.domains.deals.models import Competitor, Deal, DealCompetitor
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.fields.numbers import Amount


@dataclass(frozen=True)
class Outcome:
    """How many deals ended so (or are open), and what they were worth in each currency."""

    count: int
    worth: tuple[Amount, ...]


@dataclass(frozen=True)
class Rivalry:
    """Deals on which this competitor is or was named, as far as the actor may see them.

    Lost are those that went to this competitor or to nobody known; those lost to others are counted apart.
    """

    open: Outcome
    won: Outcome
    lost: Outcome
    elsewhere: Outcome

    @property
    def rate(self) -> int | None:
        """Won of those that were decided between the two of us, in percent; None before there is one."""
        decided = self.won.count + self.lost.count
        return round(100 * self.won.count / decided) if decided else None


def against(actor: Actor, rival: Competitor) -> Rivalry:
    named = gate.visible(actor, DealCompetitor).filter(competitor=rival).values("deal_id")
    deals = gate.visible(actor, Deal).filter(Q(pk__in=named) | Q(lost_to=rival))
    rows = deals.order_by().values_list("stage__kind", "lost_to_id", "contract_value_currency")
    counts: dict[str, int] = defaultdict(int)
    worth: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for kind, lost_to, currency, number, total in rows.annotate(Count("pk"), Sum("contract_value")):
        ended = "elsewhere" if kind == "lost" and lost_to not in (None, rival.pk) else kind
        counts[ended] += number
        if currency and total:
            worth[ended][currency] += total
    return Rivalry(*(_outcome(counts[one], worth[one]) for one in ("open", "won", "lost", "elsewhere")))


def _outcome(count: int, worth: dict[str, Decimal]) -> Outcome:
    return Outcome(
        count, tuple(Amount(total, code) for code, total in sorted(worth.items(), key=lambda p: -p[1]))
    )
