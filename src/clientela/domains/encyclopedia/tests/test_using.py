"""Where a page was used is told with one key, once, by who works there; and what followed is counted rightly."""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.core import mail

from clientela.domains.encyclopedia import commands, following
from clientela.domains.encyclopedia.models import Article, ArticleUse
from clientela.domains.orders import commands as quotes
from clientela.domains.orders import enclosing
from clientela.engine.access import gate
from clientela.engine.documents import files
from clientela.engine.errors import Invalid, Refused
from clientela.engine.fields.link import Target
from clientela.engine.records import commands as records
from tests.screens.conftest import Browser
from tests.world import World


@pytest.fixture
def product(world: World) -> Any:
    return records.create(world.actor("ann"), "product", {"name": "Lathe"})


@pytest.fixture
def page(world: World, product: Any) -> Any:
    return records.create(world.actor("ann"), "article", {"name": "Lathes", "product": product.pk})


def uses(**where: Any) -> list[tuple[str, Any, Any]]:
    rows = gate.unrestricted(ArticleUse, reason="a test looks").filter(deleted_at=None, **where)
    return list(rows.order_by("way").values_list("way", "deal_id", "quote_id"))


@pytest.mark.parametrize(
    ("who", "status"), [("ann", 200), ("ben", 403), ("cat", 404), ("dan", 403), ("root", 200)]
)
def test_who_works_on_a_deal_tells_it_and_once(
    client: Browser, world: World, page: Any, who: str, status: int
) -> None:
    for _time in range(2):
        answer = client.as_(who).post(f"/encyclopedia/{page.pk}/uses/deal/{world.deal.pk}/")
        assert answer.status_code == status
    assert uses() == ([("used", world.deal.pk, None)] if status == 200 else [])


def test_opening_from_a_deal_is_remembered_but_is_no_use(client: Browser, world: World, page: Any) -> None:
    answer = client.as_("ann").post(f"/encyclopedia/{page.pk}/uses/deal/{world.deal.pk}/", {"way": "opened"})
    assert answer["Location"] == f"/encyclopedia/{page.pk}/?deal={world.deal.pk}"
    assert "I used this" in client.get(answer["Location"]).content.decode()
    assert uses() == [("opened", world.deal.pk, None)]
    assert following.outcome(world.actor("ann"), page).used == following.Side()


def test_a_use_can_be_undone_and_told_again(client: Browser, world: World, page: Any) -> None:
    here = f"/encyclopedia/{page.pk}/uses/deal/{world.deal.pk}/"
    told = client.as_("ann").post(here).content.decode()
    client.post(told.split('hx-post="')[1].split('"')[0])
    assert uses() == []
    assert client.post(here).status_code == 200 and len(uses()) == 1


def test_a_use_that_nobody_may_see_is_refused(world: World, page: Any) -> None:
    for values in ({}, {"deal": world.deal.pk}):
        with pytest.raises(Invalid):
            records.create(world.actor("cat"), "articleuse", {"article": page.pk, **values})
    assert uses() == []


def test_who_does_not_see_the_deal_sees_no_use(world: World, page: Any) -> None:
    commands.use(world.actor("ann"), page.pk, on="deal", record=world.deal.pk)
    assert list(gate.visible(world.actor("cat"), ArticleUse)) == []
    assert following.outcome(world.actor("cat"), page).uses == {}
    assert following.outcome(world.actor("dan"), page).uses == {"used": 1}


def deal(world: World, product: Any, stage: str, who: str = "ann", *, by_line: bool = False) -> Any:
    actor = world.actor(who)
    values: dict[str, Any] = {"name": "One", "company": world.company.pk, "stage": world.stages[stage].pk}
    made = records.create(
        actor, "deal", values if by_line or product is None else {**values, "product": product.pk}
    )
    if by_line:
        records.create(actor, "dealline", {"deal": made.pk, "product": product.pk})
    return made


def test_the_rates_are_those_of_a_naive_count(world: World, product: Any, page: Any) -> None:
    """Random deals, won, lost and open, for these goods and others, with and without the page."""
    chance, root = random.Random(5), world.actor("root")
    other = records.create(world.actor("ann"), "product", {"name": "Robot"})
    counted: dict[tuple[bool, str], int] = {}
    for _number in range(40):
        goods, stage = (
            chance.choice([product, product, other, None]),
            chance.choice(["Won", "Lost", "Proposal"]),
        )
        used, by_line = chance.random() < 0.4, chance.random() < 0.5
        made = deal(world, goods, stage, by_line=by_line and goods is not None)
        if used:
            commands.use(root, page.pk, on="deal", record=made.pk)
            if chance.random() < 0.3:
                commands.use(root, page.pk, on="deal", record=made.pk, way="mentioned")
        if used or goods is product:
            kind = {"Won": "won", "Lost": "lost", "Proposal": "open"}[stage]
            counted[used, kind] = counted.get((used, kind), 0) + 1
    found = following.outcome(root, page)
    for used, side in ((True, found.used), (False, found.unused)):
        naive = {kind: counted.get((used, kind), 0) for kind in ("won", "lost", "open")}
        assert {"won": side.won, "lost": side.lost, "open": side.open} == naive
        assert side.rate == naive["won"] / (naive["won"] + naive["lost"])


