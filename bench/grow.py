"""More of the same: copies of what was seeded, made inside PostgreSQL, where the words of a search need no folding again.

A copy of a row differs in its id, and in the ids of what it links to: copies of people work at the copy of their company.
"""

from __future__ import annotations

from typing import Any

import psycopg

# The digit of an id that says which version of UUID it is: seeded ids have a 7 there, each set of copies another digit.
DIGIT, SEEDED, OTHERS = 15, "7", "0123456 89"
TABLES = {
    "contacts_company": (),
    "contacts_person": ("company_id",),
    "deals_deal": ("company_id", "person_id"),
    "activities_activity": ("about_id", "company_id", "person_id"),
}


def multiply(connection: psycopg.Connection[Any], times: int) -> None:
    """Every seeded row `times` over, at most tenfold; indexes are built once, afterwards."""
    from bench.seed import bare

    digits = OTHERS.replace(" ", "")[: times - 1]
    for table, links in TABLES.items():
        with bare(connection, table):
            for digit in digits:
                connection.execute(_copy(connection, table, {"id", *links}, digit))


def _copy(connection: psycopg.Connection[Any], table: str, moved: set[str], digit: str) -> str:
    rows = connection.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
        "AND attgenerated = ''",
        [table],
    ).fetchall()
    names = [name for (name,) in rows]
    values = [
        f"overlay({name}::text PLACING '{digit}' FROM {DIGIT} FOR 1)::uuid" if name in moved else f'"{name}"'
        for name in names
    ]
    columns = ", ".join(f'"{name}"' for name in names)
    return (
        f"INSERT INTO {table} ({columns}) SELECT {', '.join(values)} FROM {table} "  # names of the catalogue
        f"WHERE substr(id::text, {DIGIT}, 1) = '{SEEDED}'"
    )
