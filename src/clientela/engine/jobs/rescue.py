"""Jobs of workers that died are put back into the queue.

The queue itself leaves them "doing" for ever, or "failed" when it could not be told how they ended. A job of ours is dead when nobody holds its session lock (see running.py),
whatever heartbeats say, so neither a slow worker's job is doubled nor a dead one's kept waiting. The rest, which run by
the clock, are dead when their worker's heart has stopped.
"""

from __future__ import annotations

from django.db import connection
from django.utils.translation import gettext as _

from clientela.engine.jobs import progress
from clientela.engine.jobs.models import State
from clientela.engine.jobs.running import SPACE

# Between taking a job from the queue and locking it, and between its end and the queue's hearing of it.
GRACE = 5
HEARTBEAT = 5
STILL = 4 * HEARTBEAT
# A job that ends its worker each time (by eating all memory, say) must not do so for ever.
LIVES = 10

STALLED = f"""
    SELECT job.id, job.status, job.attempts, shown.id AS progress
    FROM procrastinate_jobs job LEFT JOIN jobs_progress shown ON shown.id = (job.args ->> 'progress')::uuid
    WHERE job.status IN ('doing', 'failed') AND CASE WHEN shown.id IS NOT NULL THEN
        (job.status = 'doing' OR shown.state IN ('queued', 'running'))
        AND shown.moved_at < clock_timestamp() - make_interval(secs => {GRACE})
        AND NOT EXISTS (SELECT FROM procrastinate_events event WHERE event.job_id = job.id AND event.type = 'started'
                        AND event.at > clock_timestamp() - make_interval(secs => {GRACE}))
        AND NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = {SPACE} AND objsubid = 2
                        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                        AND objid = (hashtext(shown.id::text)::bigint & 4294967295)::oid)
    ELSE
        job.status = 'doing' AND NOT EXISTS (
            SELECT FROM procrastinate_workers worker WHERE worker.id = job.worker_id
            AND worker.last_heartbeat > clock_timestamp() - make_interval(secs => {STILL}))
    END
    FOR UPDATE OF job SKIP LOCKED"""  # noqa: S608 (constants of ours)

RETURN = f"""
    WITH stalled AS MATERIALIZED ({STALLED})
    SELECT progress, attempts < {LIVES}, CASE
        WHEN attempts < {LIVES} THEN procrastinate_retry_job_v2(id, now(), NULL, NULL, NULL) IS NULL
        WHEN status = 'doing' THEN procrastinate_finish_job_v1(id, 'failed', false) IS NULL
    END FROM stalled"""  # noqa: S608  # constants of ours


def rescue() -> int:
    """Returns how many jobs were dead. Several workers may do this at once: each job is put back once."""
    with connection.cursor() as cursor:
        cursor.execute(RETURN)
        rows = cursor.fetchall()
    for shown, has_lives, _returned in rows:
        if shown is not None and has_lives:
            progress.wait_again(shown, "", failed=False)
        elif shown is not None:
            progress.finish(
                shown, State.FAILED, _("It ended the worker again and again, so it was given up.")
            )
    return len(rows)
