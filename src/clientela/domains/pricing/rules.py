"""What must hold for price lists, taxes, limits and rates, for whole sets of drafts."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils.translation import gettext as _

from clientela.domains.pricing.models import ExchangeRate, PriceList, PriceListItem
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.access.models import Role
from clientela.engine.errors import Refused
from clientela.engine.fields.numbers import Amount
from clientela.engine.records.draft import Draft

WHOLE = "a rule of the whole table holds whoever may see its rows"


def forwards(actor: Actor, drafts: list[Draft]) -> None:
    for draft in drafts:
        first, last = draft.get("valid_from"), draft.get("valid_to")
        if first and last and last < first:
            draft.refuse("valid_to", _("The last day cannot be before the first."))


def no_list_on_itself(actor: Actor, drafts: list[Draft]) -> None:
    """No price list is based on itself, however long the way."""
    moving = {draft.id: draft.values["base"] for draft in drafts if draft.changes("base")}
    if not any(moving.values()):
        return
    rows = gate.unrestricted(PriceList, reason=WHOLE).filter(base__isnull=False)
    bases: dict[uuid.UUID, Any] = {**dict(rows.values_list("pk", "base_id")), **moving}
    for draft in drafts:
        at, seen = moving.get(draft.id), set()
        while at is not None and at not in seen and at != draft.id:
            seen.add(at)
            at = bases.get(at)
        if at == draft.id:
            draft.refuse("base", _("This would base “%s” on itself.") % draft.get("name"))


def same_currency_as_items(actor: Actor, drafts: list[Draft]) -> None:
    """A list with prices keeps its currency: the figures would otherwise mean something else."""
    changing = {draft.id for draft in drafts if not draft.is_new and draft.changes("currency")}
    if not changing:
        return
    rows = gate.unrestricted(PriceListItem, reason=WHOLE)
    priced = rows.filter(price_list__in=changing, price__isnull=False, deleted_at=None)
    holding = set(priced.values_list("price_list_id", flat=True))
    for draft in drafts:
        if draft.id in holding:
            draft.refuse(
                "currency", _("This list has prices already; make another list for another currency.")
            )


def one_thing_priced(actor: Actor, drafts: list[Draft]) -> None:
    """A line names a product or a product line, and a price or a percent; a price only for one product."""
    for draft in drafts:
        product, line = draft.get("product"), draft.get("line")
        price, percent = draft.get("price"), draft.get("percent")
        if (product is None) == (line is None):
            draft.refuse("product", _("Name either a product or a product line."))
        if (price is None) == (percent is None):
            draft.refuse("price", _("Give either a price or a change in percent."))
        elif price is not None and line is not None:
            draft.refuse("price", _("A whole product line cannot have one price; give a change in percent."))
        elif price is not None and price.amount < 0:
            draft.refuse("price", _("A price cannot be below zero."))


def in_the_lists_currency(actor: Actor, drafts: list[Draft]) -> None:
    wanted = {draft.get("price_list") for draft in drafts if draft.get("price") is not None} - {None}
    rows = gate.unrestricted(PriceList, reason=WHOLE).filter(pk__in=wanted)
    currencies = dict(rows.values_list("pk", "currency"))
    for draft in drafts:
        price: Amount | None = draft.get("price")
        currency = currencies.get(draft.get("price_list"))
        if price is not None and currency is not None and price.currency != currency:
            draft.refuse(
                "price",
                _("The price must be in %(currency)s, the currency of its list; this one is in %(other)s.")
                % {"currency": currency, "other": price.currency},
            )


def within_approved(actor: Actor, drafts: list[Draft]) -> None:
    """Approval reaches further than no approval, and a limit is for one kind of people at a time."""
    for draft in drafts:
        alone, approved = draft.get("alone"), draft.get("approved")
        if alone is not None and approved is not None and approved < alone:
            draft.refuse("approved", _("With approval one may give at least as much as without."))
        if sum(draft.get(key) is not None for key in ("user", "team", "role")) > 1:
            draft.refuse("user", _("Name a person, a team or a role, or none of them for everybody."))


def known_role(actor: Actor, drafts: list[Draft]) -> None:
    """A misspelled role would be a limit that holds for nobody."""
    if not any(draft.changes("role") for draft in drafts):
        return
    names = sorted(Role.objects.values_list("name", flat=True))
    for draft in drafts:
        if draft.changes("role") and draft.get("role") not in names:
            draft.refuse(
                "role",
                _("There is no role “%(role)s”; there are: %(names)s.")
                % {"role": draft.get("role"), "names": ", ".join(names)},
            )


def another_currency(actor: Actor, drafts: list[Draft]) -> None:
    for draft in drafts:
        rate = draft.get("rate")
        if draft.get("source") is not None and draft.get("source") == draft.get("target"):
            draft.refuse("target", _("Name two different currencies."))
        if rate is not None and rate <= 0:
            draft.refuse("rate", _("A rate is more than zero."))


def one_rate_a_day(actor: Actor, drafts: list[Draft]) -> None:
    """Two rates of a pair on one day would make the price a matter of chance."""
    keys = {draft.id: (draft.get("source"), draft.get("target"), draft.get("day")) for draft in drafts}
    rows = gate.unrestricted(ExchangeRate, reason=WHOLE).filter(
        deleted_at=None, day__in={key[2] for key in keys.values() if key[2]}
    )
    holders = {(a, b, day): pk for pk, a, b, day in rows.values_list("pk", "source", "target", "day")}
    for draft in drafts:
        holder = holders.setdefault(keys[draft.id], draft.id)
        if holder != draft.id and None not in keys[draft.id]:
            draft.refuse("day", _("There is a rate of these currencies for this day; change that one."))


def rates_back(actor: Actor, rates: Any) -> None:
    """A rate comes back out of the recycle bin only where no other has taken its day."""
    back = [rate.pk for rate in rates if rate.deleted_at is not None]
    for rate in gate.unrestricted(ExchangeRate, reason=WHOLE).filter(pk__in=back):
        twin = gate.unrestricted(ExchangeRate, reason=WHOLE).filter(
            source=rate.source, target=rate.target, day=rate.day, deleted_at=None
        )
        if twin.exclude(pk=rate.pk).exists():
            raise Refused(_("There is a rate of these currencies for this day; change that one."))
