"""What pages, passages and uses must be, for whole sets of drafts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from clientela.domains.deals.models import Competitor, Deal
from clientela.domains.encyclopedia import choices
from clientela.domains.encyclopedia.models import Article
from clientela.domains.orders.models import Quote
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.records.draft import Draft
from clientela.engine.records.models import Record

TITLE = 300


def about_one(actor: Actor, drafts: list[Draft]) -> None:
    for draft in drafts:
        told = [key for key in ("product", "line") if draft.get(key) is not None]
        if len(told) == 2:
            draft.refuse("line", _("A page is about a product or about a product line, not both."))
        elif not told:
            draft.refuse("product", _("Say which product or product line the page is about."))


def fit_their_kind(actor: Actor, drafts: list[Draft]) -> None:
    """A comparison names whom we are compared with; a passage without a heading gets the usual one."""
    rivals = _names(actor, Competitor, (draft.get("competitor") for draft in drafts))
    kinds = {option.key: str(option.label) for option in choices.KINDS}
    for draft in drafts:
        kind, price = draft.get("kind"), draft.get("their_price")
        if kind == choices.RIVAL and draft.get("competitor") is None:
            draft.refuse("competitor", _("Say with whom the product is compared."))
        if price is not None and price.amount < 0:
            draft.refuse("their_price", _("A price cannot be less than nothing."))
        if draft.get("name"):
            continue
        if kind == choices.OBJECTION:
            draft.refuse("name", _("Write what the customer says; the text is your answer."))
        else:
            draft.set("name", rivals.get(draft.get("competitor")) or kinds.get(kind or "", kind))


def somewhere(actor: Actor, drafts: list[Draft]) -> None:
    """A use is on a deal or a quote that the actor works on; of a quote's deal it is told too."""
    quotes = _quotes(actor, drafts)
    for draft in drafts:
        quote = draft.get("quote")
        if draft.get("deal") is None and quote in quotes:
            draft.set("deal", quotes[quote])
        if draft.get("deal") is None and quote is None:
            draft.refuse("deal", _("Say on which deal or quote it was used."))
    mine = _changeable(actor, Deal, (draft.get("deal") for draft in drafts))
    for draft in drafts:
        if draft.is_new and draft.get("deal") is not None and draft.get("deal") not in mine:
            draft.refuse("deal", _("Only who works on a deal says what was used on it."))
        if draft.is_new and draft.get("quote") is not None and draft.get("quote") not in quotes:
            draft.refuse("quote", _("Only who works on a quote says what was used on it."))


def say_what(actor: Actor, drafts: list[Draft]) -> None:
    """A use is known by its page."""
    names = _names(actor, Article, (draft.get("article") for draft in drafts))
    for draft in drafts:
        if draft.is_new or draft.changes("article"):
            draft.set("title", names.get(draft.get("article"), "")[:TITLE])


def _quotes(actor: Actor, drafts: list[Draft]) -> dict[Any, Any]:
    """Quotes named that the actor may change, with their deals."""
    ids = {draft.get("quote") for draft in drafts} - {None}
    return (
        dict(gate.visible(actor, Quote, "change").filter(pk__in=ids).values_list("pk", "deal_id"))
        if ids
        else {}
    )


def _changeable(actor: Actor, model: type[Record], ids: Iterable[Any]) -> set[Any]:
    wanted = set(ids) - {None}
    return (
        set(gate.visible(actor, model, "change").filter(pk__in=wanted).values_list("pk", flat=True))
        if wanted
        else set()
    )


def _names(actor: Actor, model: type[Competitor] | type[Article], ids: Iterable[Any]) -> dict[Any, str]:
    wanted = set(ids) - {None}
    return dict(gate.visible(actor, model).filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}
