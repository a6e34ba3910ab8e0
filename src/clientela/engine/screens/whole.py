"""Whole numbers in forms and addresses."""

from __future__ import annotations

# As many digits as any version, place or number of days has; more would be a mistake or an attack.
DIGITS = 18


def whole(text: str | None) -> int | None:
    """The number that was sent, None for anything else: superscripts are digits to Python, but no numbers."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= DIGITS else None
