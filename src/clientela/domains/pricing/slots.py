"""Where the settings lead to taxes, limits of discounts and exchange rates."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from clientela.engine.access.actor import Actor
from clientela.engine.screens import pages
from clientela.engine.screens.pages import Page


def _administrator(actor: Actor) -> bool:
    return actor.is_admin


for href, label, icon in (
    ("/tax-rates/", _("Tax rates"), "percent"),
    ("/tax-rules/", _("Tax rules"), "scale"),
    ("/discount-limits/", _("Limits of discounts"), "badge-percent"),
    ("/exchange-rates/", _("Exchange rates"), "arrow-left-right"),
):
    pages.register(Page(href, label, icon, "settings", _administrator))
