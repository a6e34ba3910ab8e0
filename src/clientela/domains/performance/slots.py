"""The pages of figures in the navigation: for whoever may see deals."""

from django.utils.translation import gettext_lazy as _

from clientela.domains.deals.models import Deal
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.screens import pages


def _sees_deals(actor: Actor) -> bool:
    return gate.can(actor, Deal, "view")


pages.register(pages.Page("/pipeline/", _("Pipeline analysis"), "chart-column", "insight", _sees_deals))
pages.register(pages.Page("/forecast/", _("Forecast"), "trending-up", "insight", _sees_deals))
pages.register(pages.Page("/efficiency/", _("Work and results"), "gauge", "insight", _sees_deals))
