"""DATABASE_URL and CLIENTELA_REPLICA_URL as Django connections; by default the embedded PostgreSQL."""

import os
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from clientela.config.server.places import Places

# Four request threads and eight of the bridge, two for live updates, and some air.
POOL_SIZE = 16
# Seconds that a request waits for a connection. The pool's own attempts end then too and begin anew with the
# next request: left alone they come ever more rarely, and it would miss a PostgreSQL that is back for as long
# again as it was away.
PATIENCE = 10
# A statement of a hot cursor is planned for good at this use of it on one connection.
PREPARED_AFTER = 2


def is_embedded() -> bool:
    return not os.environ.get("DATABASE_URL")


def _may_prepare() -> bool:
    """Some poolers between us and PostgreSQL give every transaction another connection and know of no statements."""
    return os.environ.get("CLIENTELA_PREPARE", "1") != "0"


def url(folder: Path) -> str:
    return os.environ.get("DATABASE_URL") or Places.of(folder).url


def connections(folder: Path) -> dict[str, dict[str, Any]]:
    found = {"default": connection(url(folder))}
    if replica := os.environ.get("CLIENTELA_REPLICA_URL"):
        found["replica"] = reading(replica) | {"TEST": {"MIRROR": "default"}}
    return found


def reading(address: str) -> dict[str, Any]:
    """A replica, asked now and then for something big: without a pool, so that one that is away costs nobody a wait."""
    found = connection(address)
    found["OPTIONS"].pop("pool")
    given = found["OPTIONS"].get("options", "")
    found["OPTIONS"] |= {
        "connect_timeout": 2,
        "options": f"{given} -c default_transaction_read_only=on".strip(),
    }
    return found


def connection(address: str) -> dict[str, Any]:
    options = {key: value for key, value in conninfo_to_dict(address).items() if value is not None}
    known = {django: str(options.pop(libpq, "")) for libpq, django in _NAMES.items()}
    # Connections are pooled by psycopg, so Django must not keep them too; the health check turns a
    # restarted PostgreSQL into a reconnection where it would be one error per stale connection.
    return known | {
        "ENGINE": "clientela.engine.postgresql",
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options
        | {
            "pool": {
                "min_size": 1,
                "max_size": POOL_SIZE,
                "timeout": PATIENCE,
                "reconnect_timeout": PATIENCE,
            },
            "prepare_threshold": PREPARED_AFTER if _may_prepare() else None,
        },
    }


_NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
