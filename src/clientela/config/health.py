"""For load balancers and the supervisor: is the process up, and can it serve."""

from collections.abc import Callable

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """200 when database, migrations and queue are in order, else 503; each with one word of state."""
    answers = {name: _state(check) for name, check in CHECKS.items()}
    healthy = all(state == "ok" for state in answers.values())
    return JsonResponse(answers, status=200 if healthy else 503)


def _state(check: Callable[[], str]) -> str:
    try:
        return check()
    except Exception as failure:
        # Names the kind of failure only: the page is open to everyone.
        return type(failure).__name__


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _migrations() -> str:
    global _is_migrated
    if not _is_migrated:
        executor = MigrationExecutor(connection)
        _is_migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return "ok" if _is_migrated else "pending"


def _queue() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM procrastinate_jobs LIMIT 1")
    return "ok"


# Building the graph of migrations takes a while, and what is applied stays applied.
_is_migrated = False
CHECKS = {"database": _database, "migrations": _migrations, "queue": _queue}
