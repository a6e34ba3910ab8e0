"""What the API lets other programs do with products, beside reading and writing them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from clientela.domains.catalog import commands
from clientela.domains.catalog.models import Product
from clientela.engine.access import gate
from clientela.engine.api.resources import Call, Verb, offer


def _make_variants(call: Call) -> Product:
    commands.make_variants(call.actor, call.record)
    return gate.get(call.actor, Product, call.record)


offer("product", "variants", post=Verb(_make_variants, _("Make the variants that are missing")))
