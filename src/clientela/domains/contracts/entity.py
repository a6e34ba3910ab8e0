from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from clientela.domains.contracts import choices, rules
from clientela.domains.contracts.models import Contract, ContractTerm
from clientela.domains.orders.choices import LANGUAGES
from clientela.engine.entities.entity import Entity, Panel, Section
from clientela.engine.entities.registry import register
from clientela.engine.fields import formats
from clientela.engine.fields.choice import Boolean, Choice
from clientela.engine.fields.link import Computed, Link
from clientela.engine.fields.moments import Date, DateTime
from clientela.engine.fields.numbers import Money, Number
from clientela.engine.fields.text import LongText, Text
from clientela.engine.numbering.declaring import declare
from clientela.engine.numbering.ranges import Kind

declare(Kind("contract", _("Contracts"), "C-{year}-{n:04}"))

NOT_LONG: dict[str, Any] = {"places": 0, "least": Decimal(0), "most": Decimal(1200)}

CONTRACT = register(
    Entity(
        key="contract",
        model=Contract,
        slug="contracts",
        label=_("Contract"),
        label_plural=_("Contracts"),
        icon="file-signature",
        describe=_("What you have agreed with customers: from when to when, and how it goes on."),
        native=(
            Text(key="name", label=_("Name"), required=True, search="A", aliases=("contract name", "title")),
            Text(key="number", label=_("Number"), read_only=True, search="A"),
            Choice(key="state", label=_("State"), options=choices.STATES, read_only=True),
            Link(key="company", label=_("Company"), entity="company", aliases=("account", "account name")),
            Link(key="person", label=_("Contact"), entity="person"),
            Link(key="deal", label=_("Deal"), entity="deal"),
            Link(key="quote", label=_("Quote"), entity="quote"),
            Link(key="order", label=_("Order"), entity="order"),
            Choice(key="language", label=_("Language"), options=LANGUAGES),
            Money(key="value", label=_("Value"), aliases=("contract value",)),
            Date(key="starts_on", label=_("Begins"), aliases=("start date",)),
            Date(key="ends_on", label=_("Ends"), aliases=("end date",)),
            Number(key="term_months", label=_("Term in months"), **NOT_LONG),
            Number(key="notice_months", label=_("Notice in months"), **NOT_LONG),
            Boolean(key="auto_renews", label=_("Renews itself"), default=False),
            Number(key="renewal_months", label=_("Renewed for months"), **NOT_LONG),
            Number(key="remind_days", label=_("Remind days ahead"), help=_("Before the last day for notice. Usually 30."), **NOT_LONG),
            Number(key="term", label=_("Term number"), places=0, read_only=True),
            DateTime(key="sent_at", label=_("Sent at"), read_only=True),
            Date(key="signed_on", label=_("Signed on"), read_only=True),
            Text(key="signed_by", label=_("Signed by"), read_only=True),
            Date(key="terminated_on", label=_("Terminated on"), read_only=True),
            Text(key="termination_reason", label=_("Why terminated"), read_only=True),
            Choice(key="billing", label=_("Invoiced"), options=choices.BILLING),
            Money(key="billing_amount", label=_("Each time")),
            Text(key="billing_text", label=_("Text on the invoice")),
            Date(key="next_billing_on", label=_("Next invoice")),
            LongText(key="subject_matter", label=_("What it is about"), search="D"),
            LongText(key="conditions", label=_("Conditions")),
            LongText(key="note", label=_("Note"), search="D"),
        ),
        columns=("number", "name", "company", "state", "starts_on", "ends_on", "value", "owner"),
        sort="-updated_at",
        nav="orders",
        state="state",
        figures=("value", "ends_on", "next_billing_on"),
        sections=(
            Section(_("Contract"), ("company", "person", "value", "starts_on", "term_months", "ends_on", "notice_months", "language")),
            Section(_("Renewal"), ("auto_renews", "renewal_months", "remind_days", "term", "signed_on", "signed_by", "terminated_on", "termination_reason")),
            Section(_("Invoices"), ("billing", "billing_amount", "billing_text", "next_billing_on")),
            Section(_("More"), ("deal", "quote", "order", "subject_matter", "conditions", "note")),
        ),
        panels=(Panel("contractterm", "contract", _("Terms so far"), ("starts_on", "ends_on"), sort="number"),),
        quick=("name", "company", "starts_on", "term_months", "value"),
        rules=(rules.begin, rules.agreed_stays, rules.sensible_dates),
        moved=(rules.signed_stays,),
        aliases=("agreements", "договоры", "umowy", "合約"),
    )
)  # fmt: skip


def _title(term: ContractTerm) -> str:
    days = (term.starts_on, term.ends_on)
    return " – ".join(formats.date(day) for day in days if day) or str(_("Term"))


TERM = register(
    Entity(
        key="contractterm",
        model=ContractTerm,
        slug="contract-terms",
        label=_("Term of a contract"),
        label_plural=_("Terms of contracts"),
        icon="history",
        title="title",
        native=(
            Computed(key="title", label=_("Term"), compute=_title, needs=("starts_on", "ends_on")),
            Link(key="contract", label=_("Contract"), entity="contract", required=True),
            Number(key="number", label=_("Number"), places=0, default=Decimal(1)),
            Date(key="starts_on", label=_("Begins")),
            Date(key="ends_on", label=_("Ends")),
        ),
        columns=("contract", "number", "starts_on", "ends_on"),
        sort="-starts_on",
        timeline=False,
    )
)
