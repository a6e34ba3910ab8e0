"""Kinds of field that only goods have."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django_stubs_ext import StrOrPromise

from clientela.engine.fields.base import BadValue, Context
from clientela.engine.fields.choice import Option
from clientela.engine.fields.numbers import currencies
from clientela.engine.fields.text import Text
from clientela.engine.screens.widgets import COMMON_CURRENCIES

LENGTHS = (8, 12, 13, 14)


@dataclass(frozen=True, kw_only=True)
class Gtin(Text):
    """A bar code: GTIN-8, -12 (UPC), -13 (EAN) or -14, whose last digit checks the others (GS1 General Specifications §7.9)."""

    kind: ClassVar[str] = "gtin"
    kind_label: ClassVar[StrOrPromise] = lazy("Bar code")

    def parse(self, raw: Any, context: Context) -> str:
        text = super().parse(raw, context).replace(" ", "").replace("-", "")
        if not text.isascii() or not text.isdigit() or len(text) not in LENGTHS:
            raise BadValue(_("A bar code has 8, 12, 13 or 14 digits; “%s” has not.") % text[:30])
        if text[-1] != check_digit(text[:-1]):
            raise BadValue(
                _("The last digit of “%(code)s” does not fit the others; it would have to be %(digit)s.")
                % {"code": text, "digit": check_digit(text[:-1])}
            )
        return text


def check_digit(digits: str) -> str:
    """What completes a bar code: weights 3 and 1 in turn from the right, up to the next ten."""
    total = sum(int(digit) * (3 if at % 2 == 0 else 1) for at, digit in enumerate(reversed(digits)))
    return str(-total % 10)


@functools.cache
def currency_options() -> tuple[Option, ...]:
    """ISO 4217 codes, those of every day first."""
    return tuple(Option(code, code) for code in dict.fromkeys((*COMMON_CURRENCIES, *sorted(currencies()))))
