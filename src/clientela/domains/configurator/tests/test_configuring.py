"""The page of a configurator: what it shows while somebody chooses, what it saves, and what it refuses."""

from __future__ import annotations

import html
import re
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from clientela.domains.configurator import commands as configurator
from clientela.domains.configurator.models import Configuration, Edition, Option, OptionRule
from clientela.domains.pricing.queries import Ask, offers
from clientela.engine.access import gate
from clientela.engine.access.actor import SYSTEM
from clientela.engine.errors import Invalid
from clientela.engine.records import commands
from tests.screens.conftest import Browser
from tests.world import World

from .conftest import make

GOOD = {"touched": "1", "o.cooling": "water", "n.width": "800", "o.extras": ["panel", "warranty"]}
EVERYBODY = [("ann", 302), ("ben", 302), ("cat", 404), ("dan", 403), ("root", 302), (None, 302)]


def kept() -> list[Any]:
    return list(gate.unrestricted(Configuration, reason="a test looks"))


def page(client: Browser, product: UUID, **query: Any) -> str:
    answer = client.get(f"/products/{product}/configurator/", query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def inputs(body: str, attribute: str) -> set[str]:
    """Values of the options that are checked or disabled."""
    found = re.findall(r'<input type="(?:radio|checkbox)"[^>]* name="o\.[^>]*>', body)
    return {
        re.findall(r'value="([^"]*)"', one)[0] for one in found if f" {attribute}" in one.split("value=")[1]
    }


def price(body: str) -> str:
    return str(re.findall(r'id="price">([^<]*)<', body)[0])


def links(body: str) -> dict[str, str]:
    """Buttons that change the choices, by their words."""
    found = re.findall(r'<a class="btn btn-xs[^"]*" href="([^"]*)"[^>]*>([^<]*)</a>', body)
    return {html.unescape(words): html.unescape(link) for link, words in found}


def test_it_opens_with_the_standard_product(client: Browser, world: World, cabinet: UUID) -> None:
    body = page(client.as_("ann"), cabinet)
    assert (inputs(body, "checked"), price(body)) == ({"fan"}, "€1,350")
    assert 'name="n.width" id="n-width" value="600"' in body and "10 working days" in body


def test_price_delivery_and_options_follow_the_choices(client: Browser, world: World, cabinet: UUID) -> None:
    body = page(client.as_("ann"), cabinet, **GOOD)
    # 1000 + 200 + 10 % of 1000 + 300 + 800 × 0.5, and 30 days at least + 5
    assert (price(body), inputs(body, "checked")) == ("€2,000", {"water", "panel", "warranty"})
    assert "35 working days" in body
    assert inputs(body, "disabled") == {"fan", "meter"}
    assert "No warranty on fans." in body and "At most 2 of these." in body and "recommended" in body
    steps = [int(one.replace(",", "")) for one in re.findall(r'<dd class="num">€([\d,]+)</dd>', body)]
    assert sum(steps) == 2000 and len(steps) == 5


def test_an_impossible_option_can_be_chosen_by_changing_the_others(
    client: Browser, world: World, cabinet: UUID
) -> None:
    body = page(client.as_("ann"), cabinet, **GOOD)
    room = html.unescape(re.findall(r'<a class="link" href="([^"]*)"', body)[0])
    changed = client.get(room).content.decode()
    assert inputs(changed, "checked") == {"fan", "panel"} and "This does not go together" not in changed


def test_a_fragment_is_the_form_alone(client: Browser, world: World, cabinet: UUID) -> None:
    answer = client.as_("ann").fragment("get", f"/products/{cabinet}/configurator/", GOOD)
    assert answer.status_code == 200 and "<html" not in answer.content.decode()


def test_a_number_can_make_the_choices_impossible_and_a_way_out_is_shown(
    client: Browser, world: World, cabinet: UUID
) -> None:
    body = page(client.as_("ann"), cabinet, **{**GOOD, "n.width": "600"})
    assert "This does not go together" in body and "Water needs 800 mm." in body
    assert "Width 800 mm" in links(body)
    for link in links(body).values():
        assert "This does not go together" not in client.get(link).content.decode()


@pytest.mark.parametrize(
    "value, words", [("abc", "is not a number"), ("5000", "between"), ("700", "steps"), ("1e999", "number")]
)
def test_a_number_that_is_none_or_out_of_its_limits_is_told_beside_it(
    client: Browser, world: World, cabinet: UUID, value: str, words: str
) -> None:
    assert words in page(client.as_("ann"), cabinet, **{**GOOD, "n.width": value})


@pytest.mark.parametrize("who, status", EVERYBODY)
def test_who_sees_the_product_and_may_make_configurations_saves_one(
    client: Browser, world: World, cabinet: UUID, who: str | None, status: int
) -> None:
    answer = client.as_(who).post(f"/products/{cabinet}/configurations/", GOOD)
    assert answer.status_code == status
    assert len(kept()) == (1 if status == 302 and who else 0)


def test_what_is_saved_says_what_it_is_and_goes_back(client: Browser, world: World, cabinet: UUID) -> None:
    sent = {**GOOD, "for": "/deals/1/?tab=lines#l", "company": str(world.company.pk), "name": "For Łódź"}
    answer = client.as_("ann").post(f"/products/{cabinet}/configurations/", sent)
    (one,) = kept()
    assert answer["Location"] == f"/deals/1/?tab=lines&configuration={one.pk}#l"
    assert (one.name, one.price, one.price_currency, one.lead_days) == ("For Łódź", 2000, "EUR", 35)
    assert one.choices == ["water", "warranty", "panel", "width=800"]
    assert one.description == "Cooling: Water\nWidth: 800 mm\nExtras: Warranty, Panel"
    assert client.get(f"/configurations/{one.pk}/").status_code == 200


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "x"])
def test_it_returns_to_our_own_pages_only(client: Browser, world: World, cabinet: UUID, address: str) -> None:
    answer = client.as_("ann").post(f"/products/{cabinet}/configurations/", {**GOOD, "for": address})
    assert answer["Location"].startswith("/configurations/")


