"""Bodies that nobody should send: each is told what is wrong with it, and changes nothing."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import orjson
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clientela.engine.entities import registry
from tests.api.conftest import Caller, Program, token_of
from tests.world import World


def changes() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM change WHERE entity <> 'apitoken'")
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize(
    "body, media, status, detail",
    [
        (b'{"name": "A",\n "phone": }', "application/json", 400, "line 2, column"),
        (b"", "application/json", 400, "line 1"),
        (b"\xff\xfe", "application/json", 400, "line 1"),
        (b'"text"', "application/json", 422, "JSON object"),
        (b"[]", "application/json", 422, "JSON object"),
        (b"null", "application/json", 422, "JSON object"),
        (b'{"name": NaN}', "application/json", 400, "line 1"),
        (b'{"name": "\\ud800"}', "application/json", 400, "line 1"),
        (b"[" * 5000, "application/json", 400, "line 1"),
        (b"name=A", "application/x-www-form-urlencoded", 415, "application/json"),
        (b"{}", "text/plain", 415, "application/json"),
        (b"{}", "application/json; charset=utf-16", 415, "UTF-8"),
        (b"{}", "", 415, "application/json"),
        (b'{"name": "' + b"a" * 9 * 2**20 + b'"}', "application/json", 413, "8 MB"),
    ],
)
def test_a_body_that_cannot_be_read(
    world: World, calls: Caller, body: bytes, media: str, status: int, detail: str
) -> None:
    before = changes()
    for method, path in (
        ("POST", "/companies"),
        ("PATCH", f"/companies/{world.company.pk}"),
        ("POST", "/companies/batch"),
    ):
        refused = calls("ann")(method, path, body, content_type=media)
        assert refused.status == status, (method, refused.body)
        wanted = (
            detail.replace("application/json", "application/merge-patch+json")
            if method == "PATCH"
            else detail
        )
        assert wanted in refused.body["detail"]
    assert changes() == before


@pytest.mark.parametrize(
    "operations, pointer",
    [
        (None, "/operations"),
        ({}, "/operations"),
        ([7], "/operations/0/op"),
        ([{"op": "drop"}], "/operations/0/op"),
        ([{"op": []}], "/operations/0/op"),
        ([{"op": "delete"}], "/operations/0/id"),
        ([{"op": "create", "values": {"name": "A"}}, {"op": "delete", "id": 7}], "/operations/1/id"),
        ([{"op": "create", "values": []}], "/operations/0/values"),
        ([{"op": "create", "id": "x", "values": {}}], "/operations/0/id"),
        (
            [{"op": "update", "id": "0199aa10-7c5e-7d2a-9a53-0c8f5a6f0c11", "values": {}, "version": "1"}],
            "/operations/0/version",
        ),
        ([{"op": "create", "values": {"a.b": 1}}], "/operations/0/values/a.b"),
        ([{"op": "create", "values": {"name": "A"}}] * 1001, None),
    ],
)
def test_a_batch_that_makes_no_sense_does_nothing(
    world: World, calls: Caller, operations: Any, pointer: str | None
) -> None:
    before = changes()
    refused = calls("ann").post("/companies/batch", {"operations": operations})
    assert refused.status == (422 if pointer else 413)
    assert pointer is None or refused.pointers == [pointer]
    assert changes() == before


@pytest.mark.parametrize("key", ["", "two words", "ключ", "k" * 151])
def test_a_strange_idempotency_key(world: World, calls: Caller, key: str) -> None:
    assert calls("ann").post("/companies", {"name": "A"}, Idempotency_Key=key).status == 400


@pytest.mark.parametrize("etag", ["", "1", '"1", "2"', '"x"', '"99999999999"', "nonsense"])
def test_a_strange_if_match(world: World, calls: Caller, etag: str) -> None:
    here = f"/companies/{world.company.pk}"
    assert calls("ann").patch(here, {"name": "A"}, If_Match=etag).status == 400
    assert calls("ann").delete(here, If_Match=etag).status == 400


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20) | st.sampled_from(["\0", "9" * 400, "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1e400", "-0", "//", "http://[", "﷽" * 600]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8) | st.sampled_from(["amount", "currency", "city", "country", "entity", "id"]), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
KEYS = sorted({field.key for entity in registry.every() for field in entity.fields} | {"id", "version", ""})


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    slug=st.sampled_from([e.slug for e in registry.every()]),
    body=st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), JSON, max_size=5),
)
def test_no_body_makes_the_server_fail(hostile: Program, slug: str, body: dict[str, Any]) -> None:
    try:
        raw = orjson.dumps(body)
    except TypeError:  # numbers and texts that JSON cannot hold
        return
    made = hostile("POST", f"/{slug}", raw)
    assert made.status in (201, 400, 409, 422), made.body
    batch = orjson.dumps({"operations": [{"op": "create", "values": body}]})
    assert hostile("POST", f"/{slug}/batch", batch).status in (200, 207, 400, 422)
    if made.status == 201:
        here = f"/{slug}/{made.body['id']}"
        assert hostile("GET", here).body == made.body
        assert hostile("PATCH", here, raw).status in (200, 400, 409, 422)


@pytest.fixture
def hostile(world: World) -> Program:
    return Program(token_of(world, "root"))


OPERATIONS = [
    "",
    "__eq",
    "__ne",
    "__in",
    "__gte",
    "__lt",
    "__contains",
    "__starts",
    "__empty",
    "__within",
    "__nonsense",
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    entity=st.sampled_from(registry.every()),
    keys=st.lists(st.sampled_from([*KEYS, "address.city", "company__name", "amount.currency", "q", "sort", "after", "filter"]), max_size=3),
    operator=st.sampled_from(OPERATIONS),
    value=st.text(max_size=12) | st.sampled_from(["0001-01-01T00:00:00+14:00", "9" * 400, "last_9999_days", "me", "\0", "1e400", "{}", "true", "-name"]),
)  # fmt: skip
def test_no_question_makes_the_server_fail(
    hostile: Program, entity: Any, keys: list[str], operator: str, value: str
) -> None:
    query = "&".join(f"{quote(key + operator)}={quote(value, errors='replace')}" for key in keys)
    assert hostile.get(f"/{entity.slug}?{query}").status in (200, 400)
