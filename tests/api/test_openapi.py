"""The OpenAPI document is true: what it says may be asked is answered as it says, and nothing makes the server fail."""

from __future__ import annotations

import os
from typing import Any, cast

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.urls import URLPattern, get_resolver
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from clientela.engine.api.openapi.document import document
from clientela.engine.entities import registry
from clientela.engine.query import saved
from clientela.engine.records import commands
from tests.api.conftest import Caller, token_of
from tests.api.test_every_entity import SAMPLES
from tests.world import World

PROMISES = (
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
)
SCHEMA = schemathesis.openapi.from_dict(document())
SCHEMA.config.update(base_url="http://localhost")
OPERATIONS: list[Any] = [cast(Any, found).ok() for found in SCHEMA.get_all_operations()]
EXAMPLES = int(os.environ.get("API_EXAMPLES", "4"))


@pytest.mark.parametrize("operation", OPERATIONS, ids=[operation.label for operation in OPERATIONS])
def test_every_operation_answers_as_the_document_says(
    world: World, application: WSGIHandler, operation: Any
) -> None:
    headers = {"Authorization": f"Bearer {token_of(world, 'root')}"}

    known = _known_record(world, operation.path)
    asked = 0

    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        nonlocal asked
        if known and "id" in case.path_parameters:
            case.path_parameters["id"] = known
        response = case.call(app=application, headers=headers)
        case.validate_response(response, checks=list(PROMISES), headers=headers)
        asked += 1

    ask()
    assert asked, "no call of the operation could be made from its description"


def _known_record(world: World, path: str) -> str | None:
    """A record to ask for; an id that is made up is never there."""
    slug = path.split("/")[3]
    if "{id}" not in path or slug == "merges":
        return None
    root = world.actor("root")
    if slug == "views":
        return str(saved.save(root, registry.get("company"), name="Mine").pk)
    entity = registry.by_slug(slug)
    made = commands.create(root, entity.key, SAMPLES[entity.key](world))
    if path.endswith("/restoration"):
        commands.delete(root, entity.key, made.pk)
    return str(made.pk)


def test_every_address_is_in_the_document_and_the_other_way_round() -> None:
    described = set(document()["paths"])
    for entity in registry.every():
        assert {
            f"/api/v1/{entity.slug}",
            f"/api/v1/{entity.slug}/{{id}}",
            f"/api/v1/{entity.slug}/batch",
        } <= described
    api: Any = next(p for p in get_resolver().url_patterns if str(p.pattern) == "api/")
    routes = [str(p.pattern) for p in api.url_patterns if isinstance(p, URLPattern)]
    fixed = {f"/api/{route}" for route in routes if route.startswith("v1/") and "<" not in route}
    assert fixed - {"/api/v1/openapi.json"} <= described


def test_the_document_is_for_those_who_may_call(world: World, calls: Caller) -> None:
    assert calls(None).get("/openapi.json").status == 401
    found = calls("dan").get("/openapi.json", Accept_Language="en")
    assert found.status == 200
    assert found.body["openapi"] == "3.1.0"
    operations = [
        method["operationId"]
        for path in found.body["paths"].values()
        for name, method in path.items()
        if name != "parameters"
    ]
    assert len(operations) == len(set(operations))


def test_filters_and_what_is_required_are_said(world: World) -> None:
    found = document()
    names = {p["name"] for p in found["paths"]["/api/v1/deals"]["get"]["parameters"] if "name" in p}
    assert {
        "amount",
        "amount__gte",
        "amount.currency",
        "name__contains",
        "company__in",
        "sort",
        "expand",
    } <= names
    assert found["components"]["schemas"]["CompanyCreate"]["required"] == ["name"]
    assert "required" not in found["components"]["schemas"]["CompanyPatch"]
    assert "created_at" not in found["components"]["schemas"]["CompanyPatch"]["properties"]


def test_the_page_to_read(world: World, client: Any) -> None:
    assert client.get("/api/docs").status_code == 302
    client.force_login(world.users["dan"])
    page = client.get("/api/docs")
    assert page.status_code == 200
    text = page.content.decode()
    assert "curl -X POST" in text and 'id="changed-meanwhile"' in text and "amount" in text
    assert "<script>" not in text and "style=" not in text
