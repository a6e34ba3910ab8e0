from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from clientela.domains.contacts.choices import SOURCES
from clientela.domains.deals import entering, entity_parts, revenue, rules
from clientela.domains.deals.choices import LOSS_REASONS, STAGE_KINDS, WIN_REASONS
from clientela.domains.deals.models import Deal, DealLine, Pipeline, Stage
from clientela.domains.deals.processes import memory
from clientela.engine.entities.entity import Entity, Panel, Section
from clientela.engine.entities.registry import register
from clientela.engine.fields.choice import Boolean, Choice, Tags
from clientela.engine.fields.link import Computed, Link
from clientela.engine.fields.moments import Date, DateTime
from clientela.engine.fields.numbers import Amount, Money, Number, Percent
from clientela.engine.fields.text import LongText, Text

REST = entity_parts.COMPETITOR  # registered by being imported

PIPELINE = register(
    Entity(
        key="pipeline",
        model=Pipeline,
        slug="pipelines",
        label=_("Pipeline"),
        label_plural=_("Pipelines"),
        icon="waypoints",
        native=(
            Text(key="name", label=_("Name"), required=True, unique=True, search="A"),
            Number(key="position", label=_("Position"), default=Decimal(0)),
            Text(key="process", label=_("Made from the process"), read_only=True),
            Tags(key="win_reasons", label=_("Reasons to win"), help=_("Keys of options of “Reason won”; none means all.")),
            Tags(key="loss_reasons", label=_("Reasons to lose"), help=_("Keys of options of “Reason lost”; none means all.")),
        ),
        columns=("name", "position"),
        sort="position",
        nav="settings",
        unique=(("name",),),
        panels=(Panel("stage", "pipeline", _("Stages"), ("kind", "probability"), sort="position"),),
        rules=(memory.reasons_exist, memory.of_pipelines),
        timeline=False,
    )
)  # fmt: skip

STAGE = register(
    Entity(
        key="stage",
        model=Stage,
        slug="stages",
        label=_("Stage"),
        label_plural=_("Stages"),
        icon="milestone",
        native=(
            Link(key="pipeline", label=_("Pipeline"), entity="pipeline", required=True),
            Text(key="name", label=_("Name"), required=True, search="A"),
            Number(key="position", label=_("Position"), default=Decimal(0)),
            Percent(key="probability", label=_("Probability")),
            Choice(key="kind", label=_("Kind"), options=STAGE_KINDS, default="open", required=True),
            Number(key="rot_days", label=_("Days until a deal rots"), places=0, least=Decimal(0), most=Decimal(3650)),
            Tags(key="required_fields", label=_("Required fields"), help=_("Keys of deal fields that must be filled when a deal enters, such as amount.")),
        ),
        columns=("name", "pipeline", "kind", "probability", "position", "rot_days"),
        sort="position",
        nav="settings",
        unique=(("pipeline", "name"),),
        panels=(
            Panel("stagecheck", "stage", _("To be ticked before leaving"), (), sort="position"),
            Panel("stagetask", "stage", _("Tasks on entering"), ("due_days",), sort="position"),
        ),
        rules=(entering.fields_exist, memory.of_stages),
        moved=(memory.of_moved_stages,),
        timeline=False,
    )
)  # fmt: skip

