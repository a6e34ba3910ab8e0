"""What exports of quotes and orders look like: stages by their usual names, discounts as amounts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from clientela.domains.orders import standard
from clientela.domains.orders.models import OrderStage
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.imports.hints import Hints, Values, hint
from clientela.engine.imports.reading.amounts import parse_money, parse_percent
from clientela.engine.imports.words import plain

MEANT = {
    "entered": ("entered", "created", "new", "draft", "open"),
    "confirmed": ("confirmed", "approved", "accepted", "processing"),
    "production": ("in production", "production"),
    "assembly": ("in assembly", "assembly"),
    "shipped": ("shipped", "dispatched", "sent"),
    "delivered": ("delivered", "completed", "fulfilled", "closed"),
    "installed": ("installed",),
    "cancelled": ("cancelled", "canceled", "void"),
}
NOON = dt.time(12, tzinfo=dt.UTC)


def _recognise(name: str) -> Mapping[str, Any] | None:
    """However the stage of delivered orders is called here, “Completed” means it."""
    words = plain(name)
    meaning = next((key for key, names in MEANT.items() if words in names), None)
    return {"meaning": meaning} if meaning else None


def _standard_kind(actor: Actor) -> Any:
    """Orders are carried out the usual way unless the file names theirs."""
    return standard.stages(actor)[0].order_kind_id


def _settle_cancelled(actor: Actor, rows: Sequence[Values]) -> None:
    """An order that was cancelled elsewhere has no reason here, and the day it was placed for the day it was cancelled."""
    stages = gate.visible(actor, OrderStage).filter(meaning="cancelled")
    cancelled = set(stages.values_list("pk", flat=True))
    for row in rows:
        if row.get("stage") in cancelled:
            day = row.get("ordered_on") or dt.date(1970, 1, 1)
            row["cancelled_at"] = dt.datetime.combine(day, NOON)
            row["cancel_reason"] = _("It was cancelled before it came here.")


def taken_off(values: Values, text: str) -> None:
    """A discount as an amount off the whole line becomes percent, to six places."""
    price, quantity = values.get("price"), values.get("quantity") or Decimal(1)
    percent, money = parse_percent(text), parse_money(text)
    if "%" in text and percent is not None:
        values["discount"] = percent
    elif money is not None and price is not None and price.amount * quantity:
        values["discount"] = round(money[0] * 100 / (price.amount * quantity), 6)


NOTE = "Kept by the import"  # texts of documents are for the customer

hint(Hints(entity="quote", brought=frozenset({"total"}), note=NOTE))
hint(
    Hints(
        entity="order",
        brought=frozenset({"total"}),
        note=NOTE,
        defaults={"order_kind": _standard_kind},
        settle=_settle_cancelled,
    )
)
hint(Hints(entity="orderstage", recognise=_recognise))
hint(Hints(entity="quoteline", virtual={"taken_off": taken_off}))
hint(Hints(entity="orderline", virtual={"taken_off": taken_off}))