@pytest.mark.parametrize(
    "values, words",
    [
        ({"o.cooling": "fan"}, "No warranty on fans."),
        ({"n.width": "600"}, "Water needs 800 mm."),
        ({"o.cooling": ""}, "“Cooling”: choose one."),
        ({"n.width": ""}, "“Width”: give a number."),
        ({"o.extras": ["panel", "warranty", "meter"]}, "at most 2"),
        ({"o.cooling": "nonsense"}, "not an option"),
    ],
)
def test_the_impossible_is_not_saved_by_the_page_the_command_or_the_api(
    client: Browser, world: World, cabinet: UUID, values: dict[str, Any], words: str
) -> None:
    sent = {**GOOD, **values}
    answer = client.as_("ann").post(f"/products/{cabinet}/configurations/", sent)
    assert answer.status_code == 422 and words in answer.content.decode()
    options = [
        one
        for key in ("o.cooling", "o.extras")
        for one in ([sent[key]] if isinstance(sent[key], str) else sent[key])
    ]
    choices = [*filter(None, options), *([f"width={sent['n.width']}"] if sent["n.width"] else [])]
    with pytest.raises(Invalid, match=words):
        commands.create(world.actor("ann", "api"), "configuration", {"product": cabinet, "choices": choices})
    assert kept() == []


def test_a_kept_configuration_keeps_its_price_until_it_is_renewed(
    client: Browser, world: World, cabinet: UUID
) -> None:
    ann = world.actor("ann")
    one = configurator.save(ann, cabinet, ["water", "width=800"])
    asked = [Ask(cabinet, Decimal(2), one.pk)]

    def price() -> Decimal | None:
        return offers(ann, asked, company_id=None, currency="EUR", on=one.created_at.date())[0].price

    assert one.price == price() == 1600
    water = gate.unrestricted(Option, reason="a test").get(code="water")
    commands.update(SYSTEM, "option", water.pk, {"price": "500 EUR"})
    assert price() == 1600
    seen = client.as_("ann").get(f"/configurations/{one.pk}/").content.decode()
    assert "Options or rules have changed since" in seen and "1,900" in seen
    assert client.fragment("post", f"/configurations/{one.pk}/check/").status_code == 200
    assert kept()[0].is_valid and kept()[0].price == 1600
    assert client.fragment("post", f"/configurations/{one.pk}/renewal/").status_code == 200
    assert kept()[0].price == price() == 1900
    assert Edition.objects.count() == 2


