"""Runs one import in a process of its own, slowly enough to be killed: python -m tests.faults.importing ID."""

from __future__ import annotations

import sys
import time
import uuid

import django


def main() -> None:
    django.setup()
    from clientela.engine.access.actor import SYSTEM
    from clientela.engine.imports import run

    run.CHUNK = 200
    run.run(SYSTEM, uuid.UUID(sys.argv[1]), tell=lambda _progress: time.sleep(0.02))


if __name__ == "__main__":
    main()
