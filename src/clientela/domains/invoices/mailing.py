"""Mails that bring an invoice, or remind of one."""

from __future__ import annotations

import re
import smtplib
from typing import Any
from uuid import UUID

from django.core.mail import EmailMessage
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from clientela.domains.invoices import papers, parties
from clientela.domains.invoices.models import Invoice
from clientela.domains.orders import writing
from clientela.domains.orders.mailing import address
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.documents import files
from clientela.engine.errors import Refused
from clientela.engine.fields.link import Target
from clientela.engine.records.command import command

PDF, XML = "application/pdf", "application/xml"


def recipient(invoice: Invoice) -> str:
    return str(parties.of(invoice)["buyer"].get("email") or "")


def subject_of(invoice: Invoice) -> str:
    with translation.override(invoice.language):
        title = _("Credit note %s") if invoice.kind == "credit" else _("Invoice %s")
        return title % invoice.number + (f": {invoice.subject}" if invoice.subject else "")


def message_of(invoice: Invoice, sender: str) -> str:
    with translation.override(invoice.language):
        if invoice.kind == "credit":
            return _("Good day,\n\nplease find our credit note attached.\n\n%s") % sender
        return _("Good day,\n\nplease find our invoice attached. Thank you for your order.\n\n%s") % sender


@command("invoice.send")
def send(actor: Actor, invoice_id: UUID, *, to: str, subject: str = "", message: str = "") -> Invoice:
    """Mail an issued invoice with its PDF (and the XML for machines), and keep what was sent with it.

    Raises Invalid for an address that is none, Refused for a draft or when the mail server does not take it.
    """
    invoice = gate.get(actor, Invoice, invoice_id, to="change", lock=True)
    if invoice.number is None:
        raise Refused(_("This is a draft; issue it before it is sent."))
    to = address(to)
    pdf = papers.pdf(actor, invoice)
    name = papers.file_name(invoice, "pdf")
    if invoice.sent_at is None:
        files.keep(actor, Target("invoice", invoice.pk), name, pdf)
    text = message or message_of(invoice, str(actor.user or ""))
    # The mail goes last: what is written down is rolled back when the server does not take it.
    state = "sent" if invoice.state == "issued" else invoice.state
    writing.put(actor, invoice, sent_at=timezone.now(), sent_to=to, state=state)
    deliver(actor, to, subject or subject_of(invoice), text, [(name, pdf, PDF), *_for_machines(invoice)])
    return invoice


def _for_machines(invoice: Invoice) -> list[tuple[str, bytes, str]]:
    try:
        return [(papers.file_name(invoice, "xml"), papers.ubl_xml(invoice), XML)]
    except Refused:
        return []


def deliver(actor: Actor, to: str, subject: str, text: str, parts: list[tuple[str, bytes, str]]) -> None:
    """Raises Refused when the mail server does not take it."""
    reply = [actor.user.email] if actor.user is not None and actor.user.email else None
    mail = EmailMessage(" ".join(subject.split()), text, to=[to], reply_to=reply)
    for name, data, media_type in parts:
        mail.attach(name, data, media_type)
    try:
        mail.send()
    except (OSError, smtplib.SMTPException) as failure:
        raise Refused(
            _(
                "The mail server did not take the mail (%s). Nothing was sent; try again, or ask an administrator."
            )
            % str(failure)[:150]
        ) from None


PLACE = re.compile(r"\{(number|open|due|days|company|person)\}")


def filled(text: str, values: dict[str, Any]) -> str:
    """Known words in braces replaced; everything else stays as it was typed."""
    return PLACE.sub(lambda found: str(values.get(found[1], "")), text)
