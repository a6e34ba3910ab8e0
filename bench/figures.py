"""What is measured and what it is held against."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One line of the table. `ratio` is to the limit of the same run; `most` (or `least`) is what was promised;
    `work` is the ratio of processor times, which other work on the machine hardly blurs;
    `holds` is false when something else that was promised (clicks, bytes) does not hold."""

    name: str
    who: str
    value: str
    ratio: float | None = None
    most: float | None = None
    least: float | None = None
    unit: str = "×"
    work: float | None = None
    holds: bool = True
    detail: dict[str, Any] = field(default_factory=dict)

    @property
    def is_met(self) -> bool | None:
        if self.ratio is None or (self.most is None and self.least is None):
            return None
        within = self.ratio <= self.most if self.most is not None else self.ratio >= (self.least or 0)
        return within and self.holds

    @property
    def target(self) -> str:
        if self.most is not None:
            return f"≤ {self.most:g}{self.unit}"
        return f"≥ {self.least:g}{self.unit}" if self.least is not None else ""

    @property
    def verdict(self) -> str:
        return {None: "", True: "ok", False: "missed"}[self.is_met]

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "target": self.target, "verdict": self.verdict}


@dataclass(frozen=True)
class Times:
    """Seconds that the same thing took again and again."""

    seconds: Sequence[float]

    @property
    def p50(self) -> float:
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        return sorted(self.seconds)[int(len(self.seconds) * 0.95)]

    def __str__(self) -> str:
        return f"{self.p50 * 1000:.1f} / {self.p95 * 1000:.1f} ms"
