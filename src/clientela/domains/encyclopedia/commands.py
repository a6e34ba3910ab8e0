"""What people do with pages: publish them, take that back, say that one was used."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import cast

from django.utils import timezone
from django.utils.translation import gettext as _

from clientela.domains.deals.models import Deal
from clientela.domains.encyclopedia import choices
from clientela.domains.encyclopedia.models import Article, ArticleUse, Passage
from clientela.domains.encyclopedia.policy import may_publish
from clientela.domains.orders import writing
from clientela.domains.orders.models import Quote
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.errors import Denied, Refused
from clientela.engine.records import commands as records
from clientela.engine.records.command import command


@command("article.publish")
def publish(actor: Actor, article_id: uuid.UUID) -> Article:
    """Let a page be shown to customers. Raises Denied for who may not change every page, Refused for an empty one."""
    article = _publishable(actor, article_id)
    passages = gate.visible(actor, Passage).filter(article=article)
    if not passages.exclude(text=None, our_strengths=None).exists():
        raise Refused(_("This page has no text yet; there is nothing to publish."))
    if article.state != choices.PUBLISHED:
        writing.put(
            actor,
            article,
            state=choices.PUBLISHED,
            published_at=timezone.now(),
            published_by=actor.user_id,
        )
    return article


@command("article.withdraw")
def withdraw(actor: Actor, article_id: uuid.UUID) -> Article:
    """Keep a page to ourselves again."""
    article = _publishable(actor, article_id)
    writing.put(actor, article, state=choices.INTERNAL, published_at=None, published_by=None)
    return article


def _publishable(actor: Actor, article_id: uuid.UUID) -> Article:
    article = gate.get(actor, Article, article_id, to="change", lock=True)
    if not may_publish(actor):
        raise Denied(f"publish {article}")
    return article


@command("article.use")
def use(
    actor: Actor, article_id: uuid.UUID, *, on: str, record: uuid.UUID, way: str = choices.USED
) -> ArticleUse:
    """Say that a page was used on a deal or quote (`on` is its kind); once said, it is not said again.

    Raises NotFound, Denied for who does not work on it.
    """
    model: type[Deal] | type[Quote] = Deal if on == "deal" else Quote
    # The lock makes two clicks at once one use.
    gate.get(actor, model, record, to="change", lock=True)
    article = gate.get(actor, Article, article_id)
    there = gate.visible(actor, ArticleUse).filter(article=article, way=way, **{on: record})
    known = there.filter(quote=None).first() if on == "deal" else there.first()
    return known or cast(
        ArticleUse, records.create(actor, "articleuse", {"article": article.pk, on: record, "way": way})
    )


@command("article.send")
def sent(actor: Actor, articles: Iterable[uuid.UUID], quote: Quote) -> None:
    """The files of these pages went out with a quote."""
    gate.require(actor, quote, to="change")
    for article_id in articles:
        use(actor, article_id, on="quote", record=quote.pk, way=choices.SENT)
