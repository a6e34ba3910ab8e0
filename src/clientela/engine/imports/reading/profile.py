"""What a column seems to hold, judged by a sample of its values: the mapping is guessed from this and its name."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from .amounts import DecimalMark, guess_decimal, parse_money, parse_number, parse_percent
from .dates import DateOrder, guess_date_order
from .phone import normalise
from .values import parse_boolean

Kind = Literal[
    "empty",
    "email",
    "phone",
    "url",
    "date",
    "datetime",
    "number",
    "percent",
    "money",
    "boolean",
    "choice",
    "text",
    "id",
]
_MOST = 0.85  # of the filled cells must fit: real columns have dirt in them
_MAX_CHOICES = 50
_EMAIL = re.compile(r"(?:mailto:)?[^\s@,;<>]+@[^\s@,;<>]+\.[^\W\d_]{2,}", re.IGNORECASE)
_URL = re.compile(
    r"(?:https?://|ftp://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|co|ru|pl|de|tw|cn|eu|info|biz|uk|fr)(?:/\S*)?",
    re.IGNORECASE,
)
_PHONE = re.compile(r"[+(]?\d[\d\s().\-/]{5,18}\d(?: ?(?:x|ext\.?) ?\d{1,6})?", re.IGNORECASE)
_ID = re.compile(r"(?=.*\d)[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*")
_PHONE_NAME = re.compile(r"phone|mobile|cell|fax|tel|тел|моб|komórk|電話|电话|手機|手机", re.IGNORECASE)
_DATE_NAME = re.compile(
    r"date|time|day|birth|created|modified|closed|дата|день|data\b|datum|日期|時間|时间", re.IGNORECASE
)
_ID_NAME = re.compile(
    r"\bid\b|(?<=[a-z])id$|_id(?:__c)?\b|zip|postal|postcode|plz|индекс|郵遞|邮编|\buid\b|^id|code$|number$|\bno\.?$|код|номер",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """`fill` and `distinct_share` are 0–1 of the sample; `choices` only for a choice or boolean, most frequent first.

    `date_order` (and whether it is ambiguous) for dates, `decimal` and `currency` (when one is written) for numbers.
    """

    kind: Kind
    fill: float
    distinct: int
    distinct_share: float
    examples: tuple[str, ...]
    choices: tuple[str, ...] = ()
    date_order: DateOrder | None = None
    is_ambiguous: bool = False
    decimal: DecimalMark = "."
    currency: str | None = None
    longest: int = 0


def profile(values: Sequence[str], name: str = "") -> ColumnProfile:
    """Judge a sample of cells (a few hundred are enough) and the column's name, which only breaks ties."""
    filled = [value.strip() for value in values if value.strip()]
    counts = Counter(filled)
    dates = guess_date_order(filled)
    number = guess_decimal(filled)
    kind = _kind(filled, counts, name)
    is_date = kind in ("date", "datetime")
    return ColumnProfile(
        kind=kind,
        fill=len(filled) / len(values) if values else 0.0,
        distinct=len(counts),
        distinct_share=len(counts) / len(filled) if filled else 0.0,
        examples=tuple(value[:200] for value, _ in counts.most_common(5)),
        choices=tuple(value for value, _ in counts.most_common(_MAX_CHOICES))
        if kind in ("choice", "boolean")
        else (),
        date_order=dates.order if is_date else None,
        is_ambiguous=(is_date and dates.is_ambiguous)
        or (kind in ("number", "money") and number.is_ambiguous),
        decimal=number.decimal,
        currency=_currency(filled, number.decimal) if kind == "money" else None,
        longest=max(map(len, filled), default=0),
    )


def _kind(filled: list[str], counts: "Counter[str]", name: str) -> Kind:
    if not filled:
        return "empty"
    return _by_pattern(filled, counts, name) or _by_numbers(filled, counts, name) or _by_words(filled, counts)


def _by_pattern(filled: list[str], counts: "Counter[str]", name: str) -> Kind | None:
    if _share(bool(_EMAIL.fullmatch(value)) for value in filled) >= _MOST:
        return "email"
    if _share(bool(_URL.fullmatch(value)) for value in filled) >= _MOST:
        return "url"
    dates = guess_date_order(filled)
    if (
        dates.order
        and dates.share >= _MOST
        and (dates.order is not DateOrder.SERIAL or _DATE_NAME.search(name))
    ):
        return "datetime" if dates.has_time else "date"
    if (
        _share(parse_boolean(value) is not None for value in counts) == 1
        and len(counts) <= 4
        and _is_plainly_boolean(counts)
    ):
        return "boolean"
    return "phone" if _is_phone(filled, name) else None


def _is_plainly_boolean(counts: "Counter[str]") -> bool:
    """Two values one of each kind, or a single word that is no digit."""
    kinds = {parse_boolean(value) for value in counts}
    return len(kinds) == 2 or not any(value.isdigit() for value in counts)


def _is_phone(filled: list[str], name: str) -> bool:
    if _share(bool(_PHONE.fullmatch(value)) for value in filled) < _MOST:
        return False
    if _PHONE_NAME.search(name):
        return True
    dressed = _share(value[0] in "+(" or len(re.findall(r"\d[-.\s)]+(?=\d)", value)) >= 2 for value in filled)
    possible = _share(normalise(value, "US") is not None for value in filled)
    return dressed >= _MOST and possible >= 0.5


def _by_numbers(filled: list[str], counts: "Counter[str]", name: str) -> Kind | None:
    mark = guess_decimal(filled).decimal
    if _share(parse_number(value, mark) is not None for value in filled) >= _MOST:
        return "id" if _is_number_an_id(filled, counts, name) else "number"
    if _share(parse_percent(value, mark) is not None for value in filled) >= _MOST:
        return "percent"
    return "money" if _share(parse_money(value, mark) is not None for value in filled) >= _MOST else None


def _is_number_an_id(filled: list[str], counts: "Counter[str]", name: str) -> bool:
    """Whole numbers called so, of one great length, or with leading zeros are names, not amounts."""
    if not all(value.isdigit() for value in counts):
        return False
    if _ID_NAME.search(name) or any(value.startswith("0") and len(value) > 1 for value in counts):
        return True
    return len(counts) == len(filled) > 3 and len(set(map(len, counts))) == 1 and len(filled[0]) >= 6


def _by_words(filled: list[str], counts: "Counter[str]") -> Kind:
    ids = _share(bool(_ID.fullmatch(value)) for value in filled) >= _MOST
    if ids and len(counts) >= 0.9 * len(filled) and len(filled) > 1:
        return "id"
    few = len(counts) <= min(_MAX_CHOICES, max(2, len(filled) // 4))
    short = max(map(len, counts)) <= 80
    return "choice" if few and short and len(filled) >= 4 else "text"


def _currency(filled: list[str], mark: DecimalMark) -> str | None:
    found = Counter(money[1] for value in filled if (money := parse_money(value, mark)) and money[1])
    return found.most_common(1)[0][0] if found else None


def _share(truths: Iterable[bool]) -> float:
    known = list(truths)
    return sum(known) / len(known) if known else 0.0
