"""Ways to reach somebody: e-mail, telephone, web, place."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlsplit

import phonenumbers
from babel import Locale
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.db.models.fields.json import KT
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django_stubs_ext import StrOrPromise

from clientela.engine.fields import formats
from clientela.engine.fields.base import EMPTY, TEXTUAL, BadValue, Context, Field, Operator
from clientela.engine.fields.choice import Choice, Option
from clientela.engine.fields.text import Text

# RFC 5321 §4.5.3.1.3, without the angle brackets.
LONGEST_EMAIL = 254


@dataclass(frozen=True, kw_only=True)
class Email(Field):
    """An e-mail address, kept in lower case."""

    kind: ClassVar[str] = "email"
    kind_label: ClassVar[StrOrPromise] = lazy("E-mail")
    widget: ClassVar[str] = "email"
    operators: ClassVar[tuple[Operator, ...]] = TEXTUAL

    def parse(self, raw: Any, context: Context) -> str:
        text = str(raw).strip().removeprefix("mailto:").casefold()
        try:
            validate_email(text[: LONGEST_EMAIL + 1])
            is_email = len(text) <= LONGEST_EMAIL
        except ValidationError:
            is_email = False
        if not is_email:
            raise BadValue(_("“%s” is not an e-mail address.") % text[:60])
        return text

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "email"}


@dataclass(frozen=True, kw_only=True)
class Phone(Field):
    """A telephone number, kept as E.164 (with ;ext= after it where there is an extension)."""

    kind: ClassVar[str] = "phone"
    kind_label: ClassVar[StrOrPromise] = lazy("Telephone")
    widget: ClassVar[str] = "phone"
    operators: ClassVar[tuple[Operator, ...]] = TEXTUAL

    def parse(self, raw: Any, context: Context) -> str:
        text = str(raw).strip()
        base, _sep, extension = text.partition(";ext=")
        try:
            number = phonenumbers.parse(base, context.region)
        except phonenumbers.NumberParseException:
            raise BadValue(self._wrong(text)) from None
        if not phonenumbers.is_possible_number(number):
            raise BadValue(self._wrong(text))
        written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        extension = extension or number.extension or ""
        return f"{written};ext={extension}" if extension else written

    @staticmethod
    def _wrong(text: str) -> str:
        return (
            _("“%s” is not a telephone number; write it with its country code, such as +48 42 555 01 10.")
            % text[:40]
        )

    def display(self, value: Any) -> str:
        return _international(value) if value else ""

    def edit(self, value: Any) -> str:
        return self.display(value)

    def fragment(self, text: str) -> str:
        """Parts of a number are compared as digits, so that "555 01" finds +48425550110."""
        return super().fragment(re.sub(r"[^\d+]", "", text))

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "description": "E.164, with ;ext= where there is an extension"}


@functools.lru_cache(maxsize=20_000)
def _international(value: str) -> str:
    base, _sep, extension = value.partition(";ext=")
    try:
        number = phonenumbers.parse(base, None)
    except phonenumbers.NumberParseException:
        return value
    text = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return f"{text} #{extension}" if extension else text


@dataclass(frozen=True, kw_only=True)
class Url(Field):
    """A web address; http and https only, so that a link can never run a script."""

    kind: ClassVar[str] = "url"
    kind_label: ClassVar[StrOrPromise] = lazy("Web address")
    widget: ClassVar[str] = "url"
    operators: ClassVar[tuple[Operator, ...]] = TEXTUAL

    def parse(self, raw: Any, context: Context) -> str:
        text = str(raw).strip()
        text = text if "://" in text else f"https://{text}"
        try:
            parts = urlsplit(text)
            host = parts.hostname or ""
        except ValueError:
            parts, host = urlsplit(""), ""
        if (
            parts.scheme not in ("http", "https")
            or "." not in host
            or re.search(r"[\s<>\"\0]", text)
            or len(text) > 2000
        ):
            raise BadValue(_("“%s” is not a web address such as https://example.com.") % text[:60])
        return text

    def display(self, value: Any) -> str:
        return re.sub(r"^https?://(www\.)?|/$", "", value) if value else ""

    def edit(self, value: Any) -> str:
        return value or ""

    def words(self, value: Any) -> Iterable[str]:
        return (self.display(value),) if value else ()

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "uri"}


@functools.cache
def country_options() -> tuple[Option, ...]:
    """ISO 3166 countries with their names in English, Russian, Polish and Chinese as aliases."""
    english = Locale("en").territories
    others = [Locale.parse(tag).territories for tag in ("ru", "pl", "zh_Hant_TW", "de")]
    more = {
        "US": ("USA", "United States of America"),
        "GB": ("UK", "England", "Great Britain"),
        "KR": ("Korea",),
        "RU": ("Russian Federation",),
    }
    return tuple(
        Option(code, english[code], aliases=(*(names.get(code, "") for names in others), *more.get(code, ())))
        for code in sorted(english, key=lambda code: english[code])
        if re.fullmatch(r"[A-Z]{2}", code) and code not in ("EU", "EZ", "UN", "XA", "XB", "ZZ", "QO")
    )


@dataclass(frozen=True, kw_only=True)
class Country(Choice):
    """A country by its ISO 3166 code, named in the reader's language."""

    kind: ClassVar[str] = "country"
    kind_label: ClassVar[StrOrPromise] = lazy("Country")
    widget: ClassVar[str] = "country"

    def display(self, value: Any) -> str:
        return str(formats.locale().territories.get(value, value or ""))

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "minLength": 2, "maxLength": 2}


