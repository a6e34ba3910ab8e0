"""vCard 2.1, 3.0 and 4.0 text as cards of properties: unfolding, parameters, transfer encodings, escapes.

Written here because the well-kept library, vobject 0.9.9, refuses 2 of the 47 real files the tests read whole
(phones' quoted-printable beside Base64 photographs, cards nested by Lotus Notes), and one bad line must not cost an
address book. Grammar: RFC 2426 §2.4.2 and §5.8 (3.0), RFC 6350 §3.2–3.4 (4.0), RFC 6868 (^n, ^^, ^' in parameters)
and the versit vCard 2.1 specification (soft line breaks, bare parameter values).
"""

import binascii
import codecs
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .problems import Notices, gettext_noop

Line = tuple[int, str]
_SURROGATE = "surrogateescape"


@dataclass(frozen=True, slots=True)
class Property:
    """`types` are lower case without the marks that say nothing ("voice", "internet"); `value` is still escaped."""

    name: str
    value: str
    types: tuple[str, ...] = ()
    group: str = ""
    row: int = 0
    is_text: bool = True  # False: binary content (a photograph, a key), left out of `value`
    preferred: bool = False


@dataclass(slots=True)
class Card:
    """The properties of one card in their order; `row` is the line of its BEGIN."""

    row: int
    properties: list[Property] = field(default_factory=list)

    def label(self, group: str) -> str:
        """Apple's own names of a group's property: `item1.X-ABLabel:_$!<HomePage>!$_` (RFC 6350 §3.3 groups)."""
        for one in self.properties:
            if group and one.group == group and one.name == "X-ABLABEL":
                return re.sub(r"^_\$!<(.*)>!\$_$", r"\1", unescape(one.value))
        return ""


def cards(lines: Iterator[str], notices: Notices) -> Iterator[Card]:
    """The cards of a text decoded with surrogateescape. Nested, unended and unbegun cards are still read."""
    card: Card | None = None
    for row, line in _logical_lines(lines):
        word = line.strip().upper().replace(" ", "")
        if word == "BEGIN:VCARD":
            if card is not None and card.properties:
                notices.add(
                    "card",
                    gettext_noop("The card of line %(row)s has no end; it ends where the next one begins."),
                    card.row,
                )
                yield card
            card = Card(row)
        elif word == "END:VCARD":
            if card is not None:
                yield card
            card = None
        elif line.strip():
            card = card or _unbegun(row, notices)
            _take(card, row, line, notices)
    if card is not None and card.properties:
        notices.add(
            "card", gettext_noop("The card of line %(row)s has no end: the file may be cut off."), card.row
        )
        yield card


def _unbegun(row: int, notices: Notices) -> Card:
    notices.add("card", gettext_noop("Line %(row)s stands outside any card; a card was begun for it."), row)
    return Card(row)


def _take(card: Card, row: int, line: str, notices: Notices) -> None:
    parsed = parse_line(line, row)
    if parsed is None:
        notices.add(
            "card", gettext_noop("Line %(row)s is not a property: “%(text)s”."), row, text=line.strip()[:80]
        )
    elif parsed.name != "VERSION":
        card.properties.append(parsed)


_SOFT_BREAK = re.compile(r"ENCODING=QUOTED-PRINTABLE|;QUOTED-PRINTABLE", re.IGNORECASE)
_BASE64 = re.compile(r";(?:ENCODING=)?(?:B|BASE64)\b", re.IGNORECASE)
_PROPERTY = re.compile(r"(?:[\w-]+\.)*[A-Za-z][\w./-]*[ \t]*(?:;[^:]*)?:")


def _logical_lines(lines: Iterator[str]) -> Iterator[Line]:
    """Unfolded lines (RFC 6350 §3.2) and quoted-printable soft breaks joined (vCard 2.1), with their first row."""
    pending, begins, soft = "", 0, False
    for row, raw in enumerate(lines, 1):
        line = raw.rstrip("\r\n")
        if soft:
            pending, soft = pending[:-1] + line, line.endswith("=")
        elif line[:1] in (" ", "\t") and pending:
            pending += line[1:]
            soft = _is_soft(pending)
        elif _continues(pending, line):
            pending += line if not _BASE64.search(_head(pending)) else line.strip()
        elif line.strip():
            if pending:
                yield begins, pending
            pending, begins, soft = line, row, _is_soft(line)
    if pending:
        yield begins, pending


def _head(line: str) -> str:
    return line.split(":", 1)[0]


def _is_soft(line: str) -> bool:
    return line.endswith("=") and bool(_SOFT_BREAK.search(_head(line)))


def _continues(pending: str, line: str) -> bool:
    """A line that is no property carries on an unfolded Base64 or quoted-printable value of a careless writer."""
    if not pending or not line.strip() or _PROPERTY.match(line):
        return False
    head = _head(pending)
    return bool(_BASE64.search(head) or _SOFT_BREAK.search(head))


