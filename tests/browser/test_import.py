"""A person imports a file in a real browser: choose, start, done; what is there already is seen before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect, sync_playwright

from clientela.domains.contacts.models import Company
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM
from tests import world as cast
from tests.jobs.workers import worker
from tests.live.servers import server, sign_in

SIZES = {"desktop": (1440, 900), "phone": (390, 844)}
FLAGS = ["--no-sandbox", "--headless=new", "--disable-gpu", "--disable-dev-shm-usage"]


@pytest.fixture
def companies(tmp_path: Path) -> Path:
    rows = "".join(f"Import {n} Ltd,Łódź,Retail\n" for n in range(100))
    path = tmp_path / "companies.csv"
    path.write_text(f"Company,City,Industry\n{rows}Zakłady Łódź,Łódź,Medical\n", encoding="utf-8")
    return path


@pytest.fixture(params=SIZES)
def page(
    request: pytest.FixtureRequest, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Page]:
    # Playwright keeps an event loop in this thread, which Django takes for a reason not to ask the database.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    world = cast.build()
    session = sign_in(world.users["root"])
    width, height = SIZES[request.param]
    with server() as running, worker(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        context = browser.new_context(base_url=running.url, viewport={"width": width, "height": height})
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": running.url}])
        opened = context.new_page()
        complaints: list[str] = []
        opened.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        yield opened
        assert complaints == []
        browser.close()


def test_choose_start_done_and_back_again(page: Page, companies: Path) -> None:
    page.goto("/import/")
    page.set_input_files("input[type=file]", companies)
    start = page.locator("#start")
    expect(start).to_contain_text("Import 101 rows", timeout=15_000)
    expect(page.locator(".first-rows")).to_be_visible()
    expect(page.locator(".tally")).to_contain_text("To update")
    assert count() == 1
    start.click()
    expect(page.locator(".outcomes")).to_contain_text("Import 7 Ltd", timeout=30_000)
    assert count() == 101
    page.locator("#undo").click()
    page.locator("#undo-now").click(timeout=10_000)
    expect(page.get_by_text("What it created is gone")).to_be_visible(timeout=30_000)
    assert count() == 1


def test_a_column_is_sent_elsewhere_without_losing_the_place(page: Page, companies: Path) -> None:
    page.goto("/import/")
    page.set_input_files("input[type=file]", companies)
    goes_to = page.get_by_label("“City” goes to")
    goes_to.select_option("description")
    expect(page.locator("#column-1")).to_contain_text("as the mapping says", timeout=15_000)
    expect(goes_to).to_have_value("description")
    assert page.url.count("/import/") == 1


def test_a_slip_of_the_pen_is_taken_for_what_was_meant(page: Page, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("Name,Company\nJan Nowak,Zaklady Lodzz\n", encoding="utf-8")
    page.goto("/import/")
    page.set_input_files("input[type=file]", people)
    page.get_by_role("button", name="Take for “Zakłady Łódź”").click(timeout=15_000)
    expect(page.get_by_text("Read as you said")).to_be_visible(timeout=15_000)


def count() -> int:
    return gate.visible(SYSTEM, Company).count()
