"""Orders, their kinds and stages, deliveries, and what stands at the customer's."""

from django.utils.translation import gettext_lazy as _

from clientela.domains.orders import choices, fields, order_rules, rules
from clientela.domains.orders.models import (
    Delivery,
    DeliveryLine,
    InstalledProduct,
    Order,
    OrderChange,
    OrderKind,
    OrderLine,
    OrderStage,
)
from clientela.engine.entities.entity import Entity, Panel, Section
from clientela.engine.entities.registry import register
from clientela.engine.fields.choice import Boolean, Choice
from clientela.engine.fields.contact import Address
from clientela.engine.fields.link import Link
from clientela.engine.fields.moments import Date, DateTime
from clientela.engine.fields.numbers import Number
from clientela.engine.fields.text import LongText, Text
from clientela.engine.numbering.declaring import declare
from clientela.engine.numbering.ranges import Kind

ORDER_NUMBERS = declare(Kind("order", _("Orders"), "O-{year}-{n:04}"))
DELIVERY_NUMBERS = declare(Kind("delivery", _("Deliveries"), "D-{year}-{n:04}"))

KIND = register(
    Entity(
        key="orderkind",
        model=OrderKind,
        slug="order-kinds",
        label=_("Kind of order"),
        label_plural=_("Kinds of orders"),
        icon="waypoints",
        native=(
            Text(key="name", label=_("Name"), required=True, unique=True, search="A"),
            Number(key="position", label=_("Position")),
            Boolean(key="is_standard", label=_("Used unless another is chosen"), default=False),
        ),
        columns=("name", "position", "is_standard"),
        sort="position",
        nav="settings",
        unique=(("name",),),
        panels=(Panel("orderstage", "order_kind", _("Stages"), ("meaning",), sort="position"),),
        timeline=False,
    )
)

STAGE = register(
    Entity(
        key="orderstage",
        model=OrderStage,
        slug="order-stages",
        label=_("Stage of orders"),
        label_plural=_("Stages of orders"),
        icon="milestone",
        native=(
            Link(key="order_kind", label=_("Kind of order"), entity="orderkind", required=True),
            Text(key="name", label=_("Name"), required=True, search="A"),
            Number(key="position", label=_("Position")),
            Choice(key="meaning", label=_("Meaning"), options=choices.MEANINGS, default="production", required=True),
        ),
        columns=("name", "order_kind", "meaning", "position"),
        sort="position",
        nav="settings",
        unique=(("order_kind", "name"),),
        timeline=False,
    )
)  # fmt: skip

ORDER = register(
    Entity(
        key="order",
        model=Order,
        slug="orders",
        label=_("Order"),
        label_plural=_("Orders"),
        icon="clipboard-list",
        describe=_("What customers have ordered, and how far it is."),
        title="number",
        native=(
            *fields.head(("order number", "sales order", "so number")),
            Link(key="order_kind", label=_("Kind of order"), entity="orderkind"),
            Link(key="stage", label=_("Stage"), entity="orderstage", aliases=("status",)),
            DateTime(key="stage_since", label=_("In stage since"), read_only=True),
            Link(key="quote", label=_("From quote"), entity="quote"),
            Text(key="reference", label=_("Customer's reference"), search="B", aliases=("purchase order", "po number")),
            Date(key="ordered_on", label=_("Ordered"), aliases=("order date", "date")),
            Date(key="promised_on", label=_("Promised for"), aliases=("due date", "delivery date")),
            Choice(key="delivery_state", label=_("Delivered"), options=choices.DELIVERY_STATES, read_only=True),
            Address(key="ship_to", label=_("Ship to"), aliases=("shipping address",)),
            DateTime(key="confirmed_at", label=_("Confirmed"), read_only=True),
            DateTime(key="cancelled_at", label=_("Cancelled"), read_only=True),
            LongText(key="cancel_reason", label=_("Why cancelled"), read_only=True),
        ),
        columns=("number", "subject", "company", "stage", "total", "promised_on", "owner", "updated_at"),
        nav="orders",
        board_by="stage",
        board_sum="total",
        card=("company", "number", "total", "promised_on"),
        figures=("total", "promised_on", "delivery_state"),
        sections=(
            Section(_("Order"), ("subject", "company", "person", "deal", "quote", "reference", "order_kind", "stage", "ordered_on", "promised_on", "ship_to", "currency", "language", "inclusive", "discount", "total", "net", "tax", "delivery_state")),
            Section(_("Texts"), ("intro", "closing", "terms")),
        ),
        panels=(
            Panel("delivery", "order", _("Deliveries"), ("delivered_on",), adds=False),
            Panel("installedproduct", "order", _("Installed products"), ("serial_number", "warranty_until")),
        ),
        quick=("subject", "company", "person", "deal", "promised_on"),
        unique=(("number",),),
        rules=(rules.begin, rules.order_begins, order_rules.follow_stage, rules.numbered("order", rules.today)),
        aliases=("sales orders", "заказы", "zamówienia", "訂單"),
    )
)  # fmt: skip

