"""Words that quotes and orders use."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from clientela.engine.fields.choice import Option

LANGUAGES = tuple(Option(code, name) for code, name in settings.LANGUAGES)
QUOTE_STATES = (
    Option("draft", _("Draft"), aliases=("on hold", "created")),
    Option("approval", _("Waits for approval"), "soon"),
    Option("sent", _("Sent"), "info", aliases=("delivered", "quoted", "negotiation")),
    Option("accepted", _("Accepted"), "good", aliases=("closed won", "confirmed")),
    Option("declined", _("Declined"), "bad", aliases=("closed lost", "rejected")),
    Option("withdrawn", _("Withdrawn")),
    Option("replaced", _("Replaced by a newer edition")),
)
LINE_KINDS = (Option("item", _("Line")), Option("section", _("Section")))
ROLES = (
    Option("counted", _("Counts")),
    Option("optional", _("Optional")),
    Option("alternative", _("Alternative")),
)
MEANINGS = (
    Option("entered", _("Entered")),
    Option("confirmed", _("Confirmed"), "info"),
    Option("production", _("In production"), "info"),
    Option("assembly", _("In assembly"), "info"),
    Option("shipped", _("Shipped"), "soon"),
    Option("delivered", _("Delivered"), "good"),
    Option("installed", _("Installed"), "good"),
    Option("done", _("Done"), "good"),
    Option("cancelled", _("Cancelled"), "bad"),
)
DELIVERY_STATES = (
    Option("nothing", _("Nothing delivered")),
    Option("partly", _("Partly delivered"), "soon"),
    Option("all", _("All delivered"), "good"),
)
INSTALLED_STATES = (
    Option("in-use", _("In use"), "good"),
    Option("in-repair", _("In repair"), "soon"),
    Option("retired", _("Retired")),
)
