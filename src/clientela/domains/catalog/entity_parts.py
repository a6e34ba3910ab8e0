"""What belongs to a product: units, attributes of variants, parts of bundles, packages, costs."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from clientela.domains.catalog import rules
from clientela.domains.catalog.fields import Gtin
from clientela.domains.catalog.models import Attribute, BundlePart, Package, ProductCost, Unit
from clientela.engine.entities.entity import Entity, Panel
from clientela.engine.entities.registry import register
from clientela.engine.fields.choice import Tags
from clientela.engine.fields.link import Computed, Link
from clientela.engine.fields.moments import Date
from clientela.engine.fields.numbers import Money, Number
from clientela.engine.fields.text import Text

UNIT = register(
    Entity(
        key="unit",
        model=Unit,
        slug="units",
        label=_("Unit"),
        label_plural=_("Units"),
        icon="ruler",
        describe=_("Units of measure and how they convert: 1 t is 1000 kg."),
        native=(
            Text(key="name", label=_("Name"), required=True, search="A"),
            Text(key="symbol", label=_("Symbol"), search="A"),
            Text(key="code", label=_("UN/ECE code"), help=_("Electronic invoices need it: C62, KGM, HUR …")),
            Link(key="base", label=_("Counted in"), entity="unit"),
            Number(key="factor", label=_("How many of those")),
        ),
        columns=("name", "symbol", "code", "base", "factor"),
        sort="name",
        nav="settings",
        unique=(("name",),),
        panels=(Panel("unit", "base", _("Counted in this unit"), ("factor",), sort="name"),),
        rules=(rules.counted("factor"), rules.whole_unit),
        timeline=False,
    )
)

ATTRIBUTE = register(
    Entity(
        key="attribute",
        model=Attribute,
        slug="attributes",
        label=_("Attribute of variants"),
        label_plural=_("Attributes of variants"),
        icon="swatch-book",
        native=(
            Text(key="name", label=_("Name"), required=True, search="A"),
            Link(key="product", label=_("Product"), entity="product", required=True),
            Tags(key="options", label=_("Values"), required=True),
            Number(key="position", label=_("Position"), default=Decimal(0)),
        ),
        columns=("name", "product", "options", "position"),
        unique=(("product", "name"),),
        rules=(rules.distinct_options,),
        timeline=False,
    )
)

BUNDLE_PART = register(
    Entity(
        key="bundlepart",
        model=BundlePart,
        slug="bundle-parts",
        label=_("Part of a bundle"),
        label_plural=_("Parts of bundles"),
        icon="boxes",
        title="id_text",
        native=(
            Computed(
                key="id_text", label=_("Part"), compute=lambda part: f"{part.quantity:f} × {part.product_id}"
            ),
            Link(key="bundle", label=_("Bundle"), entity="product", required=True),
            Link(key="product", label=_("Product"), entity="product", required=True),
            Number(key="quantity", label=_("Quantity"), default=Decimal(1), required=True),
        ),
        columns=("bundle", "product", "quantity"),
        unique=(("bundle", "product"),),
        rules=(rules.counted("quantity"), rules.no_bundle_in_itself),
        timeline=False,
    )
)

PACKAGE = register(
    Entity(
        key="package",
        model=Package,
        slug="packages",
        label=_("Package"),
        label_plural=_("Packages"),
        icon="box",
        native=(
            Text(key="name", label=_("Name"), required=True, search="A"),
            Link(key="product", label=_("Product"), entity="product", required=True),
            Number(key="holds", label=_("Holds so many"), required=True),
            Gtin(key="gtin", label=_("Bar code"), search="B"),
        ),
        columns=("name", "product", "holds", "gtin"),
        unique=(("product", "name"),),
        rules=(rules.counted("holds"),),
        timeline=False,
    )
)

COST = register(
    Entity(
        key="productcost",
        model=ProductCost,
        slug="product-costs",
        label=_("Cost of a product"),
        label_plural=_("Costs of products"),
        icon="coins",
        title="note",
        native=(
            Text(key="note", label=_("Note"), search="A"),
            Link(key="product", label=_("Product"), entity="product", required=True),
            Money(key="cost", label=_("Cost"), required=True),
            Date(key="valid_from", label=_("From")),
        ),
        columns=("note", "product", "cost", "valid_from"),
        timeline=False,
    )
)
