"""How plausible the words are that a single-byte code page makes of a sample."""

import re
from functools import lru_cache
from itertools import pairwise

from .alphabets import ALPHABETS, Alphabet

_ASCII_OR_HIGH_WORD = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
_MAX_WORDS = 1500
_ALPHABETS_BY_ENCODING: dict[str, list[Alphabet]] = {}
for _alphabet in ALPHABETS:
    for _encoding in _alphabet.encodings:
        _ALPHABETS_BY_ENCODING.setdefault(_encoding, []).append(_alphabet)

# Where two code pages yield the same text, the earlier one is named: Windows before ISO before DOS and Mac.
_PREFERENCE = (
    "cp1252", "cp1251", "cp1250", "cp1254", "cp1253", "cp1257", "cp1255", "cp1256", "koi8_r", "koi8_u", "iso8859_2",
    "iso8859_15", "iso8859_7", "iso8859_5", "cp866", "cp852", "cp850", "mac_cyrillic", "mac_roman",
)  # fmt: skip
# Typographic characters that stand in otherwise plain text.
_SYMBOL_INSIDE = re.compile(r"(?<=[^\W\d_])[^\w’·\xad](?=[^\W\d_])")
_PUNCTUATION = frozenset("«»„“”‘’‚–—…№€£§©®™°·•´ºª¿¡½¼¾²³±×\xa0")


def judge_single_byte(sample: bytes) -> tuple[float, str]:
    """(score 0–1, encoding) of the best code page; (0, "") when there is nothing to judge."""
    words = list(dict.fromkeys(_ASCII_OR_HIGH_WORD.findall(sample)))[:_MAX_WORDS]
    if not words:
        return 0.0, ""
    scores = ((_judge(words, name), -index, name) for index, name in enumerate(_PREFERENCE))
    best, _, name = max(scores)
    return best, name


def _judge(words: list[bytes], name: str) -> float:
    blob = b"\n".join(words)
    text = blob.decode(name, errors="replace")
    undefined = text.count("\ufffd") + sum("\x80" <= char <= "\x9f" for char in text)
    if undefined * 20 > len(words):
        return 0.0
    lines = text.split("\n")
    best = max(_language_score(lines, alphabet) for alphabet in _ALPHABETS_BY_ENCODING[name])
    return max(0.0, best * (1 - 4 * undefined / len(words)))


def _language_score(words: list[str], alphabet: Alphabet) -> float:
    weights = _weights(alphabet)
    total, letters = 0.0, 0
    for word in words:
        high = [char for char in word if char > "\x7f"]
        if len(word) == 1:  # alone it is rather a currency or a dash than a letter
            total += 0.8 if word in _PUNCTUATION else 0.2
            letters += 1
            continue
        total += sum(weights.get(char, _weight_of_stranger(char)) for char in high)
        total -= 0.95 * len(_SYMBOL_INSIDE.findall(word))
        letters += len(high)
        total -= _case_faults(word) + _script_faults(word, alphabet)
    return total / letters if letters else 0.0


@lru_cache(maxsize=64)
def _weights(alphabet: Alphabet) -> dict[str, float]:
    """Frequent letters count up to 1, rare ones about a third, capitals a little less than small ones."""
    count = len(alphabet.letters)
    weights: dict[str, float] = {}
    for rank, letter in enumerate(alphabet.letters):
        weight = 1 - 0.65 * rank / count
        capital = (
            _TURKISH_CAPITALS.get(letter, letter.upper()) if alphabet.language == "tr" else letter.upper()
        )
        weights[letter] = weight
        if len(capital) == 1 and capital > "\x7f":
            weights.setdefault(capital, weight - 0.05)
    if alphabet.language == "tr":
        weights["İ"] = 0.95
    return weights


_TURKISH_CAPITALS = {"ı": "ı"}  # its capital is the plain I


def _weight_of_stranger(char: str) -> float:
    """A letter foreign to the language speaks against it, a symbol even more; typographic marks say nothing."""
    if char in _PUNCTUATION:
        return 0.45
    return -0.5 if char.isalpha() else -1.0


def _case_faults(word: str) -> float:
    """A capital after a small letter: what KOI8-R read as cp1251 (and the reverse) is full of."""
    faults = sum(
        1 for one, two in pairwise(word) if one.islower() and two.isupper() and (one > "\x7f" or two > "\x7f")
    )
    return 0.8 * faults


def _script_faults(word: str, alphabet: Alphabet) -> float:
    """Latin letters inside a Cyrillic, Greek, Hebrew or Arabic word."""
    if alphabet.latin:
        return 0.0
    return 0.8 * sum(
        1
        for one, two in pairwise(word)
        if one.isalpha() and two.isalpha() and (one < "\x80") != (two < "\x80")
    )
