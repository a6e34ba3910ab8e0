"""The mail that brings a quote, through the mail server of the system."""

from __future__ import annotations

import smtplib
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.utils import translation
from django.utils.translation import gettext as _

from clientela.domains.orders import links
from clientela.domains.orders.enclosing import Paper
from clientela.domains.orders.models import Quote
from clientela.engine.access.actor import Actor
from clientela.engine.errors import Invalid, Refused


def address(typed: str) -> str:
    """One e-mail address. Raises Invalid."""
    found = typed.strip()
    try:
        validate_email(found)
    except ValidationError:
        raise Invalid({"to": [_("“%s” is not an e-mail address.") % found[:80]]}) from None
    return found


def subject_of(quote: Quote) -> str:
    """What the mail is called unless the seller writes something else; in the customer's language."""
    with translation.override(quote.language):
        return _("Quote %s") % quote.number + (f": {quote.subject}" if quote.subject else "")


def message_of(quote: Quote, sender: str) -> str:
    with translation.override(quote.language):
        return (
            _("Good day,\n\nplease find our quote attached. We look forward to your answer.\n\n%s") % sender
        )


def send_quote(
    actor: Actor,
    quote: Quote,
    pdf: bytes,
    *,
    to: str,
    subject: str,
    message: str,
    enclosed: Sequence[Paper] = (),
) -> None:
    """Raises Refused when the mail server does not take it."""
    name = str(actor.user or "Clientela")
    with translation.override(quote.language):
        link = _("Look at the quote, choose and accept: %s") % links.address(quote)
    reply = [actor.user.email] if actor.user is not None and actor.user.email else None
    title = " ".join((subject or subject_of(quote)).split())
    mail = EmailMessage(title, f"{message or message_of(quote, name)}\n\n{link}\n", to=[to], reply_to=reply)
    mail.attach(f"{quote.number}.pdf", pdf, "application/pdf")
    for paper in enclosed:
        mail.attach(paper.name, paper.data, paper.media_type)
    try:
        mail.send()
    except (OSError, smtplib.SMTPException) as failure:
        raise Refused(
            _(
                "The mail server did not take the mail (%s). Nothing was sent; try again, or ask an administrator."
            )
            % str(failure)[:150]
        ) from None
