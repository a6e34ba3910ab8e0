from django.utils.translation import gettext_lazy as _

from clientela.domains.activities import rules
from clientela.domains.activities.models import Activity
from clientela.engine.entities.entity import Entity, Section
from clientela.engine.entities.registry import register
from clientela.engine.fields.choice import Choice, Option
from clientela.engine.fields.link import Link, Reference
from clientela.engine.fields.moments import DateTime
from clientela.engine.fields.numbers import Number
from clientela.engine.fields.text import LongText, Text

KINDS = (
    Option("note", _("Note")),
    Option("task", _("Task"), aliases=("to-do", "todo")),
    Option("call", _("Call"), aliases=("phone call",)),
    Option("meeting", _("Meeting"), aliases=("event", "appointment")),
)
DIRECTIONS = (
    Option("out", _("Outgoing"), aliases=("outbound",)),
    Option("in", _("Incoming"), aliases=("inbound",)),
)
OUTCOMES = (
    Option("reached", _("Reached"), "good", aliases=("connected", "completed")),
    Option("no-answer", _("No answer"), "soon"),
    Option("voicemail", _("Left a message"), "soon", aliases=("left voicemail",)),
    Option("wrong-number", _("Wrong number"), "bad"),
)

ACTIVITY = register(
    Entity(
        key="activity",
        model=Activity,
        slug="activities",
        label=_("Activity"),
        label_plural=_("Activities"),
        icon="list-checks",
        title="subject",
        describe=_("Notes, tasks, calls and meetings: everything done and to do."),
        native=(
            Choice(key="kind", label=_("Kind"), options=KINDS, default="note", required=True, aliases=("activity type", "type")),
            Text(key="subject", label=_("Subject"), search="A", aliases=("title", "name", "task")),
            LongText(key="body", label=_("Text"), search="D", aliases=("description", "note", "comments", "details")),
            Reference(key="about", label=_("About")),
            Link(key="company", label=_("Company"), entity="company", aliases=("account", "account name")),
            Link(key="person", label=_("Person"), entity="person", aliases=("contact", "contact name")),
            DateTime(key="happened_at", label=_("When"), aliases=("start", "start time", "date", "call start time")),
            DateTime(key="due_at", label=_("Due"), aliases=("due date", "deadline")),
            DateTime(key="remind_at", label=_("Remind at")),
            DateTime(key="reminded_at", label=_("Reminded at"), read_only=True),
            DateTime(key="done_at", label=_("Done at"), aliases=("completed", "closed time")),
            Number(key="minutes", label=_("Minutes"), places=0, aliases=("duration", "call duration")),
            Choice(key="direction", label=_("Direction"), options=DIRECTIONS, aliases=("call type",)),
            Choice(key="outcome", label=_("Outcome"), options=OUTCOMES, aliases=("call result", "result")),
            Text(key="location", label=_("Place"), aliases=("venue", "location")),
        ),
        columns=("subject", "kind", "about", "company", "person", "due_at", "done_at", "owner"),
        calendar_by="due_at",
        nav="sales",
        state="kind",
        sections=(
            Section(_("Activity"), ("kind", "body", "about", "company", "person", "due_at", "remind_at", "done_at", "happened_at", "minutes", "direction", "outcome", "location")),
        ),
        quick=("kind", "subject", "about", "due_at"),
        rules=(rules.settle, rules.concern),
        aliases=("tasks", "notes", "calls", "meetings", "events"),
    )
)  # fmt: skip
