"""Who is let in, with what, and how often."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from clientela.engine.access.models import ApiToken
from clientela.engine.api import auth
from clientela.engine.api.limits import Limit
from tests.api.conftest import Caller, Program, token_of
from tests.world import World


@pytest.mark.parametrize(
    "header",
    ["Bearer", "Bearer ", "Bearer clt_wrong", "Basic YW5uOnB3", "clt_wrong", "Bearer \x7f", "Bearer ключ"],
)
def test_what_is_no_token_is_refused(world: World, header: str) -> None:
    answer = Browser().get("/api/v1/me", HTTP_AUTHORIZATION=header)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="Clientela"')


@pytest.mark.parametrize(
    "values",
    [
        {"revoked_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)},
        {"expires_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)},
    ],
)
def test_a_token_ends(world: World, values: dict[str, Any]) -> None:
    assert Program(token_of(world, "ann", **values)).get("/me").status == 401


def test_who_was_let_go_is_not_let_in(world: World) -> None:
    program = Program(token_of(world, "ann"))
    assert program.get("/me").body["name"] == "Ann"
    type(world.users["ann"]).objects.filter(pk=world.users["ann"].pk).update(is_active=False)
    assert program.get("/me").status == 401


def test_a_token_does_what_it_was_made_for_and_no_more(world: World) -> None:
    reading = Program(token_of(world, "ann", "deal:read"))
    assert reading.get("/deals").status == 200
    assert reading.get(f"/deals/{world.deal.pk}?expand=owner,company").body["owner"] == str(
        world.users["ann"].pk
    )
    for refused in (
        reading.get("/companies"),
        reading.get("/users"),
        reading.post("/deals", {"name": "x"}),
        reading.delete(f"/deals/{world.deal.pk}"),
        reading.post("/deals/batch", {"operations": []}),
        reading.post(f"/deals/{world.deal.pk}/closure", {"outcome": "won"}),
    ):
        assert refused.status == 403
        assert 'error="insufficient_scope"' in refused.headers["WWW-Authenticate"]
    assert {change["entity"] for change in reading.get("/changes").body["items"]} <= {"deal"}
    assert [entity["key"] for entity in reading.get("/entities").body["items"]] == ["deal"]
    assert {hit["entity"] for hit in reading.get("/search?q=cnc").body["items"]} <= {"deal"}


def test_an_administrator_s_token_administers_only_with_that_scope(world: World) -> None:
    writing = Program(token_of(world, "root", "read", "write"))
    assert writing.post("/teams", {"name": "New"}).status == 403
    assert Program(token_of(world, "root", "admin")).post("/teams", {"name": "New"}).status == 201


def test_one_query_says_who_calls(world: World, django_assert_num_queries: Any) -> None:
    program = Program(token_of(world, "ann"))
    program.get("/me")
    with django_assert_num_queries(1):
        assert program.get("/me").status == 200
    with django_assert_num_queries(2):
        assert program.get("/deals?owner=me").status == 200


def test_last_use_is_noted_once_a_minute_and_not_logged(world: World, django_assert_num_queries: Any) -> None:
    program = Program(token_of(world, "ann"))
    with django_assert_num_queries(2):
        program.get("/me")
    token = ApiToken.objects.get(user=world.users["ann"])
    assert token.last_used_at is not None
    ApiToken.objects.filter(pk=token.pk).update(last_used_at=timezone.now() - dt.timedelta(minutes=2))
    program.get("/me")
    token.refresh_from_db()
    assert timezone.now() - token.last_used_at < dt.timedelta(minutes=1)


def test_too_many_requests_wait(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auth, "limit", Limit(per_minute=6, burst=2))
    program, other = Program(token_of(world, "ann")), Program(token_of(world, "ben"))
    assert [program.get("/me").status for _ in range(3)] == [200, 200, 429]
    refused = program.get("/me")
    assert 1 <= int(refused.headers["Retry-After"]) <= 10
    assert other.get("/me").status == 200


def test_a_bucket_fills_again_and_old_ones_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("clientela.engine.api.limits.time.monotonic", lambda: now[0])
    monkeypatch.setattr("clientela.engine.api.limits.MOST_BUCKETS", 2)
    limit = Limit(per_minute=60, burst=1)
    one, two, three = (__import__("uuid").uuid4() for _ in range(3))
    assert [limit.wait(one), limit.wait(one)] == [0, 1]
    now[0] += 1
    assert limit.wait(one) == 0
    limit.wait(two), limit.wait(three)
    assert len(limit.buckets) == 2
    assert Limit(per_minute=0).wait(one) == 0


def test_a_page_of_ours_calls_with_its_session_and_csrf_token(world: World) -> None:
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(world.users["ann"])
    assert browser.get("/api/v1/me").json()["name"] == "Ann"
    body = {"name": "From a page"}
    assert browser.post("/api/v1/companies", body, content_type="application/json").status_code == 403
    browser.cookies["csrftoken"] = "a" * 32
    made = browser.post(
        "/api/v1/companies", body, content_type="application/json", headers={"X-CSRFToken": "a" * 32}
    )
    assert made.status_code == 201
    browser.logout()
    assert browser.get("/api/v1/me").status_code == 401


def test_messages_follow_accept_language_and_the_person(world: World, calls: Caller) -> None:
    ann = calls("ann")
    assert ann.get("/deals?limit=x", Accept_Language="pl").headers["Content-Language"] == "pl"
    user = world.users["ann"]
    type(user).objects.filter(pk=user.pk).update(language="ru")
    assert ann.get("/me").headers["Content-Language"] == "ru"
    assert ann.get("/me", Accept_Language="en").headers["Content-Language"] == "en"
