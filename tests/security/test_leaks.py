"""What a role does not show stays hidden, by whatever way it is asked for."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from clientela.engine.access.models import Role
from clientela.engine.records import commands
from tests.api.conftest import Caller
from tests.security.conftest import SignedIn
from tests.world import World

SECRET = "Aardvark Secret Holding"


@pytest.fixture
def hidden(world: World) -> Any:
    """Cat's deals, one of them with a company of Ann's that Cat may not see."""
    cat, ann = world.actor("cat"), world.actor("ann")
    company = commands.create(ann, "company", {"name": SECRET})
    theirs = commands.create(ann, "deal", {"name": "Given to Cat", "company": company.pk})
    commands.update(ann, "deal", theirs.pk, {"owner": world.users["cat"].pk})
    own = commands.create(cat, "company", {"name": "Middle"})
    commands.create(cat, "deal", {"name": "Another", "company": own.pk})
    return company


@pytest.mark.parametrize("sort", ["company", "-company"])
def test_the_order_by_a_link_does_not_tell_the_name_of_a_hidden_record(
    world: World, calls: Caller, hidden: Any, sort: str
) -> None:
    page = calls("cat").get(f"/deals?sort={sort}&limit=1").body
    names = [item["name"] for item in page["items"]]
    assert names == ["Another"], "a hidden company sorts as none, whatever its name"
    packed = page["next"].partition(".")[0]
    assert SECRET.encode() not in base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    rest = calls("cat").get(f"/deals?sort={sort}&limit=1&after={page['next']}").body
    assert [item["name"] for item in rest["items"]] == ["Given to Cat"]


@pytest.mark.parametrize("sort", ["company", "-company"])
def test_who_sees_all_companies_gets_deals_in_the_order_of_their_names(
    world: World, calls: Caller, hidden: Any, sort: str
) -> None:
    found = calls("root").get(f"/deals?sort={sort}").body["items"]
    names = [item["name"] for item in found if item["name"] != "CNC line"]
    assert names == (["Given to Cat", "Another"] if sort == "company" else ["Another", "Given to Cat"])


def test_the_list_and_the_board_sort_by_a_link_no_other_way(
    world: World, signed_in: SignedIn, hidden: Any
) -> None:
    for layout in ("list", "board"):
        page = signed_in("cat").get(f"/deals/?sort=company&layout={layout}")
        assert page.status_code == 200
        text = page.content.decode()
        assert SECRET not in text
        assert text.index("Another") < text.index("Given to Cat")


@pytest.mark.parametrize(
    "slug", ["deals", "deal-lines", "employments", "companies", "people", "activities", "users"]
)
def test_nothing_is_exported_without_the_right_to_export(
    world: World, signed_in: SignedIn, slug: str
) -> None:
    refused = signed_in("dan").get(f"/{slug}/export/?form=csv")
    assert refused.status_code == 403


def test_parts_are_exported_with_what_they_are_parts_of(world: World, signed_in: SignedIn) -> None:
    Role.objects.filter(name="Reader").update(grants={"*": {"view": "all", "export": "all"}})
    for slug in ("deal-lines", "employments"):
        assert signed_in("dan").get(f"/{slug}/export/?form=csv").status_code == 200
