"""The letters and the tint that stand for a person or a company where there is no picture."""

from __future__ import annotations

import re
import unicodedata
import zlib
from functools import lru_cache

TINTS = 6
_QUOTED = re.compile(r"[«„“\"‚]([^»”“\"‘]+)")
_WORDS = re.compile(r"[^\W_]+")
# Legal forms that stand before a name: without this every Russian company would be «ОО».
_FORMS = frozenset(("ооо", "оао", "зао", "пао", "ао", "ип", "тоо", "гуп", "муп", "фгуп"))


@lru_cache(maxsize=8192)
def initials(name: str | None) -> str:
    """One letter for Chinese, Japanese and Korean names, otherwise the first letters of two words."""
    text = unicodedata.normalize("NFC", name or "")
    quoted = _QUOTED.search(text)
    words: list[str] = _WORDS.findall(quoted.group(1) if quoted else text)
    words = [word for word in words if word.lower() not in _FORMS] or words
    if not words:
        return "?"
    if _is_ideographic(words[0][0]):
        return words[0][0]
    letters = words[0][:2] if len(words) == 1 else words[0][0] + words[1][0]
    return letters.upper()


def _is_ideographic(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith(("CJK", "HIRAGANA", "KATAKANA", "HANGUL"))


def tint(key: object) -> str:
    """The class of one of six tints; the same for the same key everywhere and always."""
    return f"h{zlib.crc32(str(key).encode()) % TINTS + 1}"
