"""clientela migrate"""

import typer

from clientela.config.cli._database import Folder, connected

commands = typer.Typer()


@commands.command()
def migrate(data: Folder = None) -> None:
    """Bring the database to this version. `serve` does it by itself."""
    with connected(data, purpose="migrate"):
        typer.echo("The database is up to date.")
