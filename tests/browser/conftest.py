"""The whole system with the demo company, started as a user starts it, and people in front of real browsers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from clientela.config.demo.cast import DOMAIN, PASSWORD
from tests.mailbox import Inbox, mail_server
from tests.platform.places import data_folder
from tests.platform.test_bridge import free_port

ROOT = Path(__file__).resolve().parents[2]
ARTIFACTS = ROOT / "artifacts"
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"desktop": (1440, 900), "phone": (390, 844)}
# A page tells of what its policy forbade by an event; as an error it stands among the others.
TELL = "document.addEventListener('securitypolicyviolation', e => console.error('CSP', e.violatedDirective, e.blockedURI))"
OWN = ("DATABASE_URL", "CLIENTELA_DATA", "CLIENTELA_SECRET_KEY", "CLIENTELA_BASE_URL")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser. Without one it is skipped, but never on the way to a release."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM.exists() and os.environ.get("CI") != "true":
                item.add_marker(pytest.mark.skip(reason=f"there is no browser at {CHROMIUM}"))


@pytest.fixture(scope="session")
def post() -> Iterator[tuple[Inbox, int]]:
    """The mail server of the system."""
    with mail_server() as running:
        yield running


@pytest.fixture
def inbox(post: tuple[Inbox, int]) -> Inbox:
    """What the system has sent."""
    return post[0]


@pytest.fixture(scope="session")
def system(post: tuple[Inbox, int]) -> Iterator[str]:
    """The address of `clientela serve --demo` in an empty folder."""
    environment = {name: value for name, value in os.environ.items() if name not in OWN}
    environment["CLIENTELA_EMAIL_URL"] = f"smtp://127.0.0.1:{post[1]}"
    port = free_port()
    with data_folder("demo") as folder:
        command = [
            sys.executable,
            "-m",
            "clientela",
            "serve",
            "--demo",
            "--port",
            str(port),
            "--data",
            str(folder),
        ]
        running = subprocess.Popen(
            command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        try:
            assert running.stderr is not None
            said = []
            while "ready" not in (line := running.stderr.readline()):
                said.append(line)
                assert line, "".join(said)
            yield f"http://localhost:{port}"
        finally:
            running.send_signal(signal.SIGINT)
            running.wait(30)


@dataclass
class People:
    """Who is signed in, each in a browser of their own; sessions are kept, so that nobody signs in twice."""

    browser: Browser
    address: str
    sessions: dict[str, list[dict[str, object]]]

    def open(self, who: str | None = "anna", size: str = "desktop", theme: str = "light") -> BrowserContext:
        width, height = SIZES[size]
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": height},
            color_scheme="dark" if theme == "dark" else "light",
            has_touch=size == "phone",
        )
        context.set_default_timeout(8_000)
        context.add_init_script(TELL)
        if who:
            if who not in self.sessions:
                self.sessions[who] = _signed_in(context, who)
            context.add_cookies(self.sessions[who])  # type: ignore[arg-type]  # what cookies() gave
        return context


def _signed_in(context: BrowserContext, who: str) -> list[dict[str, object]]:
    page = context.new_page()
    sign_in(page, who)
    page.close()
    return context.cookies()  # type: ignore[return-value]  # plain dicts at run time


def sign_in(page: Page, who: str) -> None:
    if "/account/login/" not in page.url:
        page.goto("/account/login/")
    page.locator("[name=login]").fill(f"{who}@{DOMAIN}")
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("#sheet")


@pytest.fixture(scope="module")
def people(system: str) -> Iterator[People]:
    # One at a time: playwright's loop would be in the way of other tests that start their own.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield People(browser, system, {})
        browser.close()


def watched(page: Page) -> list[str]:
    """What goes wrong on a page from now on. Refusals (4xx) that a test provokes are the server's answer, not a mistake."""
    wrong: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and "the server responded with a status of 4" not in message.text:
            wrong.append(f"{page.url}: {message.text}")

    page.on("console", heard)
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    return wrong


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def page(request: pytest.FixtureRequest, people: People) -> Iterator[Page]:
    """A page of the administrator's; on a desk unless the test asks for `size`. A picture is kept of how it ended."""
    shown = request.getfixturevalue("size") if "size" in request.fixturenames else "desktop"
    context = people.open("anna", shown)
    page = context.new_page()
    wrong = watched(page)
    yield page
    ARTIFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTIFACTS / f"{request.node.name.replace('/', '-')}.png")
    context.close()
    assert wrong == []
