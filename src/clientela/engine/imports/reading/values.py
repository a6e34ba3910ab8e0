"""One door to the normalisers: text of a cell → value, or None when it cannot be read that way. No entity is known here."""

from .amounts import DecimalMark, NumberGuess, guess_decimal, parse_money, parse_number, parse_percent
from .dates import DateGuess, DateOrder, guess_date_order, parse_date, parse_datetime
from .phone import Phone
from .phone import normalise as parse_phone

__all__ = [
    "DateGuess", "DateOrder", "DecimalMark", "NumberGuess", "Phone", "guess_date_order", "guess_decimal", "parse_boolean",
    "parse_date", "parse_datetime", "parse_money", "parse_number", "parse_percent", "parse_phone",
]  # fmt: skip

_YES_WORDS = (
    "yes y true t 1 on x ✓ ✔ ☑ checked да д истина так tak prawda ja j wahr oui vrai sí si verdadero "
    "是 對 对 真 有 √"
)
_NO_WORDS = (
    "no n false f 0 off ✗ ✘ ☐ unchecked нет н ложь ні nie nein falsch non faux falso 否 不 不是 非 假 無 无 ×"
)
_YES, _NO = frozenset(_YES_WORDS.split()), frozenset(_NO_WORDS.split())


def parse_boolean(text: str) -> bool | None:
    """Yes or no in English, Russian, Ukrainian, Polish, German, French, Spanish and Chinese; None for anything else."""
    plain = text.strip().casefold()
    if plain in _YES:
        return True
    return False if plain in _NO else None
