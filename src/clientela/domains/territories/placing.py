"""Which company lies where: kept as rows, written by one statement for a whole set."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import orjson
from django.db import connection

from clientela.domains.territories import matching
from clientela.domains.territories.matching import Facts, Map
from clientela.domains.territories.models import Membership

Described = tuple[uuid.UUID, dict[str, str] | None, str | None, Decimal | None]

WRITE = """
WITH v AS (SELECT * FROM jsonb_to_recordset(%s::jsonb) AS v(company uuid, territory uuid)),
gone AS (
    DELETE FROM territories_membership m USING v
    WHERE m.company = v.company AND NOT m.fixed AND v.territory IS NULL)
INSERT INTO territories_membership AS m (company, territory_id, fixed)
SELECT company, territory, false FROM v WHERE territory IS NOT NULL ORDER BY company
ON CONFLICT (company) DO UPDATE SET territory_id = excluded.territory_id
WHERE NOT m.fixed AND m.territory_id <> excluded.territory_id
"""


def place(companies: Sequence[Described], market: Map | None = None) -> None:
    """Put companies (id, address, industry, employees) where the territories say, except those fixed by hand."""
    market = market or matching.load()
    if not market.nodes:
        return
    found = {row[0]: market.find(Facts.of(*row[1:])) for row in companies}
    write({company: node.id if node else None for company, node in found.items()})


def write(places: dict[uuid.UUID, uuid.UUID | None]) -> None:
    rows: list[dict[str, Any]] = [
        {"company": str(company), "territory": str(territory) if territory else None}
        for company, territory in places.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [orjson.dumps(rows).decode()])


def sweep() -> None:
    """Forget where companies lay that have been removed for good."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM territories_membership m WHERE NOT EXISTS (SELECT FROM contacts_company c WHERE c.id = m.company)"
        )


def of_companies(companies: Sequence[uuid.UUID]) -> dict[uuid.UUID, Membership]:
    return Membership.objects.select_related(None).in_bulk(list(companies))
