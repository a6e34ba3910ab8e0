"""The tables: on a terminal, and as JSON for whoever compares runs."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.figures import Figure

COLOURS = {"ok": "green", "missed": "red"}


def show(title: str, figures: Sequence[Figure]) -> None:
    table = Table(title=title, title_justify="left", title_style="bold")
    for name in ("what", "who", "measured", "ratio", "work", "target", ""):
        table.add_column(name, justify="right" if name in ("measured", "ratio", "work", "target") else "left")
    for one in figures:
        colour = COLOURS.get(one.verdict, "")
        verdict = f"[{colour}]{one.verdict}[/]" if colour else ""
        table.add_row(
            one.name,
            one.who,
            one.value,
            _ratio(one.ratio, one.unit),
            _ratio(one.work, one.unit),
            one.target,
            verdict,
        )
    Console(width=120).print(table)


def _ratio(ratio: float | None, unit: str) -> str:
    if ratio is None:
        return ""
    return f"{ratio:.0f}{unit}" if ratio >= 10 else f"{ratio:.1f}{unit}"


def keep(file: Path, scale: int, figures: Sequence[Figure]) -> None:
    """As JSON, or as a table for the documentation when the file's name ends in .md."""
    if file.suffix == ".md":
        file.write_text(_markdown(figures), encoding="utf-8")
        return
    written = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "scale": scale,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "figures": [figure.as_json() for figure in figures],
    }
    file.write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _markdown(figures: Sequence[Figure]) -> str:
    rows = [
        (
            one.name,
            one.who,
            one.value,
            _ratio(one.ratio, one.unit),
            _ratio(one.work, one.unit),
            one.target,
            one.verdict,
        )
        for one in figures
    ]
    head = ("what", "who", "measured", "ratio", "work", "target", "")
    return "".join(f"| {' | '.join(row)} |\n" for row in (head, ("---",) * len(head), *rows))
