import dataclasses

from django.utils.translation import gettext_lazy as _

from clientela.domains.invoices import choices, entity_parts, line_rules, rules
from clientela.domains.invoices.models import Invoice, InvoiceLine
from clientela.domains.orders import fields
from clientela.engine.entities.entity import Entity, Panel, Section
from clientela.engine.entities.registry import register
from clientela.engine.fields.base import Field
from clientela.engine.fields.choice import Boolean, Choice
from clientela.engine.fields.link import Computed, Link
from clientela.engine.fields.moments import Date, DateTime
from clientela.engine.fields.numbers import Money, Number
from clientela.engine.fields.text import Text
from clientela.engine.numbering.declaring import declare
from clientela.engine.numbering.ranges import Kind

declare(Kind("invoice", _("Invoices"), "INV-{year}-{n:05}"))
declare(Kind("creditnote", _("Credit notes"), "CN-{year}-{n:05}"))


def _head() -> tuple[Field, ...]:
    """As on quotes and orders; only the number is never typed here: it comes from the range."""
    return tuple(
        dataclasses.replace(field, read_only=True, unique=False) if field.key == "number" else field
        for field in fields.head()
    )


INVOICE = register(
    Entity(
        key="invoice",
        model=Invoice,
        slug="invoices",
        label=_("Invoice"),
        label_plural=_("Invoices"),
        icon="receipt-text",
        describe=_("What customers owe you, and what you have given back. An issued invoice never changes."),
        title="title",
        native=(
            Computed(key="title", label=_("Document"), compute=rules.title_of, needs=("number", "subject", "kind")),
            *_head(),
            Choice(key="kind", label=_("Kind"), options=choices.KINDS, default="invoice", required=True),
            Choice(key="state", label=_("State"), options=choices.STATES, read_only=True),
            Link(key="order", label=_("Order"), entity="order", aliases=("sales order",)),
            Link(key="contract", label=_("Contract"), entity="contract"),
            Link(key="corrects", label=_("Corrects invoice"), entity="invoice"),
            Text(key="reason", label=_("Reason")),
            Text(key="foreign_number", label=_("Number in another system"), search="A",
                 help=_("An invoice that was issued elsewhere keeps this number when it is issued here."),
                 aliases=("invoice number", "invoice no")),
            Date(key="issued_on", label=_("Date"), aliases=("invoice date",)),
            Date(key="due_on", label=_("Due on"), aliases=("due date",)),
            Number(key="terms_days", label=_("Days to pay"), places=0),
            Date(key="delivered_on", label=_("Delivered on"), aliases=("delivery date",)),
            Date(key="period_from", label=_("For the time from")),
            Date(key="period_to", label=_("For the time to")),
            Text(key="buyer_reference", label=_("Buyer's reference"), search="B"),
            Text(key="order_reference", label=_("Purchase order"), search="B", aliases=("purchase order",)),
            Choice(key="rounding", label=_("Tax is rounded"), options=choices.ROUNDING, default="group"),
            Boolean(key="cash", label=_("Round to coins"), default=False),
            Money(key="payable", label=_("To pay"), read_only=True),
            Money(key="paid", label=_("Paid"), read_only=True),
            Money(key="credited", label=_("Credited"), read_only=True),
            Money(key="open", label=_("Still open"), read_only=True),
            Date(key="paid_on", label=_("Paid on"), read_only=True),
            DateTime(key="issued_at", label=_("Issued at"), read_only=True),
            DateTime(key="sent_at", label=_("Sent at"), read_only=True),
            Text(key="sent_to", label=_("Sent to"), read_only=True),
            Number(key="reminder_level", label=_("Reminders"), places=0, read_only=True),
            Date(key="reminded_on", label=_("Reminded on"), read_only=True),
        ),
        columns=("number", "subject", "company", "state", "issued_on", "due_on", "total", "open"),
        sort="-updated_at",
        nav="orders",
        state="state",
        figures=("total", "open", "due_on"),
        sections=(
            Section(_("Invoice"), ("kind", "company", "person", "subject", "issued_on", "terms_days", "due_on", "delivered_on", "currency", "language", "inclusive", "discount")),
            Section(_("Where it comes from"), ("order", "contract", "deal", "corrects", "reason", "period_from", "period_to")),
            Section(_("Payment"), ("net", "tax", "total", "payable", "paid", "credited", "open", "paid_on", "reminder_level", "reminded_on", "sent_at", "sent_to")),
            Section(_("More"), ("buyer_reference", "order_reference", "terms", "intro", "closing", "rounding", "cash", "foreign_number")),
        ),
        panels=(
            Panel("payment", "invoice", _("Payments"), ("paid_on", "means", "amount"), sort="-paid_on"),
            Panel("invoice", "corrects", _("Credit notes"), ("state", "total"), sort="created_at"),
        ),
        quick=("company", "subject", "currency", "issued_on"),
        unique=(("foreign_number",),),
        rules=(rules.frozen, rules.complete, rules.sensible_dates, rules.count_again),
        moved=(rules.issued_stays,),
        aliases=("bills", "счета", "faktury", "發票"),
    )
)  # fmt: skip

LINE = register(
    Entity(
        key="invoiceline",
        model=InvoiceLine,
        slug="invoice-lines",
        label=_("Line of an invoice"),
        label_plural=_("Lines of invoices"),
        icon="list",
        native=(
            Link(key="invoice", label=_("Invoice"), entity="invoice", required=True),
            *fields.line(),
            Link(key="order_line", label=_("Line of the order"), entity="orderline"),
            Link(key="corrects", label=_("Takes back"), entity="invoiceline"),
            Text(key="tax_reason", label=_("Why no tax"), read_only=True),
        ),
        columns=("invoice", "name", "quantity", "unit", "price", "discount", "total"),
        rules=(line_rules.on_drafts_only,),
        moved=(line_rules.count_again,),
        timeline=False,
    )
)

PARTS = (entity_parts.PAYMENT, entity_parts.CLOSED, entity_parts.REMINDER, entity_parts.ISSUER)
