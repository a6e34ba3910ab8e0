"""What followed where a page was used: how many of those deals were won, against deals for the same goods without it."""

from __future__ import annotations

import math
import uuid
from dataclasses import dataclass

from django.db.models import Count, Q

from clientela.domains.catalog.models import Product, ProductLine
from clientela.domains.deals.models import Deal, DealLine
from clientela.domains.encyclopedia import choices
from clientela.domains.encyclopedia.models import Article, ArticleUse
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.records.queryset import RecordQuerySet

# Fewer closed deals than this on either side say nothing; the figure is shown with that warning.
ENOUGH = 20
DEEP = 10
SURE = 1.96  # of the normal distribution: 95 %


@dataclass(frozen=True)
class Side:
    """Closed deals: won and lost; and how many are open still."""

    won: int = 0
    lost: int = 0
    open: int = 0

    @property
    def closed(self) -> int:
        return self.won + self.lost

    @property
    def rate(self) -> float | None:
        """0 to 1; None before a deal is closed."""
        return self.won / self.closed if self.closed else None

    @property
    def likely(self) -> tuple[float, float]:
        """Where the true rate lies with 95 % confidence (Wilson's score interval, JASA 22 (1927) 209)."""
        n = self.closed
        if not n:
            return (0.0, 1.0)
        share, square = self.won / n, SURE**2
        middle = share + square / (2 * n)
        spread = SURE * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
        return ((middle - spread) / (1 + square / n), (middle + spread) / (1 + square / n))


@dataclass(frozen=True)
class Outcome:
    """Deals where the page was used, and those for the same goods where it was not; `uses` counts by way."""

    used: Side
    unused: Side
    uses: dict[str, int]

    @property
    def is_little(self) -> bool:
        return min(self.used.closed, self.unused.closed) < ENOUGH

    @property
    def is_chance(self) -> bool:
        """Whether the difference may well be luck: the two intervals overlap."""
        (low, high), (other_low, other_high) = self.used.likely, self.unused.likely
        return low <= other_high and other_low <= high


def outcome(actor: Actor, article: Article) -> Outcome:
    """As far as the actor may see the deals."""
    uses = gate.visible(actor, ArticleUse).filter(article=article)
    told = uses.filter(way__in=choices.TOLD, deal__isnull=False).values("deal_id")
    deals = gate.visible(actor, Deal)
    counts = dict(uses.order_by().values_list("way").annotate(Count("pk")))
    return Outcome(
        _side(deals.filter(pk__in=told)),
        _side(deals.filter(_for_its_goods(actor, article)).exclude(pk__in=told)),
        counts,
    )


def _side(deals: RecordQuerySet[Deal]) -> Side:
    rows = deals.order_by().values_list("stage__kind").annotate(Count("pk"))
    return Side(**{kind: number for kind, number in rows if kind in ("won", "lost", "open")})


def _for_its_goods(actor: Actor, article: Article) -> Q:
    if article.product_id:
        about = Q(pk=article.product_id) | Q(template_id=article.product_id)
    else:
        about = Q(line__in=_lines(actor, article.line_id))
    products = gate.visible(actor, Product).filter(about).values("pk")
    lines = gate.visible(actor, DealLine).filter(product__in=products).values("deal_id")
    return Q(product__in=products) | Q(pk__in=lines)


def _lines(actor: Actor, line_id: uuid.UUID | None) -> set[uuid.UUID]:
    """A product line with all its parts."""
    found: set[uuid.UUID] = {line_id} if line_id else set()
    level = found
    for _step in range(DEEP):
        parts = gate.visible(actor, ProductLine).filter(parent__in=level)
        level = set(parts.values_list("pk", flat=True)) - found
        if not level:
            break
        found = found | level
    return found
