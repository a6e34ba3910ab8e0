"""clientela serve"""

from typing import Annotated

import typer

from clientela.config.cli._database import Folder, chosen, fail

commands = typer.Typer()


@commands.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for every network.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8000,
    data: Folder = None,
    demo: Annotated[bool, typer.Option("--demo", help="Load a demo company into an empty system.")] = False,
    workers: Annotated[int, typer.Option(help="Web processes.", min=1, max=64)] = 2,
) -> None:
    """Start the whole system: database, web, background work. Ctrl-C ends it."""
    import os

    from clientela.config.server import cluster, supervisor
    from clientela.config.server.postgres import NotStarted

    shown = "localhost" if host in ("127.0.0.1", "::1") else host
    base_url = os.environ.get("CLIENTELA_BASE_URL") or f"http://{shown}:{port}"
    plan = supervisor.Plan(chosen(data), host, port, workers, base_url.rstrip("/"))
    try:
        supervisor.serve(plan, demo=demo)
    except cluster.Occupied as occupied:
        fail(_occupied(occupied))
    except (supervisor.Failed, NotStarted) as failure:
        fail(str(failure))
    except KeyboardInterrupt:
        supervisor.say("Clientela has ended.")


def _occupied(occupied: Exception) -> str:
    owner = getattr(occupied, "owner", {})
    if owner.get("purpose") == "serve":
        return (
            f"This data folder is already being served at {owner.get('url')}/ by process {owner.get('pid')}."
        )
    return f"{occupied} Try again when it has finished."
