"""What may be chosen for taxes."""

from django.utils.translation import gettext_lazy as _

from clientela.engine.fields.choice import Option

# UNCL5305, as EN 16931 uses it.
CATEGORIES = (
    Option("S", _("S: standard or reduced rate")),
    Option("Z", _("Z: zero rate")),
    Option("E", _("E: exempt")),
    Option("AE", _("AE: reverse charge")),
    Option("K", _("K: within the EU, to a business")),
    Option("G", _("G: export outside the EU")),
    Option("O", _("O: outside the scope of the tax")),
)
ZONES = (
    Option("eu", _("In the EU")),
    Option("rest", _("Outside the EU")),
)
BUYERS = (
    Option("business", _("Business with a tax number")),
    Option("private", _("Private, without a tax number")),
)
