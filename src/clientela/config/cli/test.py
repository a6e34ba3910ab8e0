"""clientela test"""

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from clientela.config.cli._database import fail

commands = typer.Typer()


@dataclass(frozen=True)
class Check:
    name: str
    command: list[str]
    folder: Path


@commands.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def test(
    context: typer.Context,
    arguments: Annotated[
        list[str] | None, typer.Argument(help="Passed to pytest, which then runs alone.")
    ] = None,
) -> None:
    """Run everything that continuous integration runs; with arguments, only pytest with them."""
    root = _working_copy()
    if arguments or context.args:
        wanted = [*(arguments or []), *context.args]
        raise typer.Exit(subprocess.run([sys.executable, "-m", "pytest", *wanted], cwd=root).returncode)
    results = [(check.name, *_run(check)) for check in _checks(root)]
    typer.echo("\nSummary")
    for name, passed, seconds in results:
        typer.echo(f"  {'ok  ' if passed else 'FAIL'} {name} ({seconds:.0f} s)")
    failed = sum(not passed for _name, passed, _seconds in results)
    raise typer.Exit(1 if failed else 0)


def _checks(root: Path) -> list[Check]:
    module = [sys.executable, "-m"]
    checks = [
        Check("ruff check", [*module, "ruff", "check", "."], root),
        Check("ruff format", [*module, "ruff", "format", "--check", "."], root),
        Check("mypy", [*module, "mypy"], root),
        Check("layers", [str(Path(sys.executable).with_name("lint-imports"))], root),
    ]
    ui = root / "src" / "clientela" / "ui"
    if (compiler := ui / "node_modules" / ".bin" / "tsc").exists():
        checks.append(Check("front-end types", [str(compiler), "--noEmit"], ui))
    # Browsers measure time, so they have the machine to themselves, last.
    return [
        *checks,
        Check("pytest", [*module, "pytest", *_spread(), "-m", "not browser"], root),
        Check("pytest in browsers", [*module, "pytest", "-m", "browser"], root),
    ]


def _run(check: Check) -> tuple[bool, float]:
    typer.echo(f"── {check.name}")
    begun = time.monotonic()
    done = subprocess.run(check.command, cwd=check.folder, stdin=subprocess.DEVNULL)
    return done.returncode == 0, time.monotonic() - begun


def _spread() -> list[str]:
    """Two processes when there are two cores; the tests of one file stay together."""
    return ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadfile"] if (os.cpu_count() or 1) > 1 else []


def _working_copy() -> Path:
    root = Path(__file__).resolve().parents[4]
    if not (root / "pyproject.toml").exists() or not (root / "tests").is_dir():
        fail(
            "The tests are not part of the installed package; run ./clientela test in a clone of the sources.",
            2,
        )
    if shutil.which("pytest", path=str(Path(sys.executable).parent)) is None:
        fail("The test tools are missing; run ./clientela test, which installs them.", 2)
    return root