ORDER_LINE = register(
    Entity(
        key="orderline",
        model=OrderLine,
        slug="order-lines",
        label=_("Line of an order"),
        label_plural=_("Lines of orders"),
        icon="list",
        native=(
            *fields.line(),
            Link(key="order", label=_("Order"), entity="order", required=True, aliases=("parent id",)),
            Link(key="quote_line", label=_("Line of the quote"), entity="quoteline", read_only=True),
            Date(key="promised_on", label=_("Promised for")),
            Number(key="delivered", label=_("Delivered"), read_only=True),
        ),
        columns=("order", "name", "quantity", "delivered", "price", "total"),
        sort="position",
        rules=(rules.order_lines.rule,),
        moved=(rules.order_lines.moved,),
        timeline=False,
    )
)

CHANGE = register(
    Entity(
        key="orderchange",
        model=OrderChange,
        slug="order-changes",
        label=_("Change of an order"),
        label_plural=_("Changes of orders"),
        icon="file-diff",
        title="reason",
        native=(
            LongText(key="reason", label=_("Why"), required=True, search="D"),
            Link(key="order", label=_("Order"), entity="order", required=True),
            Number(key="number", label=_("Number"), places=0, read_only=True),
        ),
        columns=("order", "number", "reason", "created_at", "created_by"),
        rules=(order_rules.change_is_history,),
        timeline=False,
    )
)

DELIVERY = register(
    Entity(
        key="delivery",
        model=Delivery,
        slug="deliveries",
        label=_("Delivery"),
        label_plural=_("Deliveries"),
        icon="truck",
        describe=_("What went to customers, and when. Make one from the page of its order."),
        title="number",
        native=(
            Text(key="number", label=_("Number"), unique=True, search="A"),
            Link(key="order", label=_("Order"), entity="order", required=True),
            Date(key="delivered_on", label=_("Delivered")),
            Text(key="carrier", label=_("Carrier")),
            Text(key="tracking", label=_("Tracking number"), search="B"),
            LongText(key="note", label=_("Note"), search="D"),
        ),
        columns=("number", "order", "delivered_on", "carrier", "tracking", "updated_at"),
        nav="orders",
        sections=(Section(_("Delivery"), ("order", "delivered_on", "carrier", "tracking", "note")),),
        panels=(Panel("deliveryline", "delivery", _("Delivered goods"), ("order_line", "quantity")), Panel("installedproduct", "delivery", _("Installed products"), ("serial_number",))),
        rules=(order_rules.delivery_begins, rules.numbered("delivery", rules.today)),
        moved=(order_rules.delivery_moved,),
    )
)  # fmt: skip

DELIVERY_LINE = register(
    Entity(
        key="deliveryline",
        model=DeliveryLine,
        slug="delivery-lines",
        label=_("Line of a delivery"),
        label_plural=_("Lines of deliveries"),
        icon="list",
        title="quantity",
        native=(
            Link(key="delivery", label=_("Delivery"), entity="delivery", required=True),
            Link(key="order_line", label=_("Line of the order"), entity="orderline", required=True),
            Number(key="quantity", label=_("Quantity"), required=True),
        ),
        columns=("delivery", "order_line", "quantity"),
        rules=(order_rules.not_more_than_ordered,),
        moved=(order_rules.delivery_line_moved,),
        timeline=False,
    )
)

INSTALLED = register(
    Entity(
        key="installedproduct",
        model=InstalledProduct,
        slug="installed-products",
        label=_("Installed product"),
        label_plural=_("Installed products"),
        icon="hard-drive",
        describe=_("What stands at your customers', with serial numbers and warranty."),
        native=(
            Text(key="name", label=_("Name"), search="A"),
            Text(key="serial_number", label=_("Serial number"), search="A", aliases=("serial", "serial no")),
            Link(key="product", label=_("Product"), entity="product"),
            Link(key="company", label=_("Company"), entity="company", aliases=("account", "customer")),
            Choice(key="state", label=_("State"), options=choices.INSTALLED_STATES, default="in-use"),
            Date(key="installed_on", label=_("Installed")),
            Date(key="warranty_until", label=_("Warranty until")),
            Text(key="service_contract", label=_("Service contract"), search="B"),
            Text(key="location", label=_("Place")),
            Link(key="order", label=_("Order"), entity="order"),
            Link(key="order_line", label=_("Line of the order"), entity="orderline", read_only=True),
            Link(key="delivery", label=_("Delivery"), entity="delivery", read_only=True),
            LongText(key="note", label=_("Note"), search="D"),
        ),
        columns=("name", "serial_number", "company", "product", "installed_on", "warranty_until", "state"),
        nav="orders",
        state="state",
        figures=("warranty_until", "installed_on"),
        sections=(Section(_("Installed product"), ("serial_number", "product", "company", "location", "installed_on", "warranty_until", "service_contract", "order", "order_line", "delivery", "note")),),
        quick=("name", "serial_number", "product", "company", "installed_on", "warranty_until"),
        rules=(order_rules.installed_begins,),
        aliases=("assets", "equipment", "installed base"),
    )
)  # fmt: skip
