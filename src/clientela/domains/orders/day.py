"""What quotes put on the page of the day: those that wait for an answer and are about to expire."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clientela.domains.activities.day import follow_up
from clientela.domains.orders.models import Quote
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.fields import formats
from clientela.engine.fields.link import Target
from clientela.engine.screens.day import MOST, Day, Row, Section, register

# A quote that expired unanswered is shown for so long.
EXPIRED = dt.timedelta(days=30)


def _expiring(actor: Actor, day: Day) -> Iterator[Row]:
    sent = gate.visible(actor, Quote).filter(owner_id=actor.user_id, state="sent")
    sent = sent.filter(valid_until__gte=day.date - EXPIRED, valid_until__lte=day.until)
    return (_row(quote) for quote in sent.order_by("valid_until", "pk")[: MOST + 1])


def _row(quote: Quote) -> Row:
    linked = (("company", quote.company_id), ("person", quote.person_id))
    about = [Target(key, one) for key, one in linked if one]
    figure = formats.money(quote.total, quote.total_currency or "") if quote.total is not None else ""
    ask = follow_up(quote, gettext("Ask about quote %s") % (quote.number or quote))
    return Row(quote, quote.valid_until, quote.number or "", about, figure, free=(ask,))


QUOTES = register(
    Section(
        key="quotes",
        entity="quote",
        title=_("Quotes about to expire"),
        icon="file-text",
        order=70,
        load=_expiring,
        empty=_("No quote that was sent expires within a week."),
        moves="valid_until",
    )
)
