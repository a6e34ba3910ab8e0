from django.utils.translation import gettext_lazy as _

from clientela.domains.performance import rules
from clientela.domains.performance.models import Adjustment, Quota
from clientela.engine.entities.entity import Entity, Section
from clientela.engine.entities.registry import register
from clientela.engine.fields.link import Link, User
from clientela.engine.fields.moments import Date
from clientela.engine.fields.numbers import Money
from clientela.engine.fields.text import Text

QUOTA = register(
    Entity(
        key="quota",
        model=Quota,
        slug="quotas",
        label=_("Quota"),
        label_plural=_("Quotas"),
        icon="target",
        title="month",
        describe=_("What a person or a team should win in a month."),
        native=(
            User(key="user", label=_("Person")),
            Link(key="team", label=_("Team"), entity="team"),
            Date(key="month", label=_("Month"), required=True),
            Money(key="amount", label=_("To be won"), required=True),
            Text(key="note", label=_("Note"), search="D"),
        ),
        columns=("month", "user", "team", "amount", "updated_at"),
        sort="-month",
        nav="insight",
        sections=(Section(_("Quota"), ("user", "team", "month", "amount", "note")),),
        quick=("user", "team", "month", "amount"),
        rules=(rules.begins_the_month, rules.not_negative, rules.for_one, rules.of_own_people),
        timeline=False,
        aliases=("targets",),
    )
)

ADJUSTMENT = register(
    Entity(
        key="adjustment",
        model=Adjustment,
        slug="forecast-adjustments",
        label=_("Forecast adjustment"),
        label_plural=_("Forecast adjustments"),
        icon="sliders-horizontal",
        title="note",
        describe=_("A manager's own figure for a person's month, and why."),
        native=(
            User(key="user", label=_("Person"), required=True),
            Date(key="month", label=_("Month"), required=True),
            Money(key="amount", label=_("Forecast"), required=True),
            Text(key="note", label=_("Why"), required=True, search="A"),
        ),
        columns=("note", "user", "month", "amount", "created_by", "created_at"),
        sort="-created_at",
        sections=(Section(_("Adjustment"), ("user", "month", "amount", "note")),),
        quick=("user", "month", "amount", "note"),
        rules=(rules.begins_the_month, rules.not_negative, rules.of_own_people),
        timeline=False,
    )
)
