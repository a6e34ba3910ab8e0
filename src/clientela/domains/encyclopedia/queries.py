"""What is read of the encyclopedia: the pages to choose from, one page whole, and what fits a deal or a quote."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from clientela.domains.catalog.models import Product, ProductLine
from clientela.domains.deals.models import Competitor, Deal, DealCompetitor, DealLine
from clientela.domains.encyclopedia import choices
from clientela.domains.encyclopedia.models import Article, ArticleUse, Passage
from clientela.domains.orders.models import Quote, QuoteLine
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.documents import files
from clientela.engine.documents.models import File
from clientela.engine.entities import registry
from clientela.engine.fields.link import Target
from clientela.engine.query import links
from clientela.engine.query.links import Titles
from clientela.engine.query.search import matching

MOST, FOUND, FEW = 500, 30, 8


@dataclass(frozen=True)
class Shelf:
    """The pages about a product line and its products."""

    name: str
    articles: list[Article]


@dataclass(frozen=True)
class Hit:
    """A page or a passage in which the words were found."""

    article: Article
    passage: Passage | None = None


@dataclass(frozen=True)
class Reading:
    """A page with its passages by kind, its files, and the names of what it links to."""

    article: Article
    passages: dict[str, list[Passage]]
    files: list[File]
    names: Titles
    product: Product | None = None

    @property
    def pictures(self) -> list[File]:
        return [file for file in self.files if file.is_picture and file.content_id]

    @property
    def papers(self) -> list[File]:
        return [file for file in self.files if not file.is_picture or not file.content_id]


@dataclass(frozen=True)
class Occasion:
    """A deal or quote on which pages are used, and whether the actor works on it."""

    entity: str
    record: Any
    title: str
    may_use: bool
    used: frozenset[uuid.UUID]

    @property
    def path(self) -> str:
        return registry.get(self.entity).path(self.record.pk)


@dataclass(frozen=True)
class Help:
    """What the encyclopedia has for a record: pages, and answers to what customers and competitors say."""

    articles: list[Article]
    passages: list[Passage]
    used: frozenset[uuid.UUID] = frozenset()


# -- choosing a page -------------------------------------------------------------------------------------------------
def shelves(actor: Actor) -> list[Shelf]:
    """Every page, by product line; those of products without a line come last."""
    rows = gate.visible(actor, Article).annotate(of_line=Coalesce("line_id", "product__line_id"))
    by_line: dict[uuid.UUID | None, list[Article]] = defaultdict(list)
    for article in rows.order_by("name", "pk")[:MOST]:
        by_line[article.of_line].append(article)
    lines = gate.visible(actor, ProductLine).filter(pk__in=[key for key in by_line if key])
    names: dict[uuid.UUID | None, str] = dict(lines.values_list("pk", "name"))
    found = [Shelf(names.get(key, ""), articles) for key, articles in by_line.items()]
    return sorted(found, key=lambda shelf: (not shelf.name, shelf.name.casefold()))


def search(actor: Actor, text: str) -> list[Hit]:
    """Pages by their own words and those of their passages, in any script; a title says more than a text."""
    words = " ".join(text.replace("\0", "").split())[:200]
    if not words:
        return []
    pages = list(matching(gate.visible(actor, Article), words).order_by("name", "pk")[:FOUND])
    passages = matching(gate.visible(actor, Passage), words).filter(article__deleted_at=None)
    rows = list(passages.select_related("article").order_by("name", "pk")[:FOUND])
    return [*(Hit(page) for page in pages), *(Hit(row.article, row) for row in rows)]


# -- one page --------------------------------------------------------------------------------------------------------
def reading(actor: Actor, article_id: uuid.UUID) -> Reading:
    """Raises NotFound."""
    article = gate.get(actor, Article, article_id)
    passages = list(
        gate.visible(actor, Passage).filter(article=article).order_by("position", "created_at", "pk")
    )
    by_kind: dict[str, list[Passage]] = {kind: [] for kind in choices.ORDER}
    for passage in passages:
        by_kind[passage.kind].append(passage)
    wanted = [Target("competitor", one.competitor_id) for one in passages if one.competitor_id]
    for key, value in (
        ("product", article.product_id),
        ("productline", article.line_id),
        ("user", article.published_by_id),
    ):
        wanted += [Target(key, value)] if value else []
    product = (
        gate.visible(actor, Product).filter(pk=article.product_id).first() if article.product_id else None
    )
    found = files.of(actor, Target("article", article.pk))
    return Reading(article, by_kind, found, links.of_targets(actor, wanted), product)  # fmt: skip


def occasion(actor: Actor, entity: str, record_id: uuid.UUID) -> Occasion:
    """Raises NotFound."""
    model: type[Deal] | type[Quote] = Deal if entity == "deal" else Quote
    record = gate.get(actor, model, record_id)
    told = gate.visible(actor, ArticleUse).filter(**{entity: record}, way__in=choices.TOLD)
    may_use = gate.can(actor, record, "change") and gate.can(actor, ArticleUse, "create")
    title = registry.get(entity).title_of(record) or str(_("Quote"))
    return Occasion(entity, record, title, may_use, frozenset(told.values_list("article_id", flat=True)))


# -- what fits a record ----------------------------------------------------------------------------------------------
def about_products(actor: Actor, ids: Iterable[uuid.UUID | None]) -> list[Article]:
    """Pages of these products, of the products they are variants of, and of their lines; a product's own pages first."""
    wanted = {one for one in ids if one}
    if not wanted:
        return []
    rows = list(gate.visible(actor, Product).filter(pk__in=wanted).values_list("template_id", "line_id"))
    products = wanted | {template for template, _line in rows if template}
    found = gate.visible(actor, Article).filter(
        Q(product__in=products) | Q(line__in={line for _template, line in rows if line})
    )
    return sorted(found.order_by("name", "pk")[:MOST], key=lambda one: one.product_id is None)


