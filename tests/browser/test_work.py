"""What people do all day, done in a real browser: at the desk, and where a thumb does it too, on the phone."""

from __future__ import annotations

import re
import time
from uuid import uuid4

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import People, sign_in

UNDO = "#toasts [data-undo]"


def new(page: Page, slug: str, **values: str) -> str:
    """A record made by the form on a page of its own; gives its address."""
    page.goto(f"/{slug}/new/")
    for name, value in values.items():
        page.locator(f"#sheet [name='{name}']").fill(value)
    page.locator("#sheet form.form button.btn-primary").last.click()
    page.wait_for_url(re.compile(rf"/{slug}/[0-9a-f-]{{36}}/"))
    return page.url


def test_signing_in_leads_to_my_day(people: People, size: str) -> None:
    with people.open(None, size) as context:
        page = context.new_page()
        page.goto("/deals/")
        assert "/account/login/" in page.url
        sign_in(page, "anna")
        assert page.url.endswith("/deals/")
        page.goto("/")
        expect(page.locator("#sheet")).to_be_visible()


def test_a_filter_becomes_a_sentence_and_a_saved_view(page: Page) -> None:
    name = f"View {uuid4().hex[:6]}"
    page.goto("/companies/?view=all")
    page.locator("#add-filter").click()
    page.locator("#filter [data-narrow]").fill("indus")
    page.keyboard.press("Enter")
    page.locator("#filter select[name=op]").wait_for()
    page.locator("#filter .filter-options label:visible").first.click()
    page.locator("#filter button.btn-primary").click()
    chip = page.locator("#sentence .chip")
    expect(chip).to_have_count(1)
    assert "industry" in page.url
    page.get_by_role("button", name="Save view").first.click()
    page.locator("#keep [name=name]").fill(name)
    page.keyboard.press("Enter")
    expect(page.locator("#tabs")).to_contain_text(name)
    page.locator("#sentence .chip-off").first.click()
    expect(chip).to_have_count(0)
    page.locator("#tabs a", has_text=name).click()
    expect(chip).to_have_count(1)


def test_a_field_is_changed_where_it_stands(page: Page, size: str) -> None:
    page.goto(new(page, "companies", name=f"Edit {uuid4().hex[:6]}"))
    if size == "phone":
        page.locator("label", has_text="Details").first.click()
    site = page.locator("#v-website")
    site.click()
    site.locator("input:not([type=hidden])").fill("nowhere.example")
    page.keyboard.press("Escape")
    expect(site).to_have_text("Add")
    site.click()
    site.locator("input:not([type=hidden])").fill("example.org")
    page.keyboard.press("Enter")
    expect(site.locator("form")).to_have_count(0)
    expect(site).to_contain_text("example.org")
    page.reload()
    expect(page.locator("#v-website")).to_contain_text("example.org")


def test_what_was_deleted_in_bulk_comes_back_at_a_click(page: Page) -> None:
    word = f"bulk{uuid4().hex[:6]}"
    for n in range(3):
        new(page, "companies", name=f"{word} number {n}")
    page.goto(f"/companies/?view=all&q={word}")
    expect(page.locator("[data-island~=rows] tbody tr[data-id]")).to_have_count(3)
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("Shift+X")
    expect(page.locator("#bulk")).to_be_visible()
    page.locator("#bulk button", has_text="Delete").click()
    expect(page.locator("[data-island~=rows] tbody tr[data-id]")).to_have_count(1)
    page.locator(UNDO).last.click()
    expect(page.locator("[data-island~=rows] tbody tr[data-id]")).to_have_count(3)


def movable(page: Page) -> Locator:
    """A card of the first stage that lacks nothing the next stage asks for: it has an amount, so it is the demo's."""
    return (
        page.locator(".stage >> nth=0 >> .deal[data-move]").filter(has_text=re.compile(r"[€$]|RUB|PLN")).first
    )


def lane(page: Page, card: str) -> str:
    return str(page.evaluate("id => document.getElementById(id).closest('.stage').dataset.stage", card))


