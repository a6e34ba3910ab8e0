"""A customer is before one colleague at a time: leases on the customer, their company and their numbers, that run out.

See docs/adr/0014-telesales.md.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import connection
from django.utils import timezone

from clientela.domains.telesales.customers import Customer
from clientela.domains.telesales.models import CallEntry, Lease
from clientela.engine.access.actor import Actor

# A screen that is open renews it every minute; one that was closed without a word is forgotten after this.
SPAN = dt.timedelta(minutes=5)

# Rows that ran out are removed where nobody else holds them, so that two who do so never wait for each other.
SWEEP = """
DELETE FROM telesales_lease WHERE id IN (SELECT id FROM telesales_lease WHERE key = ANY(%s) AND until <= %s
ORDER BY key FOR UPDATE SKIP LOCKED)
"""
# In the order of the keys, for everybody the same: whoever waits for one waits for somebody who waits for none of ours.
TAKE = """
INSERT INTO telesales_lease (key, entry_id, user_id, until)
SELECT key, %s, %s, %s FROM unnest(%s::text[]) AS key ORDER BY key ON CONFLICT (key) DO NOTHING
"""


def take(actor: Actor, entry: CallEntry, customer: Customer) -> bool:
    """Have the customer for oneself; whether that was possible. Within a transaction; what is taken partly is let go."""
    now, keys = timezone.now(), customer.keys
    with connection.cursor() as cursor:
        cursor.execute(SWEEP, [keys, now])
        cursor.execute(TAKE, [entry.pk, actor.user_id, now + SPAN, keys])
        taken = int(cursor.rowcount)
    if taken == len(keys):
        return True
    mine = Lease.objects.filter(key__in=keys, user=actor.user, entry=entry, until__gt=now).count()
    if mine == len(keys):
        renew(actor, entry.pk)
        return True
    release(actor, entry.pk)
    return False


def renew(actor: Actor, entry_id: uuid.UUID) -> bool:
    """Whether the actor still had it."""
    now = timezone.now()
    rows = Lease.objects.filter(entry=entry_id, user=actor.user, until__gt=now)
    return rows.update(until=now + SPAN) > 0


def release(actor: Actor, entry_id: uuid.UUID | None = None) -> int:
    """Let an entry go, or all that the actor has."""
    rows = Lease.objects.filter(user=actor.user)
    return (rows.filter(entry=entry_id) if entry_id else rows).delete()[0]


def holder(entry_id: uuid.UUID) -> uuid.UUID | None:
    """Who has it at present."""
    return (
        Lease.objects.filter(entry=entry_id, until__gt=timezone.now())
        .values_list("user_id", flat=True)
        .first()
    )


def held_by(actor: Actor) -> list[uuid.UUID]:
    """The entries that the actor has: one, unless something went wrong."""
    rows = Lease.objects.filter(user=actor.user, until__gt=timezone.now())
    return list(rows.values_list("entry_id", flat=True).distinct())
