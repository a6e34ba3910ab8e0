"""Fields that quotes and orders have in common, and their lines."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from clientela.domains.catalog.fields import currency_options
from clientela.domains.orders import choices
from clientela.engine.fields.base import Field
from clientela.engine.fields.choice import Boolean, Choice
from clientela.engine.fields.link import Link
from clientela.engine.fields.numbers import Money, Number, Percent
from clientela.engine.fields.text import LongText, Text


def head(number_aliases: tuple[str, ...] = ()) -> tuple[Field, ...]:
    """For whom, in which money and language, and what it sums to."""
    return (
        Text(key="number", label=_("Number"), unique=True, search="A", aliases=number_aliases),
        Text(key="subject", label=_("Subject"), search="A", aliases=("title", "name")),
        Link(key="company", label=_("Company"), entity="company", aliases=("account", "account name", "customer")),
        Link(key="person", label=_("Contact"), entity="person", aliases=("contact name", "contact")),
        Link(key="deal", label=_("Deal"), entity="deal", aliases=("potential name", "opportunity")),
        Choice(key="currency", label=_("Currency"), options=currency_options()),
        Choice(key="language", label=_("Language"), options=choices.LANGUAGES),
        Boolean(key="inclusive", label=_("Prices include tax"), default=False),
        Percent(key="discount", label=_("Discount on all")),
        Money(key="net", label=_("Without tax"), read_only=True),
        Money(key="tax", label=_("Tax"), read_only=True),
        Money(key="total", label=_("Total"), read_only=True),
        LongText(key="terms", label=_("Terms of payment")),
        LongText(key="intro", label=_("Text before the lines")),
        LongText(key="closing", label=_("Text after the lines")),
    )  # fmt: skip


def line() -> tuple[Field, ...]:
    """A line of a document."""
    return (
        Text(key="name", label=_("Name"), search="B", aliases=("product", "item")),
        Choice(key="kind", label=_("Kind"), options=choices.LINE_KINDS, default="item"),
        Number(key="position", label=_("Position"), default=Decimal(0)),
        Link(key="product", label=_("Product"), entity="product"),
        Link(key="configuration", label=_("Configuration"), entity="configuration"),
        LongText(key="description", label=_("Description"), max_length=5_000),
        Number(key="quantity", label=_("Quantity"), default=Decimal(1), required=True),
        Text(key="unit", label=_("Unit")),
        Money(key="price", label=_("Price")),
        Boolean(key="own_price", label=_("Price set by hand")),
        Money(key="list_price", label=_("List price"), read_only=True),
        Percent(key="discount", label=_("Discount")),
        Link(key="tax_rate", label=_("Tax"), entity="taxrate"),
        Percent(key="tax_percent", label=_("Tax rate"), read_only=True),
        Text(key="tax_category", label=_("Tax category"), read_only=True),
        Text(key="tax_name", label=_("Name of the tax"), read_only=True),
        Choice(key="role", label=_("Counts"), options=choices.ROLES, default="counted"),
        Text(key="group", label=_("Alternatives of")),
        Boolean(key="chosen", label=_("Chosen"), default=False),
        Money(key="total", label=_("Total"), read_only=True),
    )
