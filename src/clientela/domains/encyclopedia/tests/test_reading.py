"""The encyclopedia is read by all, found by any word in any script, and shows where it fits."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clientela.domains.encyclopedia import queries
from clientela.engine.documents import files
from clientela.engine.fields.link import Target
from clientela.engine.query import search
from clientela.engine.records import commands as records
from tests.screens.conftest import Browser
from tests.world import World


@pytest.fixture
def product(world: World) -> Any:
    line = records.create(world.actor("ann"), "productline", {"name": "Machining"})
    return records.create(
        world.actor("ann"), "product", {"name": "Lathe", "line": line.pk, "price": "86500 EUR"}
    )


@pytest.fixture
def page(world: World, product: Any) -> Any:
    values = {"name": "Lathe with bar feeder", "product": product.pk, "summary": "Runs through the night."}
    return records.create(world.actor("ann"), "article", values)


def passage(world: World, page: Any, kind: str = "what", **values: Any) -> Any:
    return records.create(world.actor("ann"), "passage", {"article": page.pk, "kind": kind, **values})


def rival(world: World, name: str = "Nordwerk") -> Any:
    return records.create(world.actor("ann"), "competitor", {"name": name})


@pytest.mark.parametrize("who", ["ann", "ben", "cat", "dan", "root"])
def test_everybody_reads_the_page_whole(client: Browser, world: World, page: Any, who: str) -> None:
    passage(world, page, text="Turns **bars**.")
    passage(world, page, "objection", name="Too dear", text="Ask what an hour costs.")
    passage(
        world, page, "competitor", competitor=rival(world).pk, our_strengths="Near", their_price="70000 EUR"
    )
    text = client.as_(who).get(f"/encyclopedia/{page.pk}/").content.decode()
    for words in (
        "Turns <strong>bars</strong>.",
        "Too dear",
        "Ask what an hour costs.",
        "Nordwerk",
        "€70,000",
    ):
        assert words in text, words


@pytest.mark.parametrize("asked", ["станки", "СТАНКИ", "stanki", "Stank", "zuraw", "żuraw", "hexapod"])
def test_a_text_is_found_by_its_words_in_any_script(
    client: Browser, world: World, page: Any, asked: str
) -> None:
    passage(world, page, "objection", name="Наши станки дешевле", text="Żuraw и hexapod.")
    found = client.as_("cat").get("/encyclopedia/", {"q": asked}).content.decode()
    assert "Наши станки дешевле" in found
    hits = search.everywhere(world.actor("cat"), asked)
    assert [hit.entity.key for hit in hits] == ["passage"]


@pytest.mark.parametrize("query", ["", "?q=", "?q=nothing", "?q=%00", "?q=" + "x" * 900, "?deal=1&quote=%27"])
def test_any_question_has_an_answer(client: Browser, page: Any, query: str) -> None:
    assert client.as_("ann").get("/encyclopedia/" + query).status_code == 200


def test_search_answers_htmx_with_the_list_alone(client: Browser, page: Any) -> None:
    found = (
        client.as_("ann")
        .get("/encyclopedia/", {"q": "bar feeder"}, headers={"HX-Request": "true"})
        .content.decode()
    )
    assert "Lathe with bar feeder" in found and "<html" not in found


def test_paper_shows_everything_open(client: Browser, world: World, page: Any) -> None:
    passage(world, page, "objection", name="Too dear", text="Ask what an hour costs.")
    text = client.as_("dan").get(f"/encyclopedia/{page.pk}/print/").content.decode()
    assert "Ask what an hour costs." in text and "<details" not in text


def test_pictures_and_files_of_the_page_stand_in_it(client: Browser, world: World, page: Any) -> None:
    paper = files.keep(world.actor("ann"), Target("article", page.pk), "Questions.txt", b"Which parts?")
    text = client.as_("cat").get(f"/encyclopedia/{page.pk}/").content.decode()
    assert f"/files/{paper.pk}/content/" in text
    assert client.get(f"/files/{paper.pk}/content/").status_code == 200


def test_the_product_and_its_line_lead_to_the_page(client: Browser, product: Any, page: Any) -> None:
    for address in (f"/products/{product.pk}/", f"/product-lines/{product.line_id}/"):
        assert f"/encyclopedia/{page.pk}/" in client.as_("ann").get(address).content.decode()


def test_a_variant_shows_the_pages_of_what_it_is_a_variant_of(world: World, product: Any, page: Any) -> None:
    variant = records.create(world.actor("ann"), "product", {"name": "Lathe, long", "template": product.pk})
    assert queries.about_products(world.actor("ann"), [variant.pk]) == [page]


def test_the_deal_shows_pages_of_its_products_and_answers_to_its_competitors(
    client: Browser, world: World, product: Any, page: Any
) -> None:
    there, elsewhere = rival(world), rival(world, "Elsewhere")
    ann = world.actor("ann")
    records.create(ann, "dealline", {"deal": world.deal.pk, "product": product.pk})
    records.create(ann, "dealcompetitor", {"deal": world.deal.pk, "competitor": there.pk})
    about = records.create(ann, "article", {"name": "Other goods", "line": product.line_id})
    passage(world, page, "objection", name="Too dear", text="No.")
    passage(world, about, "competitor", name="Against Nordwerk", competitor=there.pk)
    passage(world, about, "competitor", name="Against others", competitor=elsewhere.pk)
    text = client.as_("ann").get(f"/deals/{world.deal.pk}/").content.decode()
    assert "Lathe with bar feeder" in text and "Too dear" in text and "Against Nordwerk" in text
    assert "Against others" not in text
    assert text.index("Against Nordwerk") < text.index("Too dear")


def test_a_deal_without_goods_or_competitors_has_no_panel(client: Browser, world: World, page: Any) -> None:
    assert 'id="encyclopedia"' not in client.as_("ann").get(f"/deals/{world.deal.pk}/").content.decode()


def test_a_company_costs_no_query_more(client: Browser, world: World, page: Any) -> None:
    from clientela.domains.encyclopedia import slots
    from clientela.engine.entities import registry
    from clientela.engine.screens.slots import Place

    place = Place(world.actor("ann"), registry.get("company"), world.company, frozenset({"change"}))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert [slot(place) for slot in (slots.occasion, slots.about, slots.read_it, slots.as_read)] == [
            None
        ] * 4
    assert len(asked) == 0


def test_many_passages_take_no_more_queries_than_one(client: Browser, world: World, page: Any) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries_asked:
            assert client.as_("ann").get(f"/encyclopedia/{page.pk}/").status_code == 200
        return len(queries_asked)

    passage(world, page, "competitor", competitor=rival(world).pk)
    asked()
    few = asked()
    for number in range(8):
        passage(world, page, "competitor", competitor=rival(world, f"Rival {number}").pk, text="x")
        passage(world, page, "objection", name=f"No {number}", text="Yes")
    assert asked() <= few
