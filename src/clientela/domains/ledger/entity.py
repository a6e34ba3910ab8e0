from django.utils.translation import gettext_lazy as _

from clientela.domains.ledger import rules
from clientela.domains.ledger.models import Goods, Trade
from clientela.engine.entities.entity import Entity, Panel, Section
from clientela.engine.entities.registry import register
from clientela.engine.fields.choice import Boolean, Choice, Option, Tags
from clientela.engine.fields.link import Link
from clientela.engine.fields.moments import Date
from clientela.engine.fields.numbers import Money, Number
from clientela.engine.fields.text import LongText, Text

DIRECTIONS = (Option("buys", _("Buys"), "info"), Option("sells", _("Sells"), "good"))
PERIODS = (Option("year", _("a year")), Option("month", _("a month")), Option("once", _("once")))
SOURCES = (
    Option("told", _("Told by them")),
    Option("visit", _("Seen on a visit")),
    Option("website", _("Web site")),
    Option("tender", _("Tender")),
    Option("invoice", _("Invoice")),
    Option("register", _("Public register")),
    Option("partner", _("Told by others")),
)

GOODS = register(
    Entity(
        key="goods",
        model=Goods,
        slug="goods",
        label=_("Goods"),
        label_plural=_("Goods"),
        icon="blocks",
        describe=_("Kinds of goods and services that companies buy and sell, ours and others'."),
        native=(
            Text(key="name", label=_("Name"), required=True, unique=True, search="A", aliases=("commodity", "material")),
            Tags(key="other_names", label=_("Other names"), search="B", aliases=("synonyms",)),
            Link(key="line", label=_("Our product line"), entity="productline"),
            LongText(key="description", label=_("Description"), search="D"),
        ),
        columns=("name", "other_names", "line", "updated_at"),
        sort="name",
        nav="catalogue",
        unique=(("name",),),
        similar=("name",),
        sections=(Section(_("Goods"), ("other_names", "line", "description")),),
        panels=(Panel("trade", "goods", _("Who buys and sells"), ("direction", "volume", "price")),),
        aliases=("commodities", "materials"),
    )
)  # fmt: skip

TRADE = register(
    Entity(
        key="trade",
        model=Trade,
        slug="trades",
        label=_("Trade"),
        label_plural=_("Trades"),
        icon="arrow-left-right",
        title="title",
        describe=_("What each company buys, from us and from others, and what it sells."),
        native=(
            Text(key="title", label=_("Trade"), read_only=True, search="A"),
            Link(key="company", label=_("Company"), entity="company", required=True, aliases=("account",)),
            Choice(key="direction", label=_("Buys or sells"), options=DIRECTIONS, default="buys", required=True),
            Link(key="goods", label=_("Goods"), entity="goods", required=True, aliases=("commodity", "material", "product")),
            Link(key="partner", label=_("From or to whom"), entity="company", aliases=("supplier", "customer", "partner")),
            Boolean(key="from_us", label=_("From us"), default=False),
            Number(key="volume", label=_("Volume"), aliases=("quantity",)),
            Text(key="unit", label=_("Unit")),
            Choice(key="per", label=_("In"), options=PERIODS, default="year", required=True),
            Money(key="price", label=_("Price of a unit"), aliases=("unit price",)),
            Date(key="since", label=_("Since"), aliases=("from",)),
            Date(key="until", label=_("Until")),
            Choice(key="source", label=_("How we know"), options=SOURCES),
            Date(key="seen_on", label=_("Known on")),
            LongText(key="note", label=_("Note"), search="D"),
        ),
        columns=("company", "direction", "goods", "partner", "volume", "unit", "per", "price", "seen_on"),
        nav="catalogue",
        state="direction",
        sections=(
            Section(_("Trade"), ("company", "direction", "goods", "partner", "from_us", "volume", "unit", "per", "price")),
            Section(_("How we know"), ("since", "until", "source", "seen_on", "note")),
        ),
        quick=("company", "direction", "goods", "volume", "unit"),
        rules=(rules.make_sense, rules.say_what),
        aliases=("purchases of customers", "market"),
    )
)  # fmt: skip
