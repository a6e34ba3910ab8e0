"""Ready-made processes, a TOML file each in library/."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from clientela.domains.deals.processes import document
from clientela.domains.deals.processes.document import Process
from clientela.engine.errors import NotFound

FOLDER = Path(__file__).with_name("library")


@dataclass(frozen=True)
class ReadyMade:
    """A process of the library: for whom it is, and what it holds. Its reasons are labels, not yet options."""

    key: str
    icon: str
    about: str
    process: Process

    @property
    def name(self) -> str:
        return _(self.process.name)


@functools.cache
def every() -> tuple[ReadyMade, ...]:
    return tuple(_read(path) for path in sorted(FOLDER.glob("*.toml")))


def get(key: str) -> ReadyMade:
    """Raises NotFound."""
    for one in every():
        if one.key == key:
            return one
    raise NotFound(f"process {key[:60]}")


def _read(path: Path) -> ReadyMade:
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    return ReadyMade(path.stem, content["icon"], content["about"], document.from_json(content))
