"""Which encoding a file is written in, from its first bytes.

Marks and structure first (byte order mark, zero bytes, well-formed UTF-8): these decide almost every file and
cannot be wrong by much. What is left is a legacy code page, where every byte string is "valid" in several; then
each candidate is judged by the words it yields: letters of one language by their rank of frequency, cases that
follow each other as cases do, no symbols inside words. charset-normalizer gets 12 of our 14 measured files (it
reads ISO-8859-2 and cp1252 as cp1250); it is asked only when no language fits.
"""

import codecs
import re
from typing import NamedTuple

from .encoding_east import judge_east_asian
from .encoding_words import judge_single_byte

SAMPLE = 256 * 1024


class Encoding(NamedTuple):
    """`name` is a Python codec without byte order mark; the first `mark` bytes are the mark. Confidence 0–1."""

    name: str
    confidence: float
    mark: int = 0


_MARKS = (
    (codecs.BOM_UTF8, "utf_8"),
    (codecs.BOM_UTF32_LE, "utf_32_le"),
    (codecs.BOM_UTF32_BE, "utf_32_be"),
    (codecs.BOM_UTF16_LE, "utf_16_le"),
    (codecs.BOM_UTF16_BE, "utf_16_be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)


def detect(sample: bytes) -> Encoding:
    """The encoding of a text file, from up to the first 256 kB. Never fails: the last resort is cp1252 at 0.1."""
    sample = sample[:SAMPLE]
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return _utf32_after_short_mark(sample) or Encoding(name, 1.0, len(mark))
    return _wide(sample) or _ascii_or_utf8(sample) or _legacy(sample)


def _utf32_after_short_mark(sample: bytes) -> Encoding | None:
    """Some writers put the two bytes FE FF before UTF-32 of either order (Salesforce Data Loader's own files)."""
    if sample[:2] not in (codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE) or sample[:4] == codecs.BOM_UTF32_LE:
        return None
    for name in ("utf_32_le", "utf_32_be"):
        if len(sample) > 2 and _wide_score(sample[2:], name, 4) >= 0.8:
            return Encoding(name, 0.9, 2)
    return None


def _wide(sample: bytes) -> Encoding | None:
    """UTF-16 and UTF-32 without a mark: line ends, delimiters and digits leave zero bytes on one side."""
    zeros = sample.count(0)
    if zeros < 2 or zeros * 50 < len(sample):
        return None
    sizes = {
        "utf_32_le": 4, "utf_32_be": 4, "utf_16_le": 2, "utf_16_be": 2,
    }  # fmt: skip
    scored = [(_wide_score(sample, name, size), name) for name, size in sizes.items()]
    score, name = max(scored)
    return Encoding(name, round(score, 2)) if score >= 0.8 else None


def _wide_score(sample: bytes, name: str, size: int) -> float:
    whole = sample[: len(sample) - len(sample) % size]
    try:
        text = _decode(whole, name)
    except UnicodeDecodeError:
        return 0.0
    odd = sum(1 for char in text if not (char.isprintable() or char in "\r\n\t\ufeff\u3000\xa0"))
    ends = text.count("\n") + text.count("\r") + sum(map(text.count, ",;\t "))
    return (1 - 5 * odd / len(text)) * (1.0 if ends else 0.5) if text else 0.0


def _ascii_or_utf8(sample: bytes) -> Encoding | None:
    if sample.isascii():
        if b"\x1b$" in sample:  # ISO-2022-JP writes Japanese in seven bits between escape sequences
            return Encoding("iso2022_jp", 0.9)
        return Encoding("utf_8", 1.0)
    try:
        _decode(sample, "utf_8")
    except UnicodeDecodeError:
        return _damaged_utf8(sample)
    return Encoding("utf_8", 0.99)


_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH_BYTES = re.compile(rb"[\x80-\xff]")


def _damaged_utf8(sample: bytes) -> Encoding | None:
    """A few bad bytes in a UTF-8 file (rows pasted from elsewhere) are reported as such, not a reason to leave it."""
    inside = sum(map(len, _UTF8_SEQUENCE.findall(sample)))
    high = len(_HIGH_BYTES.findall(sample))
    return Encoding("utf_8", 0.7) if inside >= 0.9 * high else None


def _legacy(sample: bytes) -> Encoding:
    best = max(judge_single_byte(sample), judge_east_asian(sample))
    if best[0] >= 0.35:
        return Encoding(best[1], round(min(best[0], 0.95), 2))
    import charset_normalizer  # when nothing simpler has told: no start waits for it

    guess = charset_normalizer.from_bytes(sample[: 64 * 1024]).best()
    if guess is not None and guess.encoding not in ("ascii", "utf_7"):
        return Encoding(guess.encoding, 0.3)
    return Encoding(best[1] or "cp1252", 0.1)


def _decode(sample: bytes, name: str) -> str:
    """Strict, but a character cut off by the end of the sample is no error."""
    return codecs.getincrementaldecoder(name)("strict").decode(sample)