def test_a_new_rule_makes_an_old_configuration_impossible_but_does_not_lose_it(
    client: Browser, world: World, cabinet: UUID
) -> None:
    one = configurator.save(world.actor("ann"), cabinet, ["water", "width=800"])
    make(
        "optionrule",
        product=cabinet,
        name="No water any more.",
        kind="forbids",
        when=["width >= 0"],
        then=["water"],
    )
    assert "No water any more." in client.as_("ann").get(f"/configurations/{one.pk}/").content.decode()
    client.fragment("post", f"/configurations/{one.pk}/check/")
    assert [(row.is_valid, row.price) for row in kept()] == [(False, 1600)]
    refused = client.fragment("post", f"/configurations/{one.pk}/renewal/")
    assert refused.status_code == 422 and "No water any more." in refused.content.decode()


def test_a_configuration_of_another_product_has_no_price(world: World, cabinet: UUID) -> None:
    ann = world.actor("ann")
    one = configurator.save(ann, cabinet, ["water", "width=800"])
    other = commands.create(ann, "product", {"name": "Other", "price": "5 EUR"}).pk
    (found,) = offers(
        ann, [Ask(other, Decimal(1), one.pk)], company_id=None, currency="EUR", on=one.created_at.date()
    )
    assert found.price is None and "not one of “Other”" in found.refusal


def test_a_product_without_options_says_so(client: Browser, world: World) -> None:
    plain = commands.create(world.actor("ann"), "product", {"name": "Plain"}).pk
    assert client.as_("ann").get(f"/products/{plain}/configurator/").status_code == 409


# -- options and rules -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who, status", [("ann", 403), ("dan", 403), ("root", 200), (None, 302)])
def test_only_who_may_change_them_sees_the_workshop(
    client: Browser, world: World, cabinet: UUID, who: str | None, status: int
) -> None:
    assert client.as_(who).get(f"/products/{cabinet}/options/").status_code == status


def test_a_rule_is_made_of_ticks_and_a_contradiction_is_found(
    client: Browser, world: World, cabinet: UUID
) -> None:
    browser = client.as_("root")
    path = f"/products/{cabinet}/option-rules/"
    rule = {"name": "Wide ones need water.", "kind": "requires", "when_more": "width>800", "then": ["water"]}
    assert browser.post(path, rule).status_code == 302
    stored = gate.unrestricted(OptionRule, reason="a test").get(name=rule["name"])
    assert (stored.when, stored.then) == (["width > 800"], ["water"])
    assert "No contradictions" in browser.get(f"/products/{cabinet}/options/").content.decode()
    browser.post(
        path,
        {
            "name": "Water forbids all widths.",
            "kind": "forbids",
            "when": ["water"],
            "then_more": "width >= 0",
        },
    )
    body = browser.get(f"/products/{cabinet}/options/").content.decode()
    assert "“Water” can never be chosen." in body and "Water forbids all widths." in body


@pytest.mark.parametrize(
    "values, words",
    [
        ({"name": "", "kind": "requires", "when": ["fan"], "then": ["meter"]}, "fill in"),
        ({"name": "x", "kind": "requires", "then": ["meter"]}, "when the rule holds"),
        ({"name": "x", "kind": "requires", "when": ["fan"]}, "what follows"),
        (
            {"name": "x", "kind": "forbids", "when": ["fan"], "then_more": "depth > 3"},
            "no option of this product",
        ),
        ({"name": "x", "kind": "exclusive", "when": ["fan"]}, "two options at least"),
        ({"name": "x", "kind": "nonsense", "when": ["fan"], "then": ["meter"]}, "not an option"),
    ],
)
def test_a_bad_rule_is_refused_in_words(
    client: Browser, world: World, cabinet: UUID, values: dict[str, Any], words: str
) -> None:
    answer = client.as_("root").post(f"/products/{cabinet}/option-rules/", values)
    assert answer.status_code == 422 and words in answer.content.decode()
    assert gate.unrestricted(OptionRule, reason="a test").count() == 3


def test_codes_are_one_of_a_kind_and_stay_while_rules_name_them(world: World, cabinet: UUID) -> None:
    group = gate.unrestricted(Option, reason="a test").get(code="water").group_id
    twice = [make("option", group=group, name=name) for name in ("Wasser & Öl", "Wasser & Öl", "水冷")]
    codes = [gate.unrestricted(Option, reason="a test").get(pk=one).code for one in twice]
    assert codes[:2] == ["wasser-ol", "wasser-ol-2"] and codes[2]
    with pytest.raises(Invalid, match="code of another option"):
        commands.update(SYSTEM, "option", twice[0], {"code": "fan"})
    fan = gate.unrestricted(Option, reason="a test").get(code="fan")
    with pytest.raises(Invalid, match="change them first"):
        commands.update(SYSTEM, "option", fan.pk, {"code": "ventilator"})
