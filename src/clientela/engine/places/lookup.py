"""Coordinates of a town by its name, in whatever script it is written, and country."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from importlib import resources
from io import BytesIO
from zipfile import ZipFile

from anyascii import anyascii

CREDIT = "Natural Earth · GeoNames (CC BY 4.0)"
_NOT_A_LETTER = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True)
class Town:
    """A town of the list: its name there, and where it lies in degrees (north and east positive)."""

    name: str
    latitude: float
    longitude: float


def folded(name: str) -> str:
    """A name as it is compared: in Latin letters, without marks, spaces and case: Łódź and lodz, 臺北 and 台北."""
    return _NOT_A_LETTER.sub("", anyascii(name).casefold())


def town(country: str, name: str) -> Town | None:
    """The biggest town of this country (ISO 3166, two letters) that is called so, in any language; None if unknown."""
    return _towns(country).get(folded(name)) if re.fullmatch(r"[A-Z]{2}", country) else None


@functools.lru_cache(maxsize=64)
def _towns(country: str) -> dict[str, Town]:
    with ZipFile(BytesIO(resources.files(__package__).joinpath("towns.zip").read_bytes())) as archive:
        if country not in archive.namelist():
            return {}
        text = archive.read(country).decode()
    found: dict[str, Town] = {}
    for line in text.splitlines():
        name, latitude, longitude, keys = line.split("\t")
        here = Town(name, float(latitude), float(longitude))
        for key in (folded(name), *keys.split()):
            found.setdefault(key, here)
    return found
