"""What is drawn on a map: circles of towns, steps of colour, and which part of the world is shown."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from clientela.engine.fields import formats
from clientela.engine.places.lookup import Town
from clientela.engine.places.projection import HEIGHT, WIDTH, project

STEPS = 5
# Circles in pixels; of the part shown at least so much, so that one town does not fill the page.
SMALLEST, BIGGEST = 5.0, 20.0
NARROWEST = 700.0
RATIO = 0.6
PIXELS = 900


@dataclass(frozen=True)
class Box:
    """A part of the map, in its units."""

    x: float
    y: float
    width: float
    height: float

    @property
    def scale(self) -> float:
        """Units for a pixel, before the page knows its own width."""
        return round(self.width / PIXELS, 4)

    def __str__(self) -> str:
        return f"{self.x:.0f} {self.y:.0f} {self.width:.0f} {self.height:.0f}"


@dataclass(frozen=True)
class Point:
    """A circle: where, how big (pixels), what it says and opens; `kind` colours it."""

    x: float
    y: float
    radius: float
    n: int
    said: str
    href: str
    where: str = ""
    kind: int = 0


WHOLE = Box(0, 0, WIDTH, HEIGHT)


def point(
    town: Town, value: Decimal, most: Decimal, *, n: int, said: str, href: str, where: str = "", kind: int = 0
) -> Point:
    """A circle whose area follows the value."""
    x, y = project(town.latitude, town.longitude)
    share = math.sqrt(max(float(value), 0) / float(most)) if most > 0 else 0
    radius = SMALLEST + (BIGGEST - SMALLEST) * share
    return Point(round(x, 1), round(y, 1), round(radius, 1), n, said, href, where, kind)


def box(points: Sequence[tuple[float, float]]) -> Box:
    """The part that holds all points with some room around, the whole world for none."""
    if not points:
        return WHOLE
    left, right = min(x for x, _y in points), max(x for x, _y in points)
    top, bottom = min(y for _x, y in points), max(y for _x, y in points)
    width = max((right - left) * 1.25, (bottom - top) * 1.25 / RATIO, NARROWEST)
    height = width * RATIO
    return Box((left + right - width) / 2, (top + bottom - height) / 2, width, height)


def steps(values: Sequence[Decimal]) -> list[tuple[Decimal, Decimal]]:
    """The least and most of each step of colour; about as many values in each, equal ones together."""
    known = sorted({value for value in values if value > 0})
    count = min(STEPS, len(known))
    edges = [round(at * len(known) / count) for at in range(count + 1)] if count else []
    return [(known[low], known[high - 1]) for low, high in itertools.pairwise(edges)]


def level(value: Decimal, found: Sequence[tuple[Decimal, Decimal]]) -> int:
    """Which step a value is in, counted so that the highest is always STEPS; 0 for nothing."""
    at = next((at for at, (low, high) in enumerate(found) if low <= value <= high), -1)
    return at + 1 + STEPS - len(found) if at >= 0 else 0


def step_label(low: Decimal, high: Decimal, currency: str) -> str:
    texts = [
        formats.money(one, currency, compact=True) if currency else formats.number(one) for one in (low, high)
    ]
    return texts[0] if low == high else f"{texts[0]} – {texts[1]}"
