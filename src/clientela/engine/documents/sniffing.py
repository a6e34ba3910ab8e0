"""What a file is, by what is in it; what it is called and what the sender says are not believed."""

from __future__ import annotations

import filetype

UNKNOWN = "application/octet-stream"
LOOKED_AT = 64 * 1024
MARKS = ((b"%PDF-", "application/pdf"), (b"{\\rtf", "application/rtf"))


def media_type(data: bytes) -> str:
    """A media type; text only where all of it reads as text."""
    for mark, kind in MARKS:
        if data[:1024].lstrip().startswith(mark):
            return kind
    guess = filetype.guess_mime(data[:LOOKED_AT])  # type: ignore[no-untyped-call]  # has no types
    if guess:
        return str(guess)
    return "text/plain" if _is_text(data) else UNKNOWN


def _is_text(data: bytes) -> bool:
    if not data or b"\0" in data:
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
