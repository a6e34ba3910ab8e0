"""The tasks of a working day in a real browser: clicks, control keys, seconds, bytes, requests.

Seconds run from the first action to the settled result. Text appears at once, as the driver types it, and going from one input of a
form to the next is not counted: so the seconds are those of the system, not of a person, and the keys a lower bound.
"""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from bench.figures import Figure
from bench.seed import ADMIN
from bench.server import Served

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
RECORD = re.compile(r"/[0-9a-f-]{36}/")


@dataclass
class Hand:
    """What a person does with mouse and keyboard, counted."""

    page: Page
    clicks: int = 0
    keys: int = 0
    begun: float = 0.0
    bytes: int = 0
    requests: int = 0
    _heard: Any = field(default=None)

    def start(self) -> None:
        """The page is quiet; from here on everything counts."""
        self.page.wait_for_load_state("networkidle")
        self._heard = self.page.context.new_cdp_session(self.page)
        self._heard.send("Network.enable")
        self._heard.on("Network.loadingFinished", self._finished)
        self.begun = time.perf_counter()

    def _finished(self, event: dict[str, Any]) -> None:
        self.requests += 1
        self.bytes += int(event["encodedDataLength"])

    def click(self, target: Locator) -> None:
        self.clicks += 1
        target.click()

    def press(self, key: str) -> None:
        self.keys += 1
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)


@dataclass(frozen=True)
class UxTask:
    name: str
    do: Callable[[Hand], None]
    actions: int
    seconds: float
    peer: str
    begin_at: str = ""


def _sign_in(hand: Hand) -> None:
    hand.page.locator("[name=login]").focus()
    hand.type(ADMIN)
    hand.press("Tab")
    hand.page.locator("[name=password]").focus()
    hand.type("bench-clientela")
    hand.press("Enter")
    _rows(hand.page).first.wait_for()


def _find(hand: Hand) -> None:
    hand.press("Control+k")
    hand.type("infomail")
    hand.page.locator("#palette [data-results] [role=option]", has_text="Infomail").first.wait_for()
    hand.press("Enter")
    hand.page.wait_for_url(RECORD)


def _create(hand: Hand) -> None:
    mark = uuid4().hex[:6]
    hand.press("c")
    hand.click(hand.page.locator("#create-menu [data-create=person]"))
    form = hand.page.locator("dialog.side[open] form.form")
    form.locator("[name=name]").fill(f"Bench Person{mark}")
    form.locator("[name=email]").fill(f"{mark}@ux.example")
    form.locator("[name=phone]").fill("+48 42 123 45 67")
    form.locator("[role=combobox]").first.fill(f"Works {mark}")
    hand.press("Control+Enter")
    hand.page.wait_for_url(re.compile(r"/people/[0-9a-f-]{36}/"))
    hand.page.get_by_text(f"Works {mark}").first.wait_for()


def _call(hand: Hand) -> None:
    hand.click(hand.page.locator("#composer button", has_text="Log a call"))
    hand.page.locator("#toasts", has_text="Call logged").wait_for()


def _deal(hand: Hand) -> None:
    hand.press("c")
    hand.click(hand.page.locator("#create-menu [data-create=deal]"))
    form = hand.page.locator("dialog.side[open] form.form")
    form.locator("[name=name]").fill(f"Bench deal {uuid4().hex[:6]}")
    form.locator("[name='amount.amount']").fill("12000")
    form.locator("[name=expected_close]").fill("2027-03-31")
    hand.press("Control+Enter")
    hand.page.wait_for_url(re.compile(r"/deals/[0-9a-f-]{36}/"))


def _stage(hand: Hand) -> None:
    hand.page.locator(".stage >> nth=0 >> .deal[data-move] a").first.focus()
    hand.press("]")
    hand.page.locator("#toasts [data-undo]").last.wait_for()


def _follow_up(hand: Hand) -> None:
    hand.click(hand.page.locator("#composer label.view", has_text="Task"))
    hand.page.locator("#composer [name=text]").fill("Call back about the offer")
    hand.page.locator("#composer [name=due]").fill("tue")
    hand.press("Control+Enter")
    hand.page.locator("#toasts > *").first.wait_for()


def _filter(hand: Hand) -> None:
    for field_name, value in (("industry", "medical"), ("state", "customer")):
        hand.press("f")
        hand.page.locator("#filter [data-narrow]").fill(value)
        hand.press("Enter")
        hand.page.locator("#sentence .chip", has_text=re.compile(field_name, re.IGNORECASE)).wait_for()
    name = f"View {uuid4().hex[:6]}"
    hand.click(hand.page.get_by_role("button", name="Save view").first)
    hand.page.locator("#keep [name=name]").fill(name)
    hand.press("Enter")
    hand.page.locator("#tabs", has_text=name).wait_for()


