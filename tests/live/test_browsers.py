"""Two real browsers: what one person changes, the other sees without touching anything, within two seconds."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import Browser, Page, expect, sync_playwright

from clientela.engine.jobs import progress
from clientela.engine.live import notices
from clientela.engine.records import commands
from tests import world as cast
from tests.live.servers import Server, server, sign_in

pytestmark = pytest.mark.browser
SOON = 2_000


@pytest.fixture(scope="module")
def serving(django_db_setup: None) -> Iterator[Server]:
    with server() as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Playwright's loop lives in this thread, where Django would otherwise refuse to query.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        yield chromium
        chromium.close()
        connections.close_all()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def committed(transactional_db: None) -> cast.World:
    return cast.build()


@contextmanager
def opened(browser: Browser, serving: Server, world: cast.World, name: str, path: str) -> Iterator[Page]:
    """A page of a person's own browser, listening."""
    context = browser.new_context(base_url=serving.url)
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": sign_in(world.users[name]), "url": serving.url}]
    )
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    with page.expect_response(lambda response: "/live?" in response.url) as answer:
        page.goto(path)
    assert answer.value.status == 200
    time.sleep(1)
    try:
        yield page
        # A browser also complains of a server that is away for a moment.
        assert [problem for problem in problems if "net::ERR_" not in problem] == []
    finally:
        context.close()


def test_a_list_and_a_record_page_follow_what_somebody_else_does(
    browser: Browser, serving: Server, committed: cast.World
) -> None:
    deal, ann = committed.deal, committed.actor("ann")
    with (
        opened(browser, serving, committed, "ben", "/deals/") as listed,
        opened(browser, serving, committed, "dan", f"/deals/{deal.pk}/") as shown,
    ):
        expect(listed.locator("#list")).to_contain_text("CNC line")
        commands.update(ann, "deal", deal.pk, {"name": "Laser line"})
        expect(listed.locator("#list")).to_contain_text("Laser line", timeout=SOON)
        expect(shown.locator("#record-head")).to_contain_text("Laser line", timeout=SOON)


def test_the_frame_follows_jobs_and_news(browser: Browser, serving: Server, committed: cast.World) -> None:
    ann = committed.actor("ann")
    with opened(browser, serving, committed, "ann", "/companies/") as page:
        job = progress.start(ann, "import.run", "Import of people.csv", total=100)
        progress.begin(job.pk)
        progress.step(job.pk, 40)
        expect(page.locator("#jobs a.job")).to_contain_text("40%", timeout=SOON)
        progress.step(job.pk, 90)
        expect(page.locator("#jobs a.job")).to_contain_text("90%", timeout=SOON)
        progress.finish(job.pk)
        expect(page.locator("#jobs a.job")).to_have_count(0, timeout=SOON)
        notices.notify(ann.user, "Call back", "/companies/")
        expect(page.locator("#bell")).to_contain_text("1", timeout=SOON)


def test_a_page_goes_on_following_after_the_server_was_started_again(
    browser: Browser, committed: cast.World
) -> None:
    deal, ann = committed.deal, committed.actor("ann")
    with server() as first:
        port = int(first.url.rsplit(":", 1)[1])
        with opened(browser, first, committed, "ben", "/deals/") as page:
            first.end()
            commands.update(ann, "deal", deal.pk, {"name": "While away"})
            with server(port):
                expect(page.locator("#list")).to_contain_text("While away", timeout=8_000)
                commands.update(ann, "deal", deal.pk, {"name": "Back again"})
                expect(page.locator("#list")).to_contain_text("Back again", timeout=SOON + 500)
