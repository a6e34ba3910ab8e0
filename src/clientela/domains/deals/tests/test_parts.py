"""Shares of the credit, people, competitors, products, recurring revenue, the next step: what is kept and what is refused."""

from __future__ import annotations

import itertools
import uuid
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clientela.domains.deals import rivalry, shares
from clientela.domains.deals.models import Competitor, DealSplit
from clientela.engine.access import gate
from clientela.engine.errors import Invalid, Refused
from clientela.engine.records import commands, merging
from tests.api.conftest import Caller
from tests.screens.conftest import Browser
from tests.world import World

CENTS = st.integers(1, 10_000).map(lambda n: Decimal(n) / 100)


def percents(world: World) -> list[Decimal]:
    rows = gate.unrestricted(DealSplit, reason="a test looks").filter(deal=world.deal.pk, deleted_at=None)
    return sorted(row.percent for row in rows)


@given(given_shares=st.lists(CENTS, min_size=1, max_size=4))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_shares_are_whole_or_nothing_is_saved(world: World, given_shares: list[Decimal]) -> None:
    before = percents(world)
    users = [world.users[name].pk for name in ("ann", "ben", "cat", "root")]
    wanted = dict(zip(users, given_shares, strict=False))
    try:
        shares.split(world.actor("ann"), world.deal.pk, shares=wanted)
    except Invalid:
        assert sum(given_shares) != 100 and percents(world) == before
    else:
        assert sum(given_shares) == 100 and percents(world) == sorted(given_shares)


def deal_shared_by(world: World, **parts: int) -> uuid.UUID:
    ann = world.actor("ann")
    deal = commands.create(ann, "deal", {"name": "Another", "company": world.company.pk}).pk
    if parts:
        shares.split(ann, deal, shares={world.users[name].pk: Decimal(part) for name, part in parts.items()})
    return deal


def shared(deal: uuid.UUID) -> list[Decimal]:
    rows = gate.unrestricted(DealSplit, reason="a test looks").filter(deal=deal, deleted_at=None)
    return sorted(row.percent for row in rows)


@pytest.mark.parametrize(
    ("parts", "stays"),
    [
        (({"ann": 100}, {"ann": 60, "ben": 40}, {"ben": 100}), [100]),
        (({}, {"ann": 60, "ben": 40}, {"ben": 100}), [40, 60]),
        (({}, {}, {"ben": 100}), [100]),
        (({}, {}, {}), []),
    ],
)
def test_merged_deals_have_the_shares_of_one_and_get_theirs_back(
    world: World, parts: tuple[dict[str, int], ...], stays: list[int]
) -> None:
    deals = [deal_shared_by(world, **one) for one in parts]
    before = [shared(deal) for deal in deals]
    done = merging.merge(world.actor("root"), "deal", deals[0], deals[1:])
    assert shared(deals[0]) == stays
    merging.unmerge(world.actor("root"), done.pk)
    assert [shared(deal) for deal in deals] == before


@given(cuts=st.lists(st.integers(1, 9_999), min_size=0, max_size=3, unique=True))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_way_to_cut_a_hundred_is_taken(world: World, cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), 10_000]
    parts = [Decimal(b - a) / 100 for a, b in itertools.pairwise(edges)]
    users = [world.users[name].pk for name in ("ann", "ben", "cat", "root")]
    shares.split(world.actor("ann"), world.deal.pk, shares=dict(zip(users, parts, strict=False)))
    assert percents(world) == sorted(parts) and sum(percents(world)) == 100


def test_shares_written_one_by_one_must_be_whole_too(world: World) -> None:
    ann, deal = world.actor("ann"), world.deal.pk
    with pytest.raises(Refused, match="60"):
        commands.create(ann, "dealsplit", {"deal": deal, "user": world.users["ann"].pk, "percent": 60})
    shares.split(ann, deal, shares={world.users["ann"].pk: Decimal(60), world.users["ben"].pk: Decimal(40)})
    one = gate.unrestricted(DealSplit, reason="a test").filter(deal=deal, percent=60).get()
    for refused in (
        lambda: commands.delete(ann, "dealsplit", one.pk),
        lambda: commands.update(ann, "dealsplit", one.pk, {"percent": 50}),
        lambda: commands.create(
            ann, "dealsplit", {"deal": deal, "user": world.users["ann"].pk, "percent": 1}
        ),
    ):
        with pytest.raises(Refused):
            refused()
    assert percents(world) == [40, 60]


