"""clientela bench"""

import json
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from clientela.config.cli._database import Json, fail

commands = typer.Typer()


@commands.command()
def bench(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]…", help="idle, latency, load, import, ux; all by default.")] = None,
    scale: Annotated[int, typer.Option(help="How many people to seed.", min=1_000, max=5_000_000)] = 100_000,
    data: Annotated[Path | None, typer.Option(metavar="DIR", help="Where the seeded system lives; a temporary folder by default.")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write the figures as JSON.")] = None,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Measure the system on seeded records, each figure beside a limit of the same run."""
    if find_spec("bench") is None or find_spec("psutil") is None:
        fail("The benchmarks are part of the sources; run ./clientela bench in a clone of them.", 2)
    from bench import run

    wanted = names or list(run.RUNS)
    if unknown := [name for name in wanted if name not in run.RUNS]:
        fail(f"There is no benchmark “{unknown[0]}”. There are: {', '.join(run.RUNS)}.", 2)
    figures = run.run(wanted, scale, data, output)
    if as_json:
        json.dump([figure.as_json() for figure in figures], sys.stdout, ensure_ascii=False, indent=1)
