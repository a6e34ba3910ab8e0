"""A process that writes documents with numbers until it is killed or has written `sys.argv[1]` of them."""

from __future__ import annotations

import datetime as dt
import sys

import django


def main() -> None:
    django.setup()
    from django.db import connection

    from clientela.engine.access.actor import SYSTEM, Actor
    from clientela.engine.numbering import ranges
    from clientela.engine.records.command import command

    @command("test.paper")
    def write(actor: Actor, note: str) -> str:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO papers (note) VALUES (%s) RETURNING id", [note])
            (paper,) = cursor.fetchone()
            number = ranges.take("invoice", on=dt.date(2026, 5, 1))
            cursor.execute("UPDATE papers SET number = %s WHERE id = %s", [number, paper])
        return number

    for n in range(int(sys.argv[1])):
        print(write(SYSTEM, str(n)), flush=True)  # noqa: T201  # whoever reads this holds it for acknowledged


if __name__ == "__main__":
    main()
