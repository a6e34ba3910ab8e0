"""What people do with quotes: write lines, ask for approval, send, make a new edition, withdraw."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from clientela.domains.orders import approval, enclosing, links, mailing, writing
from clientela.domains.orders.models import Quote
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.documents import files, rendering
from clientela.engine.errors import Conflict, Denied, Refused
from clientela.engine.fields.link import Target
from clientela.engine.live import notices
from clientela.engine.records import commands as records
from clientela.engine.records.command import command

COPIED = ("subject", "company", "person", "deal", "currency", "language", "inclusive", "discount", "terms", "intro", "closing")  # fmt: skip


@command("quote.lines")
def save_lines(
    actor: Actor,
    quote_id: UUID,
    rows: Sequence[tuple[str, Mapping[str, Any]]],
    *,
    discount: str | None = None,
    version: int | None = None,
) -> Quote:
    """Make these the lines of a quote. Raises Conflict when somebody saved it meanwhile, Invalid, Refused."""
    quote = _open_quote(actor, quote_id, version)
    if discount is not None:
        records.update(actor, "quote", quote_id, {"discount": discount})
        quote.refresh_from_db()
    writing.write(actor, quote, "quoteline", "quote", rows)
    if quote.state == "approval":
        writing.put(actor, quote, state="draft")
    return quote


def _open_quote(actor: Actor, quote_id: UUID, version: int | None = None) -> Quote:
    quote = gate.get(actor, Quote, quote_id, to="change", lock=True)
    if version is not None and version != quote.version:
        raise Conflict(quote)
    if not quote.is_open:
        raise Refused(_("This quote was sent and is frozen; make a new edition to change it."))
    return quote


@command("quote.send")
def send(
    actor: Actor,
    quote_id: UUID,
    *,
    to: str,
    subject: str = "",
    message: str = "",
    enclosed: Sequence[str] = (),
    version: int | None = None,
) -> Quote:
    """Freeze a quote, keep its PDF, and send it with the link to accept it; beyond one's limit, ask for approval.

    `enclosed` are keys of what is offered to go along (see enclosing.py).
    Raises Refused where it is empty, out of date, or the mail server does not take it; then nothing has happened.
    """
    quote = _open_quote(actor, quote_id, version)
    address = mailing.address(to)
    lines = writing.stored(quote, "quoteline", "quote")
    _ready(quote, lines)
    papers = enclosing.opened(actor, quote, enclosed)
    over = [] if approval.is_given(quote) else approval.excesses(actor, quote, lines)
    if over:
        return _ask(actor, quote, over)
    gate.unrestricted(Quote, reason="locked and allowed above").filter(pk=quote.pk).update(
        secret=links.new_secret()
    )
    writing.put(
        actor,
        quote,
        state="sent",
        sent_at=timezone.now(),
        sent_to=address,
        issued_on=quote.issued_on or timezone.localdate(),
    )
    pdf = rendering.of_record(actor, "quote", quote.pk, quote.language)
    files.keep(actor, Target("quote", quote.pk), f"{quote.number}.pdf", pdf)
    enclosing.tell(actor, quote, enclosed)
    mailing.send_quote(actor, quote, pdf, to=address, subject=subject, message=message, enclosed=papers)
    return quote


def _ready(quote: Quote, lines: Sequence[Any]) -> None:
    if not any(line.kind == "item" for line in lines):
        raise Refused(_("This quote has no lines yet; there is nothing to send."))
    unpriced = [line.name for line in lines if line.kind == "item" and line.price is None]
    if unpriced:
        raise Refused(_("“%s” has no price yet.") % unpriced[0])
    if quote.valid_until and quote.valid_until < timezone.localdate():
        raise Refused(_("This quote would be out of date already; set “Valid until” to a later day."))


def _ask(actor: Actor, quote: Quote, over: Sequence[approval.Excess]) -> Quote:
    reason = "\n".join(map(str, over))
    writing.put(actor, quote, state="approval", approval_reason=reason, asked_by=actor.user_id)
    for manager in approval.approvers(quote):
        text = _("%(who)s asks you to approve quote %(number)s: %(why)s") % {
            "who": str(actor.user or ""),
            "number": quote.number,
            "why": re.sub(r"\s+", " ", reason)[:200],
        }
        key = f"approval:{quote.pk}:{quote.version}:{manager.pk}"
        notices.notify(manager, text, f"/quotes/{quote.pk}/", key=key, icon="hand-coins")
    return quote


@command("quote.approve")
def approve(actor: Actor, quote_id: UUID, *, note: str = "") -> Quote:
    """Allow a discount beyond the seller's own limit; any change of the quote afterwards needs a new approval."""
    quote = _waiting(actor, quote_id)
    lines = writing.stored(quote, "quoteline", "quote")
    for one in approval.excesses(actor, quote, lines):
        if not actor.is_admin and one.limit is not None and one.percent > one.limit:
            raise Refused(_("%s; that is more than you may approve. Ask an administrator.") % one)
    writing.put(
        actor,
        quote,
        state="draft",
        approved_by=actor.user_id,
        approved_at=timezone.now(),
        approval_note=note or None,
    )
    gate.unrestricted(Quote, reason="locked and allowed above").filter(pk=quote.pk).update(
        approved_version=quote.version
    )
    quote.refresh_from_db()
    _tell_asker(quote, _("Quote %s is approved; you can send it now."))
    return quote


