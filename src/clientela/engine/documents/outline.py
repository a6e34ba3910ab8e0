"""The names that a template can use, with an example of each, read off real values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

LONGEST = 60


@dataclass(frozen=True)
class Name:
    """How it is written in a template, and what it holds on the record of the preview."""

    path: str
    example: str


def of(values: Mapping[str, Any], before: str = "") -> list[Name]:
    return list(_names(values, before))


def _names(values: Mapping[str, Any], before: str) -> Iterator[Name]:
    for key, value in values.items():
        path = f"{before}{key}"
        if isinstance(value, Mapping):
            yield from _names(value, f"{path}.")
        elif isinstance(value, (list, tuple)):
            yield Name(f"{path}[]", str(len(value)))
            if value and isinstance(value[0], Mapping):
                yield from _names(value[0], f"{path}[].")
        else:
            yield Name(path, " ".join(str(value).split())[:LONGEST])
