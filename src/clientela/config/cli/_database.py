"""What most commands need first: the data folder, its database running, Django set up."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer

Folder = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help="The data folder (CLIENTELA_DATA, else ./data)."),
]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


def fail(sentence: str, status: int = 1) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(status)


def tell(sentence: str) -> None:
    """Progress, for a person who watches; quiet in a pipe."""
    if sys.stderr.isatty():
        typer.echo(sentence, err=True)


def chosen(folder: Path | None) -> Path:
    """The data folder of this run, also for everything that reads the settings later."""
    from clientela.config import data_folder

    if folder is not None:
        os.environ["CLIENTELA_DATA"] = str(folder.absolute())
    return data_folder.path()


@contextmanager
def connected(folder: Path | None, *, purpose: str) -> Iterator[Path]:
    """A running, migrated database behind Django, for the length of one command."""
    from clientela.config import data_folder
    from clientela.config.server import cluster, prepare
    from clientela.config.server.postgres import NotStarted

    place = chosen(folder)
    try:
        with cluster.ensure(place, purpose=purpose) as url:
            os.environ["DATABASE_URL"] = url
            os.environ["CLIENTELA_SECRET_KEY"] = data_folder.secret_key(place)
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clientela.config.settings")
            import django

            django.setup()
            prepare.migrate()
            try:
                yield place
            finally:
                _let_go()
    except (cluster.Occupied, NotStarted) as refusal:
        fail(str(refusal))


@contextmanager
def answering() -> Iterator[None]:
    """What a command of the engine refuses, as a sentence and an exit status."""
    from clientela.engine.errors import Denied, Invalid, NotFound, Refused

    try:
        yield
    except Invalid as invalid:
        fail(
            "\n".join(
                f"{key or 'record'}: {message}" for key, many in invalid.errors.items() for message in many
            )
        )
    except (Refused, Denied, NotFound) as refusal:
        fail(str(refusal))


def _let_go() -> None:
    # The pool's threads would keep talking to a server that is about to stop.
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's own, not in the stubs
