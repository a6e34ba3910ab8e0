"""The words to choose from, and the outcomes that a new installation begins with."""

from django.utils.translation import gettext_lazy as _

from clientela.engine.fields.choice import Option

KINDS = (
    Option("lead", _("Leads")),
    Option("person", _("People")),
    Option("company", _("Companies")),
)

OPEN, PAUSED, DONE = "open", "paused", "done"
LIST_STATES = (Option(OPEN, _("Open"), "good"), Option(PAUSED, _("Paused"), "soon"), Option(DONE, _("Done")))

WAITING, CALLBACK, REFUSED = "waiting", "callback", "refused"
ENTRY_STATES = (
    Option(WAITING, _("Waiting")),
    Option(CALLBACK, _("Call back"), "soon"),
    Option(DONE, _("Done"), "good"),
    Option(REFUSED, _("Not to be called"), "bad"),
)
# What may still be called.
LIVING = (WAITING, CALLBACK)

RETRY, AGREED, STOP = "retry", "callback", "stop"
FOLLOWS = (
    Option(DONE, _("Done with it")),
    Option(RETRY, _("Try again after a pause")),
    Option(AGREED, _("Call back at an agreed time")),
    Option(STOP, _("Never call again")),
)
# As the outcome of a call is called on timelines (activities).
TALKS = (
    Option("reached", _("Reached"), "good"),
    Option("no-answer", _("No answer"), "soon"),
    Option("voicemail", _("Left a message"), "soon"),
    Option("wrong-number", _("Wrong number"), "bad"),
)

# Name, what follows, what the timeline says, whether it is a success, minutes until the next attempt.
OUTCOMES = (
    (_("Interested"), DONE, "reached", True, None),
    (_("Call back"), AGREED, "reached", False, None),
    (_("No answer"), RETRY, "no-answer", False, None),
    (_("Busy"), RETRY, "no-answer", False, 15),
    (_("Left a message"), RETRY, "voicemail", False, None),
    (_("Not interested"), DONE, "reached", False, None),
    (_("Wrong number"), DONE, "wrong-number", False, None),
    (_("Do not call again"), STOP, "reached", False, None),
)
