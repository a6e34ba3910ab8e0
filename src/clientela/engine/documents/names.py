"""Names of files, as they may be shown and sent."""

from __future__ import annotations

import unicodedata

LONGEST = 200
FORBIDDEN = set('/\\:*?"<>|')


def safe(name: str) -> str:
    """A name without folders, control characters, or marks that make it read otherwise than it is."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join("_" if c in FORBIDDEN else c for c in last if unicodedata.category(c)[0] != "C")
    kept = " ".join(kept.split()).lstrip(".") or "file"
    if len(kept) <= LONGEST:
        return kept
    stem, dot, suffix = kept.rpartition(".")
    return f"{stem[: LONGEST - len(suffix) - 1]}{dot}{suffix}" if dot and len(suffix) < 12 else kept[:LONGEST]
