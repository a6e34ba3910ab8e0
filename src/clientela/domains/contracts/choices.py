"""Words that contracts use."""

from django.utils.translation import gettext_lazy as _

from clientela.engine.fields.choice import Option

STATES = (
    Option("draft", _("Draft")),
    Option("sent", _("Sent"), "info"),
    Option("signed", _("Signed"), "info"),
    Option("active", _("Active"), "good", aliases=("running", "in force")),
    Option("ended", _("Ended"), aliases=("expired",)),
    Option("terminated", _("Terminated"), "bad", aliases=("cancelled",)),
)
BILLING = (
    Option("once", _("Once")),
    Option("monthly", _("Every month")),
    Option("quarterly", _("Every quarter")),
    Option("half-yearly", _("Every half year")),
    Option("yearly", _("Every year")),
)
MONTHS = {"monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": 12}
RUNNING = ("signed", "active")
