"""Indexes of user-defined fields: filters and sorts use them, leftovers go, nobody else's transaction is needed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection

from clientela.domains.contacts.models import Company
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM
from clientela.engine.entities import registry, shape
from clientela.engine.entities.indexing import build_index, drop_index, has_index, index_name
from clientela.engine.entities.models import CustomField, ShapeVersion

ROWS = 8_000
KINDS = {
    "ref": ("text", "eq", "R77", "'R' || i"),
    "budget": ("number", "gte", "7990", "i::text"),
    "paid": ("money", "gte", "7990", "jsonb_build_object('amount', i::text || '.00', 'currency', 'EUR')"),
    "since": ("date", "eq", "2001-01-01", "(date '2000-01-01' + i)::text"),
    "vip": ("boolean", "eq", "true", "i % 5000 = 0"),
    "skills": ("tags", "eq", "s77", "jsonb_build_array('s' || i)"),
}


@pytest.fixture
def filled(transactional_db: None) -> Iterator[None]:
    for key, (kind, *_rest) in KINDS.items():
        CustomField.objects.create(entity="company", key=key, label=key, kind=kind)
    ShapeVersion.objects.update(number=1000)
    values = ", ".join(f"'{key}', {value}" for key, (*_rest, value) in KINDS.items())
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO contacts_company (id, name, custom, version, do_not_contact, blacklisted) "
            f"SELECT gen_random_uuid(), 'Company ' || i, jsonb_build_object({values}), 1, false, false FROM generate_series(1, {ROWS}) i"
        )
        cursor.execute("ANALYZE contacts_company")
    shape.refresh()
    yield
    for key in KINDS:
        drop_index("company", key)


def plan(key: str, sort: bool = False) -> str:
    field = registry.get("company").field(key)
    rows = gate.visible(SYSTEM, Company)
    if sort:
        return rows.order_by(field.expression(), "id")[:50].explain()
    operator = field.operator(KINDS[key][1])
    return rows.filter(field.condition(operator, field.operand(operator, KINDS[key][2]))).explain()


def test_filters_and_sorts_use_their_indexes(filled: None) -> None:
    before = {key: plan(key) for key in KINDS}
    for key in KINDS:
        name = build_index("company", key)
        assert name not in before[key]
        assert name in plan(key), plan(key)
        if registry.get("company").field(key).sortable:
            assert name in plan(key, sort=True)


def test_an_invalid_leftover_is_replaced(filled: None) -> None:
    name = index_name("company", "ref")
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE INDEX "{name}" ON contacts_company (name)')
        with pytest.raises(Exception, match="could not create unique index"):
            cursor.execute("DROP INDEX " + name)
            cursor.execute(f'CREATE UNIQUE INDEX CONCURRENTLY "{name}" ON contacts_company ((version))')
    assert not has_index("company", "ref")
    build_index("company", "ref")
    assert has_index("company", "ref") and name in plan("ref")
    build_index("company", "ref")
    drop_index("company", "ref")
    assert not has_index("company", "ref")


def test_names_stay_within_what_postgresql_keeps_apart() -> None:
    long = {index_name("company", "x" * 55 + tail) for tail in ("ab", "ac")}
    assert len(long) == 2 and all(len(name) <= 63 for name in long)
    assert index_name("company", "Ref") != index_name("company", "ref")
