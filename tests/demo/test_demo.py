"""The demo company is made whole, once, and the same for everybody."""

from __future__ import annotations

import pytest
from django.db import connection

from clientela.config.demo import build
from clientela.domains.activities.models import Activity
from clientela.domains.contacts.models import Company, Person
from clientela.domains.deals.models import Deal
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.access.models import User
from clientela.engine.errors import Refused
from clientela.engine.query import search


@pytest.mark.django_db
def test_the_demo_company_is_whole_and_made_once() -> None:
    anna = Actor(user=User.objects.get(email=build.build()))
    counts = [gate.visible(anna, model).count() for model in (Company, Person, Deal)]
    wanted = [build.COMPANIES, build.PEOPLE, build.DEALS]
    # Leads that were converted became some more.
    assert all(least <= count <= least + 20 for count, least in zip(counts, wanted, strict=True))
    assert gate.visible(anna, Activity).count() > 2_000
    assert build.is_demo()
    seller = Actor(user=User.objects.get(name="林美玲"))
    assert 0 < gate.visible(seller, Deal).count() < build.DEALS
    assert {hit.entity.key for hit in search.everywhere(anna, "ivanov")} >= {"person"}
    assert _made_today() == 0
    with pytest.raises(Refused):
        build.build()


def _made_today() -> int:
    """Companies, people and deals whose history says that they were made later than they were."""
    tables = {"company": "contacts_company", "person": "contacts_person", "deal": "deals_deal"}
    late = 0
    with connection.cursor() as cursor:
        for entity, table in tables.items():
            cursor.execute(
                f"SELECT count(*) FROM change c JOIN {table} t ON t.id = c.record"
                " WHERE c.entity = %s AND c.operation = 'i' AND c.at > t.created_at + interval '1 second'",
                [entity],
            )
            late += cursor.fetchone()[0]
    return late
