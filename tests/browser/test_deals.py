"""Deals in a real browser: a stage that asks for something, the calendar by keyboard, the forecast."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_work import new


@pytest.fixture
def deal(page: Page) -> str:
    """The address of a new deal that closes in the middle of this month."""
    day = dt.date.today().replace(day=14)  # the browser's own day
    return new(page, "deals", name="Asked for something", expected_close=day.isoformat())


def test_a_stage_asks_in_a_small_form_for_what_is_missing(page: Page, deal: str) -> None:
    page.goto(deal)
    page.locator(".stage-steps").get_by_role("button", name=re.compile("Proposal")).click()
    dialog = page.locator("#overlay dialog")
    expect(dialog).to_contain_text("Amount")
    dialog.locator("[name='amount.amount']").fill("12000")
    dialog.locator("button.btn-primary").click()
    expect(page.locator(".stage-steps [aria-current=step]")).to_contain_text("Proposal")


def test_a_deal_goes_to_another_day_and_week_by_keyboard(page: Page, deal: str) -> None:
    record = deal.rstrip("/").rpartition("/")[2]
    day = dt.date.today().replace(day=14)
    page.goto(f"/deals/?layout=calendar&calendar.by=expected_close&q=Asked+for&calendar.on={day}")
    card = page.locator(f"#card-{record}")
    for key, days in (("Shift+ArrowRight", 1), ("Shift+ArrowDown", 7)):
        card.locator("a").press(key)
        day += dt.timedelta(days)
        expect(page.locator(f"#day-{day} #card-{record}")).to_be_visible()
        expect(page.locator("#toasts .snack").last).to_be_visible()
        expect(card).not_to_have_attribute("data-is-waiting", "")


def test_the_forecast_adds_up_what_is_moved_to_another_month(page: Page, deal: str) -> None:
    record = deal.rstrip("/").rpartition("/")[2]
    page.goto("/deals/?layout=forecast&q=Asked+for")
    card = page.locator(f"#card-{record}")
    months = page.locator("#forecast .stage[data-stage]")
    before = months.nth(1).locator("header").inner_text()
    card.locator("a").press("]")
    expect(months.nth(1).locator(f"#card-{record}")).to_be_visible()
    expect(months.nth(1).locator("header")).not_to_have_text(before, use_inner_text=True)