_PARAMETER = re.compile(r';((?:"[^"]*"|[^";])*)')


def parse_line(line: str, row: int = 0) -> Property | None:
    """`group.NAME;PARAM=value:value`; None when there is no colon outside quotation marks or no name."""
    split = _split_at_colon(line)
    if split is None:
        return None
    head, value = split
    name = re.split(r"[;\s]", head, maxsplit=1)[0]
    if not name or not re.fullmatch(r"[\w./-]+", name):
        return None
    group, _, plain = name.rpartition(".")
    parameters = _parameters(head[len(name) :])
    text, is_text = _decoded(value, parameters)
    types = _types(parameters)
    return Property(
        name=plain.upper(),
        value=text,
        types=tuple(kind for kind in types if kind not in ("voice", "internet", "pref", "x400")),
        group=group.lower(),
        row=row,
        is_text=is_text,
        preferred="pref" in types or parameters.get("PREF") == ["1"],
    )


def _split_at_colon(line: str) -> tuple[str, str] | None:
    """At the first colon outside quotation marks; an unclosed quotation mark counts as a letter."""
    quoted = False
    for index, char in enumerate(line):
        if char == '"' and (index == 0 or line[index - 1] != "\\"):
            quoted = not quoted
        elif char == ":" and not quoted:
            return line[:index], line[index + 1 :]
    head, colon, value = line.partition(":")
    return (head, value) if colon else None


def _parameters(text: str) -> dict[str, list[str]]:
    """Upper-case names to values; vCard 2.1 writes TYPE and ENCODING values without their names."""
    found: dict[str, list[str]] = {}
    for one in _PARAMETER.findall(text):
        name, equals, value = one.partition("=")
        if not equals:
            name, value = _name_of_bare(one), one
        values = [_unquoted(part) for part in re.findall(r'"[^"]*"|[^,]+', value)]
        found.setdefault(name.strip().upper(), []).extend(values)
    return found


def _name_of_bare(value: str) -> str:
    upper = value.strip().upper()
    return "ENCODING" if upper in ("QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT", "B") else "TYPE"


def _unquoted(part: str) -> str:
    part = part.strip().removeprefix('"').removesuffix('"')
    return re.sub(r"\^(n|\^|')", lambda match: {"n": "\n", "^": "^", "'": '"'}[match.group(1)], part)


def _types(parameters: dict[str, list[str]]) -> list[str]:
    values = ",".join(parameters.get("TYPE", [])).lower()
    return list(dict.fromkeys(kind.strip() for kind in values.split(",") if kind.strip()))


def _decoded(value: str, parameters: dict[str, list[str]]) -> tuple[str, bool]:
    """(text, True), or ("", False) for binary content. Bytes are read in the CHARSET given, else UTF-8 or cp1252."""
    encoding = (parameters.get("ENCODING") or [""])[0].upper()
    charset = (parameters.get("CHARSET") or [""])[0]
    if encoding in ("B", "BASE64"):
        return _from_base64(value, charset, parameters)
    octets = value.encode("utf-8", _SURROGATE)
    if encoding == "QUOTED-PRINTABLE":
        octets = quopri.decodestring(octets)
    elif value.isascii() or not (charset or _has_surrogates(value)):
        return value, True
    return _text(octets, charset), True


def _from_base64(value: str, charset: str, parameters: dict[str, list[str]]) -> tuple[str, bool]:
    """Some phones write names in Base64: text when a character set is named, binary content otherwise."""
    if not charset or "TYPE" in parameters:
        return "", False
    try:
        return _text(binascii.a2b_base64(value.encode("ascii", "ignore")), charset), True
    except binascii.Error:
        return "", False


def _has_surrogates(value: str) -> bool:
    return any("\udc80" <= char <= "\udcff" for char in value)


def _text(octets: bytes, charset: str) -> str:
    for name in filter(None, ("utf-8", charset, "cp1252")):
        try:
            codecs.lookup(name)
            return octets.decode(name)
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    return octets.decode("latin-1")


_ESCAPED = re.compile(r"\\([\\,;:nN\"])")


def unescape(value: str) -> str:
    """RFC 6350 §3.4: backslash before comma, semicolon, backslash and n; 2.1 and careless writers escape : and " too."""
    text = _ESCAPED.sub(lambda match: "\n" if match.group(1) in "nN" else match.group(1), value)
    return text.replace("\r\n", "\n").strip()


def parts(value: str, separator: str = ";") -> list[str]:
    """The unescaped components of a structured value (N, ADR, ORG) or, by comma, of a list (CATEGORIES)."""
    pieces = re.split(rf"(?<!\\)((?:\\\\)*){separator}", value)
    joined = [
        pieces[index] + (pieces[index + 1] if index + 1 < len(pieces) else "")
        for index in range(0, len(pieces), 2)
    ]
    return [unescape(piece) for piece in joined]