def test_a_card_is_dragged_and_goes_back(page: Page) -> None:
    page.goto("/deals/?layout=board&view=all")
    card = movable(page)
    card_id = card.get_attribute("id") or ""
    start = lane(page, card_id)
    there = page.locator(".stage").nth(1).bounding_box()
    here = card.bounding_box()
    assert here and there
    page.mouse.move(here["x"] + 40, here["y"] + 12)
    page.mouse.down()
    page.mouse.move(here["x"] + 70, here["y"] + 30)
    page.mouse.move(there["x"] + 60, there["y"] + 140, steps=8)
    page.mouse.up()
    page.locator(UNDO).last.wait_for()
    assert lane(page, card_id) != start
    page.locator(UNDO).last.click()
    expect(page.locator(f".stage[data-stage='{start}'] #{card_id}")).to_have_count(1)


def test_a_card_is_moved_by_one_key(page: Page) -> None:
    page.goto("/deals/?layout=board&view=all")
    card = movable(page)
    card_id = card.get_attribute("id") or ""
    start = lane(page, card_id)
    card.locator("a").first.focus()
    page.keyboard.press("]")
    page.locator(UNDO).last.wait_for()
    # A refresh that was on its way when the card moved may put it back for a moment; the next one tells the truth.
    expect(page.locator(f".stage[data-stage='{start}'] #{card_id}")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(page.locator(f".stage[data-stage='{start}'] #{card_id}")).to_have_count(1)


def test_a_person_brings_their_company_along_and_a_double_is_announced(page: Page) -> None:
    mark = uuid4().hex[:6]
    page.goto("/people/")
    page.keyboard.press("c")
    page.locator("#create-menu [data-create=person]").click()
    form = page.locator("dialog.side[open] form.form")
    form.locator("[name=name]").fill(f"Double Person{mark}")
    form.locator("[role=combobox]").first.fill(f"Works {mark}")
    page.locator("[data-new]:visible").first.click()
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"/people/[0-9a-f-]{36}/"))
    expect(page.locator("#sheet")).to_contain_text(f"Works {mark}")
    page.goto("/people/new/")
    page.locator("#sheet [name=name]").press_sequentially(f"Double Person{mark}")
    expect(page.locator("[data-dupes] .notice")).to_contain_text(mark)


def test_a_call_is_logged_by_one_click(page: Page, size: str) -> None:
    page.goto(new(page, "people", name=f"Call {uuid4().hex[:6]}"))
    page.locator("#composer button", has_text="Log a call").click()
    expect(page.locator("#feed")).to_contain_text("Call")
    expect(page.locator("#toasts")).to_contain_text("Call logged")


def test_two_become_one_and_two_again(page: Page) -> None:
    word = f"twin{uuid4().hex[:6]}"
    one, other = (new(page, "companies", name=f"{word} {name}") for name in ("One", "Two"))
    ids = [address.rstrip("/").rpartition("/")[2] for address in (one, other)]
    page.goto(f"/companies/merge/?ids={ids[0]}&ids={ids[1]}")
    page.locator("form.merge button.btn-primary").click()
    page.locator(UNDO).last.wait_for()
    expect(page.locator("h1").first).to_contain_text(word)
    page.locator(UNDO).last.click()
    page.wait_for_timeout(800)
    page.goto(f"/companies/?view=all&q={word}")
    expect(page.locator("[data-island~=rows] tbody tr[data-id]")).to_have_count(2)


def test_the_palette_reads_across_scripts(page: Page) -> None:
    page.goto("/companies/")
    page.keyboard.press("Control+k")
    page.keyboard.type("ivanov")
    found = page.locator("#palette [data-results] [role=option]")
    expect(found.filter(has_text="Иванов").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()


def test_what_one_changes_the_other_sees(people: People, page: Page) -> None:
    address = new(page, "companies", name=f"Live {uuid4().hex[:6]}")
    with people.open("direktor") as context:
        other = context.new_page()
        other.goto(address)
        time.sleep(1)
        page.goto(address)
        site = page.locator("#v-website")
        site.click()
        site.locator("input:not([type=hidden])").fill("live.example")
        page.keyboard.press("Enter")
        expect(site.locator("form")).to_have_count(0)
        expect(other.locator("#sheet")).to_contain_text("live.example", timeout=2_000)