@pytest.mark.parametrize("who, status", [("ann", 200), ("ben", 403), ("cat", 404), ("dan", 403), (None, 401)])
def test_only_who_may_change_the_deal_shares_it(
    calls: Caller, world: World, who: str | None, status: int
) -> None:
    body = {"shares": [{"user": str(world.users["ann"].pk), "percent": "100"}]}
    assert calls(who).post(f"/deals/{world.deal.pk}/split", body).status == status
    assert len(percents(world)) == (1 if status == 200 else 0)


@pytest.mark.parametrize(
    "share", [{}, {"user": "x", "percent": "100"}, {"percent": "100"}, {"user": None, "percent": "NaN"}]
)
def test_a_share_that_is_none_is_refused_in_words(calls: Caller, world: World, share: dict[str, Any]) -> None:
    answer = calls("ann").post(f"/deals/{world.deal.pk}/split", {"shares": [share]})
    assert answer.status == 422 and answer.pointers[0].startswith("/shares")


def test_the_form_of_shares_says_what_is_wrong_and_keeps_what_was_typed(
    client: Browser, world: World
) -> None:
    path = f"/deals/{world.deal.pk}/split/"
    ann, ben = str(world.users["ann"].pk), str(world.users["ben"].pk)
    assert client.as_("ann").get(path).status_code == 200
    refused = client.post(path, {"user": [ann, ben], "percent": ["70", "20"]})
    assert (
        refused.status_code == 422
        and "90" in refused.content.decode()
        and 'value="70"' in refused.content.decode()
    )
    assert client.post(path, {"user": [ann, ann], "percent": ["50", "50"]}).status_code == 422
    assert client.post(path, {"user": [ann, ben], "percent": ["70", "30"]}).status_code == 204
    assert percents(world) == [30, 70]


# -- competitors -----------------------------------------------------------------------------------------------------
def test_win_and_loss_against_a_competitor(world: World, calls: Caller, client: Browser) -> None:
    root, ann = world.actor("root"), world.actor("ann")
    rival: Any = commands.create(root, "competitor", {"name": "Acme"})
    other: Any = commands.create(root, "competitor", {"name": "Other"})
    for outcome, lost_to in (
        ("Won", None),
        ("Won", None),
        ("Lost", rival),
        ("Lost", other),
        ("Proposal", None),
    ):
        values = {"name": outcome, "amount": "100 EUR", "stage": world.stages[outcome].pk}
        values |= {"loss_reason": "competitor", "lost_to": lost_to.pk} if lost_to else {}
        deal = commands.create(ann, "deal", values)
        if lost_to is not rival:  # who took the deal is named by that
            commands.create(
                ann, "dealcompetitor", {"deal": deal.pk, "competitor": rival.pk, "standing": "level"}
            )
    found = rivalry.against(ann, gate.get(ann, Competitor, rival.pk))
    assert (found.won.count, found.lost.count, found.elsewhere.count, found.open.count) == (2, 1, 1, 1)
    assert found.rate == 67 and str(found.won.worth[0].amount) == "200.00"
    assert rivalry.against(world.actor("cat"), gate.get(ann, Competitor, rival.pk)).won.count == 0
    assert "67" in client.as_("ann").get(f"/competitors/{rival.pk}/").content.decode()


def test_people_and_competitors_are_written_by_who_may_change_the_deal(world: World, calls: Caller) -> None:
    person, deal = str(world.person.pk), str(world.deal.pk)
    body = {"deal": deal, "person": person, "role": "decides", "stance": "for"}
    assert calls("ann").post("/deal-roles", body).status == 201
    assert calls("ben").post("/deal-roles", body).status == 422
    assert calls("dan").post("/deal-roles", body).status in (403, 422)
    assert calls("ann").post("/deal-roles", {**body, "role": "nonsense"}).pointers == ["/role"]


