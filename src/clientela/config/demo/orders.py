"""The demo's quotes, orders at different stages, deliveries and installed products, made by the commands people use."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone

from clientela.domains.orders import accepting, order_commands, standard, writing
from clientela.domains.orders.models import Order
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM
from clientela.engine.records import commands as records

QUOTES = 150
ORDERED = 0.6
# The quotes before this one are old enough that everything ordered was delivered.
SETTLED = 115
EXTRAS = (
    ("Delivery and mounting", "1200"),
    ("Training of two operators", "900"),
    ("Extended warranty, 24 months", "1800"),
)
Rows = Sequence[dict[str, Any]]


def build(chance: random.Random, deals: Rows, products: Rows) -> None:
    """Quotes for some deals; most were sent, and most of those became orders, as far as their age lets them."""
    stages = standard.stages(SYSTEM)
    for at, deal in enumerate(chance.sample(list(deals), QUOTES)):
        quote = _quote(chance, deal, products)
        luck = chance.random()
        if luck < 0.3 and at >= SETTLED:
            continue
        _sent(quote)
        if luck < 0.12 + ORDERED:
            order = accepting.accept(SYSTEM, quote.pk, name="The customer")
            _go_on(chance, order, stages, is_old=at < SETTLED)
        elif luck < 0.85:
            accepting.decline(
                SYSTEM, quote.pk, reason=chance.choice(["Too dear", "Postponed", "Bought elsewhere"])
            )
    _date_back()


def _quote(chance: random.Random, deal: dict[str, Any], products: Rows) -> Any:
    values = {
        "deal": deal["id"],
        "owner": deal["owner"],
        "currency": "EUR",
        "terms": "30 days net",
        "intro": "Thank you for your interest. We are pleased to offer:",
    }
    quote = records.create(SYSTEM, "quote", values)
    rows: list[tuple[str, dict[str, Any]]] = [("s", {"kind": "section", "name": "Machines and parts"})]
    for at, product in enumerate(chance.sample(list(products), chance.randint(1, 4))):
        row = {"product": str(product["id"]), "quantity": str(chance.choice([1, 1, 2, 4]))}
        rows.append((f"p{at}", row | ({"discount": "5"} if chance.random() < 0.3 else {})))
    name, price = chance.choice(EXTRAS)
    rows += [("x", {"kind": "section", "name": "Services"}), ("y", {"name": name, "price": price})]
    if chance.random() < 0.4:
        other, dearer = chance.choice(EXTRAS)
        rows.append(("z", {"name": other, "price": dearer, "role": "optional"}))
    writing.write(SYSTEM, quote, "quoteline", "quote", rows)
    return quote


def _sent(quote: Any) -> None:
    """As if it had been mailed: the demo writes to nobody."""
    now = timezone.now()
    writing.put(
        SYSTEM, quote, state="sent", sent_at=now, sent_to="buyer@customer.example", issued_on=now.date()
    )


def _go_on(chance: random.Random, order: Order, stages: Sequence[Any], *, is_old: bool) -> None:
    way = [one for one in stages if one.meaning != "cancelled" and one.order_kind_id == order.order_kind_id]
    target = len(way) - chance.randint(1, 2) if is_old else chance.randrange(len(way))
    promised = timezone.localdate() + dt.timedelta(days=chance.randint(5, 70))
    order_commands.promise(SYSTEM, order.pk, promised)
    if way[target].meaning in ("shipped", "delivered", "installed"):
        _deliver(chance, order, everything=way[target].meaning != "shipped")
    order_commands.move(SYSTEM, order.pk, way[target].pk)


def _deliver(chance: random.Random, order: Order, *, everything: bool) -> None:
    lines = [line for line in writing.stored(order, "orderline", "order") if line.kind == "item"]
    goods = lines if everything else lines[:1]
    serials = {
        line.pk: [f"{chance.randrange(10**6):06}-{n}" for n in range(int(line.quantity))]
        for line in goods
        if line.product_id and everything
    }
    order_commands.deliver(
        SYSTEM,
        order.pk,
        {line.pk: Decimal(line.quantity) for line in goods},
        on=timezone.localdate() - dt.timedelta(days=chance.randint(0, 30)),
        carrier=chance.choice(["DHL", "Own lorry", "Raben"]),
        serials=serials,
    )


# The first quote is ten months old, the last a week; what followed each keeps the order in which it happens.
PAST = """
UPDATE orders_quote q SET created_at = ranked.day, updated_at = ranked.day + interval '5 days 3 hours',
    sent_at = CASE WHEN sent_at IS NOT NULL THEN ranked.day + interval '1 day 1 hour' END,
    issued_on = CASE WHEN sent_at IS NOT NULL THEN (ranked.day + interval '1 day')::date END,
    answered_at = CASE WHEN answered_at IS NOT NULL THEN ranked.day + interval '5 days 3 hours' END,
    valid_until = greatest((ranked.day + interval '31 days')::date, current_date - 400)
FROM (SELECT id, date_trunc('day', now() - interval '7 days' - interval '300 days'
        * (1 - row_number() OVER (ORDER BY number) / count(*) OVER ()::float))
        + interval '8 hours' + abs(hashtext(number)) %% 400 * interval '1 minute' AS day FROM orders_quote) ranked
WHERE ranked.id = q.id;
UPDATE orders_order o SET created_at = q.answered_at, ordered_on = q.answered_at::date,
    updated_at = least(now(), q.answered_at + interval '19 days'),
    confirmed_at = CASE WHEN confirmed_at IS NOT NULL THEN least(now(), q.answered_at + interval '1 day') END,
    stage_since = least(now(), q.answered_at + interval '16 days'),
    promised_on = CASE WHEN q.answered_at > now() - interval '40 days' THEN promised_on
        ELSE (q.answered_at + interval '24 days')::date END
FROM orders_quote q WHERE q.id = o.quote_id;
UPDATE orders_delivery d SET created_at = least(now(), o.created_at + interval '18 days'),
    delivered_on = least(now(), o.created_at + interval '18 days')::date
FROM orders_order o WHERE o.id = d.order_id
"""


def _date_back() -> None:
    with connection.cursor() as cursor:
        cursor.execute(PAST, [])
    assert gate.unrestricted(Order, reason="the demo counts its own").exists()
