"""Every main page, large and small, light and dark: nothing goes wrong in it, axe finds nothing serious, and a picture."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import ARTIFACTS, People, watched

AXE = (
    "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
)
PAGES = {
    "today": "/",
    "companies": "/companies/",
    "people": "/people/",
    "deals": "/deals/?layout=list",
    "board": "/deals/?layout=board",
    "map": "/deals/?layout=map",
    "territory-map": "/territories/map/",
    "products": "/products/",
    "company": "/companies/ first",
    "person": "/people/ first",
    "deal": "/deals/?layout=list first",
    "filtered": "/deals/?layout=list&amount__gte=50000",
    "nothing-found": "/companies/?q=zzzzzz",
    "new-company": "/companies/new/",
    "new-deal": "/deals/new/",
    "encyclopedia": "/encyclopedia/",
    "encyclopedia-page": "/encyclopedia-pages/ first",
    "search": "/search/?q=ivanov",
    "bin": "/bin/",
    "import": "/import/",
    "jobs": "/jobs/",
    "notifications": "/notifications/",
    "settings": "/settings/",
    "profile": "/settings/profile/",
    "keys": "/settings/keys/",
    "colleagues": "/settings/people/",
    "roles": "/settings/roles/",
    "new-role": "/settings/roles/new/",
    "fields": "/settings/fields/deal/",
    "two-factor": "/account/2fa/",
    "password": "/account/password/change/",
    "api-docs": "/api/docs",
    "missing": "/nonsense/",
}
# Colours are the same on the phone, so its darkness would show nothing new but take its minutes.
LOOKS = [("desktop", "light"), ("desktop", "dark"), ("phone", "light")]
SIGNED_OUT = {"sign-in": "/account/login/", "forgotten": "/account/password/reset/"}


@cache
def axe() -> str:
    return (files("axe_core_python") / "axe.min.js").read_text()


def serious(page: Page) -> list[str]:
    """What axe finds that keeps somebody from working: rule, how many, the first of them."""
    page.evaluate(axe())
    found = page.evaluate(AXE)["violations"]
    return [
        f"{one['id']} ×{len(one['nodes'])}: {one['nodes'][0]['html'][:160]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


def visit(page: Page, address: str) -> None:
    """`first` follows the first record of a list."""
    path, _, first = address.partition(" ")
    page.goto(path)
    if first:
        href = page.locator("[data-island~=rows] tbody tr[data-id] a").first.get_attribute("href")
        page.goto(href or "/")
    page.wait_for_timeout(200)


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.fixture(scope="module", params=LOOKS, ids="-".join)
def look(request: pytest.FixtureRequest, people: People) -> Iterator[tuple[Page, Page, str]]:
    """Two pages of one look, signed in and signed out, and the look's name."""
    size, theme = request.param
    inside, outside = people.open("anna", size, theme), people.open(None, size, theme)
    yield inside.new_page(), outside.new_page(), f"{size}-{theme}"
    inside.close()
    outside.close()


@pytest.mark.parametrize("name", [*PAGES, *SIGNED_OUT])
def test_a_page_is_without_fault(look: tuple[Page, Page, str], name: str) -> None:
    page = look[name in SIGNED_OUT]
    assert isinstance(page, Page)
    wrong = watched(page)
    visit(page, {**PAGES, **SIGNED_OUT}[name])
    ARTIFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTIFACTS / f"{name}-{look[2]}.png")
    assert (wrong, serious(page), overflow(page)) == ([], [], 0)
