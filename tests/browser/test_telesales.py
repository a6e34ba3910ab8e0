"""A seller calls from a list of companies: keys for what it came to, a call-back that the day reminds of."""

from __future__ import annotations

import re
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.browser.test_pages import overflow, serious

LIST = re.compile("/call-lists/[0-9a-f-]{36}/$")
CALL = re.compile("/telesales/entries/[0-9a-f-]{36}/")


def test_calls_are_made_taken_back_and_called_back(page: Page, size: str) -> None:
    # Whoever is on an open list is on no other: each has customers of their own.
    made(page, f"Autumn {uuid4().hex[:6]}", "Poland" if size == "desktop" else "Germany")
    page.get_by_role("button", name="Next call").click()
    page.wait_for_url(CALL)
    first, name = page.url.split("?")[0], page.locator(".calling-who h1").inner_text()
    led_by_the_script(page)
    sound(page)
    page.keyboard.press("1")
    page.wait_for_url(re.compile("after="))
    assert page.url.split("?")[0] != first, "the next one comes at once"
    expect(page.locator(".calling-done")).to_contain_text(name)
    page.keyboard.press("u")
    page.wait_for_url(first)
    called_back_tomorrow(page, name)
    page.goto("/")
    expect(page.get_by_role("region", name="Call-backs")).to_contain_text(name)
    sound(page)


def sound(page: Page) -> None:
    """Nothing that keeps somebody from reading, nothing beyond the edge."""
    assert (serious(page), overflow(page)) == ([], 0)


def made(page: Page, name: str, country: str) -> None:
    """From what is shown; first what it would be, and why somebody is left out."""
    page.goto(f"/companies/?address.country={country}")
    page.goto(page.locator("#sheet a[href^='/telesales/from/']").first.get_attribute("href") or "")
    expect(page.locator("#plan")).to_contain_text("would be on the list")
    sound(page)
    page.fill("[name=name]", name)
    page.fill("[name=hours]", "whenever")
    page.get_by_role("button", name="Make the list").click()
    expect(page.locator("#new-list .field-error").first).to_be_visible()
    expect(page.locator("[name=name]")).to_have_value(name)
    page.fill("[name=hours]", "mon-sun 0:00-24:00")
    page.select_option("[name=script]", label="After the fair")
    page.get_by_role("button", name="Make the list").click()
    page.wait_for_url(LIST)
    expect(page.locator(".calling-far")).to_contain_text("finished")
    expect(page.locator("#toasts .snack", has_text="added to")).to_have_count(1)
    sound(page)


def led_by_the_script(page: Page) -> None:
    page.get_by_role("button", name="Yes, go ahead").click()
    expect(page.get_by_role("heading", name="What they need")).to_be_visible()
    expect(page.get_by_role("heading", name="Greeting")).to_be_hidden()
    page.get_by_role("button", name="A lathe or a mill").click()
    expect(page.locator("[data-path]")).to_have_text("Yes, go ahead › A lathe or a mill")


def called_back_tomorrow(page: Page, name: str) -> None:
    """Its key asks for the moment first."""
    agreed = page.locator("[data-agreed]")
    page.keyboard.press(agreed.get_attribute("data-key") or "")
    expect(page.locator("[data-back-at]")).to_be_focused()
    page.keyboard.type("tomorrow 10")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("after="))
    expect(page.locator(".calling-done")).to_contain_text(name)
