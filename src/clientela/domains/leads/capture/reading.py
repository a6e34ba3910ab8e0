"""Which fields a public form may ask for, and what a visitor typed into them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from clientela.domains.leads.models import LeadForm
from clientela.engine.entities import registry
from clientela.engine.fields.base import BadValue, Context, Field
from clientela.engine.fields.choice import Choice
from clientela.engine.fields.contact import PARTS
from clientela.engine.fields.text import LongText, Text

USUAL = (
    "name", "given_name", "family_name", "company_name", "job_title", "email", "phone", "mobile", "website", "address",
    "industry", "employees", "interest", "amount", "description",
)  # fmt: skip
KINDS = frozenset(
    {"text", "longtext", "email", "phone", "url", "number", "choice", "date", "boolean", "address", "money"}
)
# A form as it was sent, name → text.
Sent = Mapping[str, Any]
LONGEST = 5_000
TYPES = {"email": "email", "phone": "tel", "url": "url", "number": "text", "date": "date"}
AUTOCOMPLETE = {
    "name": "name", "given_name": "given-name", "family_name": "family-name", "company_name": "organization",
    "job_title": "organization-title", "email": "email", "phone": "tel", "mobile": "tel", "website": "url",
}  # fmt: skip


def askable() -> list[Field]:
    """Fields that a form may show: the usual ones and those that an administrator added, of kinds that can be typed."""
    fields = registry.get("lead").fields
    return [
        one for one in fields if (one.key in USUAL or one.custom) and one.kind in KINDS and not one.read_only
    ]


@dataclass(frozen=True)
class Asked:
    """A field as the public form shows it."""

    field: Field
    label: StrOrPromise
    required: bool
    value: Any = ""
    errors: Sequence[str] = ()

    @property
    def key(self) -> str:
        return self.field.key

    @property
    def shape(self) -> str:
        kind = self.field.kind
        return kind if kind in ("longtext", "choice", "boolean", "address") else "text"

    @property
    def type(self) -> str:
        return TYPES.get(self.field.kind, "text")

    @property
    def autocomplete(self) -> str:
        return AUTOCOMPLETE.get(self.key, "off")

    @property
    def options(self) -> list[tuple[str, str]]:
        found = self.field
        return [(o.key, str(o.label)) for o in found.options] if isinstance(found, Choice) else []

    @property
    def parts(self) -> list[tuple[str, Any, str]]:
        """(name, label, value) of an address's lines; the country is typed by its name."""
        given = self.value if isinstance(self.value, dict) else {}
        return [
            (f"{self.key}.{part}", one.label, given.get(part, "")) for part, one in self.field.parts().items()
        ]


def asked(
    form: LeadForm, posted: Sent | None = None, errors: Mapping[str, Sequence[str]] | None = None
) -> list[Asked]:
    """What the form asks, with what was typed and what is wrong with it."""
    known = {one.key: one for one in askable()}
    told = errors or {}
    return [
        Asked(known[each["key"]], each.get("label") or known[each["key"]].label, bool(each.get("required")),
              raw(known[each["key"]], posted) if posted is not None else "", told.get(each["key"], ()))
        for each in form.fields
        if each.get("key") in known
    ]  # fmt: skip


def raw(one: Field, posted: Sent) -> Any:
    if one.kind == "address":
        return {part: posted.get(f"{one.key}.{part}", "").strip() for part in PARTS}
    return posted.get(one.key, "")


def values(form: LeadForm, posted: Sent) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Clean values of the fields that the form asks for, and what is wrong; everything else that was sent is not read."""
    found: dict[str, Any] = {}
    errors: dict[str, list[str]] = {}
    for one in asked(form):
        try:
            value = _clean(one.field, raw(one.field, posted))
        except BadValue as bad:
            errors[one.key] = [str(bad)]
            continue
        if value not in (None, "", [], {}):
            found[one.key] = value
    return found, errors


def _clean(one: Field, given: Any) -> Any:
    if isinstance(given, str):
        if len(given) > LONGEST:
            raise BadValue(_("At most %d characters.") % LONGEST)
        given = given.replace("\0", "")
        if isinstance(one, Text) and not isinstance(one, LongText):
            given = " ".join(given.split())
    if isinstance(given, dict):
        given = {part: text.replace("\0", "")[:300] for part, text in given.items() if text}
    return one.clean(given or None, Context(region=None))
