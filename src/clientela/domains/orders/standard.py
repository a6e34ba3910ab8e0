"""The kind of order that a new system begins with; administrators change it as they like."""

from __future__ import annotations

from decimal import Decimal

from django.db import connection
from django.utils.translation import gettext as _

from clientela.domains.orders.models import OrderKind, OrderStage
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM, Actor
from clientela.engine.records import commands as records


def stages(actor: Actor) -> list[OrderStage]:
    """All stages in order, those of the standard kind first; made with the first order of a new system."""
    found = _stored(actor)
    if not found:
        _make()
        found = _stored(actor)
    return found


def _stored(actor: Actor) -> list[OrderStage]:
    rows = gate.visible(actor, OrderStage).filter(order_kind__deleted_at=None)
    return list(
        rows.order_by("-order_kind__is_standard", "order_kind__position", "order_kind__pk", "position", "pk")
    )


def names() -> tuple[tuple[str, str], ...]:
    return (
        (_("Entered"), "entered"),
        (_("Confirmed"), "confirmed"),
        (_("In production"), "production"),
        (_("In assembly"), "assembly"),
        (_("Shipped"), "shipped"),
        (_("Delivered"), "delivered"),
        (_("Installed"), "installed"),
        (_("Cancelled"), "cancelled"),
    )


def _make() -> None:
    """Of two first orders at once, the second waits here and finds the stages made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('orderkind'))")
    rows = gate.unrestricted(OrderKind, reason="whether there is any kind of order yet")
    if rows.filter(deleted_at=None, stages__deleted_at=None).exists():
        return
    kind = records.create(SYSTEM, "orderkind", {"name": _("Standard"), "is_standard": True})
    records.create_many(
        SYSTEM,
        "orderstage",
        [
            {"order_kind": kind.pk, "name": name, "meaning": meaning, "position": Decimal(at)}
            for at, (name, meaning) in enumerate(names(), start=1)
        ],
    )
