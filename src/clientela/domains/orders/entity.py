"""Quotes, and what every document's lines are. Orders are declared in entity_orders.py, which this brings along."""

from django.utils.translation import gettext_lazy as _

from clientela.domains.orders import choices, fields, rules
from clientela.domains.orders.models import Quote, QuoteLine
from clientela.engine.entities.entity import Entity, Panel, Section
from clientela.engine.entities.registry import register
from clientela.engine.fields.choice import Choice
from clientela.engine.fields.link import Link, User
from clientela.engine.fields.moments import Date, DateTime
from clientela.engine.fields.numbers import Number
from clientela.engine.fields.text import LongText, Text
from clientela.engine.numbering.declaring import declare
from clientela.engine.numbering.ranges import Kind

QUOTE_NUMBERS = declare(Kind("quote", _("Quotes"), "Q-{year}-{n:04}"))

QUOTE = register(
    Entity(
        key="quote",
        model=Quote,
        slug="quotes",
        label=_("Quote"),
        label_plural=_("Quotes"),
        icon="file-text",
        describe=_("Offers to customers, sent as PDF and accepted with one click."),
        title="number",
        native=(
            *fields.head(("quote number", "quote no", "offer")),
            Choice(key="state", label=_("State"), options=choices.QUOTE_STATES, default="draft", aliases=("quote stage", "status", "stage")),
            Number(key="edition", label=_("Edition"), places=0, read_only=True),
            Text(key="base_number", label=_("Number of all editions"), read_only=True),
            Link(key="previous", label=_("Edition before"), entity="quote", read_only=True),
            Date(key="issued_on", label=_("Issued"), aliases=("quote date", "date")),
            Date(key="valid_until", label=_("Valid until"), aliases=("valid till", "expiry date")),
            DateTime(key="sent_at", label=_("Sent"), read_only=True),
            Text(key="sent_to", label=_("Sent to"), read_only=True),
            DateTime(key="seen_at", label=_("First looked at"), read_only=True),
            DateTime(key="answered_at", label=_("Answered"), read_only=True),
            Text(key="answered_by", label=_("Answered by"), read_only=True),
            Text(key="answered_from", label=_("Answered from"), read_only=True),
            LongText(key="decline_reason", label=_("Why declined"), read_only=True),
            LongText(key="approval_reason", label=_("Why it needs approval"), read_only=True),
            User(key="asked_by", label=_("Approval asked by"), read_only=True),
            User(key="approved_by", label=_("Approved by"), read_only=True),
            DateTime(key="approved_at", label=_("Approved"), read_only=True),
            LongText(key="approval_note", label=_("Note on the approval"), read_only=True),
        ),
        columns=("number", "subject", "company", "state", "total", "valid_until", "owner", "updated_at"),
        nav="orders",
        state="state",
        figures=("total", "net", "valid_until"),
        sections=(
            Section(_("Quote"), ("subject", "company", "person", "deal", "currency", "language", "inclusive", "discount", "valid_until", "issued_on", "total", "net", "tax")),
            Section(_("Texts"), ("intro", "closing", "terms")),
            Section(_("Its way"), ("edition", "previous", "sent_at", "sent_to", "seen_at", "answered_at", "answered_by", "decline_reason", "approval_reason", "approved_by", "approved_at", "approval_note")),
        ),
        panels=(Panel("order", "quote", _("Orders"), ("subject", "total"), adds=False), Panel("quote", "previous", _("Newer editions"), ("subject", "total"), adds=False)),
        quick=("subject", "company", "person", "deal", "valid_until"),
        unique=(("number",),),
        rules=(rules.begin, rules.quote_begins, rules.quote_is_frozen, rules.numbered("quote", rules.today)),
        aliases=("offers", "estimates", "proposals", "предложения", "oferty", "報價單"),
    )
)  # fmt: skip

QUOTE_LINE = register(
    Entity(
        key="quoteline",
        model=QuoteLine,
        slug="quote-lines",
        label=_("Line of a quote"),
        label_plural=_("Lines of quotes"),
        icon="list",
        native=(
            *fields.line(),
            Link(key="quote", label=_("Quote"), entity="quote", required=True, aliases=("quote name", "parent id")),
        ),
        columns=("quote", "name", "quantity", "price", "discount", "total"),
        sort="position",
        rules=(rules.quote_lines.rule,),
        moved=(rules.quote_lines.moved,),
        timeline=False,
    )
)  # fmt: skip

from clientela.domains.orders import entity_orders  # noqa: E402, F401  # declares the rest, after quotes
