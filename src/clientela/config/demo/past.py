"""The demo's past: its records were made over two years, and their history says so too."""

from __future__ import annotations

from django.db import connection

from clientela.engine.entities import registry

# Nobody knew of a company or a person later than something happened with them.
FIRST_MET = """
UPDATE contacts_company c SET created_at = first.at - interval '3 hours'
FROM (SELECT company_id, min(at) AS at FROM (
        SELECT company_id, created_at AS at FROM deals_deal UNION ALL
        SELECT company_id, created_at FROM contacts_person UNION ALL
        SELECT company_id, created_at FROM activities_activity) what GROUP BY company_id) first
WHERE first.company_id = c.id AND first.at <= c.created_at;
UPDATE contacts_person p SET created_at = first.at - interval '1 hour'
FROM (SELECT person_id, min(created_at) AS at FROM deals_deal GROUP BY person_id) first
WHERE first.person_id = p.id AND first.at <= p.created_at
"""
# What was written today is said to have been written when the record was made, by whom it belongs to, or last changed.
HISTORY = """
UPDATE change c SET at = CASE c.operation WHEN 'i' THEN t.created_at ELSE greatest(t.created_at, t.updated_at) END,
    actor = coalesce(c.actor, t.owner_id)
FROM {table} t WHERE c.record = t.id AND c.entity = '{entity}' AND t.created_at < c.at
"""


def tell() -> None:
    """Make the change log agree with the dates of the records. The demo's alone: a real history is never rewritten."""
    with connection.cursor() as cursor:
        cursor.execute(FIRST_MET)
        for entity in registry.every():
            if not entity.nav:
                continue
            cursor.execute(HISTORY.format(table=entity.model._meta.db_table, entity=entity.key))
