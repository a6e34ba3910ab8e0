"""Folders for test systems. As root, a test below a closed folder leaves things elsewhere: they go too."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clientela.config.server.places import Places


@contextmanager
def data_folder(name: str = "data", *, closed: bool = False) -> Iterator[Path]:
    """A path for a data folder. `closed` puts it below a folder that only this user may enter."""
    above = Path(tempfile.mkdtemp(prefix="clientela-place-"))
    above.chmod(0o700 if closed else 0o755)
    folder = above / name
    try:
        yield folder
    finally:
        home = Places.of(folder).home
        shutil.rmtree(above)
        if home != folder:
            shutil.rmtree(home, ignore_errors=True)
