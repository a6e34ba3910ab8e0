"""Taxes, and when they hold."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from clientela.domains.catalog.choices import TAX_GROUPS
from clientela.domains.pricing import choices, rules
from clientela.domains.pricing.models import TaxRate, TaxRule
from clientela.engine.entities.entity import Entity, Panel
from clientela.engine.entities.registry import register
from clientela.engine.fields.choice import Choice
from clientela.engine.fields.contact import Country, country_options
from clientela.engine.fields.link import Link
from clientela.engine.fields.moments import Date
from clientela.engine.fields.numbers import Number, Percent
from clientela.engine.fields.text import Text

TAX_RATE = register(
    Entity(
        key="taxrate",
        model=TaxRate,
        slug="tax-rates",
        label=_("Tax rate"),
        label_plural=_("Tax rates"),
        icon="percent",
        native=(
            Text(key="name", label=_("Name"), required=True, search="A"),
            Percent(key="rate", label=_("Rate"), required=True, places=4),
            Choice(key="category", label=_("Category"), options=choices.CATEGORIES, default="S", required=True),
            Country(key="country", label=_("Country"), options=country_options()),
            Text(key="reason", label=_("Reason on invoices"), help=_("Why no tax is charged, such as “Reverse charge, Art. 196 of Directive 2006/112/EC”.")),
        ),
        columns=("name", "rate", "category", "country", "reason"),
        sort="name",
        nav="settings",
        unique=(("name",),),
        panels=(Panel("taxrule", "tax", _("Holds when"), ("country", "buyer"), sort="name"),),
        timeline=False,
    )
)  # fmt: skip

TAX_RULE = register(
    Entity(
        key="taxrule",
        model=TaxRule,
        slug="tax-rules",
        label=_("Tax rule"),
        label_plural=_("Tax rules"),
        icon="scale",
        describe=_("Which tax a sale bears. What a rule leaves empty does not matter to it; the rule that says most decides."),
        native=(
            Text(key="name", label=_("Name"), required=True, search="A"),
            Link(key="tax", label=_("Tax rate"), entity="taxrate", required=True),
            Choice(key="tax_group", label=_("Product's tax group"), options=TAX_GROUPS),
            Country(key="country", label=_("Customer's country"), options=country_options()),
            Choice(key="zone", label=_("Customer's zone"), options=choices.ZONES),
            Text(key="region", label=_("Customer's region")),
            Choice(key="buyer", label=_("Customer is"), options=choices.BUYERS),
            Link(key="seller", label=_("Sold by the branch"), entity="branch"),
            Number(key="priority", label=_("Priority"), default=Decimal(0)),
            Date(key="valid_from", label=_("From")),
            Date(key="valid_to", label=_("To")),
        ),
        columns=("name", "tax", "tax_group", "country", "zone", "buyer", "seller", "valid_from", "valid_to"),
        sort="name",
        nav="settings",
        unique=(("name",),),
        rules=(rules.forwards,),
        timeline=False,
    )
)  # fmt: skip
