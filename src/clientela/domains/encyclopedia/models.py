"""What our sellers know about our products: pages, their passages, and where they were used."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from clientela.domains.catalog.models import Product, ProductLine
from clientela.domains.deals.models import Competitor, Deal
from clientela.domains.orders.models import Quote
from clientela.engine.records.models import Record

LIVING = Q(deleted_at=None)


class Article(Record):
    """A page about one product, or about a whole product line.

    `state` is internal or published: ready to be shown to customers (by portal and shop, when there are such).
    """

    name = models.TextField()
    product = models.ForeignKey(Product, models.PROTECT, null=True, related_name="articles")
    line = models.ForeignKey(ProductLine, models.PROTECT, null=True, related_name="articles")
    summary = models.TextField(null=True)
    state = models.TextField(default="internal")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta(Record.Meta):
        indexes: ClassVar[list[models.Index] | tuple[models.Index, ...]] = [
            *Record.Meta.indexes,
            models.Index(fields=["name", "id"], name="article_name", condition=LIVING),
        ]
        constraints = (
            models.CheckConstraint(condition=Q(product=None) | Q(line=None), name="article_about_one"),
        )

    def __str__(self) -> str:
        return self.name


class Passage(Record):
    """A part of a page, in Markdown. What it holds beside the text follows from its kind.

    An objection's `name` is what the customer says and its `text` the answer; a comparison names the competitor and their
    counterpart, what speaks for us and what for them, and their price.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="passages", db_index=False)
    kind = models.TextField(default="what")
    name = models.TextField(null=True)
    text = models.TextField(null=True)
    competitor = models.ForeignKey(Competitor, models.PROTECT, null=True, related_name="+")
    counterpart = models.TextField(null=True)
    our_strengths = models.TextField(null=True)
    their_strengths = models.TextField(null=True)
    their_price = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    their_price_currency = models.CharField(max_length=3, null=True)
    position = models.DecimalField(max_digits=20, decimal_places=6, default=0)

    class Meta(Record.Meta):
        indexes: ClassVar[list[models.Index] | tuple[models.Index, ...]] = [
            *Record.Meta.indexes,
            models.Index(fields=["article", "kind", "position"], name="passage_article", condition=LIVING),
        ]

    def __str__(self) -> str:
        return self.name or ""


class ArticleUse(Record):
    """A page served on a deal or a quote: said (used), named in a quote, sent with one, or only opened. Once each."""

    title = models.TextField(null=True)
    article = models.ForeignKey(Article, models.CASCADE, related_name="uses", db_index=False)
    deal = models.ForeignKey(Deal, models.CASCADE, null=True, related_name="+")
    quote = models.ForeignKey(Quote, models.CASCADE, null=True, related_name="+")
    way = models.TextField(default="used")
    note = models.TextField(null=True)

    class Meta(Record.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["article", "deal", "quote", "way"],
                name="articleuse_once",
                condition=LIVING,
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(deal__isnull=False) | Q(quote__isnull=False), name="articleuse_somewhere"
            ),
        )

    def __str__(self) -> str:
        return self.title or ""
