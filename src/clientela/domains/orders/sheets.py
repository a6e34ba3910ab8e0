"""The editor of documents with lines: what it knows of each kind of document, and what it answers while one types.

A domain registers a Sheet for its document; `/<slug>/<id>/lines/` is then its editor.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from clientela.domains.orders import configured, papers, reckoning, writing
from clientela.domains.orders.reckoning import Head
from clientela.domains.orders.writing import Rows
from clientela.domains.pricing.models import TaxRate
from clientela.domains.pricing.queries import Offer
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.errors import NotFound, Refused
from clientela.engine.fields.base import BadValue
from clientela.engine.fields.numbers import to_decimal
from clientela.engine.records.draft import Draft
from clientela.ui import words

FIELDS = ("kind", "product", "configuration", "name", "description", "quantity", "unit", "price", "own_price", "discount", "tax_rate", "role", "group", "chosen")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A document of entity `entity` with lines of `line`, which point at it by `by`.

    `closed(document)` says why lines cannot be written, "" where they can. `save(actor, id, rows, discount=, version=,
    reason=)` is the command; `asks_reason(document)` whether it wants to know why. `roles`: optional and alternative lines.
    """

    entity: str
    line: str
    by: str
    closed: Callable[[Any], str]
    save: Callable[..., Any]
    asks_reason: Callable[[Any], bool] = lambda _document: False
    roles: bool = True


_sheets: dict[str, Sheet] = {}


def register(sheet: Sheet) -> Sheet:
    _sheets[sheet.entity] = sheet
    return sheet


def of_slug(slug: str) -> Sheet:
    entity = registry.by_slug(slug)
    if entity.key not in _sheets:
        raise NotFound(f"lines of {slug}")
    return _sheets[entity.key]


def find(entity: str) -> Sheet | None:
    return _sheets.get(entity)


# -- what was typed --------------------------------------------------------------------------------------------------
def rows_of(keys: Sequence[str], typed: Mapping[str, str]) -> list[tuple[str, dict[str, Any]]]:
    """Rows of a form: `row` names the keys in their order, `<key>.<field>` what was typed there."""
    found = [(key, _row_of(key, typed)) for key in keys]
    return [(key, row) for key, row in found if not _is_blank(row)]


def _is_blank(row: Mapping[str, Any]) -> bool:
    """A line that was begun and left empty is none."""
    return "kind" in row and not any(
        row.get(field) for field in ("product", "configuration", "name", "description", "price")
    )


def _row_of(key: str, typed: Mapping[str, str]) -> dict[str, Any]:
    row = {field: _given(field, typed[f"{key}.{field}"]) for field in FIELDS if f"{key}.{field}" in typed}
    # A box that is not ticked is not sent.
    return {"own_price": False, **row} if row.get("kind") == "item" else row


def _given(field: str, text: str) -> Any:
    if field in ("own_price", "chosen"):
        return text in ("1", "on", "true")
    return text.strip() or (None if field != "quantity" else "0")


# -- while one types -------------------------------------------------------------------------------------------------
def reckoned(actor: Actor, sheet: Sheet, document: Any, rows: Rows, discount: str) -> dict[str, Any]:
    """What the editor shows for rows that are not saved: each row's price, tax and sum, and the document's sums."""
    drafts = writing.drafted(actor, document, sheet.line, sheet.by, rows)
    for draft in drafts:
        draft.drop_unchanged()
    head, problem = _head(document, discount)
    offers = reckoning.complete(actor, head, drafts)
    good = [draft for draft in drafts if not draft.errors]
    made_to_order = configured.configurable({draft.get("product") for draft in drafts} - {None})
    try:
        sums = papers.total_values(reckoning.sums(head, good))
    except Refused as refusal:
        sums, problem = [], str(refusal)
    return {
        "rows": {
            key: _row(draft, offers.get(draft.id), head)
            | {"configurable": draft.get("product") in made_to_order}
            for (key, _v), draft in zip(rows, drafts, strict=True)
        },
        "totals": sums,
        "problem": problem,
        "whole": len(good) == len(drafts) and not problem,
    }


def _head(document: Any, discount: str) -> tuple[Head, str]:
    head = Head.of(document)
    try:
        percent = to_decimal(discount.replace("%", "")) if discount.strip() else None
    except BadValue as bad:
        return head, str(bad)
    if percent is not None and not 0 <= percent <= 100:
        return head, _("A discount is between 0 and 100 percent.")
    return replace(head, discount=percent), ""


def _row(draft: Draft, offer: Offer | None, head: Head) -> dict[str, Any]:
    price, total = draft.get("price"), draft.get("total")
    return {
        "name": draft.get("name") or "",
        "unit": draft.get("unit") or "",
        "description": draft.get("description") or "",
        "price": str(price.amount) if price is not None else "",
        "tax_rate": str(draft.get("tax_rate") or ""),
        "total": papers.amount(total.amount, head.currency) if total is not None and not draft.errors else "",
        "note": "; ".join(_notes(draft, offer)),
        "errors": {key: " ".join(messages) for key, messages in draft.errors.items()},
    }


def _notes(draft: Draft, offer: Offer | None) -> Iterator[str]:
    """What to know of a line before one offers it."""
    if offer is None:
        return
    price = draft.get("price")
    if offer.warning:
        yield offer.warning
    if offer.price is not None and price is not None and price.amount != offer.price:
        yield _("list: %(price)s (%(why)s)") % {
            "price": papers.amount(offer.price, offer.currency),
            "why": offer.reason,
        }
    percent = draft.get("discount") or Decimal(0)
    if offer.discount_limit is not None and percent > offer.discount_limit:
        yield _("more than your %s: needs approval") % words.percent(offer.discount_limit / 100, 1)


def onward(actor: Actor, sheet: Sheet, document: Any, at: int | None) -> str:
    """Where to go when lines are saved: to the document, or to the configurator for the line at this place."""
    path = registry.of(document).path(document.pk)
    if at is None:
        return path
    line = writing.stored(document, sheet.line, sheet.by)[at]
    return configured.address(actor, document, path, line) if line.product_id else path


# -- the page --------------------------------------------------------------------------------------------------------
def taxes(actor: Actor) -> list[tuple[uuid.UUID, str]]:
    rows = gate.unrestricted(TaxRate, reason="a tax is no secret").filter(deleted_at=None)
    return [(row.pk, row.name) for row in rows.order_by("-rate", "name")[:60]]
