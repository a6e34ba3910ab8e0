"""Numbers, paths and words without end: refused in words, at little cost."""

from __future__ import annotations

import base64
from urllib.parse import quote

import orjson
import pytest

from tests.api.conftest import Caller
from tests.security.conftest import SignedIn
from tests.world import World

HUGE = "9" * 5000


def packed(value: object) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(value)).decode().rstrip("=")


@pytest.mark.parametrize("limit", ["0", "501", "1e9", "-1", "²", "000000001999999999", "0" * 9 + "501", HUGE])
def test_no_page_is_longer_than_the_limit(world: World, calls: Caller, limit: str) -> None:
    for path in ("/companies", "/changes", "/search?q=lodz"):
        mark = "&" if "?" in path else "?"
        refused = calls("ann").get(f"{path}{mark}limit={quote(limit)}")
        assert refused.status == 400, (path, refused.body)
        assert refused.parameters == ["limit"]


def test_paths_through_links_end_somewhere(world: World, calls: Caller, signed_in: SignedIn) -> None:
    path = "parent__" * 60 + "name"
    refused = calls("ann").get(f"/companies?{path}=A")
    assert refused.status == 400
    tree = orjson.dumps({"all": [{"field": path, "op": "eq", "value": "A"}]}).decode()
    assert calls("ann").get(f"/companies?filter={quote(tree)}").status == 400
    assert signed_in("ann").get(f"/companies/?{path}=A").status_code == 400
    assert calls("ann").get("/deals?company__parent__parent__name=A").status == 200


@pytest.mark.parametrize("opening", ["[", '{"all":['])
def test_a_filter_nested_without_end(world: World, calls: Caller, signed_in: SignedIn, opening: str) -> None:
    text = quote(opening * 5000)
    assert calls("ann").get(f"/companies?filter={text}").status == 400
    assert signed_in("ann").get(f"/companies/?filter={text}").status_code == 400


@pytest.mark.parametrize("text", ["a@" + "b" * 3000, "b" * 3000, "1" * 3000, "a " * 5000])
def test_a_search_for_words_without_end(world: World, calls: Caller, signed_in: SignedIn, text: str) -> None:
    for path in (f"/companies?q={quote(text)}", f"/search?q={quote(text)}"):
        assert calls("ann").get(path).status in (200, 400)
    for page in ("/companies/", "/search/", "/pick/company/", "/pick/any/"):
        assert signed_in("ann").get(page, {"q": text}).status_code in (200, 400)


CURSORS = [
    packed(["created_at", "s", "abc", "0199aa10-7c5e-7d2a-9a53-0c8f5a6f0c11"]),
    packed(["created_at", "m", "2020-01-01T00:00:00", "0199aa10-7c5e-7d2a-9a53-0c8f5a6f0c11"]),
    packed(["created_at", "a", "2020-01-01", "0199aa10-7c5e-7d2a-9a53-0c8f5a6f0c11"]),
    packed(["created_at", "d", "NaN", "0199aa10-7c5e-7d2a-9a53-0c8f5a6f0c11"]),
    packed(["created_at", "b", True, "0199aa10-7c5e-7d2a-9a53-0c8f5a6f0c11"]),
    packed(["name", "s", "\0", "0199aa10-7c5e-7d2a-9a53-0c8f5a6f0c11"]),
    packed(["name", "i", 10**18, "0199aa10-7c5e-7d2a-9a53-0c8f5a6f0c11"]),
    packed(["name", "i", 1, ["x"]]),
    packed(["name", ["i"], 1, "0199aa10-7c5e-7d2a-9a53-0c8f5a6f0c11"]),
    packed({"name": 1}),
    "é" * 10,
    "[" * 2000,
]


@pytest.mark.parametrize("cursor", CURSORS)
def test_a_forged_page_marker(world: World, calls: Caller, signed_in: SignedIn, cursor: str) -> None:
    for sort in ("created_at", "name"):
        assert calls("ann").get(f"/companies?sort={sort}&after={quote(cursor)}").status in (200, 400)
        page = signed_in("ann").get("/companies/", {"sort": sort, "after": cursor})
        assert page.status_code in (200, 400)


POSITIONS = [
    [1, 1, "2020-01-01T00:00:00"],
    [1, 1, "0001-01-01T00:00:00+14:00"],
    [1, 1, "9999-12-31T23:59:59-14:00"],
    [-1, 1, "2020-01-01T00:00:00+00:00"],
    [2**63, 2**63, "2020-01-01T00:00:00+00:00"],
    ["9" * 400, "9" * 400, "2020-01-01T00:00:00+00:00"],
    [1, 1, 5],
    [True, None, ""],
]


@pytest.mark.parametrize("position", POSITIONS)
def test_a_forged_place_in_the_feed(world: World, calls: Caller, position: list[object]) -> None:
    now = calls("ann").get("/changes?after=now").body["next"]
    system = orjson.loads(base64.urlsafe_b64decode(now + "=" * (-len(now) % 4)))[3]
    assert calls("ann").get(f"/changes?after={packed([*position, system])}").status in (200, 400)


@pytest.mark.parametrize("number", ["²", HUGE, "9" * 30, "-1", "٣"])
def test_numbers_in_forms(world: World, signed_in: SignedIn, number: str) -> None:
    ann = signed_in("ann")
    here = f"/companies/{world.company.pk}"
    answers = [
        ann.post(f"{here}/edit/name/", {"name": "A", "version": number}),
        ann.post(f"{here}/edit/", {"name": "A", "version": number}),
        ann.post("/settings/keys/", {"name": "A", "days": number}),
        ann.get(
            f"{here}/timeline/",
            {"after": packed({"changes": number, "merges": number, "activities": number})},
        ),
        ann.post(
            "/companies/merge/",
            {
                "ids": [str(world.company.pk)],
                "winner": str(world.company.pk),
                f"version.{world.company.pk}": number,
            },
        ),
        ann.get("/bin/", {"after": f"{number} {world.company.pk}"}),
    ]
    assert [answer.status_code for answer in answers if answer.status_code >= 500] == []


@pytest.mark.parametrize("address", ["/undo/1/{n}/", "/undo/{n}/1/"])
@pytest.mark.parametrize("number", ["9" * 19, "9" * 21, "9" * 400])
def test_undoing_what_never_was(world: World, signed_in: SignedIn, address: str, number: str) -> None:
    assert signed_in("ann").post(address.format(n=number)).status_code in (404, 409)


def test_an_unlimited_key_is_never_made_by_mistake(world: World, signed_in: SignedIn) -> None:
    """Someone who asks for a key of no days, or of unreadably many, gets none rather than one for ever."""
    for days in ("0", "-1", "x", "²", "9" * 12):
        answer = signed_in("ann").post("/settings/keys/", {"name": "A", "days": days})
        assert answer.status_code == 422, days
    assert world.users["ann"].tokens.count() == 0
