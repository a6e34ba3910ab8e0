"""Payments, closed months, reminders, and who we are on invoices."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from clientela.domains.invoices import choices, closing, payment_rules, rules
from clientela.domains.invoices.fields import Iban
from clientela.domains.invoices.models import ClosedPeriod, Issuer, Payment, ReminderLevel
from clientela.domains.orders.choices import LANGUAGES
from clientela.engine.entities.entity import Entity
from clientela.engine.entities.registry import register
from clientela.engine.fields.choice import Choice
from clientela.engine.fields.contact import Address, Email, Phone
from clientela.engine.fields.link import Computed, Link
from clientela.engine.fields.moments import Date
from clientela.engine.fields.numbers import Money, Number
from clientela.engine.fields.text import LongText, Text

PAYMENT = register(
    Entity(
        key="payment",
        model=Payment,
        slug="payments",
        label=_("Payment"),
        label_plural=_("Payments"),
        icon="banknote",
        describe=_("Money that came in. What belongs to no invoice is the customer's credit."),
        title="title",
        native=(
            Computed(key="title", label=_("Payment"), compute=payment_rules.title_of, needs=("amount", "paid_on")),
            Link(key="invoice", label=_("Invoice"), entity="invoice"),
            Link(key="company", label=_("Company"), entity="company"),
            Money(key="amount", label=_("Amount"), required=True),
            Date(key="paid_on", label=_("Paid on")),
            Choice(key="means", label=_("How"), options=choices.MEANS, default="transfer"),
            Text(key="reference", label=_("Reference"), search="B"),
            LongText(key="note", label=_("Note")),
        ),
        columns=("paid_on", "company", "invoice", "amount", "means", "reference"),
        sort="-paid_on",
        nav="orders",
        figures=("amount", "paid_on"),
        quick=("invoice", "amount", "paid_on", "means", "reference"),
        rules=(payment_rules.fits,),
        moved=(payment_rules.taken_back,),
        timeline=False,
    )
)  # fmt: skip

CLOSED = register(
    Entity(
        key="closedperiod",
        model=ClosedPeriod,
        slug="closed-periods",
        label=_("Closed month"),
        label_plural=_("Closed months"),
        icon="lock",
        describe=_("In a closed month nothing is issued, paid or changed any more."),
        title="month",
        native=(
            Date(key="month", label=_("Month"), required=True, help=_("Any day of the month.")),
            Text(key="note", label=_("Note"), search="B"),
        ),
        columns=("month", "note", "created_by", "created_at"),
        sort="-month",
        nav="settings",
        rules=(closing.first_days,),
        moved=(closing.one_each,),
        timeline=False,
    )
)

REMINDER = register(
    Entity(
        key="reminderlevel",
        model=ReminderLevel,
        slug="reminder-levels",
        label=_("Reminder"),
        label_plural=_("Reminders of invoices"),
        icon="bell-ring",
        describe=_("How customers are reminded of what is overdue. Without any of yours, three that come along are used."),
        native=(
            Text(key="name", label=_("Name"), required=True, search="A"),
            Number(key="level", label=_("Level"), places=0, least=Decimal(1), most=Decimal(9), default=Decimal(1), required=True),
            Number(key="days", label=_("Days after the due day"), places=0, least=Decimal(0), most=Decimal(365), default=Decimal(7), required=True),
            Choice(key="language", label=_("Language"), options=LANGUAGES, help=_("Empty: for every language that has none of its own.")),
            Text(key="subject", label=_("Subject of the mail")),
            LongText(key="body", label=_("Text of the mail"), max_length=5_000,
                     help=_("{number}, {open}, {due}, {days}, {company} and {person} are filled in.")),
        ),
        columns=("level", "name", "days", "language", "subject"),
        sort="level",
        nav="settings",
        timeline=False,
    )
)  # fmt: skip

ISSUER = register(
    Entity(
        key="issuer",
        model=Issuer,
        slug="issuers",
        label=_("Issuer of invoices"),
        label_plural=_("Issuers of invoices"),
        icon="landmark",
        describe=_("Who you are on invoices: name, address, tax number and account. A branch may have its own."),
        native=(
            Text(key="name", label=_("Legal name"), required=True, search="A"),
            Link(key="for_branch", label=_("Only for branch"), entity="branch"),
            Address(key="address", label=_("Address")),
            Text(key="tax_number", label=_("VAT number")),
            Text(key="registration", label=_("Registration number")),
            Email(key="email", label=_("E-mail")),
            Phone(key="phone", label=_("Phone")),
            Text(key="bank", label=_("Bank")),
            Iban(key="iban", label=_("IBAN or account number")),
            Text(key="bic", label=_("BIC")),
            Number(key="terms_days", label=_("Days to pay"), places=0, least=Decimal(0), most=Decimal(365), default=Decimal(14)),
            LongText(key="footer", label=_("Foot of the page")),
        ),
        columns=("name", "for_branch", "tax_number", "iban"),
        sort="name",
        nav="settings",
        rules=(rules.one_issuer_each,),
        timeline=False,
    )
)  # fmt: skip
