"""A product made to order on a quote: from the line to the configurator and back, with its words and its price."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect


def test_a_line_is_configured_and_comes_back_priced(page: Page, size: str) -> None:
    page.goto("/quotes/?layout=list&state=draft")
    page.locator("#sheet a[href^='/quotes/0']").first.click()
    page.wait_for_url(re.compile("/quotes/[0-9a-f-]{36}/"))
    page.get_by_role("link", name="Edit lines").first.click()
    page.get_by_role("button", name="Line", exact=True).click()
    row = page.locator("[data-rows] [data-row]").last
    product = row.get_by_role("combobox", name="Product")
    product.fill("Control cabinet")
    row.locator(".picker-list [role=option]", has_text="Control cabinet").first.click()
    configure = row.get_by_role("button", name="Configure")
    expect(configure).to_be_visible()
    configure.click()
    page.wait_for_url(re.compile("/configurator/"))
    whole = page.get_by_role("link", name="Choose the usual for me")
    if whole.count():
        whole.click()
    wanted = page.locator("#price").inner_text()
    page.get_by_role("button", name="Save and go back").click()
    page.wait_for_url(re.compile("/lines/"))
    row = page.locator("[data-rows] [data-row]").last
    expect(page.locator("[data-state]")).to_have_text("Not saved yet")
    figure = re.sub(r"[^\d.]", "", wanted)
    price = row.locator("[name$='.price']")
    expect(price).to_have_value(re.compile(re.escape(figure.rstrip("0").rstrip("."))))
    expect(row.get_by_role("button", name="Change what is configured")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(re.compile("/quotes/[0-9a-f-]{36}/$"))
    expect(page.locator(".doc-lines")).to_contain_text("Control cabinet")
