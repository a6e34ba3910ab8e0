"""What a customer does with the quote they were sent: look, choose, accept, decline. And the order that follows."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from typing import cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clientela.domains.deals import commands as deals
from clientela.domains.deals.models import Deal, Stage
from clientela.domains.orders import writing
from clientela.domains.orders.models import Order, Quote, QuoteLine
from clientela.domains.orders.reckoning import Head, sums_of_rows
from clientela.domains.pricing.totals import Totals
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.errors import Invalid, Refused
from clientela.engine.fields.numbers import Amount
from clientela.engine.live import notices
from clientela.engine.records import commands as records
from clientela.engine.records.command import command

CUSTOMER = Actor(user=None, source="portal")
TAKEN = ("subject", "company", "person", "deal", "currency", "language", "inclusive", "discount", "terms")
LONGEST_NAME, LONGEST_REASON = 120, 2_000


@command("quote.accept")
def accept(
    actor: Actor,
    quote_id: uuid.UUID,
    *,
    name: str,
    chosen: Collection[uuid.UUID] | None = None,
    address: str = "",
) -> Order:
    """Accept a quote; the order it becomes. Done twice, or by two at once, it is the same order.

    `chosen` are the optional and alternative lines the customer takes (None: as the quote has them).
    """
    quote = gate.get(actor, Quote, quote_id, to="change", lock=True)
    known = gate.unrestricted(Order, reason="a quote becomes one order, whoever sees it")
    existing = known.filter(quote_id=quote.pk, deleted_at=None, cancelled_at=None).first()
    if quote.state == "accepted" and existing is not None:
        return existing
    _answerable(quote)
    if not name.strip():
        raise Invalid({"name": [_("Write your name, so that we know who accepts.")]})
    lines = choose(actor, quote, chosen)
    writing.put(
        actor,
        quote,
        state="accepted",
        answered_at=timezone.now(),
        answered_by=name.strip()[:LONGEST_NAME],
        answered_from=address or None,
    )
    order = _order_of(actor, quote, lines)
    _win(actor, quote)
    _tell_owner(quote, _("%(who)s accepted quote %(number)s") % {"who": name[:60], "number": quote.number})
    return order


@command("quote.decline")
def decline(
    actor: Actor, quote_id: uuid.UUID, *, name: str = "", reason: str = "", address: str = ""
) -> Quote:
    """Say no to a quote."""
    quote = gate.get(actor, Quote, quote_id, to="change", lock=True)
    _answerable(quote)
    writing.put(
        actor,
        quote,
        state="declined",
        answered_at=timezone.now(),
        answered_by=name.strip()[:LONGEST_NAME] or None,
        answered_from=address or None,
        decline_reason=reason.strip()[:LONGEST_REASON] or None,
    )
    _tell_owner(
        quote,
        _("Quote %(number)s was declined: %(why)s") % {"number": quote.number, "why": reason[:120] or "–"},
    )
    return quote


@command("quote.looked_at")
def looked_at(actor: Actor, quote_id: uuid.UUID) -> None:
    """The customer has opened the link for the first time."""
    quote = gate.get(actor, Quote, quote_id, to="change", lock=True)
    if quote.seen_at is None and quote.state == "sent":
        writing.put(actor, quote, seen_at=timezone.now())


def _answerable(quote: Quote) -> None:
    words = {
        "draft": _("This quote was not sent yet."),
        "approval": _("This quote was not sent yet."),
        "accepted": _("This quote was accepted already."),
        "declined": _("This quote was declined already. Ask us for a new one if you have changed your mind."),
        "withdrawn": _("This quote was withdrawn. Please ask us for a new one."),
        "replaced": _("There is a newer edition of this quote; please use the link in our latest mail."),
    }
    if quote.state in words:
        raise Refused(words[quote.state])
    if quote.is_expired:
        raise Refused(_("This quote was valid until %s. Please ask us for a new one.") % quote.valid_until)


def choose(actor: Actor, quote: Quote, chosen: Collection[uuid.UUID] | None) -> list[QuoteLine]:
    """Mark the chosen lines of a locked quote. Raises Refused where two alternatives of one group are taken."""
    lines: list[QuoteLine] = writing.stored(quote, "quoteline", "quote")
    if chosen is not None:
        check_choice(lines, chosen)
        for line in lines:
            if line.role != "counted" and line.kind == "item":
                writing.put(actor, line, chosen=line.pk in chosen)
        writing.sum_up(actor, quote, lines)
    return lines


def check_choice(lines: Sequence[QuoteLine], chosen: Collection[uuid.UUID]) -> None:
    taken: set[str] = set()
    for line in lines:
        if line.role == "alternative" and line.pk in chosen and line.group:
            if line.group in taken:
                raise Refused(_("Choose one of the alternatives “%s”.") % line.group)
            taken.add(line.group)


def with_choice(quote: Quote, lines: Sequence[QuoteLine], chosen: Collection[uuid.UUID]) -> Totals:
    """What a quote comes to with these lines chosen; nothing is saved."""
    check_choice(lines, chosen)
    for line in lines:
        line.chosen = line.role != "counted" and line.pk in chosen
    return sums_of_rows(Head.of(quote), lines)


# -- what follows ----------------------------------------------------------------------------------------------------
def _order_of(actor: Actor, quote: Quote, lines: Sequence[QuoteLine]) -> Order:
    values = {key: getattr(quote, f"{key}_id", None) or getattr(quote, key) for key in TAKEN}
    made = cast(
        Order,
        records.create(actor.once(None), "order", {**values, "quote": quote.pk, "owner": quote.owner_id}),
    )
    counted = [line for line in lines if line.counts or line.kind == "section"]
    writing.copy(
        actor, counted, made, "orderline", "order",
        quote_line=lambda line: line.pk, role="counted", group=None, chosen=False, own_price=True,
    )  # fmt: skip
    return made


def _win(actor: Actor, quote: Quote) -> None:
    """The deal is won with the amount of the quote; where its process forbids that, its owner is told instead."""
    if quote.deal_id is None:
        return
    deal = (
        gate.unrestricted(Deal, reason="the deal of a quote follows it")
        .filter(pk=quote.deal_id, deleted_at=None)
        .first()
    )
    stages = gate.unrestricted(Stage, reason="stages are no secret")
    if deal is None or not stages.filter(pk=deal.stage_id, kind="open").exists():
        return
    system = Actor(user=None, source=actor.source)
    try:
        with transaction.atomic():
            if quote.net is not None:
                records.update(system, "deal", deal.pk, {"amount": Amount(quote.net, quote.currency)})
            deals.win(system, deal.pk)
    except (Refused, Invalid) as reason:
        _tell_owner(quote, _("Quote %(number)s was accepted, but its deal stays open: %(why)s")
                    % {"number": quote.number, "why": str(reason)[:200]})  # fmt: skip


def _tell_owner(quote: Quote, text: str) -> None:
    if quote.owner_id:
        key = f"quote:{quote.pk}:{quote.state}:{len(text)}"
        notices.notify(quote.owner_id, text, f"/quotes/{quote.pk}/", key=key, icon="file-check")
