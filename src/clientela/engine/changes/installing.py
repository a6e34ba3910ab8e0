"""The triggers in the database are those that the models declare: made after migrations, and when only they have changed."""

# mypy: disable-error-code="no-untyped-call"
# pgtrigger has no types.

from __future__ import annotations

import pgtrigger
from django.db import connection
from pgtrigger import installation

# pgtrigger writes a digest of each trigger into its comment.
INSTALLED = (
    "SELECT tgname, obj_description(oid, 'pg_trigger') FROM pg_trigger WHERE tgname LIKE 'pgtrigger\\_%'"
)


def outdated() -> bool:
    """Whether a declared trigger is missing or is another one than declared."""
    with connection.cursor() as cursor:
        cursor.execute(INSTALLED)
        found = dict(cursor.fetchall())
    declared = {
        trigger.get_pgid(model): trigger.compile(model).hash for model, trigger in pgtrigger.registered()
    }
    return any(found.get(name) != digest for name, digest in declared.items())


def install() -> None:
    """Make all of them anew, and drop those that nobody declares any more."""
    installation.install()
