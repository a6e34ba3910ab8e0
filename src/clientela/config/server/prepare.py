"""Bring the database to this version: `python -m clientela.config.server.prepare`, before anything serves."""

import os
import sys

import django

# Any number: it only has to be the same on every machine that starts at this moment.
ONE_AT_A_TIME = 0xC11E47E1A
MONTHS_AHEAD = 3


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clientela.config.settings")
    django.setup()
    migrate(verbosity=1 if sys.stdout.isatty() else 0)


def migrate(verbosity: int = 0) -> int:
    """Apply what is missing, one process at a time; returns how many migrations were applied."""
    from django.core.management import call_command
    from django.db import connection

    from clientela.engine.changes.installing import install, outdated
    from clientela.engine.entities import statistics

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        try:
            missing = _missing()
            if missing:
                call_command("migrate", interactive=False, verbosity=verbosity)
            elif outdated():
                install()
            call_command("createcachetable", verbosity=0)
            cursor.execute("SELECT change_partitions(%s)", [MONTHS_AHEAD])
            statistics.ensure()
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])
    return missing


def _missing() -> int:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


if __name__ == "__main__":
    main()
