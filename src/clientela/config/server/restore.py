"""Reading a backup into an empty data folder."""

import shutil
from pathlib import Path

from clientela.config.server import archive, cluster
from clientela.config.server.archive import Tell, Unusable
from clientela.config.server.places import Places


def restore(file: Path, folder: Path, *, tell: Tell) -> None:
    """All or nothing: after a failure the folder is as empty as it was before."""
    if folder.exists() and any(folder.iterdir()):
        raise Unusable(f"{folder} is not empty. Choose a new folder: --data DIR")
    with archive.opened(file) as opened:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        home = Places.of(folder).home
        try:
            archive.unpack_files(opened, folder)
            with cluster.ensure(folder, purpose="restore") as url:
                if not archive.is_empty(url):
                    raise Unusable("The database of DATABASE_URL is not empty. Give it an empty one.")
                archive.unpack_database(opened, folder, url=url, tell=tell)
        except BaseException:
            if home != folder:
                shutil.rmtree(home, ignore_errors=True)
            _empty(folder)
            raise


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
