"""The data folder: everything a company owns that is not in a table, private to its owner."""

import os
import secrets
from pathlib import Path


def path() -> Path:
    return Path(os.environ.get("CLIENTELA_DATA") or "data").absolute()


def create(folder: Path) -> None:
    """Make the folder (mode 0700) and the secret key that signs its sessions, once."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / "files").mkdir(mode=0o700, exist_ok=True)
    _create_secret_key(folder / "secret-key")


def secret_key(folder: Path) -> str:
    """The signing key, or "" when the folder has none yet: importing settings must not write files."""
    if from_environment := os.environ.get("CLIENTELA_SECRET_KEY"):
        return from_environment
    try:
        return (folder / "secret-key").read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""


def _create_secret_key(file: Path) -> None:
    # Written aside and linked into place: two processes that start together agree on one key,
    # and a crash in between never leaves an empty one.
    if file.exists():
        return
    draft = file.with_name(f"secret-key.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(48) + "\n")
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
