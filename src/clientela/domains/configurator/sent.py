"""What the page of a configuration sends: o.<group> are codes of options, n.<number> are numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from clientela.domains.configurator.model import Choices, to_number
from clientela.engine.fields.numbers import currencies


@dataclass(frozen=True)
class Sent:
    """What was sent. `is_touched` is false when the page is opened for the first time."""

    choices: Choices
    is_touched: bool
    bad_numbers: dict[str, str]
    company: UUID | None
    currency: str
    back: str
    name: str
    configuration: UUID | None


def read(sent: Mapping[str, Sequence[str]], currency: str) -> Sent:
    """From values by name. What makes no sense is left out; a number that is none is told beside its field."""
    options = frozenset(code for key, codes in sent.items() if key.startswith("o.") for code in codes if code)
    numbers: dict[str, Decimal] = {}
    bad: dict[str, str] = {}
    for key, text in ((key[2:], _last(sent, key)) for key in sent if key.startswith("n.")):
        try:
            numbers |= {key: to_number(text)} if text else {}
        except ValueError:
            bad[key] = _("“%s” is not a number.") % text[:30]
    wanted = _last(sent, "currency").upper()
    return Sent(
        choices=Choices(options, numbers),
        is_touched="touched" in sent,
        bad_numbers=bad,
        company=uuid(_last(sent, "company")),
        currency=wanted if wanted in currencies() else currency,
        back=local(_last(sent, "for")),
        name=_last(sent, "name")[:200],
        configuration=uuid(_last(sent, "configuration")),
    )


def _last(sent: Mapping[str, Sequence[str]], key: str) -> str:
    values = sent.get(key)
    return values[-1].strip() if values else ""


def uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


def local(address: str) -> str:
    """Only an address of our own is returned to."""
    is_ours = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if is_ours else ""


def with_configuration(address: str, key: UUID) -> str:
    """The address to return to, which learns what was configured."""
    bare, hash_sign, place = address.partition("#")
    return f"{bare}{'&' if '?' in bare else '?'}configuration={key}{hash_sign}{place}"


def conditions(texts: Iterable[str], comparisons: str) -> list[str]:
    """Ticked codes, and comparisons that were typed, one after the other."""
    typed = (one.strip() for one in comparisons.replace(";", ",").split(","))
    return [*texts, *filter(None, typed)]
