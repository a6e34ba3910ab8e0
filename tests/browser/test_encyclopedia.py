"""A seller writes an answer, finds it during a call, and says with one key that it was used."""

from __future__ import annotations

import re
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.browser.test_pages import overflow, serious

PAGE = re.compile("/encyclopedia/[0-9a-f-]{36}/")


def test_an_answer_is_written_found_and_used(page: Page, size: str) -> None:
    word = f"Quark{uuid4().hex[:6]}"
    page.goto("/encyclopedia/")
    page.locator("#ency-list a", has_text="5 axes").click()
    page.wait_for_url(PAGE)
    expect(page.locator(".ency-rivals")).to_contain_text("Nordwerk Maschinen")
    sound(page)
    write(page, word)
    sound(page)
    find(page, word)
    use_on_a_deal(page, size)


def sound(page: Page) -> None:
    """Nothing that keeps somebody from reading, nothing beyond the edge."""
    assert (serious(page), overflow(page)) == ([], 0)


def write(page: Page, word: str) -> None:
    page.get_by_role("link", name="Add an objection").click()
    page.locator("[name=text]").fill("Ask **why** first. <b>Not markup</b>")
    expect(page.locator("#preview strong")).to_have_text("why")
    expect(page.locator("#preview")).to_contain_text("<b>Not markup</b>")
    sound(page)
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-field=name] .field-error")).to_contain_text("what the customer says")
    expect(page.locator("[name=text]")).to_have_value("Ask **why** first. <b>Not markup</b>")
    page.locator("[name=name]").fill(f"It is all {word}")
    page.locator("[name=name]").press("Control+Enter")
    page.wait_for_url(PAGE)
    expect(page.locator(".ency-objection[open]")).to_contain_text("Ask why first.")


def find(page: Page, word: str) -> None:
    """By the key and a part of the word on this page; from outside through the search of all pages."""
    page.locator("h1").click()
    page.keyboard.press("o")
    expect(page.locator("[data-narrow]")).to_be_focused()
    page.keyboard.type(word[:8].upper())
    expect(page.locator(".ency-objection:visible")).to_have_count(1)
    page.goto("/encyclopedia/")
    page.locator(".ency-find input").fill(word)
    found = page.locator("#ency-list a", has_text=word)
    expect(found).to_have_count(1)
    found.click()
    page.wait_for_url(PAGE)
    expect(page.locator(".ency-objection[open]")).to_contain_text("Ask why first.")


def use_on_a_deal(page: Page, size: str) -> None:
    """A new deal for a product with one page: u says that it was used, once, and Undo takes it back."""
    page.goto("/deals/new/")
    page.locator("[name=name]").fill(f"Used {uuid4().hex[:6]}")
    page.locator("#form-deal .form-more > summary").click()
    page.locator("#f-product").fill("Palletising")
    page.locator(".picker-list:visible [role=option]").first.click()
    page.locator("#form-deal button.btn-primary").click()
    page.wait_for_url(re.compile("/deals/[0-9a-f-]{36}/"))
    if size == "phone":
        page.locator("label", has_text="Related").first.click()
    expect(page.locator("#encyclopedia [data-use]")).to_have_count(1)
    page.keyboard.press("u")
    expect(page.locator("#encyclopedia .pill")).to_contain_text("used")
    page.locator("[data-undo]").last.click()
    expect(page.locator("#encyclopedia [data-use]")).to_have_count(1)
    page.locator("#encyclopedia form button").click()
    page.wait_for_url(re.compile(r"\?deal="))
    expect(page.locator(".ency-occasion")).to_contain_text("I used this")