def of_line(actor: Actor, line_id: uuid.UUID) -> list[Article]:
    about = Q(line_id=line_id) | Q(product__line_id=line_id)
    return list(gate.visible(actor, Article).filter(about).order_by("name", "pk")[:MOST])


def of_competitor(actor: Actor, competitor: Competitor) -> list[Passage]:
    """How we compare with a competitor, and what to answer where they are brought up."""
    rows = gate.visible(actor, Passage).filter(competitor=competitor, article__deleted_at=None)
    return list(rows.order_by("name", "pk")[:FOUND])


def for_deal(actor: Actor, deal: Deal) -> Help:
    """Pages of the deal's products; objections and comparisons that name its competitors, and the pages' own objections."""
    lines = gate.visible(actor, DealLine).filter(deal=deal).values_list("product_id", flat=True)
    articles = about_products(actor, [deal.product_id, *lines])
    rivals = gate.visible(actor, DealCompetitor).filter(deal=deal).values_list("competitor_id", flat=True)
    passages = _answers(actor, articles, list(rivals))
    return Help(articles, passages, _told(actor, articles, deal=deal))


def for_quote(actor: Actor, quote: Quote) -> Help:
    lines = gate.visible(actor, QuoteLine).filter(quote=quote).values_list("product_id", flat=True)
    articles = about_products(actor, lines)
    return Help(articles, _answers(actor, articles, []), _told(actor, articles, quote=quote))


def _answers(actor: Actor, articles: Sequence[Article], rivals: Sequence[uuid.UUID]) -> list[Passage]:
    """Those about the deal's own competitors and products first."""
    ids = {article.pk for article in articles}
    objections = Q(kind=choices.OBJECTION, article__in=ids, competitor=None)
    rows = gate.visible(actor, Passage).filter(article__deleted_at=None)
    found = rows.filter(objections | Q(competitor__in=rivals)).order_by("position", "name", "pk")[:MOST]
    order = sorted(found, key=lambda one: (one.competitor_id is None, one.article_id not in ids))
    return order[: 2 * FEW]


def _told(actor: Actor, articles: Sequence[Article], **where: Any) -> frozenset[uuid.UUID]:
    if not articles:
        return frozenset()
    rows = gate.visible(actor, ArticleUse).filter(way__in=choices.TOLD, **where)
    return frozenset(rows.values_list("article_id", flat=True))
