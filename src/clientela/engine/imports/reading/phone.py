"""Phone numbers as E.164, ten times faster than phonenumbers for the plain ones and never otherwise than it says.

The fast path knows each region's calling code, possible lengths and national prefix from phonenumbers' own metadata,
and takes only numbers of digits and the usual separators whose reading is beyond doubt; everything else (extensions,
letters, carrier codes, other scripts' digits) goes to phonenumbers itself. A property test holds the two together.
"""

import re
from functools import lru_cache
from typing import NamedTuple

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberFormat, ValidationResult


class Phone(NamedTuple):
    """`e164` as “+48123456789”; `extension` digits or ""."""

    e164: str
    extension: str = ""


def normalise(text: str, region: str = "") -> Phone | None:
    """The number in E.164; a number without “+” is read as dialled in `region` (ISO 3166 code, "" for none).

    None when it is not a possible number: too short, too long, local only or no number at all.
    """
    plain = text.translate(_SEPARATORS)
    if plain[:1] == "+":
        number = _international(plain[1:]) if "(0)" not in text else None
    elif region and plain.isdigit() and plain.isascii():
        number = _national(plain, region)
    else:
        number = None
    return Phone(number) if number else by_the_book(text, region)


@lru_cache(maxsize=20_000)
def by_the_book(text: str, region: str = "") -> Phone | None:
    """The same through phonenumbers."""
    try:
        number = phonenumbers.parse(text, region.upper() or None)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        return None
    return Phone(phonenumbers.format_number(number, PhoneNumberFormat.E164), number.extension or "")


_SEPARATORS = {ord(char): None for char in " -.()\t\xa0"}


class _Plan(NamedTuple):
    code: str
    lengths: frozenset[int]
    prefix: str  # literal national prefix, dropped in front of national numbers
    parsing: re.Pattern[str] | None  # whatever may stand in front and is not part of the number
    pattern: re.Pattern[str]  # of a national number
    abroad: re.Pattern[str]  # prefix of international calls
    is_plain: bool  # nothing but the literal prefix may be dropped


def _plan_of(metadata: PhoneMetadata) -> _Plan:
    code = metadata.country_code or 0
    main = phonenumbers.PhoneMetadata.metadata_for_region(
        phonenumbers.region_code_for_country_code(code), None
    )
    general, whole = metadata.general_desc, (main or metadata).general_desc
    possible = whole.possible_length if whole else ()
    parsing = metadata.national_prefix_for_parsing
    prefix = metadata.national_prefix or ""
    return _Plan(
        code=str(code),
        lengths=frozenset(length for length in possible if length > 0),
        prefix=prefix,
        parsing=re.compile(parsing) if parsing else None,
        pattern=re.compile((general and general.national_number_pattern) or "(?!)"),
        abroad=re.compile(metadata.international_prefix or "(?!)"),
        is_plain=parsing in (None, prefix) and not metadata.national_prefix_transform_rule,
    )


@lru_cache(maxsize=512)
def _plan(region: str) -> _Plan | None:
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(region.upper(), None)
    return _plan_of(metadata) if metadata is not None else None


@lru_cache(maxsize=2048)
def _plan_for_code(first_three: str) -> _Plan | None:
    """The plan of the main region of the calling code that a number begins with (one to three digits)."""
    for size in (1, 2, 3):
        regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(int(first_three[:size] or 0))
        if regions:
            return _plan(regions[0])  # None for satellite and other non-geographic codes (“001”)
    return None


def _international(digits: str) -> str | None:
    """Digits after “+”; None when a national prefix may hide in them or the length is not plainly right."""
    if not (digits.isdigit() and digits.isascii()) or digits[0] == "0":
        return None
    plan = _plan_for_code(digits[:3])
    if plan is None:
        return None
    rest = digits[len(plan.code) :]
    if len(rest) not in plan.lengths or rest[0] == "0" or (plan.parsing and plan.parsing.match(rest)):
        return None
    return "+" + digits


def _national(digits: str, region: str) -> str | None:
    plan = _plan(region)
    if plan is None or not plan.is_plain:
        return None
    if plan.abroad.match(digits):
        is_plain = plan.abroad.pattern == "00" and digits[2:3] not in ("", "0")
        return _international(digits[2:]) if is_plain else None
    if digits.startswith(plan.code):
        return _with_code(digits, plan)
    rest = _without_prefix(digits, plan)
    if rest is None or len(rest) not in plan.lengths or rest[0] == "0":
        return None
    return f"+{plan.code}{rest}"


def _with_code(digits: str, plan: _Plan) -> str | None:
    """The calling code written without “+”, where only so the number is a good one (11 digits in North America)."""
    rest = digits[len(plan.code) :]
    is_code = plan.pattern.fullmatch(rest) and not plan.pattern.fullmatch(digits)
    return _international(digits) if is_code else None


def _without_prefix(digits: str, plan: _Plan) -> str | None:
    """As phonenumbers: a prefix is dropped unless that turns a good number into a bad one."""
    if not plan.prefix or not digits.startswith(plan.prefix):
        return digits
    rest = digits[len(plan.prefix) :]
    if not rest or (plan.pattern.fullmatch(digits) and not plan.pattern.fullmatch(rest)):
        return None
    return rest
