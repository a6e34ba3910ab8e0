"""Reminding of what is overdue: levels, the mail of each, and a task for whoever looks after the invoice."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from clientela.domains.invoices import mailing, papers, parties
from clientela.domains.invoices.models import Invoice, ReminderLevel
from clientela.domains.invoices.states import OWED, days_late, state_of
from clientela.domains.orders import papers as sheets
from clientela.domains.orders import writing
from clientela.domains.orders.mailing import address
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM, Actor
from clientela.engine.access.models import User
from clientela.engine.errors import Refused
from clientela.engine.fields import formats
from clientela.engine.fields.link import Target
from clientela.engine.records import commands as records
from clientela.engine.records.command import command


@dataclass(frozen=True)
class Level:
    """A reminder: the `number`-th, from `days` after the due day on."""

    number: int
    days: int
    name: str
    subject: str
    body: str


def _ours() -> list[Level]:
    """In the language in force; used until an administrator writes others."""
    end = _("\n\nIf you have paid meanwhile, please take no notice of this.\n\nKind regards")
    return [
        Level(1, 7, _("Friendly reminder"), _("Reminder: invoice {number}"),
              _("Good day,\n\nour invoice {number} was due on {due}; {open} are still open.") + end),
        Level(2, 21, _("Second reminder"), _("Second reminder: invoice {number}"),
              _("Good day,\n\nour invoice {number} is {days} days overdue. Please pay {open} within seven days.") + end),
        Level(3, 35, _("Last reminder"), _("Last reminder: invoice {number}"),
              _("Good day,\n\nour invoice {number}, due on {due}, is still not paid. Please pay {open} at once; otherwise we have to take further steps.") + end),
    ]  # fmt: skip


def levels(language: str) -> list[Level]:
    """The reminders in their order; an administrator's own words for a language before those for all."""
    rows = gate.unrestricted(ReminderLevel, reason="how we remind is no secret").filter(deleted_at=None)
    found: dict[int, Any] = {}
    for row in rows.order_by("level", "pk"):
        if row.language == language or (row.language is None and int(row.level) not in found):
            found[int(row.level)] = row
    with translation.override(language):
        if not found:
            return _ours()
        usual = _ours()[0]
        return [
            Level(number, int(row.days), row.name, row.subject or usual.subject, row.body or usual.body)
            for number, row in sorted(found.items())
        ]


def due_level(invoice: Invoice, today: dt.date) -> Level | None:
    """The next reminder of an overdue invoice, once its day has come."""
    late = days_late(invoice, today)
    following = [one for one in levels(invoice.language) if one.number > int(invoice.reminder_level)]
    return following[0] if following and late and late >= following[0].days else None


def written(invoice: Invoice, level: Level, today: dt.date) -> tuple[str, str]:
    """Subject and text of the mail, in the customer's language."""
    buyer = parties.of(invoice)["buyer"]
    with translation.override(invoice.language):
        values = {
            "number": invoice.number,
            "open": sheets.amount(invoice.open, invoice.currency),
            "due": formats.date(invoice.due_on) if invoice.due_on else "",
            "days": days_late(invoice, today),
            "company": buyer["name"],
            "person": buyer["person"],
        }
    return mailing.filled(level.subject, values), mailing.filled(level.body, values)


@command("invoice.remind")
def remind(actor: Actor, invoice_id: UUID, *, to: str = "", subject: str = "", message: str = "") -> Invoice:
    """Mail the next reminder with the invoice. Raises Refused while nothing is overdue or all levels are used."""
    invoice = gate.get(actor, Invoice, invoice_id, to="change", lock=True)
    today = timezone.localdate()
    if not days_late(invoice, today):
        raise Refused(_("Nothing is overdue here; there is nothing to remind of."))
    following = [one for one in levels(invoice.language) if one.number > int(invoice.reminder_level)]
    if not following:
        raise Refused(_("The last reminder was sent already; call the customer, or hand it to a lawyer."))
    usual = written(invoice, following[0], today)
    target = address(to or invoice.sent_to or mailing.recipient(invoice))
    writing.put(actor, invoice, reminder_level=following[0].number, reminded_on=today)
    parts = [(papers.file_name(invoice, "pdf"), papers.pdf(actor, invoice), mailing.PDF)]
    mailing.deliver(actor, target, subject or usual[0], message or usual[1], parts)
    return invoice


# -- once a day ------------------------------------------------------------------------------------------------------
def age_all(today: dt.date | None = None) -> int:
    """Invoices that became overdue are marked so, and who looks after them gets a task for each reminder; how many."""
    day = today or timezone.localdate()
    rows = gate.unrestricted(Invoice, reason="the calendar acts for everybody")
    late = rows.filter(deleted_at=None, state__in=OWED, kind="invoice", due_on__lt=day)
    ids = list(late.order_by("pk").values_list("pk", flat=True))
    for invoice_id in ids:
        age(SYSTEM, invoice_id, day)
    return len(ids)


@command("invoice.age")
def age(actor: Actor, invoice_id: UUID, today: dt.date) -> None:
    invoice = gate.get(actor, Invoice, invoice_id, to="change", lock=True)
    state = state_of(invoice, today)
    if state != invoice.state:
        writing.put(actor, invoice, state=state)
    level = due_level(invoice, today)
    if level is not None and not _asked(invoice, level):
        _ask(invoice, level, today)


def _key(invoice: Invoice, level: Level) -> str:
    return f"{invoice.number} #{level.number}"


def _asked(invoice: Invoice, level: Level) -> bool:
    from clientela.domains.activities.models import Activity

    rows = gate.unrestricted(Activity, reason="whether this was asked for already")
    return rows.filter(
        about_id=invoice.pk, about_entity="invoice", subject__contains=_key(invoice, level)
    ).exists()


def _ask(invoice: Invoice, level: Level, today: dt.date) -> None:
    owner = User.objects.filter(pk=invoice.owner_id or uuid.UUID(int=0)).first()
    with translation.override(owner.language if owner else "en"):
        subject = _("Send reminder: %s") % _key(invoice, level)
    values = {
        "kind": "task",
        "about": Target("invoice", invoice.pk),
        "subject": subject,
        "due_at": dt.datetime.combine(today, dt.time(12), tzinfo=timezone.get_current_timezone()),
        "owner": invoice.owner_id,
        "branch": invoice.branch_id,
    }
    records.create(SYSTEM, "activity", {key: value for key, value in values.items() if value is not None})
