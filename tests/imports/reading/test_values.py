"""Cells into values: dates in any order, amounts with their currencies, yes and no."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientela.engine.imports.reading.dates import DateOrder, guess_date_order, parse_date, parse_datetime
from clientela.engine.imports.reading.values import (
    guess_decimal,
    parse_boolean,
    parse_money,
    parse_number,
    parse_percent,
)

APRIL_15 = datetime.date(2021, 4, 15)


@pytest.mark.parametrize(
    "text",
    [
        "2021-04-15", "2021/4/15", "15.04.2021", "15/04/21", "20210415", "15 Apr, 2021", "15-Apr-21", "Apr 15, 2021",
        "April 15 2021", "15 апреля 2021 г.", "15 kwietnia 2021 r.", "15. April 2021", "2021年4月15日", "Thu, 15 Apr 2021",
        "15 Apr, 2021 00:03:00", "2021-04-15T10:00:00Z", "15 avril 2021", "15 квітня 2021",
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert parse_date(text, DateOrder.DMY) == APRIL_15


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("15 Apr, 2021 00:03:00", "2021-04-15T00:03:00"),
        ("15/04/2021 3:05 PM", "2021-04-15T15:05:00"),
        ("15/04/2021 12:05 am", "2021-04-15T00:05:00"),
        ("2010-10-14T12:00:00.000Z", "2010-10-14T12:00:00+00:00"),
        ("2010-10-14T12:00:00.000Z-0300", "2010-10-14T12:00:00-03:00"),
        ("2010-10-14T12:00:00.000GMT", "2010-10-14T12:00:00+00:00"),
        ("2009\\7\\14 22:14:45+0800", "2009-07-14T22:14:45+08:00"),
        ("20080424T195243Z", "2008-04-24T19:52:43+00:00"),
        ("2021-04-15 10:00:00.25", "2021-04-15T10:00:00.250000"),
    ],
)
def test_a_moment_keeps_its_time_and_zone(text: str, moment: str) -> None:
    assert parse_datetime(text) == datetime.datetime.fromisoformat(moment)


def test_a_moment_without_a_zone_is_in_the_zone_given() -> None:
    zone = datetime.timezone(datetime.timedelta(hours=2))
    assert parse_datetime("15.04.2021 10:00", zone=zone) == datetime.datetime(2021, 4, 15, 10, tzinfo=zone)


@pytest.mark.parametrize(
    "text", ["", "31.02.2021", "wrongdate", "12", "2021-13-01", "15.04.2021 25:00", "1-800-555", "99999999"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("column", "order", "ambiguous"),
    [
        (["03/04/2021", "05/06/2021"], DateOrder.DMY, True),
        (["03/04/2021", "25/06/2021"], DateOrder.DMY, False),
        (["03/04/2021", "06/25/2021"], DateOrder.MDY, False),
        (["2021-03-04", "2021-05-06"], DateOrder.YMD, False),
        (["03.03.2021"], DateOrder.DMY, False),
        (["44301", "44302.5"], DateOrder.SERIAL, False),
        (["Ann", ""], None, False),
    ],
)
def test_a_column_tells_its_order_or_that_it_is_ambiguous(
    column: list[str], order: DateOrder | None, ambiguous: bool
) -> None:
    guess = guess_date_order(column)
    assert (guess.order, guess.is_ambiguous) == (order, ambiguous)


def test_excel_day_numbers() -> None:
    assert parse_datetime("44301.5", DateOrder.SERIAL) == datetime.datetime(2021, 4, 15, 12)
    assert parse_date("2021-04-15", DateOrder.SERIAL) == APRIL_15


@given(
    st.dates(datetime.date(1970, 1, 1)),
    st.sampled_from(["%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%d %b, %Y"]),
)
def test_every_day_is_read_back(day: datetime.date, pattern: str) -> None:
    if day.year < 1000:
        return
    assert parse_date(day.strftime(pattern), DateOrder.DMY) == day


@pytest.mark.parametrize(
    ("text", "decimal", "amount", "currency"),
    [
        ("1.234,56", ",", "1234.56", None), ("$22,700.00", ".", "22700", "USD"), ("(500)", ".", "-500", None),
        ("1 234,50 zł", ",", "1234.50", "PLN"), ("1\u00a0234\u202f567,5 €", ",", "1234567.5", "EUR"),
        ("-$5.20", ".", "-5.20", "USD"), ("($1,200)", ".", "-1200", "USD"), ("USD 5", ".", "5", "USD"),
        ("1'234.50 CHF", ".", "1234.50", "CHF"), ("R$ 1.000,00", ",", "1000", "BRL"), ("500-", ".", "-500", None),
        ("5 000 ₽", ",", "5000", "RUB"), ("NT$1,200", ".", "1200", "TWD"), ("1,23,456.00", ".", "123456", None),
        ("–5", ".", "-5", None), (".5", ".", "0.5", None), ("1.234", ",", "1234", None), ("1.234", ".", "1.234", None),
    ],
)  # fmt: skip
def test_money_is_read_in_its_column_s_way(
    text: str, decimal: Any, amount: str, currency: str | None
) -> None:
    assert parse_money(text, decimal) == (Decimal(amount), currency)


@pytest.mark.parametrize(
    "text",
    ["", "500 тыс.", "$342.09K", "abc", "1.2.3", "12-34", "2021-04-15", "$5 USD", "1,2345,6", "--", "1e999"],
)
def test_what_is_no_plain_amount_is_none(text: str) -> None:
    assert parse_money(text) is None


def test_a_column_tells_its_decimal_mark() -> None:
    assert guess_decimal(["1.234,56", "5"]) == (",", False)
    assert guess_decimal(["$22,700.00"]) == (".", False)
    assert guess_decimal(["12,5", "7"]) == (",", False)
    assert guess_decimal(["1.234", "5.678"]) == (".", True)
    assert guess_decimal(["1", "2"]) == (".", False)


def test_percent_signs_are_for_percentages_only() -> None:
    assert parse_percent("15 %") == parse_percent("15") == 15
    assert parse_percent("12,5%", ",") == Decimal("12.5")
    assert parse_number("15%") is None


@given(st.decimals(-(10**9), 10**9, places=2))
def test_every_amount_is_read_back(amount: Decimal) -> None:
    assert parse_number(f"{amount:,}") == amount
    german = f"{amount:,}".translate(str.maketrans(",.", ".,"))
    assert parse_number(german, ",") == amount


@given(st.text(max_size=40))
def test_no_text_breaks_a_parser(text: str) -> None:
    money = parse_money(text)
    assert money is None or money[0].is_finite()
    percent = parse_percent(text, ",")
    assert percent is None or percent.is_finite()
    assert parse_boolean(text) in (True, False, None)
    for order in DateOrder:
        moment = parse_datetime(text, order)
        assert moment is None or 1 <= moment.year <= 9999


def test_yes_and_no_in_the_languages_of_the_customers() -> None:
    for word in ("yes", "TRUE", "1", "x", "Да", "tak", "是", "Ja", "✓"):
        assert parse_boolean(word) is True, word
    for word in ("no", "False", "0", "Нет", "nie", "否", "Nein"):
        assert parse_boolean(word) is False, word
    assert parse_boolean("maybe") is parse_boolean("") is None
