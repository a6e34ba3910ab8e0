"""Whose the page is writes it; who is responsible for all publishes it."""

from __future__ import annotations

from typing import Any

import pytest

from clientela.domains.encyclopedia import commands
from clientela.domains.encyclopedia.models import Article, Passage
from clientela.engine.access import gate
from clientela.engine.access.models import Role
from clientela.engine.changes import log
from clientela.engine.errors import Denied, Invalid, Refused
from clientela.engine.records import commands as records
from tests.screens.conftest import Browser
from tests.world import World

NEW = {"kind": "objection", "name": "Too dear", "text": "Ask **why**."}


@pytest.fixture
def page(world: World) -> Any:
    line = records.create(world.actor("ann"), "productline", {"name": "Machining"})
    return records.create(world.actor("ann"), "article", {"name": "Lathes", "line": line.pk})


def texts(page: Any) -> list[str | None]:
    rows = gate.unrestricted(Passage, reason="a test looks").filter(article=page, deleted_at=None)
    return list(rows.values_list("text", flat=True))


@pytest.mark.parametrize(
    ("who", "status"), [("ann", 302), ("root", 302), ("ben", 403), ("cat", 403), ("dan", 403)]
)
def test_who_may_write(client: Browser, world: World, page: Any, who: str, status: int) -> None:
    answer = client.as_(who).post(f"/encyclopedia/{page.pk}/passages/new/", NEW)
    assert answer.status_code == status
    assert texts(page) == (["Ask **why**."] if status == 302 else [])


def test_a_double_click_writes_once(client: Browser, page: Any) -> None:
    for _time in range(2):
        client.as_("ann").post(f"/encyclopedia/{page.pk}/passages/new/", {**NEW, "key": "one"})
    assert texts(page) == ["Ask **why**."]


def test_an_older_version_is_not_saved_over_a_newer(client: Browser, world: World, page: Any) -> None:
    passage = records.create(world.actor("ann"), "passage", {"article": page.pk, "text": "First"})
    records.update(world.actor("root"), "passage", passage.pk, {"text": "Second"})
    answer = client.as_("ann").post(
        f"/encyclopedia/passages/{passage.pk}/", {"text": "Mine", "kind": "what", "version": 1}
    )
    body = answer.content.decode()
    assert answer.status_code == 412 and texts(page) == ["Second"]
    assert "Mine" in body and "Second" in body
    again = client.post(
        f"/encyclopedia/passages/{passage.pk}/", {"text": "Mine", "kind": "what", "version": 2}
    )
    assert again.status_code == 302 and texts(page) == ["Mine"]


def test_every_version_stands_in_the_change_log(world: World, page: Any) -> None:
    ann = world.actor("ann")
    passage = records.create(ann, "passage", {"article": page.pk, "text": "First"})
    changed = records.update(ann, "passage", passage.pk, {"text": "Second"})
    assert "First" in str([change.diff for change in log.history(changed, limit=5)])


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "objection", "text": "An answer to nothing"},
        {"kind": "competitor", "name": "Nobody"},
        {"kind": "poem"},
        {"kind": "what", "their_price": "-5 EUR"},
        {"kind": "what", "text": "x" * 100_001},
        {"kind": "what", "position": "last"},
        {"kind": "what", "competitor": "not-an-id"},
    ],
)
def test_what_makes_no_sense_is_refused_and_shown_again(
    client: Browser, world: World, page: Any, values: dict[str, Any]
) -> None:
    with pytest.raises(Invalid):
        records.create(world.actor("ann"), "passage", {"article": page.pk, **values})
    sent = {"their_price.amount" if key == "their_price" else key: value for key, value in values.items()}
    sent |= {"their_price.amount": "-5", "their_price.currency": "EUR"} if "their_price" in values else {}
    answer = client.as_("ann").post(f"/encyclopedia/{page.pk}/passages/new/", sent)
    assert answer.status_code == 422 and texts(page) == []
    assert "field-error" in answer.content.decode()


@pytest.mark.parametrize("about", [{}, {"product": True, "line": True}])
def test_a_page_is_about_one_thing(world: World, page: Any, about: dict[str, bool]) -> None:
    product = records.create(world.actor("ann"), "product", {"name": "Mill"}).pk
    ids = {"product": product, "line": page.line_id}
    with pytest.raises(Invalid):
        records.create(
            world.actor("ann"), "article", {"name": "Both or none", **{key: ids[key] for key in about}}
        )


def test_a_passage_without_a_heading_gets_one(world: World, page: Any) -> None:
    rival = records.create(world.actor("ann"), "competitor", {"name": "Nordwerk"})
    ann = world.actor("ann")
    plain = records.create(ann, "passage", {"article": page.pk, "kind": "who", "text": "You"})
    against = records.create(
        ann, "passage", {"article": page.pk, "kind": "competitor", "competitor": rival.pk}
    )
    assert (plain.name, against.name) == ("Who it is for", "Nordwerk")  # type: ignore[attr-defined]  # Records of these kinds have names


def test_the_preview_is_safe_and_saves_nothing(client: Browser, page: Any) -> None:
    html = (
        client.as_("ben")
        .post("/encyclopedia/preview/", {"text": "**b** <script>x</script>"})
        .content.decode()
    )
    assert "<strong>b</strong>" in html and "<script>" not in html
    assert texts(page) == []


def test_publishing_needs_the_right_over_every_page(world: World, page: Any) -> None:
    records.create(world.actor("ann"), "passage", {"article": page.pk, "text": "Turns."})
    with pytest.raises(Denied):
        commands.publish(world.actor("ann"), page.pk)
    role = Role.objects.create(name="Editor", grants={"article": {"view": "all", "change": "all"}})
    world.users["ben"].roles.add(role)
    commands.publish(world.actor("ben"), page.pk)
    stored = gate.get(world.actor("cat"), Article, page.pk)
    assert (stored.state, stored.published_by_id) == ("published", world.users["ben"].pk)
    assert stored.published_at is not None
    assert commands.withdraw(world.actor("root"), page.pk).published_at is None


def test_an_empty_page_is_not_published_and_no_form_publishes(world: World, page: Any) -> None:
    with pytest.raises(Refused):
        commands.publish(world.actor("root"), page.pk)
    with pytest.raises(Invalid):
        records.update(world.actor("root"), "article", page.pk, {"state": "published"})
    assert gate.get(world.actor("root"), Article, page.pk).state == "internal"


def test_publishing_is_taken_back_where_it_was_done(client: Browser, world: World, page: Any) -> None:
    records.create(world.actor("ann"), "passage", {"article": page.pk, "text": "Turns."})
    here, seen = f"/encyclopedia/{page.pk}/", client.as_("root")
    for send, state in ((seen.post, "published"), (seen.delete, "internal")):
        assert send(f"{here}publication/").status_code == 200
        assert gate.get(world.actor("root"), Article, page.pk).state == state
        assert ("Keep internal" in seen.get(here).content.decode()) == (state == "published")


def test_the_form_is_empty_for_new_and_filled_for_old(client: Browser, world: World, page: Any) -> None:
    empty = client.as_("ann").get(f"/encyclopedia/{page.pk}/passages/new/?kind=objection")
    assert empty.status_code == 200 and 'value="objection" selected' in empty.content.decode()
    passage = records.create(world.actor("ann"), "passage", {"article": page.pk, "text": "First **words**"})
    assert "First **words**" in client.get(f"/encyclopedia/passages/{passage.pk}/").content.decode()
