"""A map in the hand: keys and buttons zoom and move it, circles join and part, a click opens what it counts."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

WIDTH = "el => el.viewBox.baseVal.width"
SHOWN = "els => els.filter(el => !el.hasAttribute('hidden')).map(el => Number(el.dataset.n))"


def width(page: Page) -> float:
    page.wait_for_timeout(100)  # the next frame draws it
    return float(page.locator("svg.map").evaluate(WIDTH))


def test_keys_and_buttons_zoom_and_move(page: Page) -> None:
    page.goto("/companies/?layout=map")
    before = width(page)
    page.locator("#map").focus()
    page.keyboard.press("+")
    assert width(page) < before
    left = page.locator("svg.map").evaluate("el => el.viewBox.baseVal.x")
    page.keyboard.press("ArrowRight")
    width(page)
    assert page.locator("svg.map").evaluate("el => el.viewBox.baseVal.x") > left
    page.keyboard.press("0")
    assert width(page) == before
    page.get_by_role("button", name="Show the whole world").click()
    assert width(page) == 10_000
    page.get_by_role("button", name="Zoom in").click()
    assert width(page) < 10_000


def test_circles_that_touch_are_one_and_open_together(page: Page) -> None:
    page.goto("/companies/?layout=map")
    width(page)
    circles = page.locator(".map-point")
    far = circles.evaluate_all(SHOWN)
    page.locator("#map").focus()
    for _ in range(4):
        page.keyboard.press("+")
    width(page)
    assert len(circles.evaluate_all(SHOWN)) > len(far)
    page.keyboard.press("0")
    width(page)
    both = page.locator(".map-point[href*='filter=']:not([hidden])").first
    number = both.locator("text").text_content()
    href = both.get_attribute("href") or ""
    page.goto(href.replace("/companies/?", "/companies/count/?"))
    expect(page.locator("body")).to_contain_text(number or "nothing")


def test_a_country_opens_its_records(page: Page) -> None:
    page.goto("/companies/?layout=map")
    page.locator(".map-table a", has_text="Poland").first.click()
    page.wait_for_url(re.compile("address.country=PL"))
    expect(page.locator("#sheet tbody tr").first).to_be_visible()
