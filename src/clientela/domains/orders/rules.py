"""What follows from what for quotes, orders and their lines, whoever writes them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from clientela.domains.contacts.models import Company
from clientela.domains.deals.models import Deal
from clientela.domains.orders import reckoning, writing
from clientela.domains.orders.models import Order, Quote
from clientela.domains.orders.reckoning import Head
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.fields.numbers import currencies
from clientela.engine.numbering import ranges
from clientela.engine.records import saving
from clientela.engine.records.draft import Draft
from clientela.engine.records.models import Record

VALID_DAYS = 30
# A customer is written to in the language of their country, if it is one of ours.
LANGUAGE_OF = {
    "PL": "pl",
    "RU": "ru",
    "BY": "ru",
    "KZ": "ru",
    "TW": "zh-hant",
    "HK": "zh-hant",
    "MO": "zh-hant",
}
SUMMED = ("discount", "inclusive")


# -- documents -------------------------------------------------------------------------------------------------------
def begin(actor: Actor, drafts: list[Draft]) -> None:
    """A new document takes customer and currency from its deal, and its language from the customer."""
    new = [draft for draft in drafts if draft.is_new]
    deals = _by_id(actor, Deal, {draft.get("deal") for draft in new})
    for draft in new:
        _from_deal(draft, deals.get(draft.get("deal")))
    companies = _by_id(actor, Company, {draft.get("company") for draft in new})
    for draft in new:
        company = companies.get(draft.get("company"))
        if not draft.get("language"):
            draft.set("language", _language(company))
        if not draft.get("currency"):
            draft.set("currency", _currency(actor, company))
        _from_elsewhere(draft)
    for draft in drafts:
        _known_currency(draft)
    keep_own_sums(drafts)


def keep_own_sums(drafts: Sequence[Draft]) -> None:
    """The total that a document brought along gives way to that of its lines, however often it is brought."""
    brought = [draft for draft in drafts if not draft.is_new and draft.changes("total")]
    if not brought:
        return
    key = brought[0].entity.key
    lines = gate.unrestricted(registry.get(f"{key}line").model, reason="whether a document has lines")
    alive = lines.filter(**{f"{key}_id__in": [draft.id for draft in brought], "deleted_at": None})
    with_lines = set(alive.values_list(f"{key}_id", flat=True))
    for draft in brought:
        if draft.id in with_lines:
            draft.values.pop("total")


def _by_id(actor: Actor, model: type[Any], ids: set[Any]) -> dict[uuid.UUID, Any]:
    wanted = ids - {None}
    return {row.pk: row for row in gate.visible(actor, model).filter(pk__in=wanted)} if wanted else {}


def _from_deal(draft: Draft, deal: Deal | None) -> None:
    if deal is None:
        return
    for key, value in (("company", deal.company_id), ("person", deal.person_id), ("subject", deal.name)):
        if not draft.get(key) and value:
            draft.set(key, value)
    if not draft.get("currency") and deal.amount_currency:
        draft.set("currency", deal.amount_currency)


def _from_elsewhere(draft: Draft) -> None:
    """A document that was made elsewhere brings its total along, and so says in which currency it is."""
    total = draft.get("total")
    if total is not None and "currency" not in draft.given:
        draft.set("currency", total.currency)


def _language(company: Company | None) -> str:
    country = ((company.address if company else None) or {}).get("country") or ""
    return LANGUAGE_OF.get(country, "en")


def _currency(actor: Actor, company: Company | None) -> str:
    return getattr(actor.user, "currency", None) or "EUR"


def _known_currency(draft: Draft) -> None:
    code = draft.values.get("currency")
    if code:
        draft.set("currency", code.upper())
        if code.upper() not in currencies():
            draft.refuse("currency", _("“%s” is no currency; write its code, such as EUR.") % code)
        elif (
            draft.changes("currency")
            and not draft.is_new
            and draft.was("total")
            and draft.was("total").amount
        ):
            draft.refuse(
                "currency", _("There are prices in this document already; take its lines away first.")
            )
    discount = draft.values.get("discount")
    if discount is not None and not 0 <= discount <= 100:
        draft.refuse("discount", _("A discount is between 0 and 100 percent."))


def numbered(kind: str, of: Callable[[Any], dt.date]) -> Callable[[Actor, list[Draft]], None]:
    """New documents without a number get the next one of a range, last of all (its lock is held to the end)."""

    def work(actor: Actor, drafts: list[Draft]) -> None:
        groups: dict[tuple[dt.date, Any], list[Draft]] = defaultdict(list)
        for draft in drafts:
            groups[of(draft), draft.get("branch")].append(draft)
        for (day, branch), some in groups.items():
            _set_numbers(actor, some, ranges.take_many(kind, len(some), on=day, branch=branch))

    def rule(actor: Actor, drafts: list[Draft]) -> None:
        for draft in drafts:
            if draft.is_new and not draft.values.get("number"):
                draft.after.append(work)
            elif not draft.is_new and draft.changes("number"):
                draft.refuse("number", _("A number that was given out stays as it is."))

    return rule


def _set_numbers(actor: Actor, drafts: Sequence[Draft], numbers: Sequence[str]) -> None:
    entity = drafts[0].entity
    rows = gate.unrestricted(entity.model, reason="the actor has just written them")
    found = {row.pk: row for row in rows.filter(pk__in=[draft.id for draft in drafts])}
    named = [Draft(entity, draft.id, found[draft.id]) for draft in drafts]
    for one, number in zip(named, numbers, strict=True):
        one.set("number", number)
        if entity.key == "quote":
            one.set("base_number", number)
    saving.update(actor, named)
    # Numbering is part of making them: each new record is still the first version of itself.
    rows.filter(pk__in=found).update(version=F("version") - 1)


def today(_draft: Draft) -> dt.date:
    return timezone.localdate()


def quote_begins(actor: Actor, drafts: list[Draft]) -> None:
    for draft in drafts:
        if draft.is_new and not draft.get("valid_until"):
            draft.set("valid_until", timezone.localdate() + dt.timedelta(VALID_DAYS))
        issued, until = draft.get("issued_on"), draft.get("valid_until")
        if issued and until and until < issued:
            draft.refuse("valid_until", _("A quote cannot end before it begins."))


# What may be changed on a quote that the customer has: whose it is, nothing that they have read.
FREE = {"owner", "branch", "valid_until"}


def quote_is_frozen(actor: Actor, drafts: list[Draft]) -> None:
    for draft in drafts:
        before: Any = draft.before
        if draft.changes("state") and not _may_set_state(actor, draft):
            draft.refuse(
                "state", _("The state follows from sending, accepting, declining or withdrawing the quote.")
            )
        elif before is not None and not before.is_open:
            for key in [key for key in draft.values if draft.changes(key) and key not in FREE]:
                if not draft.entity.field(key).custom:
                    draft.refuse(
                        key, _("This quote was sent and is frozen; make a new edition to change it.")
                    )
        if before is not None and any(draft.changes(key) for key in SUMMED):
            draft.after.append(_sum_again)


def _may_set_state(actor: Actor, draft: Draft) -> bool:
    """Quotes come from elsewhere with the state they have there."""
    return draft.is_new and (actor.source == "import" or actor.is_system or draft.get("state") == "draft")


def order_begins(actor: Actor, drafts: list[Draft]) -> None:
    for draft in drafts:
        if draft.is_new and not draft.get("ordered_on"):
            draft.set("ordered_on", timezone.localdate())
        ordered, promised = draft.get("ordered_on"), draft.get("promised_on")
        if ordered and promised and promised < ordered and draft.changes("promised_on"):
            draft.refuse("promised_on", _("An order cannot be promised for a day before it was placed."))
        if draft.before is not None:
            _order_goes_on(draft, draft.before)


def _order_goes_on(draft: Draft, before: Any) -> None:
    if before.cancelled_at is not None and _says_something(draft):
        draft.refuse("", _("This order was cancelled and stays as it is."))
    if before.confirmed_at is not None:
        for key in ("discount", "inclusive", "currency", "company"):
            if draft.changes(key):
                draft.refuse(key, _("This order is confirmed; change it by a change order, with a reason."))
    if any(draft.changes(key) for key in SUMMED):
        draft.after.append(_sum_again)


def _sum_again(actor: Actor, drafts: list[Draft]) -> None:
    for draft in drafts:
        rows = gate.unrestricted(draft.entity.model, reason="the actor has just written it")
        record = rows.get(pk=draft.id)
        line = f"{draft.entity.key}line"
        writing.sum_up(actor, record, writing.stored(record, line, draft.entity.key))


# -- lines -----------------------------------------------------------------------------------------------------------
def _says_something(draft: Draft) -> bool:
    return draft.is_new or any(draft.changes(key) for key in draft.values)


@dataclass(frozen=True)
class LinesOf:
    """Rules of the lines of a document: `rule` for those written one by one, `moved` for those in the bin.

    `closed(document)` says in words why its lines cannot be changed, "" where they can; `brought(document)` whether an
    import may still add some: its lines come in a file of their own.
    """

    parent: type[Record]
    by: str
    closed: Callable[[Any], str]
    brought: Callable[[Any], bool]

    def rule(self, actor: Actor, drafts: list[Draft]) -> None:
        groups = writing.by_parent(drafts, self.by)
        rows = gate.visible(actor, self.parent, "change").filter(pk__in=groups) if groups else ()
        found = {one.pk: one for one in rows}
        for parent_id, group in groups.items():
            document = found.get(parent_id)
            if document is not None and self.closed(document) and not any(map(_says_something, group)):
                continue
            reason = self._reason(actor, document, group)
            for draft in group:
                draft.after.append(self.sum_drafts)
                if reason:
                    draft.refuse(self.by, reason)
            if document is not None and not reason:
                reckoning.complete(actor, Head.of(document), group)

    def _reason(self, actor: Actor, document: Any, drafts: Sequence[Draft]) -> str:
        if document is None:
            return _("You may not change this document.")
        if actor.source == "import" and self.brought(document) and all(draft.is_new for draft in drafts):
            return ""
        return self.closed(document)

    def sum_drafts(self, actor: Actor, drafts: list[Draft]) -> None:
        self._sum(actor, {draft.get(self.by) for draft in drafts})

    def moved(self, actor: Actor, lines: Sequence[Any]) -> None:
        ids = {getattr(one, f"{self.by}_id") for one in lines}
        for document in gate.visible(actor, self.parent).filter(pk__in=ids):
            writing.refuse_if(self.closed(document))
        self._sum(actor, ids)

    def _sum(self, actor: Actor, ids: set[uuid.UUID]) -> None:
        line = f"{registry.of(self.parent).key}line"
        for one in sorted(ids):
            document = gate.get(actor, self.parent, one, to="change", lock=True)
            writing.sum_up(actor, document, writing.stored(document, line, self.by))


def quote_closed(quote: Quote) -> str:
    return "" if quote.is_open else _("This quote was sent and is frozen; make a new edition to change it.")


def order_closed(order: Order) -> str:
    if order.cancelled_at is not None:
        return _("This order was cancelled and stays as it is.")
    if order.confirmed_at is not None:
        return _("This order is confirmed; change it by a change order, with a reason.")
    return ""


def quote_brought(quote: Quote) -> bool:
    """Whether it was sent and answered elsewhere: nothing that somebody got from here changes."""
    return quote.sent_at is None and quote.answered_at is None


def order_brought(order: Order) -> bool:
    return order.quote_id is None and order.delivery_state == "nothing"


quote_lines = LinesOf(Quote, "quote", quote_closed, quote_brought)
order_lines = LinesOf(Order, "order", order_closed, order_brought)