def _import(hand: Hand) -> None:
    mark = uuid4().hex[:6]
    rows = "".join(f"Import Person{n}{mark},p{n}.{mark}@ux.example,Works {n % 20}\n" for n in range(100))
    with tempfile.TemporaryDirectory() as place:
        file = Path(place, "people.csv")
        file.write_text(f"Name,E-mail,Company\n{rows}", encoding="utf-8")
        hand.clicks += 1  # choosing the file
        hand.page.set_input_files("input[type=file]", file)
        start = hand.page.locator("#start")
        start.wait_for()
        hand.click(start)
        hand.page.locator(".outcomes", has_text=f"Person7{mark}").wait_for()


TASKS = (
    UxTask("sign in → people list, empty cache", _sign_in, 4, 1.0, "4 + 2, 3.3 s", "/people/"),
    UxTask("find by fragment, open", _find, 3, 0.4, "2 + 1, 1.0 s", "/people/"),
    UxTask("create company + person with mail and phone", _create, 3, 1.8, "8, 3.2 s", "/people/"),
    UxTask("log a call on a person", _call, 1, 0.5, "4, 1.5 s", "person"),
    UxTask("deal with amount and close date", _deal, 3, 1.2, "7 + 3, 2.0 s", "/deals/"),
    UxTask("next stage on the board", _stage, 1, 0.3, "1 drag, 1.0 s", "/deals/?layout=board&view=all"),
    UxTask("follow-up next Tuesday", _follow_up, 2, 0.6, "5, 1.2 s", "person"),
    UxTask("two-condition filter, save as view", _filter, 6, 1.5, "19 + 3, 3.8 s", "/companies/?view=all"),
    UxTask("import 100 people", _import, 4, 1.3, "6, 1.3 s", "/import/"),
)


def _rows(page: Page) -> Locator:
    return page.locator("[data-island~=rows] tbody tr[data-id]")


def measure(served: Served) -> Iterator[Figure]:
    """Each task twice: the first run also warms the server, the second one counts (but an empty cache stays empty)."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        address = f"http://localhost:{served.port}"
        cookies = _signed_in(browser, address)
        person = _person(browser, address, cookies)
        for task in TASKS:
            tries = [_one(browser, address, cookies, task, person) for _again in range(2)]
            yield tries[-1]
        browser.close()


def _one(browser: Browser, address: str, cookies: Any, task: UxTask, person: str) -> Figure:
    context = browser.new_context(base_url=address, viewport={"width": 1440, "height": 900})
    context.set_default_timeout(15_000)
    hand = Hand(context.new_page())
    try:
        if task.do is not _sign_in:
            context.add_cookies(cookies)
        hand.page.goto(person if task.begin_at == "person" else task.begin_at)
        hand.start()
        task.do(hand)
        seconds = time.perf_counter() - hand.begun
        hand.page.wait_for_timeout(200)
    except Exception as failure:  # one task that cannot be done must not hide the others
        said = str(failure).splitlines()[0][:60]
        return Figure(
            task.name, f"peer {task.peer}", f"failed: {said}", float("inf"), most=task.seconds, unit=" s"
        )
    finally:
        context.close()
    done = f"{hand.clicks} + {hand.keys}, {hand.bytes / 1000:.0f} kB, {hand.requests} requests"
    most = f" (≤ {task.actions})" if hand.clicks + hand.keys > task.actions else ""
    return Figure(
        task.name, f"peer {task.peer}", done + most, seconds, most=task.seconds, unit=" s", holds=not most,
        detail={"clicks": hand.clicks, "keys": hand.keys, "bytes": hand.bytes, "requests": hand.requests},
    )  # fmt: skip


def _signed_in(browser: Browser, address: str) -> Any:
    context = browser.new_context(base_url=address)
    hand = Hand(context.new_page())
    hand.page.goto("/people/")
    _sign_in(hand)
    cookies = context.cookies()
    hand.page.goto("/people/new/")
    hand.page.locator("#sheet [name=name]").fill("Ulrike Infomail")
    hand.page.locator("#sheet form.form button.btn-primary").last.click()
    hand.page.wait_for_url(RECORD)
    context.close()
    return cookies


def _person(browser: Browser, address: str, cookies: Any) -> str:
    context = browser.new_context(base_url=address)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto("/people/?q=infomail")
    found = page.locator("[data-island~=rows] tbody tr[data-id] a").first.get_attribute("href")
    context.close()
    return found or "/people/"
