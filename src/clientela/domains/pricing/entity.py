from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from clientela.domains.catalog.fields import currency_options
from clientela.domains.pricing import entity_taxes, rules
from clientela.domains.pricing.fields import RoleName
from clientela.domains.pricing.models import DiscountLimit, ExchangeRate, PriceList, PriceListItem
from clientela.engine.entities.entity import Entity, Panel, Section
from clientela.engine.entities.registry import register
from clientela.engine.fields.choice import Boolean, Choice
from clientela.engine.fields.contact import Country, country_options
from clientela.engine.fields.link import Link, User
from clientela.engine.fields.moments import Date
from clientela.engine.fields.numbers import Money, Number, Percent
from clientela.engine.fields.text import LongText, Text

REST = entity_taxes.TAX_RATE  # registered by being imported

PRICE_LIST = register(
    Entity(
        key="pricelist",
        model=PriceList,
        slug="price-lists",
        label=_("Price list"),
        label_plural=_("Price lists"),
        icon="tags",
        describe=_("Prices for everybody, a customer, a segment or a country, in one currency, from a quantity on, for a while."),
        native=(
            Text(key="name", label=_("Name"), required=True, search="A"),
            Choice(key="currency", label=_("Currency"), options=currency_options(), default="EUR", required=True),
            Boolean(key="includes_tax", label=_("Prices include tax")),
            Link(key="company", label=_("Only for the customer"), entity="company"),
            Text(key="segment", label=_("Only for companies with the tag")),
            Country(key="country", label=_("Only for the country"), options=country_options()),
            Text(key="region", label=_("Only for the region")),
            Link(key="seller", label=_("Only sold by the branch"), entity="branch"),
            Number(key="priority", label=_("Priority"), default=Decimal(0), help=_("Of two lists that fit equally the higher one decides.")),
            Link(key="base", label=_("Based on"), entity="pricelist", help=_("What this list does not name costs what it costs there.")),
            Number(key="percent", label=_("Change in percent"), least=Decimal(-100), most=Decimal(1000), help=_("−10 makes all prices of the base list, or of the catalogue, a tenth cheaper.")),
            Number(key="rounding", label=_("Round to"), least=Decimal("0.01"), help=_("Prices worked out in percent are rounded to a multiple of this, such as 0.05 or 10.")),
            Date(key="valid_from", label=_("From")),
            Date(key="valid_to", label=_("To")),
            Boolean(key="is_active", label=_("In force"), default=True),
            LongText(key="description", label=_("Description"), search="D"),
        ),
        columns=("name", "currency", "company", "segment", "country", "base", "percent", "valid_from", "valid_to", "is_active"),
        sort="name",
        nav="catalogue",
        figures=("currency", "percent", "priority"),
        sections=(
            Section(_("Price list"), ("currency", "includes_tax", "base", "percent", "rounding", "is_active", "description")),
            Section(_("For whom"), ("company", "segment", "country", "region", "seller", "priority")),
            Section(_("When"), ("valid_from", "valid_to")),
        ),
        panels=(
            Panel("pricelistitem", "price_list", _("Prices"), ("product", "from_quantity", "price"), sort="created_at"),
            Panel("pricelist", "base", _("Lists based on this one"), ("percent",), sort="name"),
        ),
        quick=("name", "currency", "company", "percent"),
        unique=(("name",),),
        similar=("name",),
        rules=(rules.forwards, rules.no_list_on_itself, rules.same_currency_as_items),
        aliases=("price book", "pricebook", "прайс-лист", "cennik", "價目表"),
    )
)  # fmt: skip

ITEM = register(
    Entity(
        key="pricelistitem",
        model=PriceListItem,
        slug="price-list-items",
        label=_("Price in a list"),
        label_plural=_("Prices in lists"),
        icon="tag",
        title="note",
        native=(
            Text(key="note", label=_("Note"), search="A"),
            Link(key="price_list", label=_("Price list"), entity="pricelist", required=True, aliases=("price book",)),
            Link(key="product", label=_("Product"), entity="product"),
            Link(key="line", label=_("Or product line"), entity="productline"),
            Number(key="from_quantity", label=_("From quantity"), default=Decimal(1), required=True, least=Decimal(0)),
            Money(key="price", label=_("Price")),
            Number(key="percent", label=_("Or change in percent"), least=Decimal(-100), most=Decimal(1000)),
            Date(key="valid_from", label=_("From")),
            Date(key="valid_to", label=_("To")),
        ),
        columns=("note", "price_list", "product", "line", "from_quantity", "price", "percent", "valid_from", "valid_to"),
        quick=("price_list", "product", "from_quantity", "price"),
        rules=(rules.forwards, rules.one_thing_priced, rules.in_the_lists_currency),
        timeline=False,
    )
)  # fmt: skip

LIMIT = register(
    Entity(
        key="discountlimit",
        model=DiscountLimit,
        slug="discount-limits",
        label=_("Limit of discounts"),
        label_plural=_("Limits of discounts"),
        icon="badge-percent",
        describe=_("How much a seller may take off alone, and how much with approval. The closest limit counts: person, team, role, everybody."),
        native=(
            Text(key="name", label=_("Name"), required=True, search="A"),
            User(key="user", label=_("Person")),
            Link(key="team", label=_("Team"), entity="team"),
            RoleName(key="role", label=_("Role")),
            Link(key="line", label=_("Only product line"), entity="productline"),
            Percent(key="alone", label=_("Percent without approval"), required=True),
            Percent(key="approved", label=_("Percent with approval")),
        ),
        columns=("name", "role", "team", "user", "line", "alone", "approved"),
        sort="name",
        nav="settings",
        rules=(rules.within_approved, rules.known_role),
        timeline=False,
    )
)  # fmt: skip

EXCHANGE_RATE = register(
    Entity(
        key="exchangerate",
        model=ExchangeRate,
        slug="exchange-rates",
        label=_("Exchange rate"),
        label_plural=_("Exchange rates"),
        icon="arrow-left-right",
        title="note",
        describe=_("What one unit of a currency is worth in another, from a day on. Import them from your bank's table."),
        native=(
            Text(key="note", label=_("Note"), search="A", aliases=("table",)),
            Date(key="day", label=_("Day"), required=True, aliases=("date", "effective date")),
            Choice(key="source", label=_("One unit of"), options=currency_options(), required=True, aliases=("from", "currency", "code")),
            Choice(key="target", label=_("Is worth in"), options=currency_options(), required=True, aliases=("to",)),
            Number(key="rate", label=_("Rate"), required=True, places=10, most=Decimal(10) ** 9, aliases=("mid", "kurs")),
        ),
        columns=("note", "day", "source", "target", "rate"),
        sort="-day",
        nav="settings",
        unique=(("source", "target", "day"),),
        rules=(rules.another_currency, rules.one_rate_a_day),
        moved=(rules.rates_back,),
        timeline=False,
    )
)  # fmt: skip
