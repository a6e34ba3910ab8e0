"""Options that leads are described with; administrators may add more."""

from django.utils.translation import gettext_lazy as _

from clientela.engine.fields.choice import Option

STATUSES = (
    Option("new", _("New"), "info", aliases=("not contacted", "open", "open - not contacted", "unread", "assigned")),
    Option("working", _("Being worked on"), "soon", aliases=("contacted", "attempted to contact", "working", "working - contacted", "in process", "in progress", "connected", "attempting")),
    Option("nurturing", _("For later"), aliases=("contact in future", "nurture", "nurturing", "recycled")),
    Option("qualified", _("Qualified"), "good", aliases=("pre-qualified", "pre qualified", "qualified lead", "hot")),
    Option("disqualified", _("Disqualified"), "bad", aliases=("junk lead", "junk", "lost lead", "not qualified", "unqualified", "dead", "closed - not converted", "bad timing")),
    Option("converted", _("Converted"), "good", aliases=("closed - converted",)),
)  # fmt: skip
OPEN = ("new", "working", "nurturing", "qualified")

DISQUALIFIED = (
    Option("no-need", _("No need")),
    Option("no-budget", _("No budget")),
    Option("no-authority", _("Cannot decide")),
    Option("too-early", _("Too early")),
    Option("competitor", _("Bound to a competitor")),
    Option("unreachable", _("Cannot be reached")),
    Option("not-our-market", _("Not our market")),
    Option("spam", _("Spam or a joke")),
    Option("other", _("Other")),
)
WAYS = (
    ("person", _("a person")),
    ("team", _("a team, in turn")),
    ("territory", _("whoever looks after the territory")),
)
