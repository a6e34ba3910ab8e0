from django.utils.translation import gettext_lazy as _

from clientela.domains.catalog.models import Product, ProductLine
from clientela.engine.access.rules import no_circles
from clientela.engine.entities.entity import Entity, Panel, Section
from clientela.engine.entities.registry import register
from clientela.engine.fields.choice import Boolean
from clientela.engine.fields.link import Link
from clientela.engine.fields.numbers import Money
from clientela.engine.fields.text import LongText, Text

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
        ),
        columns=("name", "code", "line", "price", "unit", "is_active"),
        sort="name",
        nav="sales",
        figures=("price",),
        sections=(Section(_("Product"), ("code", "line", "price", "unit", "is_active", "description")),),
        panels=(Panel("dealline", "product", _("On deals"), ("deal", "quantity", "total")),),
        quick=("name", "code", "line", "price"),
        unique=(("code",), ("name",)),
        similar=("name", "code"),
        aliases=("items", "articles", "товары", "produkty", "產品"),
    )
)  # fmt: skip
