from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from clientela.domains.telesales import choices, rules
from clientela.domains.telesales.fields import Hours, Zone
from clientela.domains.telesales.models import CallEntry, CallList, CallOutcome, CallScript
from clientela.domains.telesales.words import outline, who_belongs
from clientela.engine.entities.entity import Entity, Section
from clientela.engine.entities.registry import register
from clientela.engine.fields.choice import Boolean, Choice, Tags
from clientela.engine.fields.link import Computed, Link, Reference, User
from clientela.engine.fields.moments import DateTime
from clientela.engine.fields.numbers import Number
from clientela.engine.fields.text import LongText, Text

SCRIPT = register(
    Entity(
        key="callscript",
        model=CallScript,
        slug="call-scripts",
        label=_("Call script"),
        label_plural=_("Call scripts"),
        icon="message-square",
        describe=_("What is said in a call, step by step, with a branch for each answer."),
        native=(
            Text(key="name", label=_("Name"), required=True, unique=True, search="A"),
            LongText(key="description", label=_("What it is for"), search="D"),
            Computed(key="outline", label=_("Steps"), compute=outline, needs=("steps",)),
        ),
        columns=("name", "description", "updated_at", "updated_by"),
        sort="name",
        nav="settings",
        sections=(Section(_("Script"), ("description", "outline")),),
        quick=("name", "description"),
        unique=(("name",),),
        timeline=False,
    )
)

OUTCOME = register(
    Entity(
        key="calloutcome",
        model=CallOutcome,
        slug="call-outcomes",
        label=_("Outcome of a call"),
        label_plural=_("Outcomes of calls"),
        icon="circle-check-big",
        describe=_("What a call may come to, and what follows from it. Their order is their key, 1 to 9."),
        native=(
            Text(key="name", label=_("Name"), required=True, unique=True, search="A"),
            Number(key="position", label=_("Position"), default=Decimal(0)),
            Choice(
                key="follows",
                label=_("What follows"),
                options=choices.FOLLOWS,
                default=choices.DONE,
                required=True,
            ),
            Choice(
                key="talk",
                label=_("On the timeline"),
                options=choices.TALKS,
                default="reached",
                required=True,
            ),
            Boolean(key="is_success", label=_("A success")),
            Number(
                key="pause",
                label=_("Minutes until the next attempt"),
                places=0,
                help=_("Empty: as the list says."),
            ),
        ),
        columns=("name", "follows", "talk", "is_success", "pause", "position"),
        sort="position",
        nav="settings",
        unique=(("name",),),
        quick=("name", "follows", "talk", "is_success", "pause", "position"),
        rules=(rules.within_reason, rules.take_a_key),
        timeline=False,
    )
)

LIST = register(
    Entity(
        key="calllist",
        model=CallList,
        slug="call-lists",
        label=_("Call list"),
        label_plural=_("Call lists"),
        icon="phone-outgoing",
        describe=_("Customers to be called: made from a filter, shared out fairly, called one after the other."),
        native=(
            Text(key="name", label=_("Name"), required=True, search="A"),
            Choice(key="kind", label=_("Holds"), options=choices.KINDS, default="lead", required=True),
            Choice(key="state", label=_("State"), options=choices.LIST_STATES, default=choices.OPEN, required=True),
            Link(key="script", label=_("Script"), entity="callscript"),
            Text(key="campaign", label=_("Campaign"), search="C"),
            Hours(key="hours", label=_("Calling hours"), help=_("Such as mon-fri 9:00-12:00, 13:00-18:00; sat 10-13: by the clock of who is called.")),
            Zone(key="timezone", label=_("Time zone"), help=_("For those of whom no country is known, such as Europe/Warsaw.")),
            Number(key="max_attempts", label=_("Most attempts"), places=0, default=Decimal(5), required=True),
            Number(key="pause", label=_("Minutes between attempts"), places=0, default=Decimal(120), required=True),
            Computed(key="belongs", label=_("Who belongs on it"), compute=who_belongs, needs=("filter", "text", "kind")),
        ),
        columns=("name", "state", "kind", "campaign", "script", "owner", "updated_at"),
        nav="sales",
        state="state",
        sections=(
            Section(_("List"), ("kind", "belongs", "script", "campaign")),
            Section(_("When"), ("hours", "timezone", "max_attempts", "pause")),
        ),
        quick=("name", "kind", "script", "campaign", "hours", "timezone", "max_attempts", "pause"),
        rules=(rules.have_hours, rules.keep_kind, rules.within_reason),
        aliases=("telesales", "campaign", "dialler", "call queue"),
    )
)  # fmt: skip

ENTRY = register(
    Entity(
        key="callentry",
        model=CallEntry,
        slug="call-entries",
        label=_("Entry of a call list"),
        label_plural=_("Entries of call lists"),
        icon="phone",
        describe=_("Who is on which call list, who calls them, and what came of it."),
        native=(
            Text(key="name", label=_("Name"), read_only=True, search="A"),
            Link(key="call_list", label=_("Call list"), entity="calllist", required=True),
            Reference(key="customer", label=_("Customer"), required=True),
            Tags(key="phones", label=_("Telephone"), read_only=True),
            Text(key="zone", label=_("Time zone"), read_only=True),
            User(key="assigned_to", label=_("Called by")),
            LongText(key="note", label=_("Note for the caller"), search="D"),
            Choice(key="state", label=_("State"), options=choices.ENTRY_STATES, default=choices.WAITING, read_only=True),
            Text(key="why", label=_("Why not"), read_only=True),
            Number(key="attempts", label=_("Attempts"), places=0, default=Decimal(0), read_only=True),
            Link(key="last_outcome", label=_("Last outcome"), entity="calloutcome", read_only=True),
            DateTime(key="last_call_at", label=_("Last call"), read_only=True),
            DateTime(key="due_at", label=_("Due"), read_only=True),
        ),
        columns=("name", "state", "assigned_to", "attempts", "last_outcome", "due_at", "call_list", "phones"),
        state="state",
        calendar_by="due_at",
        sections=(
            Section(_("Call"), ("call_list", "customer", "phones", "zone", "assigned_to", "note", "state", "why", "attempts", "last_outcome", "last_call_at", "due_at")),
        ),
        quick=("call_list", "customer", "assigned_to", "note"),
        rules=(rules.be_somebody,),
        timeline=False,
    )
)  # fmt: skip
