"""User-defined fields are at once in values, filters, sorting, search and checks."""

from __future__ import annotations

from typing import Any

import pytest

from clientela.domains.contacts.models import Company
from clientela.engine.access import gate
from clientela.engine.entities import commands as shaping
from clientela.engine.entities import registry
from clientela.engine.errors import Denied, Invalid
from clientela.engine.query import filters, paging, search
from clientela.engine.records import commands
from tests.world import World

SAMPLES = {
    "text": ("Blue", "contains", "lu"),
    "longtext": ("line one\nline two", "contains", "two"),
    "number": ("1.234,5", "gte", "1000"),
    "money": ("1 200 PLN", "gt", "1100"),
    "date": ("2026-05-31", "within", "this_year"),
    "datetime": ("2026-05-31T10:00:00+00:00", "gte", "2026-05-01T00:00:00+00:00"),
    "time": ("14:30", "lt", "15:00"),
    "boolean": ("yes", "eq", "true"),
    "tags": ("red, blue", "eq", "blue"),
    "email": ("A@Example.org", "eq", "a@example.org"),
    "phone": ("+48 42 555 01 10", "contains", "555 01"),
    "url": ("example.org/x", "contains", "example"),
    "percent": ("50 %", "lte", "50"),
    "rating": ("4", "gte", "3"),
}


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_new_field_of_every_kind_stores_finds_and_sorts(world: World, kind: str) -> None:
    raw, operator, operand = SAMPLES[kind]
    key = shaping.add_field(world.actor("root"), "company", label="Größe", kind=kind)
    ann, entity = world.actor("ann"), registry.get("company")
    made = commands.create(ann, "company", {"name": "Nowa", key: raw})
    field = entity.field(key)
    assert field.to_json(field.load(made)) is not None
    again = commands.update(ann, "company", made.pk, {key: field.edit(field.load(made))})
    assert again.version == made.version, "writing back what an input shows must change nothing"
    group = filters.parse_params([(f"{key}__{operator}", operand)], entity)
    found = gate.visible(ann, Company).filter(filters.to_q(ann, entity, group))
    assert [row.name for row in found] == ["Nowa"]
    if field.sortable:
        assert paging.page(gate.visible(ann, Company), entity, key, None).items[0].name == "Nowa"


def test_choices_links_users_and_addresses_can_be_added_too(world: World) -> None:
    root, ann = world.actor("root"), world.actor("ann")
    size = shaping.add_field(root, "company", label="Size", kind="choice", options=["Small", "Large"])
    several = shaping.add_field(root, "company", label="Wants", kind="multichoice", options=["A", "B"])
    buyer = shaping.add_field(root, "company", label="Buyer", kind="link", target="person")
    helper = shaping.add_field(root, "company", label="Helper", kind="user")
    place = shaping.add_field(root, "company", label="Warehouse", kind="address")
    made = commands.create(
        ann,
        "company",
        {
            "name": "Nowa",
            size: "large",
            several: ["a", "B"],
            buyer: world.person.pk,
            helper: ann.user_id,
            f"{place}.city": "Gdynia",
        },
    )
    entity = registry.get("company")
    for param in (
        (size, "large"),
        (several, "b"),
        (f"{buyer}__name__contains", "петр"),
        (helper, "me"),
        (f"{place}.city", "Gdynia"),
    ):
        group = filters.parse_params([param], entity)
        rows = gate.visible(ann, Company).filter(filters.to_q(ann, entity, group))
        assert [row.pk for row in rows] == [made.pk], param
    assert [hit.record.pk for hit in search.everywhere(ann, "gdynia")] == [made.pk]


def test_only_an_administrator_shapes(world: World) -> None:
    with pytest.raises(Denied):
        shaping.add_field(world.actor("ann"), "company", label="Size", kind="text")


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"label": "", "kind": "text"}, "label"),
        ({"label": "X", "kind": "nonsense"}, "kind"),
        ({"label": "X", "kind": "choice"}, "options"),
        ({"label": "X", "kind": "link", "target": "moon"}, "target"),
    ],
)
def test_a_bad_field_is_refused_at_its_place(world: World, values: dict[str, Any], place: str) -> None:
    with pytest.raises(Invalid) as refusal:
        shaping.add_field(world.actor("root"), "company", **values)
    assert list(refusal.value.errors) == [place]


def test_keys_are_plain_unique_and_for_ever(world: World) -> None:
    root = world.actor("root")
    keys = [
        shaping.add_field(root, "company", label=label, kind="text")
        for label in ("Цвет", "Цвет", "名", "1st", "Name")
    ]
    assert keys == ["tsvet", "tsvet_2", "ming", "f_1st", "name_2"]
    shaping.archive_field(root, "company", "tsvet")
    assert shaping.add_field(root, "company", label="Цвет", kind="text") == "tsvet_3"


def test_an_archived_field_keeps_its_values(world: World) -> None:
    root, ann = world.actor("root"), world.actor("ann")
    key = shaping.add_field(root, "company", label="Colour", kind="text")
    made = commands.create(ann, "company", {"name": "Nowa", key: "blue"})
    shaping.archive_field(root, "company", key)
    with pytest.raises(Invalid):
        commands.update(ann, "company", made.pk, {key: "red"})
    shaping.restore_field(root, "company", key)
    assert (
        registry.get("company").field(key).load(commands.update(ann, "company", made.pk, {"name": "Neue"}))
        == "blue"
    )


def test_unique_user_defined_fields_hold(world: World) -> None:
    key = shaping.add_field(world.actor("root"), "company", label="Number", kind="text", unique=True)
    ann = world.actor("ann")
    commands.create(ann, "company", {"name": "One", key: "7"})
    with pytest.raises(Invalid) as refusal:
        commands.create(ann, "company", {"name": "Two", key: "7"})
    assert key in refusal.value.errors


def test_an_added_option_is_taken_at_once(world: World) -> None:
    shaping.add_option(world.actor("root"), "company", "industry", "Shipbuilding")
    made: Any = commands.create(world.actor("ann"), "company", {"name": "Nowa", "industry": "shipbuilding"})
    assert registry.get("company").field("industry").display(made.industry) == "Shipbuilding"
