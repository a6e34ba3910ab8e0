"""clientela backup, clientela restore"""

import json
from pathlib import Path
from typing import Annotated

import typer

from clientela.config.cli._database import Folder, Json, chosen, fail, tell

commands = typer.Typer()


@commands.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The file to write. It will hold secrets: keep it private.")],
    data: Folder = None,
    as_json: Json = False,
) -> None:
    """Write everything into one file, while people work."""
    from clientela.config.server import archive, cluster
    from clientela.config.server.postgres import NotStarted

    folder = chosen(data)
    if not folder.is_dir():
        fail(f"There is no data folder {folder}.")
    if not file.absolute().parent.is_dir():
        fail(f"There is no folder {file.absolute().parent}.")
    try:
        with cluster.ensure(folder, purpose="backup") as url:
            size = archive.write(file, folder=folder, url=url, tell=tell)
    except (archive.Unusable, cluster.Occupied, NotStarted) as failure:
        fail(str(failure))
    if as_json:
        typer.echo(json.dumps({"file": str(file), "bytes": size}))
    else:
        typer.echo(f"Wrote {file} ({size / 2**20:.1f} MB).")


@commands.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file written by `clientela backup`.")],
    data: Folder = None,
    as_json: Json = False,
) -> None:
    """Read a backup into an empty data folder (or, with DATABASE_URL, into an empty database)."""
    from clientela.config.server import archive, cluster
    from clientela.config.server.postgres import NotStarted
    from clientela.config.server.restore import restore as read

    folder = chosen(data)
    try:
        read(file, folder, tell=tell)
    except (archive.Unusable, cluster.Occupied, NotStarted) as failure:
        fail(str(failure))
    typer.echo(
        json.dumps({"data": str(folder)}) if as_json else f"Restored into {folder}. Start it: clientela serve"
    )
