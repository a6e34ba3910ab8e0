"""The words to choose from."""

from django.utils.translation import gettext_lazy as _

from clientela.engine.fields.choice import Option

WHAT, WHO, PROOF, OBJECTION, RIVAL, MORE = "what", "who", "proof", "objection", "competitor", "more"
# In the order in which a page shows them.
KINDS = (
    Option(WHAT, _("What it is")),
    Option(WHO, _("Who it is for")),
    Option(PROOF, _("Proof"), "good"),
    Option(OBJECTION, _("Objection"), "soon"),
    Option(RIVAL, _("Competitor"), "info"),
    Option(MORE, _("More")),
)
ORDER = {option.key: at for at, option in enumerate(KINDS)}

INTERNAL, PUBLISHED = "internal", "published"
STATES = (Option(INTERNAL, _("Internal")), Option(PUBLISHED, _("Published"), "good"))

USED, MENTIONED, SENT, OPENED = "used", "mentioned", "sent", "opened"
WAYS = (
    Option(USED, _("Used"), "good"),
    Option(MENTIONED, _("Mentioned in a quote"), "info"),
    Option(SENT, _("Sent with a quote"), "info"),
    Option(OPENED, _("Opened")),
)
# Having looked at a page does not mean that the customer has heard of it.
TOLD = (USED, MENTIONED, SENT)