DEAL = register(
    Entity(
        key="deal",
        model=Deal,
        slug="deals",
        label=_("Deal"),
        label_plural=_("Deals"),
        icon="handshake",
        describe=_("Chances to sell, on their way through the stages of a pipeline."),
        native=(
            Text(key="name", label=_("Name"), required=True, search="A", aliases=("deal name", "opportunity name", "potential name", "title", "opportunity")),
            Link(key="company", label=_("Company"), entity="company", aliases=("account", "account name", "organization")),
            Link(key="person", label=_("Contact"), entity="person", aliases=("contact person", "contact name", "primary contact")),
            Link(key="pipeline", label=_("Pipeline"), entity="pipeline"),
            Link(key="stage", label=_("Stage"), entity="stage", aliases=("deal stage", "sales stage", "stage name")),
            Money(key="amount", label=_("Amount"), aliases=("value", "close value", "deal value", "expected revenue", "opportunity amount")),
            Money(key="recurring", label=_("Per month"), help=_("What comes in every month of the term."), aliases=("mrr", "monthly recurring revenue", "recurring revenue")),
            Number(key="term_months", label=_("Term in months"), places=0, least=Decimal(1), most=Decimal(600), aliases=("term", "contract term", "months")),
            Money(key="contract_value", label=_("Contract value"), read_only=True),
            Money(key="list_amount", label=_("List amount")),
            Percent(key="probability", label=_("Probability"), aliases=("probability (%)",)),
            Link(key="product", label=_("Main product"), entity="product", aliases=("product name",)),
            Link(key="team", label=_("Team"), entity="team"),
            Date(key="opened_on", label=_("Opened"), aliases=("engage date", "created date", "open date")),
            Date(key="expected_close", label=_("Expected close"), aliases=("expected close date", "closing date", "close date")),
            Date(key="closed_on", label=_("Closed"), aliases=("actual close", "won time", "closed date")),
            DateTime(key="stage_since", label=_("In stage since"), read_only=True),
            Choice(key="win_reason", label=_("Reason won"), options=WIN_REASONS, aliases=("won reason", "reason for win")),
            Choice(key="loss_reason", label=_("Reason lost"), options=LOSS_REASONS, aliases=("lost reason", "closed lost reason", "reason for loss")),
            Link(key="lost_to", label=_("Lost to"), entity="competitor", aliases=("competitor", "main competitor")),
            Text(key="next_step", label=_("Next step"), search="D"),
            Date(key="next_step_on", label=_("Next step on")),
            Boolean(key="no_next_step", label=_("No next step"), read_only=True),
            Text(key="code", label=_("Code"), search="B", aliases=("opportunity id", "deal id", "number", "reference")),
            Choice(key="source", label=_("Source"), options=SOURCES, aliases=("lead source",)),
            LongText(key="description", label=_("Description"), search="D", aliases=("notes",)),
        ),
        columns=("name", "company", "stage", "amount", "expected_close", "owner", "next_step", "updated_at"),
        nav="sales",
        board_by="stage",
        board_sum="amount",
        calendar_by="expected_close",
        card=("company", "name", "amount", "next_step"),
        figures=("amount", "recurring", "contract_value", "probability", "expected_close"),
        flags=("no_next_step",),
        sections=(
            Section(_("Deal"), ("company", "person", "pipeline", "stage", "amount", "recurring", "term_months", "probability", "product", "expected_close", "closed_on", "win_reason", "loss_reason", "lost_to", "next_step", "next_step_on")),
            Section(_("More"), ("opened_on", "list_amount", "source", "team", "code", "description")),
        ),
        panels=(
            Panel("dealrole", "deal", _("People involved"), ("person", "role", "stance")),
            Panel("dealcompetitor", "deal", _("Competitors"), ("competitor", "standing")),
        ),
        quick=("name", "company", "amount", "expected_close", "stage"),
        unique=(("code",), ("name", "company")),
        similar=("name",),
        rules=(rules.follow_stage, rules.follow_owner, rules.line_for_product, rules.name_winner, revenue.settle, entering.ask),
        aliases=("opportunities", "potentials", "сделки", "szanse sprzedaży", "商機", "sales pipeline", "pipeline"),
    )
)  # fmt: skip


def _total(line: DealLine) -> Amount | None:
    if line.price is None or line.price_currency is None:
        return None
    factor = (100 - (line.discount or Decimal(0))) / 100
    return Amount(round(line.price * line.quantity * factor, 2), line.price_currency)


LINE = register(
    Entity(
        key="dealline",
        model=DealLine,
        slug="deal-lines",
        label=_("Product on a deal"),
        label_plural=_("Products on deals"),
        icon="list",
        title="id_text",
        native=(
            Computed(
                key="id_text", label=_("Line"), compute=lambda line: f"{line.quantity:f} × {line.product_id}"
            ),
            Link(key="deal", label=_("Deal"), entity="deal", required=True),
            Link(key="product", label=_("Product"), entity="product", required=True),
            Number(key="quantity", label=_("Quantity"), default=Decimal(1), required=True),
            Money(key="price", label=_("Price")),
            Percent(key="discount", label=_("Discount")),
            Computed(
                key="total",
                label=_("Total"),
                compute=_total,
                shape=Money(key="total", label=_("Total")),
                needs=("price", "quantity"),
            ),
        ),
        columns=("deal", "product", "quantity", "price", "discount", "total"),
        rules=(rules.sum_lines,),
        moved=(rules.sum_again,),
        timeline=False,
    )
)
