"""Chinese, Japanese and Korean double-byte encodings, told apart by which characters they make of the bytes.

The standards order their tables by use: JIS X 0208, GB 2312, Big5 and KS X 1001 each put everyday characters into
a first level and rare ones into a second, so a wrong decoding falls into second levels, extensions and user areas.
"""

import codecs
import re
from collections.abc import Callable, Iterator

from .alphabets import HANGUL_COMMON, JAPANESE_COMMON, SIMPLIFIED_COMMON, TRADITIONAL_COMMON


def judge_east_asian(sample: bytes) -> tuple[float, str]:
    """(score 0–1, encoding) of the best double-byte encoding; (0, "") when none decodes the sample."""
    return max(
        ((_judge(sample, name), name) for name in _WEIGHTS), key=lambda pair: pair[0], default=(0.0, "")
    )


def _judge(sample: bytes, name: str) -> float:
    try:
        text = codecs.getincrementaldecoder(name)("strict").decode(sample)
    except UnicodeDecodeError:
        return 0.0
    weigh, common = _WEIGHTS[name]
    high = [char for char in text[:20_000] if char > "\x7f"]
    if not high:
        return 0.0
    score = sum(weigh(char, lead) for char, lead in _with_lead(high, name)) / len(high)
    usual = sum(char in common for char in high) / len(high)
    return max(0.0, score * 0.75 + min(usual * 1.5, 1) * 0.25 - _mixed_words(text))


def _with_lead(chars: list[str], name: str) -> Iterator[tuple[str, int]]:
    """Each character with its double-byte code (its single byte, or 0x10000 when it takes four)."""
    for char in chars:
        code = char.encode(
            name, "replace"
        )  # Big5-HKSCS makes two characters of some pairs, the second has no code
        yield char, int.from_bytes(code, "big") if len(code) <= 2 else 0x10000


_MIXED = re.compile(r"[A-Za-z]{2}[\u3400-\u9fff\uac00-\ud7a3\uff61-\uff9f][A-Za-z]{2}")


def _mixed_words(text: str) -> float:
    """One East Asian character between Latin letters: an accented letter of a Western file misread."""
    mixed = len(_MIXED.findall(text[:20_000]))
    return min(1.0, mixed / 5)


def _is_kana(char: str) -> bool:
    return "\u3041" <= char <= "\u30ff"


def _shift_jis(char: str, code: int) -> float:
    if _is_kana(char):
        return 1.0
    if "\uff61" <= char <= "\uff9f":  # half-width katakana: half of all bytes decode to it
        return -0.3
    if 0x889F <= code <= 0x9872:
        return 0.9
    return 0.5 if code < 0x889F else 0.1


def _euc_jp(char: str, code: int) -> float:
    if _is_kana(char):
        return 1.0
    if 0xB0A1 <= code <= 0xCFD3:
        return 0.75
    return 0.5 if code < 0xB0A1 else 0.1


def _gb(_char: str, code: int) -> float:
    if 0xB0A1 <= code <= 0xD7F9 and code & 0xFF >= 0xA1:
        return 0.9
    if code in range(0xA1A1, 0xA400):
        return 0.5
    return 0.2 if 0xD8A1 <= code <= 0xF7FE and code & 0xFF >= 0xA1 else -0.2


def _big5(_char: str, code: int) -> float:
    if 0xA440 <= code <= 0xC67E:
        return 0.9
    if 0xA140 <= code < 0xA440:
        return 0.5
    return 0.2 if 0xC940 <= code <= 0xF9D5 else -0.2


def _korean(char: str, code: int) -> float:
    if "\uac00" <= char <= "\ud7a3":
        return 1.0 if 0xB0A1 <= code <= 0xC8FE and code & 0xFF >= 0xA1 else 0.0
    return 0.5 if 0xA1A1 <= code < 0xB0A1 else -0.2


_WEIGHTS: dict[str, tuple[Callable[[str, int], float], frozenset[str]]] = {
    "big5": (_big5, TRADITIONAL_COMMON),
    "cp950": (_big5, TRADITIONAL_COMMON),
    "big5hkscs": (_big5, TRADITIONAL_COMMON),
    "gb18030": (_gb, SIMPLIFIED_COMMON),
    "cp932": (_shift_jis, JAPANESE_COMMON),
    "euc_jp": (_euc_jp, JAPANESE_COMMON),
    "cp949": (_korean, HANGUL_COMMON),
}
