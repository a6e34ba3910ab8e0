"""Nobody reaches a record except through the gate, and the gate shows what the roles say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Count

from clientela.domains.contacts.models import Company, Employment
from clientela.domains.deals.models import Deal, DealLine
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.access.models import Role
from clientela.engine.entities import registry
from clientela.engine.errors import Denied, NotFound, Ungated
from clientela.engine.records import commands
from tests.world import World

EVALUATIONS: list[Callable[[Any], Any]] = [
    list,
    len,
    bool,
    lambda rows: rows.count(),
    lambda rows: rows.exists(),
    lambda rows: rows.first(),
    lambda rows: rows.get(name="CNC line"),
    lambda rows: list(rows.values_list("name")),
    lambda rows: list(rows.iterator()),
    lambda rows: rows.aggregate(n=Count("pk")),
    lambda rows: rows.update(name="x"),
    lambda rows: rows.delete(),
    lambda rows: rows.in_bulk(),
    lambda rows: list(rows.filter(name="x").order_by("name")[:3]),
    lambda rows: list(rows.union(rows)),
]


@pytest.mark.parametrize("evaluate", EVALUATIONS)
def test_a_queryset_that_has_not_passed_the_gate_raises(world: World, evaluate: Callable[[Any], Any]) -> None:
    with pytest.raises(Ungated):
        evaluate(Deal.objects.all())


def test_related_managers_and_lazy_links_raise_too(world: World) -> None:
    deal = gate.get(world.actor("ann"), Deal, world.deal.pk)
    company = gate.get(world.actor("ann"), Company, world.company.pk)
    with pytest.raises(Ungated):
        str(deal.company)
    with pytest.raises(Ungated):
        list(company.deals.all())
    with pytest.raises(Ungated):
        list(company.people.filter(name="x"))


@pytest.mark.parametrize(
    ("who", "sees", "may_change"),
    [
        ("ann", True, True),
        ("ben", True, False),
        ("cat", False, False),
        ("dan", True, False),
        ("root", True, True),
    ],
)
def test_roles_decide_what_is_seen_and_changed(world: World, who: str, sees: bool, may_change: bool) -> None:
    actor = world.actor(who)
    assert gate.visible(actor, Deal).exists() == sees
    if not sees:
        with pytest.raises(NotFound):
            gate.get(actor, Deal, world.deal.pk)
    elif not may_change:
        with pytest.raises(Denied):
            gate.get(actor, Deal, world.deal.pk, to="change")
    else:
        gate.get(actor, Deal, world.deal.pk, to="change", lock=True)


@pytest.mark.parametrize(
    ("level", "visible"),
    [
        ("none", set()),
        ("own", {"Bens"}),
        ("team", {"Bens", "CNC line"}),
        ("branch", {"Bens", "CNC line", "Dans"}),
        ("all", {"Bens", "CNC line", "Dans", "Cats"}),
    ],
)
def test_levels_reach_as_far_as_they_say(world: World, level: str, visible: set[str]) -> None:
    for name in ("ben", "dan", "cat"):
        commands.create(
            world.actor("root"), "deal", {"name": f"{name.title()}s", "owner": world.users[name].pk}
        )
    ben = world.users["ben"]
    ben.roles.set([Role.objects.create(name="Test", grants={"deal": {"view": level}})])
    assert set(gate.visible(Actor(user=ben), Deal).values_list("name", flat=True)) == visible


def test_a_manager_sees_what_subordinates_of_subordinates_own(world: World) -> None:
    root = world.actor("root")
    above = commands.create(root, "team", {"name": "Sales", "manager": world.users["cat"].pk})
    commands.update(root, "team", world.team.pk, {"parent": above.pk})
    assert gate.visible(world.actor("cat"), Deal).exists()


def test_several_roles_add_up(world: World) -> None:
    cat = world.users["cat"]
    cat.roles.add(Role.objects.create(name="Extra", grants={"deal": {"view": "all"}}))
    assert gate.visible(Actor(user=cat), Deal).exists()
    assert not gate.visible(Actor(user=cat), Company).exists()


def test_parts_follow_their_whole(world: World) -> None:
    product = commands.create(world.actor("root"), "product", {"name": "Lathe"})
    commands.create(
        world.actor("root"), "deal", {"name": "Cats", "owner": world.users["cat"].pk, "product": product.pk}
    )
    assert gate.visible(world.actor("cat"), DealLine).count() == 1
    assert gate.visible(world.actor("ann"), DealLine).count() == 0
    assert gate.visible(world.actor("ann"), Employment).count() == 1
    assert gate.visible(world.actor("cat"), Employment).count() == 0


def test_a_model_without_a_rule_is_an_error(world: World) -> None:
    rules = dict(gate._rules)
    try:
        del gate._rules[Deal, "view"]
        with pytest.raises(LookupError):
            gate.visible(world.actor("root"), Deal)
    finally:
        gate._rules.update(rules)


@pytest.mark.parametrize("entity", [entity.key for entity in registry.every()])
@pytest.mark.parametrize("action", ["view", "create", "change", "delete", "export", "merge", "import"])
def test_every_entity_has_a_rule_for_every_action(world: World, entity: str, action: str) -> None:
    model = registry.get(entity).model
    stranger = Actor(user=world.users["dan"])
    assert gate.visible(world.actor("root"), model, action) is not None
    assert gate.can(stranger, model, action) in (True, False)
