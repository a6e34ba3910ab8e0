"""The web processes: `python -m clientela.config.server.web HOST PORT WORKERS`."""

import sys

from granian.constants import Interfaces, Loops
from granian.log import LogLevels
from granian.server import Server


def main(host: str, port: str, workers: str) -> None:
    Server(
        "clientela.config.asgi:app",
        address=host,
        port=int(port),
        interface=Interfaces.ASGI,
        loop=Loops.uvloop,
        workers=int(workers),
        backlog=1024,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        # Open event streams would hold up the end for ever.
        workers_kill_timeout=5,
    ).serve()


if __name__ == "__main__":
    main(*sys.argv[1:])
