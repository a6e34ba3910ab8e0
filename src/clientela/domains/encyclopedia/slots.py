"""Where the encyclopedia shows beside its own pages: on products, deals, quotes and competitors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from clientela.domains.encyclopedia import enclosing, following, markup, queries
from clientela.domains.encyclopedia.models import Article, ArticleUse
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.screens import pages, slots
from clientela.engine.screens.slots import Fragment, Place

SOURCE = enclosing.KEY  # offered to quotes by being imported
READERS: dict[str, Callable[[Actor, Any], queries.Help]] = {
    "deal": queries.for_deal,
    "quote": queries.for_quote,
}


def _reads(actor: Actor) -> bool:
    return gate.can(actor, Article, "view")


pages.register(
    pages.Page(
        "/encyclopedia/",
        _("Encyclopedia"),
        "book-open-text",
        "catalogue",
        _reads,
        instead_of=frozenset({"article", "passage"}),
    )
)


@slots.fill(slots.RELATED)
def occasion(place: Place) -> Fragment | None:
    """On a deal or quote: the pages of its products, answers to its competitors, and the key that says "I used this"."""
    reader = READERS.get(place.entity.key)
    if reader is None:
        return None
    found = reader(place.actor, place.record)
    may_use = "change" in place.may and gate.can(place.actor, ArticleUse, "create")
    context = {"help": found, "key": place.entity.key, "record": place.record, "may_use": may_use}
    return Fragment("encyclopedia/_occasion.html", context) if found.articles or found.passages else None


@slots.fill(slots.RELATED)
def about(place: Place) -> Fragment | None:
    """On a product, a product line or a competitor: what there is to read, and the way to write more."""
    if place.entity.key not in ("product", "productline", "competitor"):
        return None
    if place.entity.key == "competitor":
        found = queries.Help([], queries.of_competitor(place.actor, place.record))
        return Fragment("encyclopedia/_about.html", {"help": found, "add": ""}) if found.passages else None
    is_line = place.entity.key == "productline"
    pk = place.record.pk
    articles = queries.of_line(place.actor, pk) if is_line else queries.about_products(place.actor, [pk])
    by = "line" if is_line else "product"
    add = f"/encyclopedia-pages/new/?{by}={pk}" if gate.can(place.actor, Article, "create") else ""
    return Fragment("encyclopedia/_about.html", {"help": queries.Help(articles, []), "add": add})


@slots.fill(slots.HEADER)
def read_it(place: Place) -> Fragment | None:
    """From the record of a page or passage to where it is read."""
    if place.entity.key == "article":
        context = {"article_id": place.record.pk, "anchor": ""}
        return Fragment("encyclopedia/_read.html", context)
    if place.entity.key == "passage":
        context = {"article_id": place.record.article_id, "anchor": f"#p-{place.record.pk}"}
        return Fragment("encyclopedia/_read.html", context)
    return None


@slots.fill(slots.FEED)
def as_read(place: Place) -> Fragment | None:
    """A passage as it reads; a page's figures."""
    if place.entity.key == "passage":
        return Fragment("encyclopedia/_as_read.html", {"html": markup.render(place.record.text)})
    if place.entity.key == "article":
        return Fragment(
            "encyclopedia/_followed.html", {"outcome": following.outcome(place.actor, place.record)}
        )
    return None
