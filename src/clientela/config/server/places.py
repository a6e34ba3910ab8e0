"""Where the embedded PostgreSQL of a data folder lives, which system user owns it, how it is reached."""

import os
import pwd
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

SERVICE_USER = "clientela"
SHARED = Path("/var/lib/clientela")
ROLE = DATABASE = "clientela"
# sun_path holds 108 bytes with its closing zero, of which PostgreSQL's own file name takes a part.
SOCKET_LIMIT = 107 - len("/.s.PGSQL.5432")


@dataclass(frozen=True)
class Places:
    """`data` is the company's folder; `home` holds the cluster: the same folder, or one under /var/lib.

    PostgreSQL refuses to run as root. Started by root it runs as a service user, who cannot enter a
    folder below, say, /root: then the cluster lives in /var/lib/clientela and the data folder links there.
    """

    data: Path
    home: Path
    sockets: Path
    user: str

    @classmethod
    def of(cls, data: Path) -> "Places":
        data = data.resolve()
        home = _home(data)
        return cls(data, home, _sockets(home), _owner(home))

    @property
    def cluster(self) -> Path:
        return self.home / "postgres"

    @property
    def url(self) -> str:
        return self.url_as(ROLE, DATABASE)

    def url_as(self, role: str, database: str) -> str:
        return f"postgresql://{role}@/{database}?host={quote(str(self.sockets), safe='')}"


def is_root() -> bool:
    return os.geteuid() == 0


def is_reachable(folder: Path) -> bool:
    """Whether any user may walk down to this folder (what is in it is another question)."""
    return all(parent.stat().st_mode & 0o001 for parent in folder.parents if parent.exists())


def short_name(path: Path) -> str:
    return sha256(os.fsencode(path)).hexdigest()[:12]


def _home(data: Path) -> Path:
    cluster = data / "postgres"
    if cluster.is_symlink():
        return cluster.readlink().parent
    if cluster.exists() or not is_root() or is_reachable(data):
        return data
    return SHARED / short_name(data)


def _owner(home: Path) -> str:
    if not is_root():
        return pwd.getpwuid(os.geteuid()).pw_name
    try:
        owner = pwd.getpwuid((home / "postgres").stat().st_uid).pw_name
    except (FileNotFoundError, KeyError):
        return SERVICE_USER
    return SERVICE_USER if owner == "root" else owner


def _sockets(home: Path) -> Path:
    inside = home / "run"
    # A comma separates hosts in a connection string, whatever the quoting.
    if len(os.fsencode(inside)) <= SOCKET_LIMIT and "," not in str(inside):
        return inside
    runtime = Path("/run" if is_root() else f"/run/user/{os.geteuid()}")
    parent = runtime if os.access(runtime, os.W_OK) else Path("/tmp")  # noqa: S108 (its owner is checked before use)
    return parent / f"clientela-{os.geteuid()}-{short_name(home)}"
