"""What invoices add to record pages: their own verbs and lines, what an order or contract still has to invoice, panels."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from clientela.domains.contracts.choices import RUNNING
from clientela.domains.invoices import ageing, commands, queries
from clientela.domains.invoices.models import Invoice
from clientela.domains.orders import sheets
from clientela.engine.access import gate
from clientela.engine.entities import registry
from clientela.engine.screens import pages, slots, timeline
from clientela.engine.screens.slots import Fragment, Place

pages.register(
    pages.Page(
        "/invoices/ageing/", lazy("What is owed"), "hourglass", "orders", lambda actor: gate.can(actor, Invoice, "view")
    )
)  # fmt: skip


def _closed(invoice: Any) -> str:
    if invoice.number is None:
        return ""
    return str(_("%s is issued; its lines do not change any more.") % invoice.number)


sheets.register(
    sheets.Sheet(
        entity="invoice",
        line="invoiceline",
        by="invoice",
        closed=_closed,
        save=commands.save_lines,
        roles=False,
    )
)


@slots.fill(slots.HEADER)
def invoice_bar(place: Place) -> Fragment | None:
    if place.entity.key != "invoice":
        return None
    shown = queries.bar(place.actor, place.record)
    return Fragment("invoices/_bar.html", {**shown, "may_change": "change" in place.may})


def _may_write(place: Place) -> bool:
    return gate.can(place.actor, Invoice, "create")


@slots.fill(slots.HEADER)
def order_bar(place: Place) -> Fragment | None:
    """An order that has something left to invoice says so."""
    if place.entity.key != "order" or place.record.is_closed or not _may_write(place):
        return None
    shown = queries.to_bill(place.actor, place.record)
    return Fragment("invoices/_order_bar.html", shown) if shown["is_open"] else None


@slots.fill(slots.HEADER)
def contract_bar(place: Place) -> Fragment | None:
    if place.entity.key != "contract" or place.record.state not in RUNNING or not _may_write(place):
        return None
    if place.record.next_billing_on is None or "change" not in place.may:
        return None
    return Fragment("invoices/_contract_bar.html", {"contract": place.record})


@slots.fill(slots.RELATED)
def invoices(place: Place) -> Fragment | None:
    """Invoices of a company, a deal, an order or a contract, with what is paid and owed."""
    if place.entity.key not in queries.PARENTS or not gate.can(place.actor, Invoice, "view"):
        return None
    by, record_id = place.entity.key, place.record.pk
    rows = queries.of(place.actor, by, record_id)
    return Fragment(
        "invoices/_panel.html",
        {
            "entity": registry.get("invoice"),
            "rows": rows,
            "sums": ageing.summary(place.actor, by, record_id) if rows else [],
            "all": f"/invoices/?{by}={record_id}",
            "add": f"/invoices/new/?{by}={record_id}&back=1" if _may_write(place) else "",
        },
    )


timeline.register(
    timeline.steps(
        "invoices",
        "invoices/_event.html",
        lambda place, before, limit: queries.events(
            place.actor, place.entity.key, place.record.pk, before, limit
        ),
    )
)
