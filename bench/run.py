"""The runs by name, over one seeded folder."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench import analysis, intake, latency, load, people, report, seed
from bench.figures import Figure
from bench.server import Served, serving

MOST_MEMORY, MOST_SECONDS = 600, 5


def folder_for(scale: int, data: Path | None) -> Path:
    return (data or Path(tempfile.gettempdir()) / "clientela-bench" / str(scale)).absolute()


def run(names: list[str], scale: int, data: Path | None, output: Path | None) -> list[Figure]:
    folder = folder_for(scale, data)
    if not seed.is_seeded(folder, scale):
        subprocess.run([sys.executable, "-m", "bench.seed", str(folder), str(scale)], check=True)
    figures: list[Figure] = []
    with serving(folder) as served:
        people.connect(folder, served.database)
        for name in names:
            found = list(RUNS[name](served))
            report.show(f"{name}, {scale:,} people", found)
            figures += found
    report.keep(output or folder / "figures.json", scale, figures)
    return figures


def idle(served: Served) -> Iterator[Figure]:
    """Right after the start, before anybody asked for anything."""
    yield Figure(
        "start until ready", "", f"{served.seconds:.1f} s", served.seconds, most=MOST_SECONDS, unit=" s"
    )
    time.sleep(5)
    memory = served.memory()
    parts = ", ".join(f"{kind} {mb:.0f}" for kind, mb in sorted(memory.items()))
    yield Figure(
        "memory, idle", "", parts, sum(memory.values()), most=MOST_MEMORY, unit=" MB", detail=dict(memory)
    )


def pages(served: Served) -> Iterator[Figure]:
    for who in people.visitors():
        yield from latency.measure(served, who)


def pressed(served: Served) -> Iterator[Figure]:
    yield from load.measure(served, people.visitors()[0])


def tasks(served: Served) -> Iterator[Figure]:
    from bench import ux  # only here: the others need no browser

    yield from ux.measure(served)


RUNS = {
    "idle": idle,
    "latency": pages,
    "load": pressed,
    "import": intake.measure,
    "analysis": analysis.measure,
    "ux": tasks,
}
