"""What the engine promises of every kind of record, asked of each: odd values are shown as they are, and nothing is lost."""

from __future__ import annotations

import csv
import io
import uuid
from typing import Any

import pytest
from django.test import Client

from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.fields.base import Field
from clientela.engine.records import commands
from tests.api.conftest import Caller, token_of
from tests.api.test_every_entity import SAMPLES
from tests.world import World

SCRIPT = "<script>alert(1)</script>"
ODD = {
    "long": "Zakłady " + "Przemysłu Maszynowego " * 7,
    "markup": f"{SCRIPT}\"'><img src=x onerror=alert(1)>",
    "emoji": "👩‍🏭 Łódź 🏭",
    "right to left": "شركة الاختبار \u202eabc",
    "template": "{{ 7*7 }} {% raise %} %(name)s {0}",
    "formula": '=HYPERLINK("http://evil.example")',
}
ENTITIES = [entity.key for entity in registry.every()]
every_entity = pytest.mark.parametrize("key", ENTITIES)


@pytest.fixture
def root(world: World) -> Client:
    client = Client()
    client.force_login(world.users["root"])
    return client


@pytest.fixture
def calls(world: World) -> Caller:
    from tests.api.conftest import Program

    program = Program(token_of(world, "root"))
    return lambda _who: program


def texts(entity: Entity) -> list[Field]:
    return [field for field in entity.fields if field.kind in ("text", "longtext") and not field.read_only]


def made(world: World, key: str, **values: Any) -> uuid.UUID:
    return commands.create(world.actor("root", "api"), key, {**SAMPLES[key](world), **values}).pk


def pages(entity: Entity, record_id: uuid.UUID) -> list[str]:
    here = f"/{entity.slug}/{record_id}/"
    boards = [f"/{entity.slug}/?layout=board"] if entity.board_by else []
    lists = [
        f"/{entity.slug}/?layout=list",
        f"/{entity.slug}/export/?form=csv&what=all",
        f"/{entity.slug}/new/",
    ]
    return [
        *lists,
        *boards,
        here,
        f"{here}edit/",
        f"{here}timeline/",
        f"/api/v1/{entity.slug}",
        f"/api/v1/{entity.slug}/{record_id}",
    ]


@every_entity
@pytest.mark.parametrize("odd", ODD)
def test_odd_words_are_shown_as_words(world: World, root: Client, key: str, odd: str) -> None:
    entity = registry.get(key)
    record_id = made(world, key, **{field.key: ODD[odd] for field in texts(entity)})
    for address in pages(entity, record_id):
        answer = root.get(address)
        body = b"".join(answer) if answer.streaming else answer.content
        assert answer.status_code == 200, address
        if answer["Content-Type"].startswith("text/html"):
            assert SCRIPT not in body.decode() and "<img src=x" not in body.decode(), address
            assert "49 " not in body.decode() or odd != "template", address


@every_entity
def test_a_formula_is_exported_as_words(world: World, root: Client, key: str) -> None:
    entity = registry.get(key)
    made(world, key, **{field.key: ODD["formula"] for field in texts(entity)})
    answer = root.get(f"/{entity.slug}/export/?form=csv&what=all")
    rows = csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig")))
    assert [cell for row in rows for cell in row if cell.startswith("=")] == []


@every_entity
def test_a_zero_byte_is_refused_in_words_or_left_out(world: World, calls: Caller, key: str) -> None:
    """PostgreSQL cannot keep it; nothing may fall over it."""
    for field in texts(registry.get(key)):
        answer = calls("root").post(
            f"/{registry.get(key).slug}", {**SAMPLES[key](world), field.key: "a\x00b"}
        )
        assert answer.status in (201, 422), (field.key, answer.body)


@every_entity
def test_a_record_lives_dies_and_comes_back_through_the_screens(world: World, root: Client, key: str) -> None:
    entity = registry.get(key)
    record_id = made(world, key)
    here = f"/{entity.slug}/{record_id}/"
    assert root.get(here).status_code == 200
    assert root.post(f"{here}deletion/").status_code in (200, 204, 302)
    assert root.get(here).status_code == 404
    assert f"{record_id}" in root.get(f"/bin/?kind={key}").content.decode()
    assert root.post(f"{here}restoration/").status_code in (200, 204, 302)
    assert root.get(here).status_code == 200
