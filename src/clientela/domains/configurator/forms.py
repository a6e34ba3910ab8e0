"""What the page of a configuration sends: o.<group> are codes of options, n.<number> are numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict
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


def read(sent: QueryDict, currency: str) -> Sent:
    """Anything that makes no sense is left out; a number that is none is told beside its field."""
    options = frozenset(code for key in sent if key.startswith("o.") for code in sent.getlist(key) if code)
    numbers, bad = {}, {}
    for key in sent:
        text = sent.get(key, "").strip()
        if key.startswith("n.") and text:
            try:
                numbers[key[2:]] = to_number(text)
            except ValueError:
                bad[key[2:]] = _("“%s” is not a number.") % text[:30]
    wanted = sent.get("currency", "").upper()
    return Sent(
        choices=Choices(options, numbers),
        is_touched="touched" in sent,
        bad_numbers=bad,
        company=uuid(sent.get("company")),
        currency=wanted if wanted in currencies() else currency,
        back=local(sent.get("for", "")),
        name=sent.get("name", "").strip()[:200],
        configuration=uuid(sent.get("configuration")),
    )


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
