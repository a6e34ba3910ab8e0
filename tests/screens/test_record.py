"""The page of one record: who sees it, what stands on it, and what its verbs do."""

from __future__ import annotations

import uuid

import pytest

from clientela.domains.contacts.models import Company
from clientela.engine.access import gate
from clientela.engine.records import commands
from tests.screens.conftest import Browser
from tests.world import World


@pytest.mark.parametrize("who, status", [("ann", 200), ("ben", 200), ("cat", 404), ("dan", 200), ("root", 200), (None, 302)])
def test_only_who_may_see_a_record_sees_its_page(client: Browser, world: World, who: str | None, status: int) -> None:
    for path in (f"/companies/{world.company.pk}/", f"/people/{world.person.pk}/", f"/deals/{world.deal.pk}/"):
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
