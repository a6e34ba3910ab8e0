"""The Equal Earth projection (Šavrič, Patterson, Jenny 2018), in the units of the map: x 0 … 10000 from west to east.

The outlines of countries are put through the same formula when the front end is built (ui/world.mjs).
"""

from __future__ import annotations

import math

A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
M = math.sqrt(3) / 2
WIDTH = 10_000
_SCALE = WIDTH / (2 * math.pi / (M * A1))
_POLE = math.asin(M)


def _raw_y(theta: float) -> float:
    t2 = theta * theta
    t6 = t2**3
    return theta * (A1 + A2 * t2 + t6 * (A3 + A4 * t2))


HEIGHT = round(2 * _raw_y(_POLE) * _SCALE)


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Degrees to x and y (downwards) on the map."""
    theta = math.asin(M * math.sin(math.radians(latitude)))
    t2 = theta * theta
    t6 = t2**3
    slope = A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2)
    x = math.radians(longitude) * math.cos(theta) / (M * slope)
    return WIDTH / 2 + x * _SCALE, HEIGHT / 2 - _raw_y(theta) * _SCALE
