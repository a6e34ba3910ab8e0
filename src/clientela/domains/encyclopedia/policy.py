"""Everybody reads the encyclopedia; a page is changed by whose it is. Who sees a deal sees what was used on it."""

from __future__ import annotations

from django.db.models import Q

from clientela.domains.deals.models import Deal
from clientela.domains.encyclopedia.models import Article, ArticleUse, Passage
from clientela.domains.orders.models import Quote
from clientela.engine.access.actor import Actor
from clientela.engine.access.gate import NOTHING, allow, by_role, can, everyone, visible
from clientela.engine.access.levels import Level


def with_its_article(actor: Actor, entity: str, action: str) -> Q:
    """Who may change a page may change its passages."""
    to = action if action == "export" else "change"
    return Q(article__in=visible(actor, Article, to)) if can(actor, Article, to) else NOTHING


def with_its_occasion(actor: Actor, entity: str, action: str) -> Q:
    return Q(deal__in=visible(actor, Deal)) | Q(deal=None, quote__in=visible(actor, Quote))


def may_publish(actor: Actor) -> bool:
    """What customers will read is decided by those whose right to change reaches every page."""
    return actor.level("article", "change") == Level.ALL


allow(Article, by_role)
allow(Article, everyone, "view")
allow(Passage, with_its_article)
allow(Passage, everyone, "view")
allow(ArticleUse, by_role)
allow(ArticleUse, with_its_occasion, "view")
