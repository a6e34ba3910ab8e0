"""Records in JSON as Salesforce writes them, as a table: answers of its REST API (query, composite, collections) and
sObject trees, and any plain list of objects.

Records of one type are one sheet. A record that a lookup holds becomes columns (“Account.Name”); child records become
rows of their own type that point at their parent. `referenceId` of a tree stands for the id that is not there yet.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import orjson

from .problems import Notices, Unreadable, gettext_noop
from .sources import Source
from .tables import Row, Table

MAX_SIZE = 200_000_000
_HEAD = re.compile(
    rb'\s*(?:\{\s*"(?:records|totalSize|done|allOrNone|compositeRe\w+|attributes)"|\[\s*\{\s*"attributes")'
)
_REFERENCE = re.compile(r"@(?:\{(\w+)\.id\}|(\w+))", re.IGNORECASE)
_LOOKUP = ("Id", "__c")
Flat = dict[str, str]


def is_json(head: bytes, name: str) -> bool:
    bare = head.removeprefix(b"\xef\xbb\xbf")
    named = name.casefold().removesuffix(".gz").endswith(".json")
    return bool(_HEAD.match(bare)) or (named and bare.lstrip()[:1] in (b"{", b"["))


def open_records(source: Source, *, sheet: str | None = None) -> Table:
    """See `open_table`. Rows are numbered as the records stand in the file, from 1."""
    records = _records(source)
    counts = Counter(kind for kind, _fields in records)
    chosen = sheet if sheet in counts else next(iter(counts))
    columns = list(dict.fromkeys(key for kind, fields in records if kind == chosen for key in fields))
    if not columns:
        raise Unreadable(_NOTHING, file=source.name)
    opening = Notices()
    others = [f"{kind} ({count})" for kind, count in counts.items() if kind != chosen]
    if others:
        opening.add(
            "sheet",
            gettext_noop("The file also holds %(others)s; import it once more for each."),
            1,
            others=", ".join(others),
        )

    def read(notices: Notices) -> Iterator[Row]:
        for number, (kind, fields) in enumerate(_records(source), 1):
            if kind == chosen:
                yield Row(number, [fields.get(column, "") for column in columns])

    kinds = [kind for kind in counts if kind]
    return Table(source.name, "json", columns, True, read, opening, sheets=kinds, sheet=chosen or None)


_NOTHING = gettext_noop("“%(file)s” holds no list of records. Export records as JSON, or as CSV or XLSX.")


def _records(source: Source) -> list[tuple[str, Flat]]:
    with source.unpacked() as stream:
        content = stream.read(MAX_SIZE + 1)
    if len(content) > MAX_SIZE:
        raise Unreadable(
            gettext_noop(
                "“%(file)s” is longer than %(size)s MB. Export it as CSV, which may be of any length."
            ),
            file=source.name,
            size=MAX_SIZE // 1_000_000,
        )
    try:
        document = orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise Unreadable(
            gettext_noop("“%(file)s” is not valid JSON: line %(row)s, column %(column)s. Export it again."),
            file=source.name,
            row=error.lineno,
            column=error.colno,
        ) from error
    found = [each for record in _listed(document) for each in _rows(record)]
    if not found:
        raise Unreadable(_NOTHING, file=source.name)
    return found


def _listed(document: Any) -> Iterator[dict[str, Any]]:
    """The records of any of the documents."""
    if isinstance(document, list):
        for each in document:
            yield from [each] if isinstance(each, dict) and "records" not in each else _listed(each)
    elif isinstance(document, dict):
        requests = document.get("compositeRequest") or document.get("compositeResponse")
        if isinstance(requests, list):
            for each in requests:
                yield from _composed(each)
        elif isinstance(document.get("records"), list):
            yield from _listed(document["records"])
        elif "attributes" in document:
            yield document


def _composed(step: Any) -> Iterator[dict[str, Any]]:
    """What one step of a composite sends or got: its record names its type only in the address."""
    body = step.get("body") if isinstance(step, dict) else None
    if not isinstance(body, dict) or "records" in body or "attributes" in body:
        yield from _listed(body)
        return
    kind = re.search(r"/sobjects/(\w+)", str(step.get("url", "")))
    if kind:
        yield {"attributes": {"type": kind[1], "referenceId": step.get("referenceId")}, **body}


def _rows(record: dict[str, Any], parent: tuple[str, str] = ("", "")) -> Iterator[tuple[str, Flat]]:
    """A record and its children, each with its type."""
    about = record.get("attributes")
    about = about if isinstance(about, dict) else {}
    kind, key = str(about.get("type") or ""), _id(record, about)
    fields: Flat = {"Id": key} if key else {}
    if parent[1]:
        fields[parent[0]] = parent[1]
    children = []
    for name, value in record.items():
        if isinstance(value, dict) and isinstance(value.get("records"), list):
            children += [each for each in value["records"] if isinstance(each, dict)]
        elif name != "attributes":
            fields.update(_flat(name, value))
    yield kind, fields
    column = f"{kind.removesuffix('__c')}__c" if kind.endswith("__c") else f"{kind}Id"
    for child in children:
        yield from _rows(child, (column, key))


def _id(record: dict[str, Any], about: dict[str, Any]) -> str:
    from_address = str(about.get("url") or "").rpartition("/")[2]
    return str(record.get("Id") or about.get("referenceId") or from_address)


def _flat(name: str, value: Any) -> Flat:
    if isinstance(value, dict):
        return {
            key: text
            for inner, each in value.items()
            if inner != "attributes"
            for key, text in _flat(f"{name}.{inner}", each).items()
        }
    return {name: _text(name, value)}


def _text(name: str, value: Any) -> str:
    if isinstance(value, str):
        reference = _REFERENCE.fullmatch(value) if name.endswith(_LOOKUP) else None
        return (reference[1] or reference[2]) if reference else value
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    if isinstance(value, list):
        return ", ".join(each if isinstance(each, str) else orjson.dumps(each).decode() for each in value)
    return str(value)
