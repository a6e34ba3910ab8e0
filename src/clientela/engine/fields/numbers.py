"""Amounts: numbers, percents, ratings, money."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, ClassVar

from babel.numbers import list_currencies
from django.db import models
from django.db.models.fields.json import KT
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django_stubs_ext import StrOrPromise

from clientela.engine.fields import formats
from clientela.engine.fields.base import ORDERED, BadValue, Context, Field, Operator
from clientela.engine.fields.choice import Choice, Option

if TYPE_CHECKING:
    from clientela.engine.records.models import Record

SIGNS = {
    "€": "EUR",
    "$": "USD",
    "£": "GBP",
    "₽": "RUB",
    "zł": "PLN",
    "NT$": "TWD",
    "¥": "JPY",
    "руб": "RUB",
    "元": "TWD",
}
LARGEST = Decimal(10) ** 14


def to_decimal(text: str) -> Decimal:
    """A number as people of several countries write it: 1,234.5 · 1.234,5 · 1 234,5 · 1'234.5 · (12).

    With a single separator followed by exactly three digits the comma groups and the point is decimal.
    """
    bare = re.sub(r"[\s'’\u00a0\u202f]", "", text)
    negative = bare.startswith("(") and bare.endswith(")")
    bare = bare.strip("()")
    comma, point = bare.rfind(","), bare.rfind(".")
    if comma > point and not (point < 0 and re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+", bare)):
        bare = bare.replace(".", "").replace(",", ".")
    else:
        bare = bare.replace(",", "")
    try:
        value = Decimal(bare)
    except InvalidOperation:
        raise BadValue(_("“%s” is not a number.") % text[:50]) from None
    if not value.is_finite():
        raise BadValue(_("“%s” is not a number.") % text[:50])
    return -value if negative else value


@dataclass(frozen=True, kw_only=True)
class Number(Field):
    """A decimal number of up to `places` digits after the point; years are not `grouped` by thousands."""

    places: int = 6
    least: Decimal | None = None
    most: Decimal | None = None
    grouped: bool = True

    kind: ClassVar[str] = "number"
    kind_label: ClassVar[StrOrPromise] = lazy("Number")
    widget: ClassVar[str] = "number"
    numeric: ClassVar[bool] = True
    operators: ClassVar[tuple[Operator, ...]] = ORDERED
    db_field: ClassVar[models.Field[Any, Any]] = models.DecimalField(max_digits=20, decimal_places=6)

    def parse(self, raw: Any, context: Context) -> Decimal:
        if isinstance(raw, bool) or not isinstance(raw, (str, int, float, Decimal)):
            raise BadValue(_("Expected a number."))
        value = to_decimal(raw) if isinstance(raw, str) else Decimal(str(raw))
        if not value.is_finite() or abs(value) >= LARGEST:
            raise BadValue(_("This number is too large."))
        value = round(value, self.places)
        if self.least is not None and value < self.least:
            raise BadValue(_("At least %s.") % formats.number(self.least))
        if self.most is not None and value > self.most:
            raise BadValue(_("At most %s.") % formats.number(self.most))
        return value.normalize() + 0  # +0 turns -0 and 1E+3 into plain notation below

    def to_json(self, value: Any) -> Any:
        return None if value is None else format(value.normalize(), "f")

    def from_json(self, stored: Any) -> Decimal:
        return Decimal(str(stored))

    def display(self, value: Any) -> str:
        return "" if value is None else formats.number(value) if self.grouped else self.edit(value)

    def edit(self, value: Any) -> str:
        return "" if value is None else format(value.normalize(), "f")

    def cell(self, value: Any) -> Any:
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "decimal", "pattern": r"^-?\d+(\.\d+)?$"}


@dataclass(frozen=True, kw_only=True)
class Percent(Number):
    """A share in percent, 0 to 100 unless said otherwise."""

    places: int = 2
    least: Decimal | None = Decimal(0)
    most: Decimal | None = Decimal(100)

    kind: ClassVar[str] = "percent"
    kind_label: ClassVar[StrOrPromise] = lazy("Percent")

    def parse(self, raw: Any, context: Context) -> Decimal:
        return super().parse(raw.rstrip().removesuffix("%") if isinstance(raw, str) else raw, context)

    def display(self, value: Any) -> str:
        return "" if value is None else formats.percent(value)


@dataclass(frozen=True, kw_only=True)
class Rating(Number):
    """Stars, 1 to 5."""

    places: int = 0
    least: Decimal | None = Decimal(1)
    most: Decimal | None = Decimal(5)

    kind: ClassVar[str] = "rating"
    kind_label: ClassVar[StrOrPromise] = lazy("Rating")
    widget: ClassVar[str] = "rating"

    def display(self, value: Any) -> str:
        return "" if value is None else "★" * int(value) + "☆" * (5 - int(value))


@dataclass(frozen=True)
class Amount:
    """Money: a decimal and the ISO 4217 code of its currency."""

    amount: Decimal
    currency: str

    def __str__(self) -> str:
        return formats.money(self.amount, self.currency)


@functools.cache
def currencies() -> frozenset[str]:
    return frozenset(list_currencies())


@dataclass(frozen=True, kw_only=True)
class Money(Field):
    """An amount in a currency. Native: two columns, `amount` and `amount_currency`. Filters compare the amount."""

    kind: ClassVar[str] = "money"
    kind_label: ClassVar[StrOrPromise] = lazy("Money")
    widget: ClassVar[str] = "money"
    numeric: ClassVar[bool] = True
    operators: ClassVar[tuple[Operator, ...]] = ORDERED
    db_field: ClassVar[models.Field[Any, Any]] = models.DecimalField(max_digits=20, decimal_places=6)

    def columns(self) -> tuple[str, ...]:
        return () if self.custom else (self.attribute, f"{self.attribute}_currency")

    def load(self, record: Record) -> Any:
        if self.custom:
            return super().load(record)
        amount = getattr(record, self.attribute)
        return None if amount is None else Amount(amount, getattr(record, f"{self.attribute}_currency"))

    def dump(self, value: Any) -> Mapping[str, Any]:
        amount, currency = (value.amount, value.currency) if value else (None, None)
        return {self.attribute: amount, f"{self.attribute}_currency": currency}

    def expression(self) -> Any:
        return self.from_text(KT(f"custom__{self.key}__amount")) if self.custom else super().expression()

    def parts(self) -> Mapping[str, Field]:
        code = Choice(
            key=f"{self.key}.currency",
            label=lazy("Currency"),
            column="" if self.custom else f"{self.attribute}_currency",
            options=tuple(Option(c, c) for c in sorted(currencies())),
            read_only=True,
        )
        return {} if self.custom else {"currency": code}

    def parse(self, raw: Any, context: Context) -> Amount:
        if isinstance(raw, Amount):
            return raw
        if isinstance(raw, dict):
            if raw.get("amount") in (None, ""):
                raise BadValue(_("Money needs an “amount” and a “currency”."))
            return self._amount(raw["amount"], raw.get("currency") or context.currency, context)
        text, currency = self._split(str(raw), context.currency)
        return self._amount(text, currency, context)

    @staticmethod
    def _split(text: str, currency: str) -> tuple[str, str]:
        """Separate the number from a currency code or sign on either side of it."""
        found = re.fullmatch(
            r"\s*(-?)\s*([^\d\s.,()'+-]*)\s*(\(?[-+]?[\d\s.,'’\u00a0\u202f]*\d\)?)\s*(\S*?)\.?\s*", text
        )
        if not found:
            raise BadValue(_("“%s” is not an amount of money.") % text[:50])
        minus, before, figures, after = found.groups()
        sign = before or after
        return minus + figures, SIGNS.get(sign, sign.upper() or currency)

    def _amount(self, raw: Any, currency: Any, context: Context) -> Amount:
        if not isinstance(currency, str) or currency.upper() not in currencies():
            raise BadValue(_("“%s” is not a currency; use a code such as EUR.") % str(currency)[:20])
        value = Number(key=self.key, label=self.label, places=2).parse(raw, context)
        return Amount(value, currency.upper())

    def compared(self, value: Any) -> Any:
        return value.amount

    def to_json(self, value: Any) -> Any:
        return None if value is None else {"amount": format(value.amount, ".2f"), "currency": value.currency}

    def from_json(self, stored: Any) -> Amount:
        return Amount(Decimal(stored["amount"]), stored["currency"])

    def edit(self, value: Any) -> str:
        return "" if value is None else f"{format(value.amount.normalize(), 'f')} {value.currency}"

    def schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {
                "amount": {"type": "string", "format": "decimal", "pattern": r"^-?\d+(\.\d+)?$"},
                "currency": {"type": "string", "minLength": 3, "maxLength": 3},
            },
            "required": ["amount", "currency"],
        }
