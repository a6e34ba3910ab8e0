"""Invoices and payments go by roles; what holds for all of them is the administrators'."""

from clientela.domains.invoices.models import (
    ClosedPeriod,
    Invoice,
    InvoiceLine,
    Issuer,
    Payment,
    ReminderLevel,
)
from clientela.domains.orders.policy import with_its
from clientela.engine.access.gate import administrators, allow, by_role, everyone

for model in (Invoice, Payment):
    allow(model, by_role)
allow(InvoiceLine, with_its("invoice", Invoice))
for settings in (ClosedPeriod, ReminderLevel, Issuer):
    allow(settings, administrators)
    allow(settings, everyone, "view")
