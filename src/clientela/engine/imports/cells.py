"""From the text of a cell to the value of its field, by what its whole column told about dates and numbers."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from clientela.engine.fields.base import BadValue, Context, Field
from clientela.engine.fields.choice import Boolean, Choice, MultiChoice
from clientela.engine.fields.contact import Phone
from clientela.engine.fields.moments import Date, DateTime
from clientela.engine.fields.numbers import Amount, Money, Number, Percent
from clientela.engine.imports.plan import ColumnPlan, Options
from clientela.engine.imports.reading import values as reading
from clientela.engine.imports.reading.dates import DateOrder
from clientela.engine.imports.words import squashed

Read = Callable[[str], Any]
NEAR_ENOUGH = 88


class NotAnOption(Exception):
    """A text that is none of a choice's options; `near` is the label of the one it might mean."""

    def __init__(self, text: str, near: str = "") -> None:
        self.text, self.near = text, near
        super().__init__(text)


class Near(Exception):
    """A text that was taken for the option nearest to it."""

    def __init__(self, key: str, label: str) -> None:
        self.key, self.label = key, label
        super().__init__(label)


def reader(field: Field, column: ColumnPlan, options: Options) -> Read:
    """A function from text to the field's value. It raises BadValue, NotAnOption or Near."""
    context = Context(currency=column.currency or options.currency, region=options.region or None)
    for kind, make in _READERS:
        if isinstance(field, kind):
            return make(field, column, options, context)
    return partial(_clean, field, context)


def _clean(field: Field, context: Context, text: str) -> Any:
    return field.clean(text, context)


def _date(field: Field, column: ColumnPlan, options: Options, context: Context) -> Read:
    order = DateOrder(column.date_order)

    def read(text: str) -> Any:
        found = reading.parse_date(text, order)
        if found is None or not 1000 <= found.year <= 9999:
            raise BadValue(_("“%s” is not a date such as 2026-05-31.") % text[:50])
        return found

    return read


def _datetime(field: Field, column: ColumnPlan, options: Options, context: Context) -> Read:
    order, zone = DateOrder(column.date_order), zoneinfo.ZoneInfo(options.timezone)

    def read(text: str) -> Any:
        found = reading.parse_datetime(text, order, zone)
        if found is None or not 1000 <= found.year <= 9998:
            raise BadValue(_("“%s” is not a time such as 2026-05-31T14:30:00Z.") % text[:50])
        return found

    return read


def _number(field: Field, column: ColumnPlan, options: Options, context: Context) -> Read:
    parse = reading.parse_percent if isinstance(field, Percent) else reading.parse_number
    mark: Any = column.decimal

    def read(text: str) -> Any:
        found = parse(text, mark)
        if found is None:
            raise BadValue(_("“%s” is not a number.") % text[:50])
        return field.clean(found, context)

    return read


def _money(field: Field, column: ColumnPlan, options: Options, context: Context) -> Read:
    mark: Any = column.decimal

    def read(text: str) -> Any:
        found = reading.parse_money(text, mark)
        if found is None:
            raise BadValue(_("“%s” is not an amount of money.") % text[:50])
        return field.clean({"amount": found[0], "currency": found[1] or context.currency}, context)

    return read


def _boolean(field: Field, column: ColumnPlan, options: Options, context: Context) -> Read:
    def read(text: str) -> Any:
        found = reading.parse_boolean(text)
        return field.clean(text, context) if found is None else found

    return read


def _choice(field: Any, column: ColumnPlan, options: Options, context: Context) -> Read:
    @lru_cache(maxsize=5_000)
    def found(text: str) -> tuple[str, str, bool]:
        """(key, label, whether it is exact); the key is "" when nothing may be taken for it."""
        exact = field.find(text)
        if exact is not None:
            return exact.key, str(exact.label), True
        near = _nearest(field, text)
        sure = near is not None and _is_sure(text, str(near.label))
        return (near.key if near and sure else "", str(near.label) if near else "", False)

    def read(text: str) -> Any:
        key, label, exact = found(text)
        if exact:
            return key
        if key and options.fix:
            raise Near(key, label)
        raise NotAnOption(text, label)

    return read


def _nearest(field: Choice, text: str) -> Any:
    wanted = squashed(text)
    same = next((option for option in field.options if squashed(str(option.label)) == wanted), None)
    return same or field.near(text)


def _is_sure(text: str, label: str) -> bool:
    return squashed(text) == squashed(label) or fuzz.ratio(text.casefold(), label.casefold()) >= NEAR_ENOUGH


def _several(field: Any, column: ColumnPlan, options: Options, context: Context) -> Read:
    read_one = _choice(
        Choice(key=field.key, label=field.label, options=field.options), column, options, context
    )

    def read(text: str) -> Any:
        keys = []
        for item in text.replace(";", ",").replace("|", ",").split(","):
            if item.strip():
                try:
                    keys.append(read_one(item.strip()))
                except Near as near:
                    keys.append(near.key)
        return list(dict.fromkeys(keys)) or None

    return read


def phone(text: str, region: str) -> str:
    """E.164, with ;ext= where there is an extension; without a country code as dialled in `region`."""
    found = reading.parse_phone(text, region)
    if found is None:
        raise BadValue(Phone._wrong(text))
    return f"{found.e164};ext={found.extension}" if found.extension else found.e164


_READERS: tuple[tuple[type[Field], Callable[[Any, ColumnPlan, Options, Context], Read]], ...] = (
    (Date, _date),
    (DateTime, _datetime),
    (Money, _money),
    (Number, _number),
    (Boolean, _boolean),
    (MultiChoice, _several),
    (Choice, _choice),
)


def with_currency(amount: Amount, currency: str) -> Amount:
    """The amount in the currency that another column names."""
    code = reading.parse_money(f"1 {currency.strip()}")
    if code is None or code[1] is None:
        raise BadValue(_("“%s” is not a currency; use a code such as EUR.") % currency[:20])
    return Amount(amount.amount, code[1])
