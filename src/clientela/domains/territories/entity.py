from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from clientela.domains.contacts.choices import INDUSTRIES
from clientela.domains.territories import rules
from clientela.domains.territories.models import Territory
from clientela.engine.access.rules import no_circles
from clientela.engine.entities.entity import Entity, Panel, Section
from clientela.engine.entities.registry import add_rule, register
from clientela.engine.fields.choice import MultiChoice, Tags
from clientela.engine.fields.contact import country_options
from clientela.engine.fields.link import Link
from clientela.engine.fields.numbers import Number
from clientela.engine.fields.text import LongText, Text

TERRITORY = register(
    Entity(
        key="territory",
        model=Territory,
        slug="territories",
        label=_("Territory"),
        label_plural=_("Territories"),
        icon="map",
        describe=_("Parts of the market by place, industry and size, each with somebody who looks after it."),
        native=(
            Text(key="name", label=_("Name"), required=True, search="A", aliases=("territory name", "region name")),
            Link(key="parent", label=_("Part of"), entity="territory", aliases=("parent territory",)),
            Number(key="position", label=_("Position"), default=Decimal(0), help=_("Of two that fit, the first is taken.")),
            MultiChoice(key="countries", label=_("Countries"), options=country_options()),
            Tags(key="regions", label=_("Regions and cities"), search="C"),
            LongText(key="postcodes", label=_("Postcodes"), max_length=20_000, help=_("Beginnings and ranges, such as 80, 10000-19999, SW1, 00-001 – 04-999.")),
            MultiChoice(key="industries", label=_("Industries"), options=INDUSTRIES),
            Number(key="least_employees", label=_("Employees from"), places=0, least=Decimal(0)),
            Number(key="most_employees", label=_("Employees to"), places=0, least=Decimal(0)),
            LongText(key="description", label=_("Description"), search="D"),
        ),
        columns=("name", "parent", "owner", "countries", "industries", "position"),
        sort="position",
        nav="settings",
        sections=(
            Section(_("Territory"), ("parent", "position", "description")),
            Section(_("What lies in it"), ("countries", "regions", "postcodes", "industries", "least_employees", "most_employees")),
        ),
        panels=(Panel("territory", "parent", _("Parts"), ("owner",), sort="position"),),
        quick=("name", "parent", "owner", "countries", "regions", "postcodes", "industries", "least_employees", "most_employees"),
        unique=(("name",),),
        rules=(no_circles, rules.make_sense),
        aliases=("territories", "sales territories"),
    )
)  # fmt: skip

# A company is placed as soon as it is there, or has moved.
add_rule("company", rules.place)