# -- recurring revenue -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "values, worth",
    [
        ({"amount": "1000 EUR"}, "1000.00"),
        ({"amount": "1000 EUR", "recurring": "99.90 EUR", "term_months": 24}, "3397.60"),
        ({"amount": None, "recurring": "50 EUR"}, "600.00"),
        ({"amount": None}, None),
    ],
)
def test_the_contract_value_follows(
    world: World, calls: Caller, values: dict[str, Any], worth: str | None
) -> None:
    commands.update(world.actor("ann"), "deal", world.deal.pk, values)
    body = calls("ann").get(f"/deals/{world.deal.pk}").body
    assert (body["contract_value"] or {}).get("amount") == worth
    found = calls("ann").get("/deals?contract_value__gte=500&sort=-contract_value").body["items"]
    assert len(found) == (1 if worth else 0)


def test_two_currencies_have_no_sum_and_are_refused(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        commands.update(world.actor("ann"), "deal", world.deal.pk, {"recurring": "5 PLN"})
    assert list(refused.value.errors) == ["recurring"]
    with pytest.raises(Invalid):
        commands.update(world.actor("ann"), "deal", world.deal.pk, {"recurring": "-5 EUR"})


# -- the next step ---------------------------------------------------------------------------------------------------
def test_a_deal_without_a_next_step_is_shown_as_such_everywhere(
    client: Browser, calls: Caller, world: World
) -> None:
    ann = client.as_("ann")
    places = (
        f"/deals/{world.deal.pk}/",
        "/deals/",
        "/deals/?layout=board",
        "/deals/?layout=forecast",
        "/today/",
    )
    for address in places:
        assert (
            "No next step" in ann.get(address).content.decode()
            or "Without a next step" in ann.get(address).content.decode()
        ), address
    assert len(calls("ann").get("/deals?no_next_step=true").body["items"]) == 1
    sent = {"next_step": "Visit", "next_step_on": "tomorrow"}
    assert ann.fragment("post", f"/deals/{world.deal.pk}/next-step/", sent).status_code == 200
    assert "No next step yet" not in ann.get(f"/deals/{world.deal.pk}/").content.decode()
    assert calls("ann").get("/deals?no_next_step=true").body["items"] == []
    assert ann.fragment("post", f"/deals/{world.deal.pk}/next-step/", {"next_step": ""}).status_code == 400


def test_a_closed_deal_needs_no_next_step(world: World, calls: Caller) -> None:
    assert (
        calls("ann").post(f"/deals/{world.deal.pk}/closure", {"outcome": "won"}).body["no_next_step"] is False
    )


# -- products --------------------------------------------------------------------------------------------------------
def test_products_are_edited_where_they_stand(client: Browser, world: World, stored: Any) -> None:
    product = commands.create(world.actor("ann"), "product", {"name": "Lathe", "price": "500 EUR"})
    ann, here = client.as_("ann"), f"/deals/{world.deal.pk}/lines/"
    assert ann.fragment("post", here, {"product": str(product.pk), "quantity": "3"}).status_code == 200
    from clientela.domains.deals.models import DealLine

    line = gate.unrestricted(DealLine, reason="a test").get(deal=world.deal.pk)
    change = {"quantity": "2", "price": "450 EUR", "discount": "10"}
    answer = ann.fragment("post", f"{here}{line.pk}/", change)
    assert answer.status_code == 200 and "810" in answer.content.decode()
    assert stored().amount == 810
    assert ann.fragment("post", f"{here}{line.pk}/", {"discount": "200"}).status_code == 422
    assert ann.fragment("post", f"{here}{line.pk}/deletion/").status_code == 200
    assert (
        not gate.unrestricted(DealLine, reason="a test").filter(deal=world.deal.pk, deleted_at=None).exists()
    )
    assert ann.fragment("post", f"{here}{uuid.uuid4()}/", change).status_code == 404
    assert client.as_("ben").fragment("post", here, {"product": str(product.pk)}).status_code == 403
