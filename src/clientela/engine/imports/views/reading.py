"""How a file was read, in words, and the choices to read it otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from clientela.engine.errors import Refused
from clientela.engine.fields.contact import country_options
from clientela.engine.imports.plan import FilePlan
from clientela.engine.imports.reading.problems import Unreadable
from clientela.engine.imports.reading.tables import open_table

ENCODINGS = (
    ("utf_8", "UTF-8"), ("utf_16", "UTF-16"), ("cp1252", lazy("Western European (cp1252)")),
    ("cp1250", lazy("Central European (cp1250)")), ("iso8859_2", lazy("Central European (ISO 8859-2)")),
    ("cp1251", lazy("Cyrillic (cp1251)")), ("koi8_r", lazy("Cyrillic (KOI8-R)")), ("cp866", lazy("Cyrillic (DOS 866)")),
    ("big5", lazy("Traditional Chinese (Big5)")), ("gb18030", lazy("Simplified Chinese (GB18030)")),
    ("shift_jis", lazy("Japanese (Shift JIS)")), ("cp1254", lazy("Turkish (cp1254)")), ("cp1253", lazy("Greek (cp1253)")),
    ("mac_roman", lazy("Macintosh")),
)  # fmt: skip
DELIMITERS = (
    (",", lazy("Comma")),
    (";", lazy("Semicolon")),
    ("\t", lazy("Tab")),
    ("|", lazy("Vertical bar")),
)


@dataclass
class ReadAs:
    """`encoding` and `delimiter` are None where the kind of file has none; choices are (key, words)."""

    kind: str
    encoding: str | None
    encodings: list[tuple[str, str]]
    delimiter: str | None
    delimiters: list[tuple[str, str]]
    sheet: str | None
    sheets: list[str]
    has_header: bool
    notices: list[str]

    @property
    def words(self) -> str:
        """CSV, UTF-8, comma"""
        encoding = dict(self.encodings).get(self.encoding or "")
        delimiter = dict(self.delimiters).get(self.delimiter or "", "").lower()
        return ", ".join(filter(None, (self.kind, encoding, delimiter, self.sheet)))

    @property
    def sheet_choices(self) -> list[tuple[str, str]]:
        return [(name, name) for name in self.sheets]


def shown(plan: FilePlan) -> ReadAs:
    try:
        table = open_table(Path(plan.path), plan.name, **plan.reading)
    except Unreadable as problem:
        return ReadAs("", None, [], None, [], None, [], True, [_(problem.message) % problem.params])
    encoding = table.encoding.name if table.encoding and table.kind != "xlsx" else None
    delimiter = table.dialect.delimiter if table.dialect else None
    return ReadAs(
        kind={"csv": "CSV", "xlsx": _("Spreadsheet"), "vcard": "vCard"}[table.kind],
        encoding=encoding,
        encodings=_with(encoding, ENCODINGS),
        delimiter=delimiter,
        delimiters=_with(delimiter, DELIMITERS),
        sheet=table.sheet,
        sheets=table.sheets,
        has_header=table.has_header,
        notices=plan.notices,
    )


def _with(present: str | None, known: Any) -> list[tuple[str, str]]:
    """The choices, with what was detected although it is a rare one."""
    choices = [(key, str(words)) for key, words in known]
    return choices if present is None or present in dict(choices) else [(present, present), *choices]


def said(post: QueryDict) -> dict[str, Any]:
    """Of a form that asks how the file is to be read."""
    found: dict[str, Any] = {}
    if post.get("encoding"):
        found["encoding"] = _encoding(str(post["encoding"])[:40])
    if post.get("delimiter"):
        if len(post["delimiter"]) != 1:
            raise Refused(_("The sign between cells is a single character."))
        found["delimiter"] = post["delimiter"]
    if post.get("sheet"):
        found["sheet"] = str(post["sheet"])[:100].replace("\0", "")
    if post.get("header") in ("yes", "no"):
        found["header"] = post["header"] == "yes"
    return found


def _encoding(name: str) -> str:
    """Python also knows encodings that are none of text, and some that nothing can be read in."""
    try:
        b"A;B\n".decode(name, "replace")
    except (LookupError, ValueError):
        raise Refused(_("There is no such choice.")) from None
    return name


def countries() -> list[tuple[str, str]]:
    return sorted(((option.key, str(option.label)) for option in country_options()), key=lambda pair: pair[1])
