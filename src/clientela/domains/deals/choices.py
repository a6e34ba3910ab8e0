"""What deals, their people and their competitors can be."""

from django.utils.translation import gettext_lazy as _

from clientela.engine.fields.choice import Option

STAGE_KINDS = (
    Option("open", _("Open"), "info"),
    Option("won", _("Won"), "good"),
    Option("lost", _("Lost"), "bad"),
)
WIN_REASONS = (
    Option("price", _("Price")),
    Option("product", _("Fits best")),
    Option("service", _("Service and support")),
    Option("delivery", _("Delivery time")),
    Option("relationship", _("Knows and trusts us")),
    Option("reference", _("References")),
    Option("other", _("Other")),
)
LOSS_REASONS = (
    Option("price", _("Price")),
    Option("competitor", _("Went to a competitor")),
    Option("timing", _("Bad timing")),
    Option("no-budget", _("No budget")),
    Option("no-decision", _("No decision")),
    Option("features", _("Something missing")),
    Option("silence", _("Stopped answering")),
    Option("other", _("Other")),
)
ROLES = (
    Option("decides", _("Decides"), "info", ("decision maker", "economic buyer", "budget holder")),
    Option("champion", _("Champion"), "good", ("sponsor",)),
    Option("influences", _("Influences"), "neutral", ("influencer", "business user")),
    Option("evaluates", _("Evaluates"), "neutral", ("evaluator", "technical buyer")),
    Option("buys", _("Buys"), "neutral", ("procurement", "purchasing")),
    Option("uses", _("Uses"), "neutral", ("user", "end user")),
    Option("blocks", _("Blocks"), "bad", ("blocker", "opponent")),
)
STANCES = (
    Option("for", _("For us"), "good"),
    Option("neutral", _("Neutral")),
    Option("against", _("Against us"), "bad"),
    Option("unknown", _("Not known")),
)
STANDINGS = (
    Option("ahead", _("Ahead of us"), "bad"),
    Option("level", _("Level with us"), "soon"),
    Option("behind", _("Behind us"), "good"),
    Option("out", _("Out of the race"), "neutral"),
)
