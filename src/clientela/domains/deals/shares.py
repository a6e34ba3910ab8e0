"""Sharing the credit for a deal among colleagues: the shares of a deal are 100 percent, or there are none."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from clientela.domains.deals.models import Deal, DealSplit
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.errors import Invalid, Refused
from clientela.engine.fields import formats
from clientela.engine.records import commands as records
from clientela.engine.records.command import command
from clientela.engine.records.draft import Draft

WHOLE = Decimal(100)
PLACES = 2
_writing: ContextVar[bool] = ContextVar("clientela_splitting", default=False)


@command("deal.split")
def split(actor: Actor, deal_id: uuid.UUID, *, shares: Mapping[uuid.UUID, Decimal]) -> Deal:
    """Share the credit: percent by colleague, which add up to 100; nobody named ends the sharing. Raises Invalid."""
    deal = gate.get(actor, Deal, deal_id, to="change", lock=True)
    _check(shares)
    present = {row.user_id: row for row in gate.visible(actor, DealSplit).filter(deal=deal).order_by("pk")}
    gone = [(row.pk, None) for user, row in present.items() if user not in shares]
    kept = [(present[user].pk, {"percent": share}, None) for user, share in shares.items() if user in present]
    new = [
        {"deal": deal.pk, "user": user, "percent": share}
        for user, share in shares.items()
        if user not in present
    ]
    with _together():
        outcomes = records.delete_many(actor, "dealsplit", gone) if gone else []
        outcomes += records.update_many(actor, "dealsplit", kept) if kept else []
        outcomes += records.create_many(actor, "dealsplit", new) if new else []
    for outcome in outcomes:
        outcome.unwrap()
    return gate.get(actor, Deal, deal_id)


def _check(shares: Mapping[uuid.UUID, Decimal]) -> None:
    wrong = [share for share in shares.values() if not 0 < share <= WHOLE or round(share, PLACES) != share]
    if wrong:
        text = _("A share is more than 0 and at most 100 percent, with two decimals at most; “%s” is not.")
        raise Invalid({"shares": [text % format(wrong[0], "f")[:30]]})
    if shares and sum(shares.values()) != WHOLE:
        raise Invalid({"shares": [_unequal(sum(shares.values(), Decimal(0)))]})


def _unequal(total: Decimal) -> str:
    return _("The shares add up to %s; they must add up to 100 %%.") % formats.percent(total)


@contextmanager
def _together() -> Iterator[None]:
    """While a whole split is being written its parts need not add up; the command has seen to it."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


# -- whoever else writes shares --------------------------------------------------------------------------------------
def add_up(actor: Actor, drafts: list[Draft]) -> None:
    """Shares written one by one must leave the deal's whole: 100, of different colleagues."""
    for draft in drafts:
        percent = draft.get("percent")
        if percent is not None and percent <= 0:
            draft.refuse("percent", _("A share is more than 0 percent."))
        draft.after.append(_whole)


def _whole(actor: Actor, drafts: list[Draft]) -> None:
    deals = {draft.get("deal") for draft in drafts} | {draft.was("deal") for draft in drafts}
    _check_stored(deals - {None})


def add_up_again(actor: Actor, splits: Sequence[Any]) -> None:
    """Shares went into the recycle bin or came back."""
    _check_stored({one.deal_id for one in splits})


def _check_stored(deals: set[uuid.UUID]) -> None:
    """Raises Refused. The deals are locked, so that two people at once cannot each add a share that fits alone."""
    if _writing.get() or not deals:
        return
    locked = gate.unrestricted(Deal, reason="the shares of a deal are whole, whoever looks").filter(
        pk__in=deals
    )
    names = {deal.pk: deal.name for deal in locked.order_by("pk").select_for_update(of=("self",))}
    rows = gate.unrestricted(DealSplit, reason="hidden shares count as well").filter(
        deal__in=deals, deleted_at=None
    )
    figures = {"total": Sum("percent"), "shares": Count("user"), "users": Count("user", distinct=True)}
    found = rows.order_by().values("deal_id").annotate(**figures)
    for deal, total, shares, users in found.values_list("deal_id", *figures):
        if shares != users:
            raise Refused(_("A colleague has two shares of “%s”; make it one.") % names[deal])
        if total != WHOLE:
            raise Refused(f"“{names[deal]}”: {_unequal(total)}")
