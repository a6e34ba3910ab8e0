"""Child processes that never outlive this one, not even after `kill -9`."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def spawn(
    command: Sequence[str | Path], *, last_signal: signal.Signals, **options: Any
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own (a terminal's Ctrl-C reaches only us; we stop it in order).

    The kernel sends `last_signal` when the *thread* that started it ends: call this from the main thread.
    """
    return subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_die_with(os.getpid(), last_signal),
        **options,
    )


def stop(child: subprocess.Popen[bytes], *, politely: signal.Signals, patience: float) -> None:
    """Ask, wait, then kill. Reaps the child, so that its pid does not linger as a zombie."""
    if child.poll() is None:
        child.send_signal(politely)
        try:
            child.wait(patience)
        except subprocess.TimeoutExpired:
            child.kill()
    child.wait()


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def end_with_parent() -> None:
    """For a child that somebody else's code started: end when that one ends, however it ends."""
    if _LIBC is not None:
        _LIBC.prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM))


def _die_with(parent: int, last_signal: signal.Signals) -> Callable[[], None] | None:
    if _LIBC is None:
        return None
    libc = _LIBC

    def arrange() -> None:
        # Runs between fork and exec, after setuid, which would clear it.
        libc.prctl(PR_SET_PDEATHSIG, int(last_signal))
        if os.getppid() != parent:
            os._exit(1)

    return arrange
