"""Lines of products made to order: what was chosen goes with the line, its price with the choices."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from clientela.domains.catalog.models import Product
from clientela.domains.configurator.models import Configuration, OptionGroup
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.records.draft import Draft


def take(actor: Actor, drafts: Sequence[Draft]) -> None:
    """A line with a configuration is of its product, and says in words what was chosen; another product drops it."""
    wanted = {draft.get("configuration") for draft in drafts} | {
        draft.was("configuration") for draft in drafts
    }
    known = _known(actor, wanted - {None}) if wanted - {None} else {}
    for draft in drafts:
        chosen, before = known.get(draft.get("configuration")), known.get(draft.was("configuration"))
        if before is not None and chosen is None:
            _forget(draft, before)
        if draft.get("configuration") is not None and chosen is None and _is_new_to(draft):
            draft.refuse("configuration", _("There is no such configuration, or you may not see it."))
        elif chosen is not None and draft.get("product") not in (None, chosen.product_id):
            _part(draft, chosen)
        elif chosen is not None and _is_new_to(draft):
            _begin(draft, chosen, before)


def _known(actor: Actor, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Configuration]:
    rows = gate.visible(actor, Configuration).filter(pk__in=ids)
    return {row.pk: row for row in rows.only("pk", "product_id", "name", "description", "is_valid")}


def _is_new_to(draft: Draft) -> bool:
    return draft.is_new or draft.changes("configuration")


def _part(draft: Draft, chosen: Configuration) -> None:
    """Line and configuration name two products: what was said last holds, and both at once make no sense."""
    if _is_new_to(draft):
        draft.refuse("configuration", _("This configuration is of another product."))
    else:
        draft.set("configuration", None)
        _forget(draft, chosen)


def _forget(draft: Draft, before: Configuration) -> None:
    if draft.get("description") == before.description:
        draft.set("description", None)


def _begin(draft: Draft, chosen: Configuration, before: Configuration | None) -> None:
    if not chosen.is_valid:
        draft.refuse("configuration", _("“%s” is not possible any more; configure it anew.") % chosen.name)
    draft.set("product", chosen.product_id)
    described = draft.get("description")
    if not described or (before is not None and described == before.description):
        draft.set("description", chosen.description)


def configurable(products: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these products that have something to choose."""
    rows = gate.unrestricted(OptionGroup, reason="who sells a product may configure it")
    found = rows.filter(product__in=products, deleted_at=None).values_list("product_id", flat=True)
    return set(found.distinct()) if products else set()


def address(actor: Actor, document: Any, path: str, line: Any) -> str:
    """The configurator for a line, which comes back to the editor at `path`. Raises NotFound."""
    product = gate.get(actor, Product, line.product_id)
    asked = {
        "for": f"{path}lines/?row={line.pk}",
        "currency": document.currency,
        "company": document.company_id or "",
        "configuration": line.configuration_id or "",
    }
    return f"/products/{product.pk}/configurator/?{urlencode({k: v for k, v in asked.items() if v})}"


def fetched(lines: Sequence[Any], row: str, configuration: uuid.UUID | None) -> bool:
    """Put what was configured into the line it was begun from, not saved yet; whether there is such a line."""
    line = next((one for one in lines if str(one.pk) == row), None)
    if line is None or configuration is None:
        return False
    line.configuration_id = configuration
    return True
