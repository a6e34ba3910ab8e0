"""The house rules, each a small function that reads one file and names what breaks the rule.

tests/test_house_rules.py asks every rule of every file it is about, and of a planted sin, which it must find.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "clientela"
BUILT = {"node_modules", "static", "__pycache__"}


@dataclass(frozen=True)
class Rule:
    """`find(path, text)` names the sins of a file: `path` relative to the project, in POSIX form.

    `sins` are planted ones, by the path they stand at; `exempt` says of files (or path:name) why they may.
    """

    name: str
    find: Callable[[str, str], Iterable[str]]
    files: Callable[[], Iterator[Path]]
    sins: Mapping[str, str]
    exempt: Mapping[str, str] = field(default_factory=dict)

    def broken(self) -> list[str]:
        """Every sin in the project, as path:what."""
        found = []
        for file in self.files():
            path = file.relative_to(ROOT).as_posix()
            if path not in self.exempt:
                sins = (f"{path}:{sin}" for sin in self.find(path, file.read_text(encoding="utf-8")))
                found += [sin for sin in sins if sin not in self.exempt]
        return found

    def idle_exemptions(self) -> list[str]:
        """Exemptions that nothing needs any more."""
        files = {file.relative_to(ROOT).as_posix(): file for file in self.files()}
        idle = []
        for name in self.exempt:
            path = name.partition(":")[0]
            sins = list(self.find(path, files[path].read_text(encoding="utf-8"))) if path in files else []
            if not (name in {f"{path}:{sin}" for sin in sins} if ":" in name else sins):
                idle.append(name)
        return idle


def _under(folder: Path, pattern: str) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob(pattern)) if not BUILT & set(path.parts))


def python() -> Iterator[Path]:
    """The product's own modules."""
    return (
        path
        for path in _under(PACKAGE, "*.py")
        if "tests" not in path.parts and "migrations" not in path.parts
    )


def all_python() -> Iterator[Path]:
    """With the tests and benchmarks, without migrations, which Django writes."""
    for folder in (PACKAGE, ROOT / "tests", ROOT / "bench"):
        yield from (path for path in _under(folder, "*.py") if "migrations" not in path.parts)


def migrations() -> Iterator[Path]:
    return (path for path in _under(PACKAGE, "*.py") if "migrations" in path.parts)


def templates() -> Iterator[Path]:
    return (path for path in _under(PACKAGE, "*.html") if "templates" in path.parts)


def spoken() -> Iterator[Path]:
    """What people read; the style page shows parts with sample words to whoever builds pages."""
    return (
        path
        for path in templates()
        if not path.name.startswith("components.") and path.parent.name != "components"
    )


def islands() -> Iterator[Path]:
    return _under(PACKAGE, "*.ts")
