"""What the frame of every page asks: whether work of this person is under way, and how much they have not read."""

from __future__ import annotations

from dataclasses import dataclass

from clientela.engine.access.actor import Actor
from clientela.engine.jobs.models import OPEN
from clientela.engine.live.notices import COUNTED
from clientela.engine.postgresql.base import hot

ASK = """
SELECT EXISTS (SELECT FROM jobs_progress WHERE user_id = %s AND state = ANY(%s)),
    (SELECT count(*) FROM (SELECT FROM live_notification WHERE user_id = %s AND read_at IS NULL LIMIT %s) AS news)
"""


@dataclass(frozen=True)
class News:
    """`unread` is at most COUNTED + 1."""

    is_working: bool
    unread: int


def of(actor: Actor) -> News:
    with hot() as cursor:
        cursor.execute(ASK, [actor.user_id, [str(state) for state in OPEN], actor.user_id, COUNTED + 1])
        return News(*cursor.fetchone())
