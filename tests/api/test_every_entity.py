"""What the API promises of every kind of record, asked of each."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from clientela.engine.entities import registry
from clientela.engine.records import commands
from tests.api.conftest import Caller
from tests.world import World

Values = dict[str, Any]
NOBODY = "0199aa10-7c5e-7d2a-9a53-0c8f5a6f0c11"

# What a new record of each kind is made of; a kind that is missing here fails the tests.
SAMPLES: dict[str, Callable[[World], Values]] = {
    "user": lambda _w: {"name": "Fay", "email": "fay@example.org"},
    "team": lambda _w: {"name": "Service"},
    "branch": lambda _w: {"name": "Kraków"},
    "company": lambda _w: {"name": "新竹工業", "address": {"city": "新竹", "country": "TW"}, "revenue": {"amount": "5", "currency": "TWD"}},
    "person": lambda w: {"name": "Jan Nowak", "email": "jan@example.org", "company": str(w.company.pk)},
    "employment": lambda w: {"person": str(w.person.pk), "company": str(w.company.pk), "role": "Buyer"},
    "productline": lambda _w: {"name": "Lathes"},
    "product": lambda _w: {"name": "Lathe 5", "price": {"amount": "120000.00", "currency": "EUR"}},
    "activity": lambda w: {"kind": "task", "subject": "Ring back", "about": {"entity": "deal", "id": str(w.deal.pk)}},
    "pipeline": lambda _w: {"name": "Tenders"},
    "stage": lambda w: {"name": "Shortlist", "pipeline": str(w.pipeline.pk)},  # type: ignore[union-attr]
    "deal": lambda w: {"name": "Two lathes", "company": str(w.company.pk), "amount": {"amount": "240000.00", "currency": "EUR"}},
    "dealline": lambda w: {"deal": str(w.deal.pk), "product": str(_product(w)), "quantity": "2"},
}  # fmt: skip
TEXT = {"dealline": "quantity", "employment": "role", "activity": "subject"}
ENTITIES = [entity.key for entity in registry.every()]
# Kinds that only administrators change, and that everybody sees.
ORGANISATION = {"user", "team", "branch", "pipeline", "stage"}

pytestmark = pytest.mark.parametrize("key", ENTITIES)


def _product(world: World) -> uuid.UUID:
    return commands.create(world.actor("ann"), "product", {"name": "Mill"}).pk


def path(key: str, record: Any = "") -> str:
    return f"/{registry.get(key).slug}{f'/{record}' if record else ''}"


def owner(key: str) -> str:
    return "root" if key in ORGANISATION else "ann"


def made(world: World, calls: Caller, key: str) -> Any:
    answer = calls(owner(key)).post(path(key), SAMPLES[key](world))
    assert answer.status == 201, answer.body
    return answer


def changed(key: str, value: str = "7") -> Values:
    return {TEXT.get(key, "name"): value}


def test_create_says_where_the_record_is_and_which_version(world: World, calls: Caller, key: str) -> None:
    answer = made(world, calls, key)
    assert answer.headers["Location"] == f"/api/v1{path(key, answer.body['id'])}"
    assert answer.headers["ETag"] == f'"{answer.body["version"]}"'
    found = calls(owner(key)).get(path(key, answer.body["id"]))
    assert (found.status, found.body) == (200, answer.body)
    assert set(found.body) == {"id", "version"} | {field.key for field in registry.get(key).fields}


def test_the_list_pages_through_all_of_them_once(world: World, calls: Caller, key: str) -> None:
    made(world, calls, key)
    mine = calls(owner(key))
    whole = mine.get(f"{path(key)}?limit=500")
    assert whole.status == 200 and whole.body["next"] is None
    seen: list[str] = []
    after: str | None = ""
    while after is not None:
        page = mine.get(f"{path(key)}?limit=1&fields=owner&after={after}").body
        assert all(set(item) == {"id", "version", "owner"} for item in page["items"])
        seen += [item["id"] for item in page["items"]]
        after = page["next"]
    assert seen == [item["id"] for item in whole.body["items"]]


def test_patch_changes_what_it_names_and_nothing_else(world: World, calls: Caller, key: str) -> None:
    before = made(world, calls, key)
    answer = calls(owner(key)).patch(
        path(key, before.body["id"]), changed(key), If_Match=before.headers["ETag"]
    )
    assert answer.status == 200, answer.body
    field = TEXT.get(key, "name")
    assert answer.body[field] == "7"
    assert answer.body["version"] == before.body["version"] + 1
    follows = {field, "version", "updated_at", "updated_by", "given_name", "family_name", "total", "id_text"}
    assert {k: v for k, v in answer.body.items() if k not in follows} == {
        k: v for k, v in before.body.items() if k not in follows
    }


def test_a_change_based_on_an_old_version_is_refused(world: World, calls: Caller, key: str) -> None:
    record = made(world, calls, key).body
    mine = calls(owner(key))
    newer = mine.patch(path(key, record["id"]), changed(key))
    for refused in (
        mine.patch(path(key, record["id"]), changed(key, "8"), If_Match='"1"'),
        mine.delete(path(key, record["id"]), If_Match='"1"'),
    ):
        assert refused.status == 412
        assert refused.headers["ETag"] == newer.headers["ETag"]
        assert refused.body["current"] == newer.body
    assert mine.get(path(key, record["id"])).body == newer.body


def test_a_version_that_the_caller_has_is_not_sent_again(world: World, calls: Caller, key: str) -> None:
    record = made(world, calls, key)
    answer = calls(owner(key)).get(path(key, record.body["id"]), If_None_Match=record.headers["ETag"])
    assert (answer.status, answer.body) == (304, None)


def test_deleted_is_gone_until_restored(world: World, calls: Caller, key: str) -> None:
    record = made(world, calls, key).body
    mine, here = calls(owner(key)), path(key, record["id"])
    assert mine.delete(here).status == 204
    assert [mine.get(here).status, mine.delete(here).status, mine.patch(here, {}).status] == [404, 404, 404]
    binned = mine.get(f"{path(key)}?deleted=true").body["items"]
    assert record["id"] in [item["id"] for item in binned]
    assert mine.post(f"{here}/restoration").status == 200
    assert mine.get(here).status == 200


def test_a_batch_says_what_became_of_each(world: World, calls: Caller, key: str) -> None:
    record = made(world, calls, key).body
    answer = calls(owner(key)).post(
        f"{path(key)}/batch",
        {
            "operations": [
                {"op": "update", "id": record["id"], "values": changed(key), "version": 1},
                {"op": "update", "id": record["id"], "values": {"nonsense": 1}},
                {"op": "update", "id": NOBODY, "values": changed(key)},
                {"op": "delete", "id": record["id"], "version": 77},
                {"op": "delete", "id": record["id"]},
                {"op": "restore", "id": record["id"]},
                {"op": "create", "values": {"nonsense": 1}},
            ]
        },
    )
    assert answer.status == 207
    statuses = [item["status"] for item in answer.body["items"]]
    # The first two are one record of one set: it takes both or neither.
    assert statuses in ([422, 422, 404, 412, 200, 200, 422], [200, 422, 404, 412, 200, 200, 422])
    assert answer.body["items"][6]["errors"][0]["pointer"] == "/operations/6/values/nonsense"


def test_a_repeated_request_is_done_once_and_answered_alike(world: World, calls: Caller, key: str) -> None:
    mine, values = calls(owner(key)), SAMPLES[key](world)
    first = mine.post(path(key), values, Idempotency_Key="one")
    count = len(mine.get(f"{path(key)}?limit=500").body["items"])
    again = mine.post(path(key), values, Idempotency_Key="one")
    assert (again.status, again.body, again.headers["Location"]) == (
        201,
        first.body,
        first.headers["Location"],
    )
    assert len(mine.get(f"{path(key)}?limit=500").body["items"]) == count
    other = mine.post(path(key), {**values, **changed(key)}, Idempotency_Key="one")
    assert other.status == 409


def test_unknown_and_read_only_fields_are_named(world: World, calls: Caller, key: str) -> None:
    record = made(world, calls, key).body
    mine = calls(owner(key))
    for field in ("nonsense", "created_at", "version", "a/b~c"):
        pointer = f"/{field.replace('~', '~0').replace('/', '~1') if field == 'a/b~c' else field}"
        refused = mine.patch(path(key, record["id"]), {field: "x"})
        assert (refused.status, refused.pointers) == (422, [pointer])
    assert mine.get(path(key, record["id"])).body["version"] == record["version"]


def test_who_may_do_what(world: World, calls: Caller, key: str) -> None:
    record = made(world, calls, key).body
    here, values = path(key, record["id"]), changed(key)
    stranger, reader = calls("cat"), calls("dan")
    seen = 404 if key not in ORGANISATION else 200
    assert stranger.get(here).status == seen
    assert stranger.patch(here, values).status == (404 if seen == 404 else 403)
    assert stranger.delete(here).status == (404 if seen == 404 else 403)
    assert (record["id"] in [i["id"] for i in stranger.get(f"{path(key)}?limit=500").body["items"]]) == (
        seen == 200
    )
    assert reader.get(here).status == 200
    for answer in (reader.patch(here, values), reader.delete(here)):
        assert answer.status == 403, answer.body
    assert reader.post(path(key), SAMPLES[key](world)).status == 403
    binned = reader.post(f"{path(key)}/batch", {"operations": [{"op": "delete", "id": record["id"]}]})
    assert [item["status"] for item in binned.body["items"]] == [403]


def test_nobody_without_a_token(world: World, calls: Caller, key: str) -> None:
    nobody, here = calls(None), path(key, NOBODY)
    for answer in (
        nobody.get(path(key)), nobody.post(path(key), {}), nobody.get(here), nobody.patch(here, {}), nobody.delete(here),
        nobody.post(f"{path(key)}/batch", {}), nobody.post(f"{here}/restoration"),
    ):  # fmt: skip
        assert answer.status == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert answer.headers["Content-Type"] == "application/problem+json"
