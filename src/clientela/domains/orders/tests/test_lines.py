"""Lines of a quote: prices from the list, taxes, sums, sections, options; two people at one quote."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from clientela.domains.orders import commands, writing
from clientela.domains.orders.tests.conftest import Shop
from clientela.engine.errors import Conflict, Denied, Invalid, NotFound
from clientela.engine.records import commands as records


def lines(shop: Shop) -> list[Any]:
    return writing.stored(shop.quote, "quoteline", "quote")


def test_a_quote_from_a_deal_begins_with_its_customer_and_a_number(shop: Shop) -> None:
    assert (shop.quote.company_id, shop.quote.person_id) == (shop.world.company.pk, shop.world.person.pk)
    assert shop.quote.number and shop.quote.number.startswith("Q-") and shop.quote.currency == "EUR"


def test_prices_taxes_and_sums_follow_from_the_products(shop: Shop) -> None:
    quote = commands.save_lines(shop.ann, shop.quote.pk, shop.rows())
    assert [(line.name, line.price, line.total, line.unit) for line in lines(shop)] == [
        ("Lathe 5", Decimal("1000.00"), Decimal("2000.00"), "pc"),
        ("Oil", Decimal("9.99"), Decimal("99.90"), "l"),
    ]
    assert (quote.net, quote.tax, quote.total) == (Decimal("2099.90"), Decimal("482.98"), Decimal("2582.88"))


def test_sections_have_no_price_and_options_do_not_count(shop: Shop) -> None:
    more: list[dict[str, Any]] = [
        {"kind": "section", "name": "Extras"},
        {"product": str(shop.oil.pk), "quantity": "5", "role": "optional"},
        {"name": "Transport", "price": "100", "tax_rate": None},
    ]
    quote = commands.save_lines(shop.ann, shop.quote.pk, shop.rows(*more))
    assert [line.kind for line in lines(shop)] == ["item", "item", "section", "item", "item"]
    assert quote.net == Decimal("2199.90")
    assert lines(shop)[4].tax_percent == 23


def test_a_discount_on_all_is_taken_off(shop: Shop) -> None:
    quote = commands.save_lines(shop.ann, shop.quote.pk, shop.rows(), discount="10")
    assert quote.net == Decimal("1889.91")


@pytest.mark.parametrize(
    "row, place",
    [
        ({"name": "Oil", "quantity": "-1", "price": "5"}, "quantity"),
        ({"name": "Oil", "quantity": "1", "price": "5", "discount": "101"}, "discount"),
        ({"name": "Oil", "quantity": "much", "price": "5"}, "quantity"),
        ({"name": "Oil", "quantity": "1", "price": "5 USD"}, "price"),
        ({"quantity": "1"}, "name"),
        ({"product": "0199aa10-7c5e-7d2a-9a53-0c8f5a6f0c11"}, "product"),
    ],
)
def test_what_makes_no_line_is_refused_where_it_stands(shop: Shop, row: dict[str, Any], place: str) -> None:
    commands.save_lines(shop.ann, shop.quote.pk, shop.rows())
    with pytest.raises(Invalid) as refused:
        commands.save_lines(shop.ann, shop.quote.pk, [("x", row)])
    assert set(refused.value.errors) == {f"x.{place}"}
    assert len(lines(shop)) == 2


def test_a_price_set_by_hand_stays_and_others_stay_until_what_they_are_for_changes(shop: Shop) -> None:
    rows = shop.rows()
    rows[0][1]["price"] = "950"
    commands.save_lines(shop.ann, shop.quote.pk, rows)
    records.update(shop.world.actor("root"), "product", shop.lathe.pk, {"price": "1200 EUR"})
    records.update(shop.world.actor("root"), "product", shop.oil.pk, {"price": "11 EUR"})
    kept = [(str(one.pk), {"quantity": "3"} if one.name == "Lathe 5" else {}) for one in lines(shop)]
    commands.save_lines(shop.ann, shop.quote.pk, kept)
    assert [line.price for line in lines(shop)] == [Decimal("950.00"), Decimal("9.99")]
    commands.save_lines(shop.ann, shop.quote.pk, [(key, {"quantity": "20"}) for key, _values in kept])
    assert [line.price for line in lines(shop)] == [Decimal("950.00"), Decimal("11.00")]


def test_a_deleted_product_keeps_its_line_and_cannot_be_chosen_again(shop: Shop) -> None:
    commands.save_lines(shop.ann, shop.quote.pk, shop.rows())
    records.delete(shop.world.actor("root"), "product", shop.oil.pk)
    kept: list[tuple[str, dict[str, Any]]] = [(str(one.pk), {}) for one in lines(shop)]
    quote = commands.save_lines(shop.ann, shop.quote.pk, kept)
    assert quote.net == Decimal("2099.90")
    with pytest.raises(Invalid) as refused:
        commands.save_lines(
            shop.ann, shop.quote.pk, [*kept, ("new", {"product": str(shop.oil.pk), "quantity": "1"})]
        )
    assert "new.product" in refused.value.errors


def test_of_two_who_edit_one_quote_the_second_is_told(shop: Shop) -> None:
    seen = shop.quote.version
    seen = shop.again(shop.quote).version
    commands.save_lines(shop.ann, shop.quote.pk, shop.rows(), version=seen)
    with pytest.raises(Conflict):
        commands.save_lines(shop.world.actor("root"), shop.quote.pk, [], version=seen)
    assert len(lines(shop)) == 2


@pytest.mark.parametrize("who, error", [("ben", Denied), ("dan", Denied), ("cat", NotFound)])
def test_only_who_may_change_a_quote_writes_its_lines(shop: Shop, who: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        commands.save_lines(shop.world.actor(who), shop.quote.pk, shop.rows())
    assert lines(shop) == []


def test_a_line_written_alone_is_priced_and_summed_too(shop: Shop) -> None:
    made = records.create(
        shop.ann, "quoteline", {"quote": shop.quote.pk, "product": shop.oil.pk, "quantity": "3"}
    )
    assert shop.again(shop.quote).net == Decimal("29.97")
    records.delete(shop.ann, "quoteline", made.pk)
    assert shop.again(shop.quote).net == Decimal("0.00")