PARTS = ("street", "postcode", "city", "region", "country")


@dataclass(frozen=True, kw_only=True)
class AddressPart(Text):
    """One line of an address, found inside its JSON document."""

    whole: Field
    part: str

    def load(self, record: Any) -> Any:
        return (self.whole.load(record) or {}).get(self.part)

    def columns(self) -> tuple[str, ...]:
        return ()

    def expression(self) -> Any:
        return _part(self.whole, self.part)


@dataclass(frozen=True, kw_only=True)
class CountryPart(Country):
    """The country of an address."""

    whole: Field
    part: str = "country"

    def load(self, record: Any) -> Any:
        return (self.whole.load(record) or {}).get(self.part)

    def columns(self) -> tuple[str, ...]:
        return ()

    def expression(self) -> Any:
        return _part(self.whole, self.part)


def _part(whole: Field, part: str) -> Any:
    root = f"custom__{whole.key}" if whole.custom else whole.attribute
    return KT(f"{root}__{part}")


@dataclass(frozen=True, kw_only=True)
class Address(Field):
    """A place: street, postcode, city, region, country (ISO code) in one JSON document; parts as `address.city`."""

    kind: ClassVar[str] = "address"
    kind_label: ClassVar[StrOrPromise] = lazy("Address")
    widget: ClassVar[str] = "address"
    sortable: ClassVar[bool] = False
    operators: ClassVar[tuple[Operator, ...]] = (EMPTY,)
    db_field: ClassVar[models.Field[Any, Any]] = models.JSONField()

    LABELS: ClassVar[Mapping[str, StrOrPromise]] = {
        "street": lazy("Street"),
        "postcode": lazy("Postcode"),
        "city": lazy("City"),
        "region": lazy("Region"),
        "country": lazy("Country"),
    }

    def parts(self) -> Mapping[str, Field]:
        lines = {
            part: AddressPart(
                key=f"{self.key}.{part}", label=self.LABELS[part], whole=self, part=part, max_length=300
            )
            for part in PARTS[:4]
        }
        country = CountryPart(
            key=f"{self.key}.country", label=self.LABELS["country"], whole=self, options=country_options()
        )
        return {**lines, "country": country}

    def expression(self) -> Any:
        return KT(f"custom__{self.key}") if self.custom else super().expression()

    def parse(self, raw: Any, context: Context) -> dict[str, str] | None:
        given = {"street": raw} if isinstance(raw, str) else raw
        if not isinstance(given, dict):
            raise BadValue(_("Expected an address with street, postcode, city, region and country."))
        unknown = set(given) - set(PARTS)
        if unknown:
            raise BadValue(_("An address has no “%s”.") % sorted(unknown)[0])
        parts = self.parts()
        cleaned = {part: parts[part].clean(given.get(part), context) for part in PARTS}
        return {part: value for part, value in cleaned.items() if value} or None

    def display(self, value: Any) -> str:
        if not value:
            return ""
        town = " ".join(filter(None, (value.get("postcode"), value.get("city"))))
        country = formats.locale().territories.get(value.get("country", ""), "")
        return ", ".join(filter(None, (value.get("street"), town, value.get("region"), country)))

    def words(self, value: Any) -> Iterable[str]:
        return tuple(text for part, text in (value or {}).items() if part != "country")

    def schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {part: {"type": "string"} for part in PARTS},
            "additionalProperties": False,
        }
