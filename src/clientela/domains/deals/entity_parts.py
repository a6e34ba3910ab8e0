"""What belongs to deals and to stages: lists to tick, tasks, people and their roles, competitors, shares of the credit."""

from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from clientela.domains.deals import checklists, rules, shares
from clientela.domains.deals.choices import ROLES, STANCES, STANDINGS
from clientela.domains.deals.models import (
    Competitor,
    DealCheck,
    DealCompetitor,
    DealRole,
    DealSplit,
    StageCheck,
    StageTask,
)
from clientela.domains.deals.processes import memory
from clientela.engine.entities.entity import Entity, Panel, Section
from clientela.engine.entities.registry import register
from clientela.engine.fields.choice import Choice
from clientela.engine.fields.contact import Url
from clientela.engine.fields.link import Computed, Link, User
from clientela.engine.fields.numbers import Number, Percent
from clientela.engine.fields.text import LongText, Text

POSITION = Number(key="position", label=_("Position"), default=Decimal(0))
DEAL = Link(key="deal", label=_("Deal"), entity="deal", required=True)

STAGE_CHECK = register(
    Entity(
        key="stagecheck",
        model=StageCheck,
        slug="stage-checks",
        label=_("Item to tick"),
        label_plural=_("Items to tick"),
        icon="list-checks",
        native=(
            Link(key="stage", label=_("Stage"), entity="stage", required=True),
            Text(key="name", label=_("What must be done"), required=True, search="A"),
            POSITION,
        ),
        columns=("name", "stage", "position"),
        sort="position",
        rules=(memory.of_parts,),
        moved=(memory.of_moved_parts,),
        timeline=False,
    )
)

STAGE_TASK = register(
    Entity(
        key="stagetask",
        model=StageTask,
        slug="stage-tasks",
        label=_("Task on entering"),
        label_plural=_("Tasks on entering"),
        icon="square-check",
        title="subject",
        native=(
            Link(key="stage", label=_("Stage"), entity="stage", required=True),
            Text(key="subject", label=_("Task"), required=True, search="A"),
            Number(key="due_days", label=_("Due after days"), places=0, least=Decimal(0), most=Decimal(3650)),
            POSITION,
        ),
        columns=("subject", "stage", "due_days", "position"),
        sort="position",
        rules=(memory.of_parts,),
        moved=(memory.of_moved_parts,),
        timeline=False,
    )
)

COMPETITOR = register(
    Entity(
        key="competitor",
        model=Competitor,
        slug="competitors",
        label=_("Competitor"),
        label_plural=_("Competitors"),
        icon="swords",
        describe=_("Who else wants our deals, and how we fare against them."),
        native=(
            Text(key="name", label=_("Name"), required=True, unique=True, search="A"),
            Url(key="website", label=_("Website")),
            Link(key="company", label=_("Company"), entity="company"),
            LongText(key="strengths", label=_("Strengths"), search="D"),
            LongText(key="weaknesses", label=_("Weaknesses"), search="D"),
            LongText(key="description", label=_("Description"), search="D"),
        ),
        columns=("name", "website", "strengths", "weaknesses", "updated_at"),
        sort="name",
        nav="sales",
        sections=(
            Section(_("Competitor"), ("website", "company", "strengths", "weaknesses", "description")),
        ),
        panels=(Panel("dealcompetitor", "competitor", _("On deals"), ("deal", "standing")),),
        quick=("name", "website", "strengths", "weaknesses"),
        unique=(("name",),),
        similar=("name",),
    )
)

DEAL_CHECK = register(
    Entity(
        key="dealcheck",
        model=DealCheck,
        slug="deal-checks",
        label=_("Tick on a deal"),
        label_plural=_("Ticks on deals"),
        icon="list-checks",
        title="id_text",
        native=(
            Computed(key="id_text", label=_("Tick"), compute=lambda one: str(one.item_id)),
            DEAL,
            Link(key="item", label=_("Item to tick"), entity="stagecheck", required=True),
            Text(key="note", label=_("Note"), search="D"),
        ),
        columns=("deal", "item", "created_at", "created_by"),
        rules=(rules.deal_may_change, checklists.of_their_pipeline),
        timeline=False,
    )
)

DEAL_ROLE = register(
    Entity(
        key="dealrole",
        model=DealRole,
        slug="deal-roles",
        label=_("Person on a deal"),
        label_plural=_("People on deals"),
        icon="users-round",
        title="note",
        native=(
            DEAL,
            Link(
                key="person",
                label=_("Person"),
                entity="person",
                required=True,
                aliases=("contact", "contact name"),
            ),
            Choice(
                key="role", label=_("Role"), options=ROLES, default="influences", required=True,
                aliases=("contact role",),
            ),
            Choice(key="stance", label=_("Stance"), options=STANCES),
            Text(key="note", label=_("Note"), search="D"),
        ),
        columns=("deal", "person", "role", "stance", "note"),
        unique=(("deal", "person", "role"),),
        rules=(rules.deal_may_change,),
        timeline=False,
    )
)  # fmt: skip

DEAL_COMPETITOR = register(
    Entity(
        key="dealcompetitor",
        model=DealCompetitor,
        slug="deal-competitors",
        label=_("Competitor on a deal"),
        label_plural=_("Competitors on deals"),
        icon="swords",
        title="strength",
        native=(
            DEAL,
            Link(key="competitor", label=_("Competitor"), entity="competitor", required=True),
            Choice(key="standing", label=_("Standing"), options=STANDINGS),
            Text(key="strength", label=_("Strength here"), search="D"),
            Text(key="weakness", label=_("Weakness here"), search="D"),
        ),
        columns=("deal", "competitor", "standing", "strength", "weakness"),
        unique=(("deal", "competitor"),),
        rules=(rules.deal_may_change,),
        timeline=False,
    )
)

DEAL_SPLIT = register(
    Entity(
        key="dealsplit",
        model=DealSplit,
        slug="deal-splits",
        label=_("Share of a deal"),
        label_plural=_("Shares of deals"),
        icon="chart-pie",
        title="id_text",
        native=(
            Computed(key="id_text", label=_("Share"), compute=lambda one: f"{one.percent:f} %"),
            replace(DEAL, as_whole=True),
            User(key="user", label=_("Colleague"), required=True),
            Percent(key="percent", label=_("Share"), default=Decimal(100), required=True),
            Text(key="note", label=_("Note"), search="D"),
        ),
        columns=("deal", "user", "percent"),
        rules=(rules.deal_may_change, shares.add_up),
        moved=(shares.add_up_again,),
        timeline=False,
    )
)
