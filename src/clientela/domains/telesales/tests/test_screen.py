"""The screen of a call over HTTP: the next one comes with the one before, which can be taken back; the last one says so."""

from __future__ import annotations

import json
from typing import Any

import pytest

from clientela.domains.telesales.tests.conftest import Opened
from tests.screens.conftest import Browser


def sent(client: Browser, path: str, body: dict[str, Any] | None = None) -> str:
    """Where the page goes after a button was pressed."""
    answer = client.post(path, body or {}, headers={"HX-Request": "true"})
    assert answer.status_code == 204, answer.content.decode()
    return str(json.loads(answer["HX-Trigger"])["visit"]["href"])


def test_call_after_call_until_nobody_is_left(opened: Opened, client: Browser) -> None:
    here, ann = opened(2, ("ann",)), client.as_("ann")
    interested = here.outcome("Interested").pk
    first = sent(ann, f"/call-lists/{here.call_list.pk}/next/")
    second = sent(ann, f"{first}outcome/{interested}/", {"note": "<b>keen</b>", "key": "one"})
    assert sent(ann, f"{first}outcome/{interested}/", {"note": "<b>keen</b>", "key": "one"}) == second
    page = ann.get(second).content.decode()
    assert "Lead 0" in page and "Interested" in page and "data-undo" in page
    last = sent(ann, f"{second.split('?')[0]}outcome/{interested}/", {"key": "two"})
    page = ann.get(last).content.decode()
    assert last.startswith(f"/call-lists/{here.call_list.pk}/nobody/") and "data-undo" in page
    assert sent(ann, f"/telesales/calls/{last.split('=')[1]}/undoing/") == second.split("?")[0]
    assert here.entry("Lead 1").state == "waiting" and here.entry("Lead 0").state == "done"


@pytest.mark.parametrize("after", ["nonsense", "01a20d92-0b9c-735e-ac0a-c3dc35e168af", ""])
def test_a_call_before_that_is_none_is_left_out(opened: Opened, client: Browser, after: str) -> None:
    here = opened(1, ("ann",))
    first = sent(client.as_("ann"), f"/call-lists/{here.call_list.pk}/next/")
    answer = client.get(f"{first}?after={after}")
    assert answer.status_code == 200 and "data-undo" not in answer.content.decode()


def test_nobody_sees_or_takes_back_the_call_of_another(opened: Opened, client: Browser) -> None:
    here = opened(2)
    first = sent(client.as_("ann"), f"/call-lists/{here.call_list.pk}/next/")
    then = sent(client, f"{first}outcome/{here.outcome('Interested').pk}/", {"stop": "1"})
    attempt = then.split("=")[1]
    page = client.as_("ben").get(f"/call-lists/{here.call_list.pk}/nobody/?after={attempt}")
    assert "data-undo" not in page.content.decode()
    assert client.post(f"/telesales/calls/{attempt}/undoing/").status_code == 403
    assert here.entry("Lead 0").state == "done"


def test_every_page_of_a_list_shows_what_has_been_called(opened: Opened, client: Browser) -> None:
    here, ann = opened(3, ("ann",)), client.as_("ann")
    path = f"/call-lists/{here.call_list.pk}/"
    first = sent(ann, f"{path}next/")
    then = sent(ann, f"{first}outcome/{here.outcome('Interested').pk}/", {"key": "one"})
    later = {"key": "two", "call_back_at": "tomorrow 10", "stop": "1"}
    sent(ann, f"{then.split('?')[0]}outcome/{here.outcome('Call back').pk}/", later)
    told = {
        "": "1 of 3",
        "figures/": "Interested",
        "callbacks/": "Lead 1",
        "shares/": "Ann",
        "filling/": "would be",
    }
    told["/"] = "Lead 1"  # my day
    for page, word in told.items():
        answer = ann.get(page if page == "/" else f"{path}{page}")
        assert answer.status_code == 200 and word in answer.content.decode(), page
    entry = here.entry("Lead 0")
    for address in (f"/call-entries/{entry.pk}/", f"/leads/{entry.customer_id}/", first):
        assert ann.get(address).status_code == 200, address
    export = ann.get(f"/call-entries/export/?call_list={here.call_list.pk}&form=csv&what=all")
    assert b"".join(export).count(b"\n") == 4
