"""Address books (vCard 2.1, 3.0, 4.0) as a table: one row per card, one column per field.

What repeats becomes further columns by kind: “Phone (work)”, “Phone (work) 2”, “Email (home)”. Every property with
text has a column, unknown ones under their own name; only pictures, sounds and keys are left out. `vcard_lines` says
why the parser is our own.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote

from . import encoding as encodings
from .encoding import Encoding
from .problems import Notices, Unreadable, gettext_noop
from .sources import MAX_LINE, Source
from .tables import Row, Table
from .vcard_lines import Card, Property, cards, parts, unescape

Fields = dict[str, str]
_BEGIN = re.compile(rb"^\s*BEGIN[ \t]*:[ \t]*VCARD", re.IGNORECASE)
_LEADING = (
    "Full name", "Prefix", "First name", "Middle name", "Last name", "Suffix", "Nickname", "Organisation",
    "Department", "Job title", "Role", "Email", "Phone",
)  # fmt: skip
_NAME_PARTS = ("Last name", "First name", "Middle name", "Prefix", "Suffix")
_ADDRESS_PARTS = ("PO box", "Extra line", "Street", "City", "Region", "Postal code", "Country")
_BINARY = frozenset({"PHOTO", "LOGO", "SOUND", "KEY"})
_URI = re.compile(r"(?:https?|ftp|cid):\S{1,2000}$", re.IGNORECASE)
_SILENT = frozenset(
    {"X-ABLABEL", "X-ABSHOWAS", "X-ABADR", "PRODID", "BEGIN", "END", "PROFILE", "CLIENTPIDMAP"}
)
_ONCE = {
    "FN": "Full name", "NICKNAME": "Nickname", "TITLE": "Job title", "ROLE": "Role", "BDAY": "Birthday",
    "ANNIVERSARY": "Anniversary", "NOTE": "Note", "GENDER": "Gender", "UID": "UID", "REV": "Changed", "TZ": "Time zone",
    "GEO": "Location", "LANG": "Language", "KIND": "Kind", "SOURCE": "Source", "CATEGORIES": "Categories",
}  # fmt: skip
_BY_TYPE = {"TEL": "Phone", "EMAIL": "Email", "URL": "Website", "IMPP": "Messenger", "LABEL": "Address label"}
_KIND_ORDER = {"work": 0, "home": 1, "mobile": 2}
_TYPE_NAMES = {"cell": "mobile"}


def is_vcard(head: bytes) -> bool:
    """Whether a file begins as an address book, in whatever encoding."""
    found = encodings.detect(head[:4096])
    text = head[found.mark : 4096].decode(found.name, "replace")
    return bool(_BEGIN.match(text.lstrip("\ufeff").encode("utf-8")))


def open_cards(source: Source, *, encoding: str | None = None) -> Table:
    """See `open_table`. Reads the file once to learn the columns."""
    found = encodings.detect(source.head(encodings.SAMPLE))
    written = Encoding(encoding, 1.0, found.mark) if encoding else found
    names: dict[str, None] = {}
    for _, fields in _fields(source, written, Notices()):
        names.update(dict.fromkeys(fields))
    if not names:
        raise Unreadable(
            gettext_noop("“%(file)s” has no card with content. Export the address book again."),
            file=source.name,
        )
    columns = sorted(names, key=_place)

    def read(notices: Notices) -> Iterator[Row]:
        for row, fields in _fields(source, written, notices):
            yield Row(row, [fields.get(column, "") for column in columns])

    return Table(source.name, "vcard", columns, True, read, encoding=written)


def _place(column: str) -> tuple[int, str]:
    """The usual fields first, in their usual order, then the others by name."""
    plain = column.split(" (")[0].rstrip(" 0123456789")
    known = [*_LEADING, "Website", "Address", "Birthday", "Categories", "Note"]
    return (known.index(plain) if plain in known else len(known), "" if plain in _LEADING[:11] else column)


def _fields(source: Source, written: Encoding, notices: Notices) -> Iterator[tuple[int, Fields]]:
    for card in cards(_lines(source, written), notices):
        fields = card_fields(card, notices)
        if any(fields.values()):
            yield card.row, fields
        else:
            notices.add("card", gettext_noop("The card of line %(row)s is empty."), card.row)


def _lines(source: Source, written: Encoding) -> Iterator[str]:
    """Undecodable bytes are kept as surrogates: each property may have a character set of its own."""
    name = (
        written.name
        if written.name.startswith(("utf_16", "utf_32")) or written.confidence >= 0.5
        else "utf_8"
    )
    errors = "surrogateescape" if name == "utf_8" else "replace"
    with source.unpacked() as stream:
        stream.seek(written.mark)
        try:
            text = io.TextIOWrapper(stream, name, errors=errors, newline="")
        except LookupError as error:
            raise Unreadable(
                gettext_noop("The encoding “%(encoding)s” is not known. Choose UTF-8."), encoding=name
            ) from error
        try:
            while line := text.readline(MAX_LINE):
                yield line
        finally:
            text.detach()


def card_fields(card: Card, notices: Notices | None = None) -> Fields:
    """Column → text of one card; of a repeated property the preferred comes first, the others get numbers."""
    fields: Fields = {}
    addresses: Counter[str] = Counter()
    for one in sorted(card.properties, key=lambda one: not one.preferred):
        if one.name in _SILENT:
            continue
        if _is_binary(one):
            if notices is not None:
                notices.add(
                    "card",
                    gettext_noop("Line %(row)s: the %(property)s was left out."),
                    one.row,
                    property=one.name.lower(),
                )
        elif one.name == "ADR":
            fields.update(_address(one, _kind(one, card), addresses))
        else:
            for column, text in _columns(one, card):
                _put(fields, column, text.strip())
    return fields


def _is_binary(one: Property) -> bool:
    return not one.is_text or (one.name in _BINARY and not _URI.match(one.value))


def _put(fields: Fields, column: str, text: str) -> None:
    """The same value twice under one name is one value."""
    if not text:
        return
    name, number = column, 2
    while name in fields:
        if fields[name] == text:
            return
        name, number = f"{column} {number}", number + 1
    fields[name] = text


def _columns(one: Property, card: Card) -> Iterator[tuple[str, str]]:
    if one.name == "N":
        yield from zip(_NAME_PARTS, map(_list, parts(one.value)), strict=False)
    elif one.name == "ORG":
        organisation, *units = parts(one.value) or [""]
        yield "Organisation", organisation
        yield "Department", " / ".join(filter(None, units))
    elif one.name == "CATEGORIES":
        yield (
            "Categories",
            ", ".join(
                filter(None, (word.strip() for word in parts(one.value, ",") for word in word.split(",")))
            ),
        )
    elif one.name in _BY_TYPE:
        yield _BY_TYPE[one.name] + _kind(one, card), _address_of(one)
    elif one.name in ("X-ABDATE", "X-ABRELATEDNAMES") and card.label(one.group):
        yield card.label(one.group), unescape(one.value)
    else:
        yield (
            _ONCE.get(one.name) or one.name.removeprefix("X-").replace("-", " ").capitalize(),
            unescape(one.value),
        )


def _address(one: Property, kind: str, seen: "Counter[str]") -> Iterator[tuple[str, str]]:
    """The parts of an address stay together: the second home address is numbered as a whole."""
    filled = [(part, text) for part, text in zip(_ADDRESS_PARTS, parts(one.value), strict=False) if text]
    if not filled:
        return
    seen[kind] += 1
    number = f" {seen[kind]}" if seen[kind] > 1 else ""
    for part, text in filled:
        yield f"Address{kind}{number}: {part}", text


def _list(component: str) -> str:
    """RFC 6350 §6.2.2: a component of a name may be a list by commas."""
    return re.sub(r",(?=\S)", ", ", component)


def _kind(one: Property, card: Card) -> str:
    """“ (work, fax)” after the types or, where an address book names them itself, its label."""
    label = card.label(one.group)
    words = [label] if label else [_TYPE_NAMES.get(kind, kind).removeprefix("x-") for kind in one.types]
    known = [
        word
        for word in words
        if word not in ("postal", "parcel", "dom", "intl", "video", "text", "msg", "other")
    ]
    known.sort(key=lambda word: _KIND_ORDER.get(word, 9))
    return f" ({', '.join(known)})" if known else ""


def _address_of(one: Property) -> str:
    """The number of a `tel:` URI with its extension (RFC 3966 §3), the address of a `mailto:`; others as they are."""
    text = unescape(one.value)
    scheme, colon, rest = text.partition(":")
    if one.name == "TEL" and colon and scheme.lower() == "tel":
        number, *parameters = rest.split(";")
        extension = next((item[4:] for item in parameters if item.lower().startswith("ext=")), "")
        return unquote(number) + (f" ext. {extension}" if extension else "")
    if one.name == "EMAIL" and colon and scheme.lower() == "mailto":
        return unquote(rest)
    return text
