"""Lines of products made to order: choices and their price go from the configurator through quote, order and invoice."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from clientela.domains.configurator import commands as configurations
from clientela.domains.configurator.models import Configuration, OptionGroup
from clientela.domains.configurator.tests.conftest import cabinet
from clientela.domains.orders import accepting, commands, writing
from clientela.domains.orders.tests.conftest import Shop
from clientela.engine.access import gate
from clientela.engine.errors import Invalid
from clientela.engine.records import commands as records
from tests.screens.conftest import Browser

__all__ = ["cabinet"]
WATER = ["water", "width=800"]  # 1000 + 200 + 800 × 0.5
FAN = ["fan", "panel", "width=600"]  # 1000 + 50 + 300 + 600 × 0.5


def configured(shop: Shop, product: UUID, choices: list[str]) -> Configuration:
    return configurations.save(shop.ann, product, choices)


def lines(shop: Shop) -> list[Any]:
    return writing.stored(shop.quote, "quoteline", "quote")


def save(shop: Shop, *rows: dict[str, Any]) -> Any:
    return commands.save_lines(shop.ann, shop.quote.pk, [(f"new-{at}", row) for at, row in enumerate(rows)])


def test_a_line_takes_product_price_and_words_of_its_configuration(shop: Shop, cabinet: UUID) -> None:
    made = configured(shop, cabinet, WATER)
    quote = save(shop, {"configuration": str(made.pk), "quantity": "2"})
    (line,) = lines(shop)
    assert (line.product_id, line.name, line.description) == (
        cabinet,
        "Cabinet",
        "Cooling: Water\nWidth: 800 mm",
    )
    assert (line.price, line.list_price, line.total) == (Decimal("1600"), Decimal("1600"), Decimal("3200"))
    assert (line.price, quote.net) == (made.price, Decimal("3200"))


def test_another_configuration_brings_its_price_and_another_product_drops_it(
    shop: Shop, cabinet: UUID
) -> None:
    save(shop, {"configuration": str(configured(shop, cabinet, WATER).pk)})
    key = str(lines(shop)[0].pk)
    other = str(configured(shop, cabinet, FAN).pk)
    commands.save_lines(shop.ann, shop.quote.pk, [(key, {"configuration": other})])
    assert (lines(shop)[0].price, lines(shop)[0].description.splitlines()[0]) == (
        Decimal("1650"),
        "Cooling: Fan",
    )
    commands.save_lines(shop.ann, shop.quote.pk, [(key, {"product": str(shop.oil.pk), "name": ""})])
    (line,) = lines(shop)
    assert (line.name, line.price, line.configuration_id, line.description) == (
        "Oil",
        Decimal("9.99"),
        None,
        None,
    )


def test_what_makes_no_configured_line_is_refused_where_it_stands(shop: Shop, cabinet: UUID) -> None:
    made = configured(shop, cabinet, WATER)
    gone = configured(shop, cabinet, FAN)
    records.delete(shop.ann, "configuration", gone.pk)
    gate.unrestricted(Configuration, reason="a test").filter(pk=made.pk).update(is_valid=False)
    for row in (
        {"configuration": str(made.pk)},
        {"configuration": str(gone.pk)},
        {"configuration": str(configured(shop, cabinet, FAN).pk), "product": str(shop.oil.pk)},
    ):
        with pytest.raises(Invalid) as refused:
            save(shop, row)
        assert set(refused.value.errors) == {"new-0.configuration"}, row
    assert lines(shop) == []


def test_the_order_and_its_invoice_keep_what_was_configured(shop: Shop, cabinet: UUID, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    made = configured(shop, cabinet, WATER)
    save(shop, {"configuration": str(made.pk)})
    quote = commands.send(shop.ann, shop.quote.pk, to="igor@example.org")
    order = accepting.accept(accepting.CUSTOMER, quote.pk, name="Igor")
    (line,) = writing.stored(order, "orderline", "order")
    assert (line.configuration_id, line.price) == (made.pk, Decimal("1600"))


def test_a_line_costs_what_the_configurator_shows_to_the_cent(shop: Shop, cabinet: UUID) -> None:
    """Percent of a price with cents: each step is rounded there, so it is here."""
    root = shop.world.actor("root")
    records.update(root, "product", cabinet, {"price": "1000.05 EUR"})
    extras = next(one for one in gate.visible(root, OptionGroup) if one.name == "Extras")
    records.create(
        root, "option", {"group": extras.pk, "name": "Paint", "percent": "0.5", "price": "0.33 EUR"}
    )
    made = configured(shop, cabinet, ["water", "warranty", "paint", "width=800"])
    save(shop, {"configuration": str(made.pk)})
    assert lines(shop)[0].price == made.price


def test_the_editor_saves_goes_to_the_configurator_and_comes_back_with_the_choice(
    client: Browser, shop: Shop, cabinet: UUID
) -> None:
    path = f"/quotes/{shop.quote.pk}/lines/"
    ann = client.as_("ann")
    row = {"row": "n1", "n1.kind": "item", "n1.product": str(cabinet), "n1.quantity": "3"}
    sums = ann.post(f"{path}sums/", row).json()
    assert sums["rows"]["n1"]["configurable"] is True
    href = ann.post(path, {**row, "configure": "n1"}).json()["href"]
    assert (
        href.startswith(f"/products/{cabinet}/configurator/?for=%2Fquotes")
        and ann.get(href).status_code == 200
    )
    line = lines(shop)[0]
    made = configured(shop, cabinet, WATER)
    page = ann.get(f"{path}?row={line.pk}&configuration={made.pk}").content.decode()
    assert f'name="{line.pk}.configuration" value="{made.pk}"' in page and "data-fresh" in page
    assert lines(shop)[0].configuration_id is None, "a page that is only looked at saves nothing"
    back = {"row": str(line.pk), f"{line.pk}.kind": "item", f"{line.pk}.configuration": str(made.pk)}
    found = ann.post(f"{path}sums/", back).json()["rows"][str(line.pk)]
    assert (found["price"], found["description"][:14]) == ("1600.00", "Cooling: Water")
    assert ann.post(path, back).json()["href"] == f"/quotes/{shop.quote.pk}/"
    assert (lines(shop)[0].price, lines(shop)[0].quantity) == (Decimal("1600"), 3)
