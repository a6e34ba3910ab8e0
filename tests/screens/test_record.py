"""The page of one record: who sees it, what stands on it, and what its verbs do."""

from __future__ import annotations

import html
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clientela.engine.access import gate
from clientela.engine.entities import registry
from clientela.engine.records import commands
from tests.screens.conftest import Browser
from tests.world import World


@pytest.mark.parametrize(
    "who, status", [("ann", 200), ("ben", 200), ("cat", 404), ("dan", 200), ("root", 200), (None, 302)]
)
def test_only_who_may_see_a_record_sees_its_page(
    client: Browser, world: World, who: str | None, status: int
) -> None:
    for path in (
        f"/companies/{world.company.pk}/",
        f"/people/{world.person.pk}/",
        f"/deals/{world.deal.pk}/",
    ):
        assert client.as_(who).get(path).status_code == status, path


def test_the_page_names_the_record_its_fields_and_what_belongs_to_it(client: Browser, world: World) -> None:
    text = client.as_("ann").get(f"/companies/{world.company.pk}/").content.decode()
    assert "Zakłady Łódź" in text
    assert "+48 42 555 01 10" in text
    assert "Игорь Петренко" in text
    assert "CNC line" in text


def test_an_unknown_id_is_not_found(client: Browser, world: World) -> None:
    assert client.as_("ann").get(f"/companies/{uuid.uuid4()}/").status_code == 404
    assert client.as_("ann").get(f"/nothing/{world.company.pk}/").status_code == 404


def test_the_timeline_pages_without_losing_or_repeating_anything(client: Browser, world: World) -> None:
    ann, about = world.actor("ann"), f"company:{world.company.pk}"
    commands.create_many(
        ann, "activity", [{"kind": "note", "body": f"Note {n:02}", "about": about} for n in range(30)]
    )
    for name in ("A", "B", "C"):
        commands.update(ann, "company", world.company.pk, {"legal_name": name})
    seen, path = [], f"/companies/{world.company.pk}/timeline/"
    while path:
        text = client.as_("ann").get(path).content.decode()
        seen += re.findall(r'<li id="((?:activity|change)-[^"]+)"', text)
        more = re.search(r'hx-get="([^"]*timeline/[^"]*)"', text)
        path = html.unescape(more[1]) if more else ""
    assert len(seen) == len(set(seen)) == 30 + 3 + 1


@pytest.mark.parametrize(
    "part, shown",
    [("talks", {"activity"}), ("tasks", set()), ("changes", {"change"}), ("all", {"activity", "change"})],
)
def test_the_timeline_shows_the_part_that_is_asked_for(
    client: Browser, world: World, part: str, shown: set[str]
) -> None:
    commands.create(
        world.actor("ann"), "activity", {"kind": "call", "body": "Hello", "about": f"deal:{world.deal.pk}"}
    )
    text = client.as_("ann").get(f"/deals/{world.deal.pk}/?part={part}").content.decode()
    assert set(re.findall(r'<li id="(activity|change)-', text)) == shown


@pytest.mark.parametrize("query", ["part=nonsense", "after=nonsense", "after=eyJjaGFuZ2VzIjoxfQ&part=x"])
def test_a_nonsensical_part_or_cursor_is_told(client: Browser, world: World, query: str) -> None:
    assert client.as_("ann").get(f"/deals/{world.deal.pk}/timeline/?{query}").status_code == 400


def test_changes_name_links_only_to_who_may_see_them(client: Browser, world: World) -> None:
    hidden = commands.create(world.actor("cat"), "company", {"name": "Secret Parent"})
    commands.update(world.actor("root"), "company", world.company.pk, {"parent": hidden.pk})
    path = f"/companies/{world.company.pk}/"
    assert "Secret Parent" in client.as_("root").get(path).content.decode()
    assert "Secret Parent" not in client.as_("ann").get(path).content.decode()


def test_panels_show_only_what_one_may_see(client: Browser, world: World) -> None:
    commands.create(world.actor("root"), "deal", {"name": "Board matter", "company": world.company.pk})
    path = f"/companies/{world.company.pk}/"
    assert "Board matter" in client.as_("root").get(path).content.decode()
    assert "Board matter" not in client.as_("ann").get(path).content.decode()


def test_a_warning_stands_by_the_name_and_takes_the_telephone_away(client: Browser, world: World) -> None:
    path = f"/companies/{world.company.pk}/"
    assert 'class="btn btn-sm quiet max-md:hidden" href="tel:' in client.as_("ann").get(path).content.decode()
    commands.update(world.actor("ann"), "company", world.company.pk, {"do_not_contact": True})
    text = client.get(path).content.decode()
    assert 'class="pill bad"' in text and 'class="btn btn-sm quiet max-md:hidden" href="tel:' not in text


@pytest.mark.parametrize("who, offers", [("ann", True), ("ben", False), ("dan", False), ("root", True)])
def test_verbs_are_offered_to_who_may_do_them(client: Browser, world: World, who: str, offers: bool) -> None:
    text = client.as_(who).get(f"/deals/{world.deal.pk}/").content.decode()
    for sign in ("/edit/name/", "deletion/", "closure/", f"/deals/{world.deal.pk}/merge/"):
        assert (sign in text) == offers, sign


def test_a_record_is_pinned_and_unpinned(client: Browser, world: World) -> None:
    path, key = f"/companies/{world.company.pk}/", f"company.{world.company.pk}"
    pinned = client.as_("ann").fragment("post", f"{path}pin/").content.decode()
    world.users["ann"].refresh_from_db()
    assert 'aria-pressed="true"' in pinned and world.users["ann"].preferences["pins"] == [key]
    assert 'aria-pressed="false"' in client.fragment("post", f"{path}pin/").content.decode()
    assert client.as_("cat").fragment("post", f"{path}pin/").status_code == 404


def test_every_kind_of_record_has_a_page(client: Browser, world: World) -> None:
    browser = client.as_("root")
    for entity in registry.every():
        record = gate.visible(world.actor("root"), entity.model).first()
        if record is not None:
            assert browser.get(entity.path(record.pk)).status_code == 200, entity.key


def test_markup_in_any_field_is_shown_as_text(client: Browser, world: World) -> None:
    evil = "<script>alert(1)</script>"
    commands.update(
        world.actor("ann"), "company", world.company.pk, {"name": evil, "description": evil, "tags": [evil]}
    )
    commands.create(
        world.actor("ann"), "activity", {"kind": "note", "body": evil, "about": f"company:{world.company.pk}"}
    )
    text = client.as_("ann").get(f"/companies/{world.company.pk}/").content.decode()
    assert evil not in text and "&lt;script&gt;" in text


def test_the_page_asks_the_database_a_fixed_number_of_times(client: Browser, world: World) -> None:
    ann, path = world.actor("ann"), f"/companies/{world.company.pk}/"
    client.as_("ann").get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    about = f"company:{world.company.pk}"
    commands.create_many(
        ann, "activity", [{"kind": "note", "body": f"{n}", "about": about} for n in range(40)]
    )
    commands.create_many(ann, "person", [{"name": f"P {n}", "company": world.company.pk} for n in range(5)])
    commands.create_many(ann, "deal", [{"name": f"D {n}", "company": world.company.pk} for n in range(4)])
    with CaptureQueriesContext(connection) as many:
        client.get(path)
    assert len(many) <= len(few) + 6, "\n".join(str(query["sql"])[:200] for query in many.captured_queries)
    assert len(many) <= 32, "\n".join(str(query["sql"])[:160] for query in many.captured_queries)
