from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from clientela.domains.catalog import choices, entity_parts, rules
from clientela.domains.catalog.fields import Gtin
from clientela.domains.catalog.models import Product, ProductLine
from clientela.engine.access.rules import no_circles
from clientela.engine.entities.entity import Entity, Panel, Section
from clientela.engine.entities.registry import register
from clientela.engine.fields.choice import Boolean, Choice, Tags
from clientela.engine.fields.contact import Country, country_options
from clientela.engine.fields.link import Link
from clientela.engine.fields.moments import Date
from clientela.engine.fields.numbers import Money, Number
from clientela.engine.fields.text import LongText, Text

REST = entity_parts.PACKAGE  # registered by being imported

LINE = register(
    Entity(
        key="productline",
        model=ProductLine,
        slug="product-lines",
        label=_("Product line"),
        label_plural=_("Product lines"),
        icon="boxes",
        native=(
            Text(
                key="name",
                label=_("Name"),
                required=True,
                search="A",
                aliases=("series", "family", "category"),
            ),
            Link(key="parent", label=_("Part of"), entity="productline"),
            LongText(key="description", label=_("Description"), search="D"),
        ),
        columns=("name", "parent", "updated_at"),
        sort="name",
        unique=(("name",),),
        panels=(Panel("product", "line", _("Products"), ("price",), sort="name"),),
        rules=(no_circles,),
    )
)

PRODUCT = register(
    Entity(
        key="product",
        model=Product,
        slug="products",
        label=_("Product"),
        label_plural=_("Products"),
        icon="package",
        describe=_("The goods and services you sell, with their prices."),
        native=(
            Text(key="name", label=_("Name"), required=True, search="A", aliases=("product", "product name", "item")),
            Text(key="code", label=_("Code"), search="A", aliases=("sku", "product code", "article", "internal reference")),
            Link(key="line", label=_("Product line"), entity="productline", aliases=("series", "family", "category", "product category")),
            Money(key="price", label=_("Price"), aliases=("sales price", "unit price", "list price")),
            Text(key="unit", label=_("Unit"), aliases=("unit of measure", "usage unit")),
            Boolean(key="is_active", label=_("On sale"), default=True, aliases=("active", "product active")),
            LongText(key="description", label=_("Description"), search="D"),
            Choice(key="kind", label=_("Kind"), options=choices.KINDS, default="goods", required=True),
            Choice(key="lifecycle", label=_("Stage of life"), options=choices.LIFECYCLE, default="active", required=True),
            Date(key="sale_from", label=_("On sale from"), aliases=("sales start date",)),
            Date(key="sale_until", label=_("On sale until"), aliases=("sales end date",)),
            Link(key="successor", label=_("Successor"), entity="product"),
            Link(key="template", label=_("Variant of"), entity="product"),
            Tags(key="traits", label=_("Variant"), search="B"),
            Boolean(key="is_template", label=_("Comes in variants")),
            Choice(key="tax_group", label=_("Tax group"), options=choices.TAX_GROUPS, default="standard", required=True),
            Gtin(key="gtin", label=_("Bar code"), search="B", aliases=("gtin", "ean", "upc", "barcode")),
            Number(key="weight", label=_("Weight in kg"), least=Decimal(0)),
            Country(key="origin", label=_("Country of origin"), options=country_options()),
            Text(key="tariff_code", label=_("Customs tariff code"), aliases=("hs code", "commodity code")),
            Number(key="lead_days", label=_("Delivery in working days"), places=0, least=Decimal(0), aliases=("lead time",)),
        ),
        columns=("name", "code", "line", "price", "unit", "lifecycle"),
        sort="name",
        nav="catalogue",
        state="lifecycle",
        figures=("price", "lead_days"),
        sections=(
            Section(_("Product"), ("code", "line", "kind", "price", "unit", "tax_group", "lead_days", "description")),
            Section(_("Sale"), ("lifecycle", "is_active", "sale_from", "sale_until", "successor")),
            Section(_("Variants"), ("is_template", "template", "traits")),
            Section(_("Logistics"), ("gtin", "weight", "origin", "tariff_code")),
        ),
        panels=(
            Panel("pricelistitem", "product", _("Prices"), ("price_list", "from_quantity", "price"), sort="-valid_from"),
            Panel("product", "template", _("Variants"), ("code", "price"), sort="name"),
            Panel("attribute", "product", _("Attributes of variants"), ("options",), sort="position"),
            Panel("bundlepart", "bundle", _("In this bundle"), ("product", "quantity"), sort="created_at"),
            Panel("package", "product", _("Packages"), ("holds",), sort="name"),
            Panel("productcost", "product", _("Costs"), ("cost",), sort="-valid_from"),
            Panel("dealline", "product", _("On deals"), ("deal", "quantity", "total")),
        ),
        quick=("name", "code", "line", "price"),
        unique=(("code",), ("name",)),
        similar=("name", "code"),
        rules=(rules.follow_lifecycle, rules.sensible_dates, rules.one_family),
        aliases=("items", "articles", "товары", "produkty", "產品"),
    )
)  # fmt: skip
