"""What may be chosen for products."""

from django.utils.translation import gettext_lazy as _

from clientela.engine.fields.choice import Option

KINDS = (
    Option("goods", _("Goods"), aliases=("product", "storable", "consumable", "inventory")),
    Option("service", _("Service")),
    Option("bundle", _("Bundle"), aliases=("set", "kit", "package")),
)
LIFECYCLE = (
    Option("planned", _("Planned"), "info"),
    Option("active", _("On sale"), "good", aliases=("active",)),
    Option("phase-out", _("Phasing out"), "soon"),
    Option("end-of-sale", _("End of sale"), "bad"),
    Option("discontinued", _("Discontinued"), "bad", aliases=("obsolete", "inactive")),
)
SOLD = frozenset({"active", "phase-out"})
TAX_GROUPS = (
    Option("standard", _("Standard")),
    Option("reduced", _("Reduced")),
    Option("second-reduced", _("Second reduced")),
    Option("zero", _("Zero")),
    Option("exempt", _("Exempt")),
)
