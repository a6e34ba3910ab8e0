"""What the wizard shows: values as they will be stored, and the way to what was imported."""

from __future__ import annotations

import re
from html import unescape

from tests.imports.browsing import Wizard, client, wizard

__all__ = ["client", "wizard"]

PEOPLE = (
    "Name,E-mail,Phone,Country,Birthday,Opted out\n"
    "  Igor   Sikorski ,SIKOR@Example.org,42 555 01 77,Polska,03.11.1975,tak\n"
    "Jana Nowak,not an address,+48 42 555 01 78,Polska,30.01.1980,nie\n"
)


def test_the_first_rows_stand_as_they_will_be_stored(wizard: Wizard) -> None:
    page = wizard.upload("root", people=PEOPLE)
    cells = [unescape(cell) for cell in re.findall(r"<td title=\"[^\"]*\"><bdi>([^<]*)</bdi>", page)]
    assert {"Igor Sikorski", "sikor@example.org", "+48 42 555 01 77", "Poland"} <= set(cells)
    assert "SIKOR@Example.org" not in cells
    assert "not an address" in cells, "what will not do stands as it is, with the reason"


def test_the_result_leads_to_the_list_of_what_was_imported(wizard: Wizard) -> None:
    wizard.upload("root", people=PEOPLE)
    page = wizard.begin()
    found = re.search(r'href="(/people/\?view=all[^"]*)"', page)
    assert found, page
    listed = wizard.client.get(unescape(found[1])).content.decode()
    assert "Igor Sikorski" in listed and "Jana Nowak" in listed
    assert wizard.world.person.name not in listed
    wizard.undo()
    assert "view=all&amp;created_at" not in wizard.client.get(wizard.path).content.decode()
