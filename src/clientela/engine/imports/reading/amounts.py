"""Numbers, percentages and money as people write them, and which mark is the decimal one in a column."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Literal, NamedTuple

from .currencies import currency_of

DecimalMark = Literal[".", ","]


class NumberGuess(NamedTuple):
    """`decimal` is the decimal mark; `is_ambiguous` when every number reads both ways (“1.234”), then “.”"""

    decimal: DecimalMark
    is_ambiguous: bool


_NUMBER = re.compile(r"[-+]?(?:\d[\d.,'’ \xa0\u202f\u2009]*|[.,]\d+)(?:[eE][-+]?\d{1,3})?")
_BLANKS = re.compile(r"(?<=\d)[ \xa0\u202f\u2009'’](?=\d{3}(?!\d))")
_MINUS = str.maketrans("−–", "--")


def guess_decimal(values: Iterable[str]) -> NumberGuess:
    """Judge a column: a mark that occurs once before other than three digits is decimal, one that repeats groups."""
    votes = {".": 0, ",": 0}
    seen = False
    for value in values:
        number = _bare(value)
        if number is None:
            continue
        mark = _certain_mark(number)
        if mark:
            votes[mark] += 1
        seen = seen or "." in number or "," in number
    if votes[","] == votes["."]:
        return NumberGuess(".", seen)
    return NumberGuess("," if votes[","] > votes["."] else ".", False)


def _bare(value: str) -> str | None:
    """The number without sign, currency and blanks between groups; None when the cell is no number."""
    taken = _take_apart(value)
    return taken[1] if taken else None


def _certain_mark(number: str) -> DecimalMark | None:
    points, commas = number.count("."), number.count(",")
    if points and commas:
        return "." if number.rfind(".") > number.rfind(",") else ","
    if points + commas > 1:
        return "," if points else "."
    if points + commas == 0 or re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", number):
        return None
    return "." if points else ","


def parse_number(text: str, decimal: DecimalMark = ".") -> Decimal | None:
    """A plain number, with or without grouping. Money and percent signs are refused: see the other two."""
    taken = _take_apart(text)
    if taken is None or taken[2]:
        return None
    return _to_decimal(taken[0], taken[1], decimal)


def parse_money(text: str, decimal: DecimalMark = ".") -> tuple[Decimal, str | None] | None:
    """(amount, ISO 4217 code or None when no currency is written). “(500)” and “-500” are negative."""
    taken = _take_apart(text)
    if taken is None:
        return None
    currency = currency_of(taken[2]) if taken[2] else None
    if taken[2] and currency is None:
        return None
    amount = _to_decimal(taken[0], taken[1], decimal)
    return None if amount is None else (amount, currency)


def parse_percent(text: str, decimal: DecimalMark = ".") -> Decimal | None:
    """“15 %” and “15” are 15."""
    return parse_number(text.strip().removesuffix("%").removeprefix("%"), decimal)


def _take_apart(text: str) -> tuple[bool, str, str] | None:
    """(is negative, number with its marks, currency text) of “-$1,234.50”, “(500) zł”, “USD 5”; None otherwise."""
    plain = text.strip().translate(_MINUS)
    if len(plain) > 60:
        return None
    match = _NUMBER.search(plain)
    if match is None:
        return None
    before, after, negative = plain[: match.start()].strip(), plain[match.end() :].strip(), False
    if "(" in before and ")" in after:
        before, after, negative = before.replace("(", "", 1).strip(), after.replace(")", "", 1).strip(), True
    number = _BLANKS.sub("", match[0].strip())
    for sign in "-+":
        if sign in (before[:1], before[-1:], number[:1]) or after == sign:  # “500-”: accounting programs
            negative = negative or sign == "-"
            before, after, number = before.strip("-+ "), after.strip("-+ "), number.lstrip(sign)
            break
    return None if before and after else (negative, number, before or after)


def _to_decimal(negative: bool, number: str, decimal: DecimalMark) -> Decimal | None:
    """By the column's decimal mark where the number allows it, else in the one way it can be read."""
    plain = number if number.isdigit() else _in_order(number, _certain_mark(number) or decimal)
    if plain is None:
        return None
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return None
    if not value.is_finite() or abs(value.adjusted()) > 30:
        return None
    return -value if negative else value


_GROUPED = {
    ".": re.compile(
        r"\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d*)?"
    ),  # the latter: 1,23,45,678
    ",": re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d*)?"),
}
_UNGROUPED = re.compile(r"(?:\d+[.,]?\d*|[.,]\d+)(?:[eE][-+]?\d+)?")


def _in_order(number: str, decimal: DecimalMark) -> str | None:
    """The number with a point and without grouping, or None when its marks stand at impossible places."""
    group = "," if decimal == "." else "."
    if group in number:
        if not _GROUPED[decimal].fullmatch(number):
            return None
        number = number.replace(group, "")
    if not _UNGROUPED.fullmatch(number):
        return None
    return number.replace(",", ".")
