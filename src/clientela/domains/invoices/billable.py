"""How much of an order is still to be invoiced, and how much of an invoice can still be taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, Q, Sum
from django.utils.translation import gettext as _

from clientela.domains.catalog.models import Product
from clientela.domains.configurator.models import Configuration
from clientela.domains.invoices import reckoning
from clientela.domains.invoices.models import Invoice, InvoiceLine
from clientela.domains.orders import writing
from clientela.domains.orders.models import Delivery, DeliveryLine, Order
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.errors import Refused

ZERO = Decimal(0)
COPIED = ("kind", "name", "description", "unit", "discount", "role", "group", "chosen")
Part = tuple[Any, Decimal | None]


def head(order: Order, delivery_id: UUID | None) -> dict[str, Any]:
    """What an invoice takes over from its order."""
    return {
        "order": order.pk,
        "company": order.company_id,
        "person": order.person_id,
        "deal": order.deal_id,
        "owner": order.owner_id,
        "branch": order.branch_id,
        "subject": order.subject,
        "currency": order.currency,
        "language": order.language,
        "inclusive": order.inclusive,
        "discount": order.discount,
        "terms": order.terms,
        "order_reference": order.reference,
        "delivered_on": _delivered_on(delivery_id),
    }


def _delivered_on(delivery_id: UUID | None) -> Any:
    if delivery_id is None:
        return None
    rows = gate.unrestricted(Delivery, reason="who sees an order sees its deliveries").filter(pk=delivery_id)
    return rows.values_list("delivered_on", flat=True).first()


def invoiced(order_lines: Sequence[Any]) -> dict[UUID, Decimal]:
    """How much of each line of an order stands on invoices, drafts included, less what was taken back."""
    rows = gate.unrestricted(InvoiceLine, reason="what is invoiced is invoiced, whoever did it").filter(
        order_line__in=[line.pk for line in order_lines], deleted_at=None, invoice__deleted_at=None
    )
    given = rows.filter(invoice__kind="invoice")
    back = rows.filter(invoice__kind="credit", invoice__number__isnull=False)
    found: dict[UUID, Decimal] = _sums(given, "order_line")
    for line, quantity in _sums(back, "order_line").items():
        found[line] = found.get(line, ZERO) - quantity
    return found


def _sums(rows: Any, by: str) -> dict[UUID, Decimal]:
    return dict(rows.values_list(by).annotate(sum=Sum("quantity")).order_by(by))


def open_quantities(order: Order) -> dict[UUID, Decimal]:
    """What of each line that counts is not invoiced yet; lines with nothing left are missing."""
    lines = [line for line in writing.stored(order, "orderline", "order") if line.counts]
    done = invoiced(lines)
    left = {line.pk: line.quantity - done.get(line.pk, ZERO) for line in lines}
    return {line: quantity for line, quantity in left.items() if quantity > 0}


def parts(
    actor: Actor, order: Order, delivery_id: UUID | None, quantities: Mapping[UUID, Decimal] | None
) -> list[Part]:
    """Lines of the order with the quantity to invoice (None for a heading), in their order. Raises Refused."""
    left = open_quantities(order)
    wanted = dict(quantities) if quantities is not None else dict(left)
    if delivery_id is not None:
        wanted = {line: min(q, left.get(line, ZERO)) for line, q in _delivered(order, delivery_id).items()}
    lines = writing.stored(order, "orderline", "order")
    for line in lines:
        asked = wanted.get(line.pk, ZERO)
        if asked < 0:
            raise Refused(_("“%s”: a quantity cannot be negative.") % line.name)
        if asked > left.get(line.pk, ZERO):
            raise Refused(
                _("“%(line)s”: only %(left)s are left to invoice.") % {"line": line.name, "left": f"{left.get(line.pk, ZERO).normalize():f}"}
            )  # fmt: skip
    if not any(wanted.values()):
        raise Refused(_("Everything of this is invoiced already."))
    return _with_headings(lines, wanted)


def _with_headings(lines: Sequence[Any], wanted: Mapping[UUID, Decimal]) -> list[Part]:
    """A heading goes along when a line below it does."""
    found: list[Part] = []
    heading = None
    for line in lines:
        if line.kind != "item":
            heading = line
        elif wanted.get(line.pk):
            if heading is not None:
                found.append((heading, None))
                heading = None
            found.append((line, wanted[line.pk]))
    return found


def _delivered(order: Order, delivery_id: UUID) -> dict[UUID, Decimal]:
    rows = gate.unrestricted(DeliveryLine, reason="who sees an order sees its deliveries")
    rows = rows.filter(
        delivery=delivery_id, delivery__order=order.pk, delivery__deleted_at=None, deleted_at=None
    )
    found = _sums(rows, "order_line")
    if not found:
        raise Refused(_("This order has no such delivery."))
    return found


def rows(parts: Sequence[Part]) -> list[tuple[str, dict[str, Any]]]:
    """Lines of an invoice from lines of an order; prices are what was ordered, whatever lists say now."""
    return [
        (f"new{n}", _row(line, quantity, {"order_line": line.pk})) for n, (line, quantity) in enumerate(parts)
    ]


def _row(line: Any, quantity: Decimal | None, origin: dict[str, Any]) -> dict[str, Any]:
    values = {key: getattr(line, key) for key in COPIED}
    if quantity is None:
        return values
    price = None if line.price is None else {"amount": str(line.price), "currency": line.price_currency}
    values |= {"quantity": quantity, "price": price, "own_price": True, "product": line.product_id}
    values |= {"configuration": line.configuration_id, **origin}
    return {**values, "tax_rate": line.tax_rate_id, "role": "counted"}


def write(actor: Actor, invoice: Invoice, rows: Sequence[tuple[str, dict[str, Any]]]) -> None:
    """Make these the lines of a draft. What was agreed stays, also where it names a product or a configuration that is
    deleted by now, or that who writes the invoice may not see: they cannot choose it, but it was chosen before."""
    unseen = _unseen(actor, rows)
    lines = writing.write(actor, invoice, "invoiceline", "invoice", rows)
    stored = gate.unrestricted(InvoiceLine, reason="the actor has just written them")
    for line, links in zip(lines, unseen, strict=True):
        if links:
            stored.filter(pk=line.pk).update(**links)


def _unseen(actor: Actor, rows: Sequence[tuple[str, dict[str, Any]]]) -> list[dict[str, Any]]:
    """Takes the links out of each row that its writer may not set."""
    found: list[dict[str, Any]] = [{} for _row in rows]
    for key, model in (("product", Product), ("configuration", Configuration)):
        wanted = {values[key] for _key, values in rows if values.get(key)}
        seen = (
            set(gate.visible(actor, model).filter(pk__in=wanted).values_list("pk", flat=True))
            if wanted
            else set()
        )
        for links, (_key, values) in zip(found, rows, strict=True):
            if values.get(key) and values[key] not in seen:
                links[f"{key}_id"] = values.pop(key)
    return found


# -- taking back -----------------------------------------------------------------------------------------------------
def credit_head(invoice: Invoice, reason: str) -> dict[str, Any]:
    same = ("currency", "language", "inclusive", "discount", "rounding", "cash", "subject")
    links = ("company", "person", "deal", "order", "contract", "owner", "branch")
    return {
        **{key: getattr(invoice, key) for key in same},
        **{key: getattr(invoice, f"{key}_id") for key in links},
        "kind": "credit",
        "corrects": invoice.pk,
        "reason": reason,
        "buyer_reference": invoice.buyer_reference,
        "order_reference": invoice.order_reference,
    }


def creditable(invoice: Invoice, *, but: UUID | None = None) -> dict[UUID, Decimal]:
    """What credit notes (all but the one given) have left of each line of an invoice."""
    lines = [line for line in reckoning.items(reckoning.lines_of(invoice)) if line.counts]
    taken = gate.unrestricted(InvoiceLine, reason="what is taken back is taken back, whoever did it").filter(
        Q(invoice__number__isnull=False) & ~Q(invoice=but),
        corrects__in=[line.pk for line in lines],
        deleted_at=None,
        invoice__deleted_at=None,
    )
    back = _sums(taken, "corrects")
    return {line.pk: line.quantity - back.get(line.pk, ZERO) for line in lines}


def credit_rows(
    invoice: Invoice, quantities: Mapping[UUID, Decimal] | None
) -> list[tuple[str, dict[str, Any]]]:
    left = creditable(invoice)
    wanted = {line: q for line, q in (left if quantities is None else quantities).items() if q}
    if not wanted:
        raise Refused(_("All of %s is taken back already.") % invoice.number)
    found = []
    for n, line in enumerate(reckoning.items(reckoning.lines_of(invoice))):
        if (asked := wanted.pop(line.pk, None)) is not None:
            _require_left(line, asked, left.get(line.pk, ZERO))
            origin = {"corrects": line.pk, "order_line": line.order_line_id}
            found.append((f"new{n}", _row(line, asked, origin)))
    if wanted:
        raise Refused(_("There is a line here that is not on %s.") % invoice.number)
    return found


def _require_left(line: Any, asked: Decimal, left: Decimal) -> None:
    if not 0 < asked <= left:
        raise Refused(
            _("“%(line)s”: at most %(left)s can be taken back.")
            % {"line": line.name, "left": f"{left.normalize():f}"}
        )


def require_creditable(note: Invoice) -> None:
    """Checked when the credit note is issued: two drafts of the same may have been written meanwhile."""
    all_of_them = gate.unrestricted(Invoice, reason="the invoice that this credit note takes back")
    invoice = all_of_them.select_for_update(of=("self",)).get(pk=note.corrects_id or "")
    if invoice.number is None or invoice.currency != note.currency:
        raise Refused(_("A credit note takes back an issued invoice in the same currency."))
    left = creditable(invoice, but=note.pk)
    lines = [line for line in reckoning.items(reckoning.lines_of(note)) if line.counts]
    for line in lines:
        if line.corrects_id is not None:
            _require_left(line, line.quantity, left.get(line.corrects_id, ZERO))
    others = all_of_them.filter(corrects=invoice, number__isnull=False, deleted_at=None).aggregate(
        sum=Sum(F("payable"))
    )
    if (others["sum"] or ZERO) + note.payable > invoice.payable:
        raise Refused(_("This would take back more than %s came to.") % invoice.number)