def test_a_line_counts_the_goods_of_all_its_parts(world: World) -> None:
    root = world.actor("root")
    whole = records.create(root, "productline", {"name": "Machines"})
    part = records.create(root, "productline", {"name": "Lathes", "parent": whole.pk})
    goods = records.create(root, "product", {"name": "Lathe", "line": part.pk})
    page = records.create(root, "article", {"name": "Machines", "line": whole.pk})
    deal(world, goods, "Won", "root")
    assert isinstance(page, Article)
    assert following.outcome(root, page).unused == following.Side(won=1)


@pytest.mark.parametrize(
    ("used", "unused", "is_little", "is_chance"),
    [
        ((2, 1), (30, 30), True, True),
        ((19, 0), (500, 500), True, False),
        ((22, 18), (50, 50), False, True),
        ((90, 10), (40, 60), False, False),
        ((0, 0), (0, 0), True, True),
    ],
)
def test_what_is_said_of_the_difference(
    used: tuple[int, int], unused: tuple[int, int], is_little: bool, is_chance: bool
) -> None:
    found = following.Outcome(following.Side(*used), following.Side(*unused), {})
    assert (found.is_little, found.is_chance) == (is_little, is_chance)


def test_the_interval_is_wilsons() -> None:
    """Worked by hand: 8 of 10 give 0.490 to 0.943."""
    low, high = following.Side(8, 2).likely
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)


def test_too_few_deals_are_called_too_few(client: Browser, world: World, product: Any, page: Any) -> None:
    commands.use(world.actor("ann"), page.pk, on="deal", record=deal(world, product, "Won").pk)
    text = client.as_("ann").get(f"/encyclopedia/{page.pk}/").content.decode()
    assert "100%" in text and "1 of 1" in text and "Too few closed deals" in text


# -- quotes ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def quote(world: World, product: Any) -> Any:
    ann = world.actor("ann")
    made = records.create(
        ann, "quote", {"company": world.company.pk, "deal": world.deal.pk, "currency": "EUR"}
    )
    records.create(
        ann, "quoteline", {"quote": made.pk, "product": product.pk, "name": "Lathe", "price": "5 EUR"}
    )
    return made


def test_a_quote_tells_of_its_deal_too(client: Browser, world: World, page: Any, quote: Any) -> None:
    assert "I used this" in client.as_("ann").get(f"/quotes/{quote.pk}/").content.decode()
    client.post(f"/encyclopedia/{page.pk}/uses/quote/{quote.pk}/", {"way": "mentioned"})
    assert uses() == [("mentioned", world.deal.pk, quote.pk)]


def test_files_go_along_with_a_quote_and_that_is_a_use(
    client: Browser, world: World, page: Any, quote: Any
) -> None:
    paper = files.keep(world.actor("ann"), Target("article", page.pk), "Questions.txt", b"Which parts?")
    form = client.as_("ann").get(f"/quotes/{quote.pk}/sending/").content.decode()
    assert f'value="page:{paper.pk}"' in form
    sent = {"to": "igor@example.org", "enclosed": [f"page:{paper.pk}"]}
    assert client.post(f"/quotes/{quote.pk}/sending/", sent).status_code == 200
    attached = [(one[0], one[1]) for one in mail.outbox[-1].attachments]
    assert ("Questions.txt", "Which parts?") in attached or ("Questions.txt", b"Which parts?") in attached
    assert uses() == [("sent", world.deal.pk, quote.pk)]


def test_nothing_goes_along_that_was_not_offered(world: World, page: Any, quote: Any) -> None:
    hidden = files.keep(world.actor("ann"), Target("company", world.company.pk), "Secret.txt", b"Secret")
    for key in (f"page:{hidden.pk}", "page:nonsense", "x"):
        with pytest.raises(Refused):
            quotes.send(world.actor("ann"), quote.pk, to="igor@example.org", enclosed=[key])
    assert mail.outbox == [] and uses() == []


def test_too_much_for_a_mail_is_refused(
    world: World, page: Any, quote: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = files.keep(world.actor("ann"), Target("article", page.pk), "Questions.txt", b"Which parts?")
    monkeypatch.setattr(enclosing, "MOST", 5)
    with pytest.raises(Refused):
        quotes.send(world.actor("ann"), quote.pk, to="igor@example.org", enclosed=[f"page:{paper.pk}"])
    assert mail.outbox == [] and uses() == []
