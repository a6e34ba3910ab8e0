from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from clientela.domains.catalog.fields import currency_options
from clientela.domains.configurator import codes, rules
from clientela.domains.configurator.models import Configuration, Option, OptionGroup, OptionRule
from clientela.engine.entities.entity import Entity, Panel, Section
from clientela.engine.entities.registry import register
from clientela.engine.fields import choice
from clientela.engine.fields.choice import Boolean, Choice, Tags
from clientela.engine.fields.link import Link
from clientela.engine.fields.numbers import Money, Number
from clientela.engine.fields.text import LongText, Text

GROUP_KINDS = (choice.Option("choice", _("Choose from options")), choice.Option("number", _("Give a number")))
RULE_KINDS = (
    choice.Option("requires", _("requires")),
    choice.Option("forbids", _("forbids")),
    choice.Option("exclusive", _("only one of these")),
    choice.Option("recommends", _("recommends")),
)

GROUP = register(
    Entity(
        key="optiongroup",
        model=OptionGroup,
        slug="option-groups",
        label=_("Group of options"),
        label_plural=_("Groups of options"),
        icon="list-checks",
        native=(
            Text(key="name", label=_("Name"), required=True, search="A"),
            Link(key="product", label=_("Product"), entity="product", required=True),
            Text(key="code", label=_("Code"), help=_("By it rules name this group; follows the name if left empty.")),
            Text(key="help", label=_("Explanation")),
            Choice(key="kind", label=_("Kind"), options=GROUP_KINDS, default="choice", required=True),
            Number(key="position", label=_("Position"), default=Decimal(0)),
            Number(key="least", label=_("Choose at least"), places=0, least=Decimal(0), default=Decimal(1), required=True),
            Number(key="most", label=_("Choose at most"), places=0, least=Decimal(1), default=Decimal(1), required=True),
            Text(key="unit", label=_("Unit of the number")),
            Number(key="lowest", label=_("Lowest number")),
            Number(key="highest", label=_("Highest number")),
            Number(key="step", label=_("In steps of")),
            Number(key="start", label=_("Begins with")),
            Money(key="price", label=_("Price for one unit of the number")),
        ),
        columns=("name", "product", "kind", "least", "most", "position"),
        sort="position",
        sections=(
            Section(_("Group"), ("product", "kind", "help", "code", "position")),
            Section(_("Options"), ("least", "most")),
            Section(_("Number"), ("unit", "lowest", "highest", "step", "start", "price")),
        ),
        panels=(Panel("option", "group", _("Options"), ("code", "price"), sort="position"),),
        quick=("name", "product", "kind"),
        rules=(rules.countable, codes.group_codes),
        timeline=False,
    )
)  # fmt: skip

OPTION = register(
    Entity(
        key="option",
        model=Option,
        slug="options",
        label=_("Option"),
        label_plural=_("Options"),
        icon="circle-dot",
        native=(
            Text(key="name", label=_("Name"), required=True, search="A"),
            Link(key="group", label=_("Group"), entity="optiongroup", required=True),
            Text(key="code", label=_("Code"), help=_("By it rules name this option; follows the name if left empty.")),
            Text(key="description", label=_("Description")),
            Number(key="position", label=_("Position"), default=Decimal(0)),
            Money(key="price", label=_("Adds to the price")),
            Number(key="percent", label=_("Adds percent of the product's price"), least=Decimal(-100), most=Decimal(1000)),
            Number(key="extra_days", label=_("Adds working days"), places=0, least=Decimal(0)),
            Number(key="at_least_days", label=_("Takes working days at least"), places=0, least=Decimal(0)),
            Boolean(key="is_default", label=_("Standard")),
            Boolean(key="is_offered", label=_("Offered"), default=True),
        ),
        columns=("name", "group", "code", "price", "percent", "extra_days", "is_default", "is_offered"),
        sort="position",
        quick=("name", "group", "price"),
        rules=(codes.option_codes,),
        timeline=False,
    )
)  # fmt: skip

RULE = register(
    Entity(
        key="optionrule",
        model=OptionRule,
        slug="option-rules",
        label=_("Rule of options"),
        label_plural=_("Rules of options"),
        icon="git-branch",
        native=(
            Text(key="name", label=_("The rule in words"), required=True, search="A", help=_("Sellers read this when the rule forbids what they chose.")),
            Link(key="product", label=_("Product"), entity="product", required=True),
            Choice(key="kind", label=_("Kind"), options=RULE_KINDS, default="requires", required=True),
            Tags(key="when", label=_("When"), help=_("Codes of options, or comparisons such as “length > 3000”.")),
            Boolean(key="when_any", label=_("Any of them is enough")),
            Tags(key="then", label=_("Then")),
            Boolean(key="then_all", label=_("All of those, not one of them")),
            Boolean(key="is_active", label=_("In force"), default=True),
        ),
        columns=("name", "product", "kind", "when", "then", "is_active"),
        sort="created_at",
        rules=(rules.sensible_rule,),
        timeline=False,
    )
)  # fmt: skip

CONFIGURATION = register(
    Entity(
        key="configuration",
        model=Configuration,
        slug="configurations",
        label=_("Configuration"),
        label_plural=_("Configurations"),
        icon="sliders-horizontal",
        describe=_("Products made to order, as they were put together from options. Open a product and press Configure to make one."),
        native=(
            Text(key="name", label=_("Name"), required=True, search="A"),
            Link(key="product", label=_("Product"), entity="product", required=True),
            Link(key="company", label=_("Customer"), entity="company"),
            Choice(key="currency", label=_("Currency"), options=currency_options()),
            Tags(key="choices", label=_("Choices")),
            Money(key="price", label=_("Price"), read_only=True),
            Number(key="lead_days", label=_("Delivery in working days"), read_only=True),
            LongText(key="description", label=_("What was chosen"), read_only=True, search="C"),
            Boolean(key="is_valid", label=_("Still possible"), read_only=True),
            Number(key="edition", label=_("Edition of the options"), read_only=True),
        ),
        columns=("name", "product", "company", "price", "lead_days", "is_valid", "owner", "updated_at"),
        nav="catalogue",
        figures=("price", "lead_days"),
        sections=(
            Section(_("Configuration"), ("product", "company", "description", "currency", "price", "lead_days")),
            Section(_("More"), ("choices", "is_valid", "edition")),
        ),
        quick=("name", "product", "company"),
        rules=(rules.possible_only,),
    )
)  # fmt: skip
