from django.utils.translation import gettext_lazy as _

from clientela.engine.access import rules
from clientela.engine.access.models import Branch, Team, User
from clientela.engine.entities.entity import Entity, Panel
from clientela.engine.entities.registry import register
from clientela.engine.fields.choice import Boolean
from clientela.engine.fields.contact import Email
from clientela.engine.fields.link import Link
from clientela.engine.fields.link import User as Colleague
from clientela.engine.fields.text import Text

USER = register(
    Entity(
        key="user",
        model=User,
        slug="users",
        label=_("Colleague"),
        label_plural=_("Colleagues"),
        icon="circle-user-round",
        person=True,
        native=(
            Text(
                key="name",
                label=_("Name"),
                max_length=200,
                required=True,
                search="A",
                aliases=("sales agent", "full name", "user"),
            ),
            Email(key="email", label=_("E-mail"), unique=True, search="B"),
            Link(key="team", label=_("Team"), entity="team"),
            Boolean(key="is_active", label=_("Active"), default=True),
        ),
        columns=("name", "email", "team", "branch", "is_active"),
        sort="name",
        nav="settings",
        unique=(("email",), ("name",)),
        rules=(rules.address_follows, rules.somebody_administers),
        moved=(rules.still_administered,),
        timeline=False,
        aliases=("users", "sales team", "sales teams", "agents", "employees"),
    )
)

TEAM = register(
    Entity(
        key="team",
        model=Team,
        slug="teams",
        label=_("Team"),
        label_plural=_("Teams"),
        icon="users",
        native=(
            Text(key="name", label=_("Name"), max_length=200, required=True, unique=True, search="A"),
            Link(key="parent", label=_("Part of"), entity="team"),
            Colleague(key="manager", label=_("Manager")),
        ),
        columns=("name", "manager", "parent"),
        sort="name",
        nav="settings",
        unique=(("name",),),
        panels=(Panel("user", "team", _("Members"), ("name",)),),
        rules=(rules.no_circles,),
        timeline=False,
    )
)

BRANCH = register(
    Entity(
        key="branch",
        model=Branch,
        slug="branches",
        label=_("Branch"),
        label_plural=_("Branches"),
        icon="map",
        native=(
            Text(
                key="name",
                label=_("Name"),
                max_length=200,
                required=True,
                unique=True,
                search="A",
                aliases=("region", "office"),
            ),
            Link(key="parent", label=_("Part of"), entity="branch"),
        ),
        columns=("name", "parent"),
        sort="name",
        nav="settings",
        unique=(("name",),),
        panels=(Panel("user", "branch", _("Colleagues"), ("name",)),),
        rules=(rules.no_circles,),
        timeline=False,
    )
)
