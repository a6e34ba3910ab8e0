"""Kinds of field that only invoices have."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django_stubs_ext import StrOrPromise

from clientela.engine.fields.base import BadValue, Context
from clientela.engine.fields.text import Text

IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}")


@dataclass(frozen=True, kw_only=True)
class Iban(Text):
    """An account: an IBAN, whose check digits must fit (ISO 13616), or what stands for one in countries without."""

    max_length: int = 40

    kind: ClassVar[str] = "iban"
    kind_label: ClassVar[StrOrPromise] = lazy("Account")

    def parse(self, raw: Any, context: Context) -> str:
        text = super().parse(raw, context)
        bare = re.sub(r"[\s.-]", "", text).upper()
        if re.match(r"[A-Z]{2}\d{2}", bare) is None:
            return text
        if IBAN.fullmatch(bare) is None or int(_digits(bare[4:] + bare[:4])) % 97 != 1:
            raise BadValue(_("The check digits of “%s” do not fit; look for a slip of the pen.") % text)
        return bare


def _digits(text: str) -> str:
    return "".join(str(int(char, 36)) for char in text)
