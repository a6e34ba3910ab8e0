"""A rule decided on a record in memory says what the database would say, or nothing."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db.models import Q
from hypothesis import given
from hypothesis import strategies as st

from clientela.domains.contacts.models import Company
from clientela.engine.access import deciding, gate
from clientela.engine.entities import registry
from clientela.engine.screens import frame
from tests.world import World

ANN, BEN, CAT = (uuid.UUID(int=number) for number in (1, 2, 3))


def company(owner: uuid.UUID | None = ANN, branch: uuid.UUID | None = CAT) -> Company:
    return Company(id=ANN, owner_id=owner, branch_id=branch, name="Zeta")


@pytest.mark.parametrize(
    ("rule", "answer"),
    [
        (Q(), True),
        (gate.NOTHING, False),
        (Q(owner_id=ANN), True),
        (Q(owner_id=BEN), False),
        (Q(owner_id__in={ANN, BEN}), True),
        (Q(owner_id__in=frozenset({BEN})), False),
        (Q(owner_id=BEN) | Q(branch_id__in=[CAT]), True),
        (Q(owner_id=ANN) & Q(branch_id=BEN), False),
        (Q(pk=ANN), True),
        (Q(owner_id=str(ANN)), None),
        (~Q(owner_id=BEN), None),
        (Q(owner__team_id=BEN), None),
        (Q(owner_id=BEN) | Q(owner__team_id=BEN), None),
        (Q(owner_id=ANN) | Q(owner__team_id=BEN), True),
        (Q(owner_id=BEN) & Q(owner__team_id=BEN), False),
        (Q(name__startswith="Z"), None),
        (Q(owner_id=ANN) ^ Q(owner_id=BEN), None),
    ],
)
def test_a_rule_holds_fails_or_is_left_to_the_database(rule: Q, answer: bool | None) -> None:
    assert deciding.holds(rule, company()) is answer


def test_a_record_without_an_owner_is_nobodys() -> None:
    assert deciding.holds(Q(owner_id__in={ANN}), company(owner=None)) is False


owners = st.sampled_from([ANN, BEN, CAT])
leaves = st.builds(lambda who: Q(owner_id=who), owners) | st.builds(
    lambda who: Q(branch_id__in=who), st.sets(owners, min_size=1)
)
rules = st.recursive(leaves, lambda some: st.builds(Q.__and__, some, some) | st.builds(Q.__or__, some, some))


@given(rules, owners, owners)
def test_it_is_plain_logic(rule: Q, owner: uuid.UUID, branch: uuid.UUID) -> None:
    def leaf(name: str, asked: Any) -> bool:
        return (owner if "owner" in name else branch) in (asked if isinstance(asked, set) else {asked})

    def plain(node: Any) -> bool:
        answers = [plain(child) if isinstance(child, Q) else leaf(*child) for child in node.children]
        return any(answers) if node.connector == Q.OR else all(answers)

    assert deciding.holds(rule, company(owner, branch)) is plain(rule)


@pytest.mark.parametrize("who", ["ann", "ben", "cat", "dan", "root"])
@pytest.mark.parametrize("to", ["change", "delete"])
def test_lists_offer_what_the_gate_allows(
    world: World, who: str, to: str, django_assert_num_queries: Any
) -> None:
    actor, entity = world.actor(who), registry.get("company")
    rows = list(gate.visible(actor, Company))
    allowed = set(gate.visible(actor, Company, to=to).values_list("pk", flat=True))
    with django_assert_num_queries(0):
        assert frame.allowed(actor, entity, rows, to) == allowed
