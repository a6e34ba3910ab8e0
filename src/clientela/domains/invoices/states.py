"""Where an invoice stands, from its figures and dates."""

from __future__ import annotations

import datetime as dt
from typing import Any

OWED = ("issued", "sent", "part-paid", "overdue")


def state_of(invoice: Any, today: dt.date) -> str:
    """What `state` must be on this day."""
    if invoice.number is None:
        return "draft"
    if not invoice.open:
        return "credited" if invoice.kind == "invoice" and invoice.credited and not invoice.paid else "paid"
    if invoice.kind == "invoice" and invoice.due_on is not None and invoice.due_on < today:
        return "overdue"
    if invoice.paid or invoice.credited:
        return "part-paid"
    return "sent" if invoice.sent_at else "issued"


def days_late(invoice: Any, today: dt.date) -> int:
    """Days since the due day while something is open, else 0."""
    if invoice.due_on is None or not invoice.open or invoice.kind != "invoice":
        return 0
    return int(max(0, (today - invoice.due_on).days))