@command("quote.refuse_approval")
def refuse_approval(actor: Actor, quote_id: UUID, *, note: str) -> Quote:
    """Send a quote back to its seller, with a reason."""
    quote = _waiting(actor, quote_id)
    if not note.strip():
        raise Refused(_("Say why, so that the seller knows what to change."))
    writing.put(actor, quote, state="draft", approval_note=note)
    _tell_asker(quote, _("Quote %s was not approved: ") + note[:200].replace("%", "%%"))
    return quote


def _waiting(actor: Actor, quote_id: UUID) -> Quote:
    quote = gate.get(actor, Quote, quote_id, lock=True)
    if quote.state != "approval":
        raise Refused(_("This quote does not wait for approval."))
    if not approval.may_approve(actor, quote):
        raise Denied(f"approve {quote}")
    return quote


def _tell_asker(quote: Quote, text: str) -> None:
    if quote.asked_by_id:
        key = f"approved:{quote.pk}:{quote.version}"
        notices.notify(
            quote.asked_by_id, text % quote.number, f"/quotes/{quote.pk}/", key=key, icon="hand-coins"
        )


@command("quote.revise")
def revise(actor: Actor, quote_id: UUID) -> Quote:
    """A new edition of a quote that was sent, to be changed; the old one stays as it was, and its link ends."""
    old = gate.get(actor, Quote, quote_id, to="change", lock=True)
    if old.is_open:
        raise Refused(_("This quote was not sent yet; simply change it."))
    if old.state in ("accepted", "replaced"):
        raise Refused(_("This edition was accepted or replaced already; begin a new quote instead."))
    base, edition = old.base_number or old.number or "", int(old.edition) + 1
    values = {key: _value(old, key) for key in COPIED}
    made = cast(
        Quote,
        records.create(actor, "quote", {**values, "number": f"{base}-{edition}", "owner": old.owner_id}),
    )
    writing.copy(actor, writing.stored(old, "quoteline", "quote"), made, "quoteline", "quote")
    writing.put(actor, made, edition=edition, base_number=base, previous=old.pk)
    writing.put(actor, old, state="replaced")
    return made


@command("quote.copy")
def duplicate(actor: Actor, quote_id: UUID) -> Quote:
    """Another quote with the same lines, of its own number."""
    old = gate.get(actor, Quote, quote_id)
    made = cast(Quote, records.create(actor, "quote", {key: _value(old, key) for key in COPIED}))
    writing.copy(actor, writing.stored(old, "quoteline", "quote"), made, "quoteline", "quote")
    return made


def _value(quote: Quote, key: str) -> Any:
    """As commands take it."""
    return getattr(quote, f"{key}_id", None) or getattr(quote, key)


@command("quote.withdraw")
def withdraw(actor: Actor, quote_id: UUID) -> Quote:
    """Take a quote back that was sent; the customer's link says so."""
    quote = gate.get(actor, Quote, quote_id, to="change", lock=True)
    if quote.state != "sent":
        raise Refused(_("Only a quote that was sent and not answered can be withdrawn."))
    writing.put(actor, quote, state="withdrawn")
    return quote
