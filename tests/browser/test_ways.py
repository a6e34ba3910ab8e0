"""Ways through the work: a list record by record, columns as one wants them, colleagues on the same page, fast hands."""

from __future__ import annotations

import re
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.browser.conftest import People
from tests.browser.test_work import new

RECORD = re.compile(r"/[0-9a-f-]{36}/")
PLACE = "#trail [data-place]"


def test_a_list_is_walked_record_by_record_beyond_what_it_had_loaded(page: Page) -> None:
    page.goto("/people/?view=all&sort=name")
    page.locator("#table tbody tr .p-name a").nth(1).click()
    page.wait_for_url(RECORD)
    expect(page.locator(PLACE)).to_have_text(re.compile(r"^2 of .*1,2"))
    first = page.url
    page.keyboard.press("j")
    page.wait_for_url(lambda url: url != first)
    expect(page.locator(PLACE)).to_have_text(re.compile("^3 "))
    page.keyboard.press("[")
    page.wait_for_url(first)
    expect(page.locator("[data-crumb]")).to_have_attribute("href", "/people/?view=all&sort=name")
    loaded = page.evaluate("JSON.parse(sessionStorage.trail).ids")
    page.goto(f"/people/{loaded[-1]}/")
    expect(page.locator(PLACE)).to_have_text(re.compile(f"^{len(loaded)} "))
    page.locator("#trail [data-onward]").click()
    expect(page.locator(PLACE)).to_have_text(re.compile(f"^{len(loaded) + 1} "))
    page.goto(new(page, "companies", name=f"Apart {uuid4().hex[:6]}"))
    expect(page.locator("#trail")).to_be_hidden()


def test_a_column_keeps_its_width(page: Page) -> None:
    page.goto("/companies/?view=all")
    head = page.locator("#table thead th").nth(2)

    def width() -> float:
        box = head.bounding_box()
        assert box
        return box["width"]

    before = width()
    head.hover()
    edge = head.locator(".th-edge").bounding_box()
    assert edge
    page.mouse.move(edge["x"] + 4, edge["y"] + 6)
    page.mouse.down()
    page.mouse.move(edge["x"] + 64, edge["y"] + 6, steps=3)
    with page.expect_response(re.compile("/columns/width/")):
        page.mouse.up()
    assert abs(width() - before - 60) < 2
    page.reload()
    assert abs(width() - before - 60) < 2
    head.locator("a").focus()
    with page.expect_response(re.compile("/columns/width/")):
        page.keyboard.press("Alt+ArrowLeft")
    assert abs(width() - before - 44) < 2
    with page.expect_response(re.compile("/columns/width/")):
        head.locator(".th-edge").dblclick()
    page.reload()
    assert abs(width() - before) < 2


def test_thirty_rows_stand_on_a_screen_of_900_pixels(page: Page) -> None:
    page.goto("/people/?view=all")
    seen = page.evaluate(
        "[...document.querySelectorAll('#table tbody tr')].filter((row) =>"
        " row.getBoundingClientRect().bottom <= document.getElementById('list').getBoundingClientRect().bottom).length"
    )
    assert seen >= 30


def test_two_people_on_a_record_see_each_other(people: People) -> None:
    with people.open("anna") as annas, people.open("direktor") as others:
        anna, helena = annas.new_page(), others.new_page()
        anna.goto("/companies/?view=all")
        here = anna.locator("#table tbody tr .p-name a").first.get_attribute("href")
        assert here
        anna.goto(here)
        expect(anna.locator("#here .mono")).to_have_count(0)
        helena.goto(here)
        expect(anna.locator("#here .mono")).to_have_count(1)
        expect(helena.locator("#here .mono")).to_have_count(1)
        expect(anna.locator("#here")).to_contain_text("has this open too")
        helena.goto("/")
        expect(anna.locator("#here .mono")).to_have_count(0)


def test_a_condition_is_found_by_its_value(page: Page) -> None:
    page.goto("/companies/?view=all")
    for value, said in (("customer", "State is Customer"), ("machin", "Industry is")):
        expect(page.locator("#filter")).to_be_hidden()
        page.keyboard.press("f")
        page.locator("#filter [data-narrow]").fill(value)
        page.keyboard.press("Enter")
        expect(page.locator("#sentence .chip", has_text=said)).to_be_visible()
    assert "state=customer" in page.url and "industry=" in page.url
    expect(page.locator("#filter")).to_be_hidden()


def test_enter_pressed_before_the_answer_opens_what_is_found(page: Page) -> None:
    name = f"Zyx{uuid4().hex[:8]}"
    made = new(page, "companies", name=name)
    page.goto("/people/")
    page.keyboard.press("Control+k")
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    expect(page).to_have_url(made)


def test_a_company_named_while_typing_a_person_is_made_once(page: Page) -> None:
    name = f"Works {uuid4().hex[:8]}"
    for number in range(2):
        page.goto("/people/")
        page.keyboard.press("c")
        page.locator("#create-menu [data-create=person]").click()
        form = page.locator("dialog.side[open] form.form")
        form.locator("[name=name]").fill(f"Person {number} {name}")
        form.locator("[role=combobox]").first.fill(name)
        page.keyboard.press("Control+Enter")
        page.wait_for_url(RECORD)
        expect(page.get_by_text(name, exact=True).first).to_be_visible()
    page.goto(f"/companies/?q={name.replace(' ', '+')}&view=all")
    expect(page.locator("#table tbody tr[data-id]")).to_have_count(1)


def test_what_was_loaded_of_the_timeline_stays_when_the_page_is_made_fresh(page: Page) -> None:
    page.goto(new(page, "companies", name=f"Long {uuid4().hex[:6]}"))
    token = page.locator("meta[name=csrf-token]").get_attribute("content") or ""
    for number in range(22):
        page.request.post(
            f"{page.url}edit/website/",
            form={"website": f"https://n{number}.example"},
            headers={"X-CSRFToken": token, "Referer": page.url},
        )
    page.reload()
    entries = page.locator("#feed .feed > li")
    if page.locator(".feed-more a").count():
        page.locator(".feed-more a").click()
    expect(entries).to_have_count(23)
    page.evaluate("document.dispatchEvent(new CustomEvent('refresh'))")
    page.wait_for_load_state("networkidle")
    expect(entries).to_have_count(23)
