"""Codes by which rules and saved choices name options: short, of plain letters, and one of a kind within a product."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from uuid import UUID

from anyascii import anyascii
from django.utils.text import slugify
from django.utils.translation import gettext as _

from clientela.domains.configurator.models import Option, OptionGroup, OptionRule
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.records.draft import Draft

WHOLE = "a code is taken whoever may see its record"


def group_codes(actor: Actor, drafts: list[Draft]) -> None:
    _give(drafts, lambda draft: draft.get("product"))


def option_codes(actor: Actor, drafts: list[Draft]) -> None:
    groups = {draft.get("group") for draft in drafts} - {None}
    rows = gate.unrestricted(OptionGroup, reason=WHOLE).filter(pk__in=groups)
    products = dict(rows.values_list("pk", "product_id"))
    _give(drafts, lambda draft: products.get(draft.get("group")))


def _give(drafts: list[Draft], product_of: Callable[[Draft], UUID | None]) -> None:
    """A code follows the name of a new record; a given one is put into the form of a code, and must be free."""
    taken = _taken({product for draft in drafts if (product := product_of(draft))})
    named = _named_in_rules({product for draft in drafts if (product := product_of(draft))})
    for draft in drafts:
        product = product_of(draft)
        if product is None or not (draft.is_new or "code" in draft.values):
            continue
        given = draft.get("code")
        code = _form(given or draft.get("name") or "")
        others = {one for one, holder in taken[product].items() if holder != draft.id}
        if given and code in others:
            draft.refuse("code", _("“%s” is the code of another option of this product.") % code)
        if not draft.is_new and draft.was("code") in named[product] and code != draft.was("code"):
            draft.refuse("code", _("Rules name “%s”; change them first.") % draft.was("code"))
        draft.set("code", code if given else _free(code, others))
        taken[product][draft.get("code")] = draft.id


def _form(text: str) -> str:
    return slugify(anyascii(text))[:40].strip("-") or "option"


def _free(code: str, others: set[str]) -> str:
    number = 2
    free = code
    while free in others:
        free, number = f"{code}-{number}", number + 1
    return free


def _taken(products: Iterable[UUID]) -> dict[UUID, dict[str, UUID]]:
    """Codes by product, those in the recycle bin too: they may come back."""
    found: dict[UUID, dict[str, UUID]] = defaultdict(dict)
    groups = gate.unrestricted(OptionGroup, reason=WHOLE).filter(product__in=products)
    options = gate.unrestricted(Option, reason=WHOLE).filter(group__product__in=products)
    for product, code, key in groups.values_list("product_id", "code", "pk"):
        found[product][code or ""] = key
    for product, code, key in options.values_list("group__product_id", "code", "pk"):
        found[product][code or ""] = key
    return found


def _named_in_rules(products: Iterable[UUID]) -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = defaultdict(set)
    rows = gate.unrestricted(OptionRule, reason=WHOLE).filter(product__in=products, deleted_at=None)
    for product, when, then in rows.values_list("product_id", "when", "then"):
        found[product].update(text.split(" ")[0] for text in (*(when or ()), *(then or ())))
    return found
