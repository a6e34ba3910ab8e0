"""Processor time of running processes, to the nanosecond: what work costs whoever else keeps the machine busy."""

from __future__ import annotations

from pathlib import Path

import psutil

from bench.server import Served, kind


def of_process(pid: int) -> float:
    """Seconds that all threads of a process have run; 0 for one that has ended."""
    total = 0
    for thread in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        try:
            total += int(thread.read_text().split()[0])
        except (OSError, ValueError, IndexError):
            continue
    return total / 1e9


def of_tree(pid: int) -> float:
    """A process and all that it started."""
    top = psutil.Process(pid)
    return sum(of_process(one.pid) for one in (top, *top.children(recursive=True)))


def of_server(served: Served, *, without: int = 0) -> float:
    """Web processes and PostgreSQL together, without one of its backends."""
    children = psutil.Process(served.pid).children(recursive=True)
    return sum(
        of_process(child.pid)
        for child in children
        if child.pid != without and kind(child) in ("web", "PostgreSQL")
    )
