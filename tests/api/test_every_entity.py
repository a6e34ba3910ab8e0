"""What the API promises of every kind of record, asked of each."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from clientela.engine.access import gate
from clientela.engine.entities import registry
from clientela.engine.records import commands
from tests.api.conftest import Caller
from tests.world import World

Values = dict[str, Any]
_days = itertools.cycle(range(1, 29))
_years = itertools.cycle(range(1980, 2080))
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
    "stage": lambda w: {"name": "Shortlist", "pipeline": str(w.pipeline.pk)},
    "deal": lambda w: {"name": "Two lathes", "company": str(w.company.pk), "amount": {"amount": "240000.00", "currency": "EUR"}},
    "dealline": lambda w: {"deal": str(w.deal.pk), "product": str(_product(w)), "quantity": "2"},
    "stagecheck": lambda w: {"stage": str(w.stages["Proposal"].pk), "name": "Budget known"},
    "stagetask": lambda w: {"stage": str(w.stages["Proposal"].pk), "subject": "Send the proposal", "due_days": "2"},
    "competitor": lambda _w: {"name": "Nordwerk", "strengths": "Low prices"},
    "dealcheck": lambda w: {"deal": str(w.deal.pk), "item": str(_item(w))},
    "dealrole": lambda w: {"deal": str(w.deal.pk), "person": str(w.person.pk), "role": "decides"},
    "dealcompetitor": lambda w: {"deal": str(w.deal.pk), "competitor": str(_rival(w)), "strength": "Cheaper"},
    "dealsplit": lambda w: {"deal": str(w.deal.pk), "user": str(w.users["ann"].pk), "percent": "100"},
    "unit": lambda _w: {"name": "Crate"},
    "attribute": lambda w: {"name": "Colour", "product": str(_product(w)), "options": ["red", "green"]},
    "bundlepart": lambda w: {"bundle": str(_product(w)), "product": str(_product(w)), "quantity": "2"},
    "package": lambda w: {"name": "Box", "product": str(_product(w)), "holds": "12"},
    "productcost": lambda w: {"note": "Mill, 2026", "product": str(_product(w)), "cost": {"amount": "80.00", "currency": "EUR"}},
    "taxrate": lambda _w: {"name": "VAT 23 %", "rate": "23"},
    "taxrule": lambda w: {"name": "At home", "tax": str(_made("taxrate", w)), "country": "PL"},
    "pricelist": lambda _w: {"name": "Dealers", "currency": "EUR"},
    "pricelistitem": lambda w: {"price_list": str(_made("pricelist", w)), "product": str(_product(w)), "price": {"amount": "90.00", "currency": "EUR"}},
    "discountlimit": lambda _w: {"name": "Everybody", "alone": "5"},
    "exchangerate": lambda _w: {"day": f"2026-01-{next(_days):02}", "source": "EUR", "target": "PLN", "rate": "4.25"},
    "optiongroup": lambda w: {"name": "Cooling", "product": str(_product(w))},
    "option": lambda w: {"name": "Water", "group": str(_made("optiongroup", w))},
    "optionrule": lambda w: {"name": "Water or air", "product": str(_configurable(w)), "kind": "exclusive", "when": ["water", "air"]},
    "configuration": lambda w: {"name": "Mill, water-cooled", "product": str(_configurable(w)), "choices": ["water"]},
    "territory": lambda _w: {"name": "Łódzkie", "countries": ["PL"], "postcodes": "90-95"},
    "checklist": lambda w: {"name": "Direct", "pipeline": str(w.pipeline.pk)},
    "checklistitem": lambda w: {"checklist": str(_checklist(w)), "name": "Budget known", "needed": True},
    "lead": lambda _w: {"name": "Jan Nowak", "company_name": "Nowak Tools", "email": "jan@nowak.example", "amount": {"amount": "20000.00", "currency": "EUR"}},
}  # fmt: skip
TEXT = {
    "dealline": "quantity",
    "bundlepart": "quantity",
    "pricelistitem": "note",
    "exchangerate": "note",
    "productcost": "note",
    "employment": "role",
    "activity": "subject",
}
SAMPLES |= {
    "file": lambda w: {"name": "Drawing", "link": "https://example.org/d.pdf", "about": {"entity": "deal", "id": str(w.deal.pk)}},
    "template": lambda _w: {"name": "Ours, changed", "kind": "quote"},
    "quote": lambda w: {"subject": "Two lathes", "company": str(w.company.pk)},
    "quoteline": lambda w: {"quote": str(_of_ann("quote", w)), "name": "Mounting", "price": {"amount": "80.00", "currency": "EUR"}},
    "orderkind": lambda _w: {"name": f"Service {uuid.uuid4()}"},
    "orderstage": lambda w: {"order_kind": str(_made("orderkind", w)), "name": "At work"},
    "order": lambda w: {"subject": "Two lathes", "company": str(w.company.pk)},
    "orderline": lambda w: {"order": str(_of_ann("order", w)), "name": "Mounting", "quantity": "10", "price": {"amount": "80.00", "currency": "EUR"}},
    "orderchange": lambda w: {"order": str(_of_ann("order", w)), "reason": "One more"},
    "delivery": lambda w: {"order": str(_of_ann("order", w)), "carrier": "Own lorry"},
    "deliveryline": lambda w: _delivered(w),
    "installedproduct": lambda w: {"name": "Lathe 5", "serial_number": str(uuid.uuid4()), "company": str(w.company.pk)},
}  # fmt: skip
TEXT |= {
    "quote": "subject",
    "order": "subject",
    "orderchange": "reason",
    "delivery": "carrier",
    "deliveryline": "quantity",
}
TEXT |= {
    "stagetask": "subject",
    "dealrole": "note",
    "dealcompetitor": "strength",
    "dealcheck": "note",
    "dealsplit": "note",
}
SAMPLES |= {
    "numberrange": lambda w: {"name": "Invoices of ours", "kind": "invoice", "pattern": "X{n}", "for_branch": str(w.branches["Taipei"].pk)},
    "contract": lambda w: {"name": "Service", "company": str(w.company.pk), "starts_on": "2026-01-01", "term_months": "12"},
    "contractterm": lambda w: {"contract": str(_one(w, "contract")), "number": "1"},
    "invoice": lambda w: {"subject": "Two lathes", "company": str(w.company.pk), "currency": "EUR"},
    "invoiceline": lambda w: {"invoice": str(_one(w, "invoice")), "name": "Freight", "quantity": "2", "price": {"amount": "5.00", "currency": "EUR"}},
    "payment": lambda w: {"company": str(w.company.pk), "amount": {"amount": "5.00", "currency": "EUR"}, "paid_on": "2026-01-05"},
    "closedperiod": lambda _w: {"month": "2020-01-01"},
    "reminderlevel": lambda _w: {"name": "Gentle", "level": "1", "days": "5"},
    "issuer": lambda _w: {"name": "We", "address": {"country": "PL"}},
}  # fmt: skip
TEXT |= {
    "invoice": "buyer_reference",
    "invoiceline": "quantity",
    "payment": "reference",
    "closedperiod": "note",
    "contractterm": "number",
}
SAMPLES |= {
    "goods": lambda _w: {"name": f"Gravel {uuid.uuid4()}"},
    "trade": lambda w: {"company": str(w.company.pk), "goods": str(_made("goods", w)), "volume": "500", "unit": "t"},
    "quota": lambda w: {"user": str(w.users["ann"].pk), "month": f"{next(_years)}-01-01", "amount": {"amount": "5000.00", "currency": "EUR"}},
    "adjustment": lambda w: {"user": str(w.users["ann"].pk), "month": "2026-01-01", "amount": {"amount": "5000.00", "currency": "EUR"}, "note": "One is sure"},
}  # fmt: skip
TEXT |= {"trade": "note", "quota": "note", "adjustment": "note"}
SAMPLES |= {
    "article": lambda w: {"name": f"Lathes {uuid.uuid4()}", "line": str(_made("productline", w))},
    "passage": lambda w: {"name": "Too dear", "article": str(_made("article", w)), "kind": "objection", "text": "**Ask** what an hour costs."},
    "articleuse": lambda w: {"article": str(_made("article", w)), "deal": str(w.deal.pk)},
}  # fmt: skip
TEXT |= {"articleuse": "note"}
SAMPLES |= {
    "callscript": lambda _w: {"name": f"Fair {uuid.uuid4()}"},
    "calloutcome": lambda _w: {"name": f"Maybe {uuid.uuid4()}", "follows": "retry"},
    "calllist": lambda _w: {"name": "Fair", "kind": "lead", "hours": "mon-sun 0-24"},
    "callentry": lambda w: {"call_list": str(_of_ann("calllist", w)), "customer": {"entity": "lead", "id": str(_callable(w))}},
}  # fmt: skip
TEXT |= {"callentry": "note"}
ENTITIES = [entity.key for entity in registry.every()]
# Kinds that only administrators change, and that everybody sees.
ORGANISATION = {
    "user",
    "team",
    "branch",
    "pipeline",
    "stage",
    "template",
    "unit",
    "taxrate",
    "taxrule",
    "pricelist",
    "pricelistitem",
    "discountlimit",
    "exchangerate",
    "optiongroup",
    "option",
    "optionrule",
    "territory",
    "checklist",
    "checklistitem",
}
ORGANISATION |= {"orderkind", "orderstage"}
ORGANISATION |= {"numberrange", "closedperiod", "reminderlevel", "issuer"}
ORGANISATION |= {"goods", "quota", "adjustment"}
ORGANISATION |= {"article", "passage"}
ORGANISATION |= {"callscript", "calloutcome"}
# Those of them that only the people see whom they are about, their managers, and who sees everything.
PERSONAL = {"quota", "adjustment"}
ORGANISATION |= {"stagecheck", "stagetask", "competitor"}

pytestmark = pytest.mark.parametrize("key", ENTITIES)


def _checklist(world: World) -> uuid.UUID:
    return commands.create(world.actor("root"), "checklist", {"name": f"Checked {uuid.uuid4().hex[:6]}"}).pk


def _item(world: World) -> uuid.UUID:
    values = {"stage": world.stages["Proposal"].pk, "name": "Budget known"}
    return commands.create(world.actor("root"), "stagecheck", values).pk


def _rival(world: World) -> uuid.UUID:
    return commands.create(world.actor("ann"), "competitor", {"name": f"Rival {uuid.uuid4()}"}).pk


def _product(world: World) -> uuid.UUID:
    return commands.create(world.actor("ann"), "product", {"name": "Mill"}).pk


def _made(key: str, world: World) -> uuid.UUID:
    return commands.create(world.actor("root"), key, SAMPLES[key](world)).pk


def _configurable(world: World) -> uuid.UUID:
    product = _product(world)
    group = commands.create(world.actor("root"), "optiongroup", {"name": "Cooling", "product": product}).pk
    for name in ("Water", "Air"):
        commands.create(world.actor("root"), "option", {"name": name, "group": group})
    return product


def _of_ann(key: str, world: World) -> uuid.UUID:
    return commands.create(world.actor("ann"), key, SAMPLES[key](world)).pk


def _delivered(world: World) -> Values:
    line = _of_ann("orderline", world)
    found: Any = gate.unrestricted(registry.get("orderline").model, reason="a test looks").get(pk=line)
    order = found.order_id
    delivery = commands.create(world.actor("ann"), "delivery", {"order": order}).pk
    return {"delivery": str(delivery), "order_line": str(line), "quantity": "2"}


def _one(world: World, key: str) -> uuid.UUID:
    return commands.create(world.actor("ann", "api"), key, SAMPLES[key](world)).pk


def _callable(world: World) -> uuid.UUID:
    return commands.create(world.actor("ann"), "lead", {"name": "Jan", "phone": "+48 42 555 01 11"}).pk


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
    seen = 404 if key not in ORGANISATION or key in PERSONAL else 200
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
