"""clientela export"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clientela.config.cli._database import Folder, answering, connected, fail
from clientela.config.cli.imports import actor_named

if TYPE_CHECKING:
    from clientela.engine.access.actor import Actor

commands = typer.Typer()


@commands.command()
def export(
    entity: Annotated[str, typer.Argument(help="What to export: companies, people, deals …")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="A .csv or .xlsx file.")],
    filters: Annotated[
        list[str] | None,
        typer.Option(
            "--filter",
            metavar="CONDITION",
            help="As in a list's address: amount__gte=1000; several must all hold.",
        ),
    ] = None,
    columns: Annotated[str, typer.Option(help="all, or shown as in the list.")] = "all",
    by: Annotated[
        str, typer.Option("--by", metavar="EMAIL", help="What this person may see; everything by default.")
    ] = "",
    data: Folder = None,
) -> None:
    """Write records to a file, one line each, in bounded memory."""
    form = output.suffix.removeprefix(".").lower()
    if form not in ("csv", "xlsx") or columns not in ("all", "shown"):
        fail("Give a file that ends in .csv or .xlsx, and --columns all or shown.", 2)
    with connected(data, purpose="export"), answering():
        _write(actor_named(by), entity, output, form, "&".join(filters or ()), all_fields=columns == "all")


def _write(actor: Actor, name: str, output: Path, form: str, query: str, *, all_fields: bool) -> None:
    from clientela.engine.access import gate
    from clientela.engine.entities import registry, shape
    from clientela.engine.imports import mapping
    from clientela.engine.screens import export as exporting
    from clientela.engine.screens import lines, listing

    shape.refresh()
    entity = registry.get(mapping.entity_named(name))
    gate.require(actor, entity.model, to="export")
    shown = listing.of_query(actor, entity, query)
    if shown.problem is not None:
        fail(str(shown.problem), 2)
    heads = lines.headings(shown, all_fields=all_fields)
    content = exporting.WRITERS[form](lines.values_of(shown, lines.rows_of(shown, None), heads), heads)
    # Written beside and put in place when it is whole: a file that is there is never half of an export.
    beside = output.with_name(f".{output.name}.part")
    with beside.open("wb") as file:
        file.writelines(content)
    beside.replace(output)
