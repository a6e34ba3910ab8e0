"""The search document: what a record is found by, folded so that scripts, accents and spellings meet.

Words are case-folded and stripped of accents; words in other scripts stand beside their Latin transliteration
(anyascii); Chinese, Japanese and Korean become overlapping character pairs; a number with seven digits and more also stands
backwards, so that any ending of a telephone number finds it; an e-mail address stands whole and in its parts.
The query is folded the same way, so «Иванов», "Ivanov" and "ivanov" are one word.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable

from anyascii import anyascii
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

WORD = re.compile(r"\w+", re.UNICODE)
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0002fa1f]+")
NUMBER = re.compile(r"\+?\d[\d()\s./-]{5,}\d", re.ASCII)
BACKWARDS = "~"
LONGEST = 200
# Each word of a question is looked up in the index.
LONGEST_QUESTION = 1_000
MOST_WORDS = 2_000


def document(parts: Iterable[tuple[str, Iterable[str]]]) -> str:
    """Text of a tsvector for (weight, texts) pairs, the weightiest first. What stands there twice PostgreSQL keeps once,
    under the higher weight."""
    words: list[str] = []
    for weight, texts in parts:
        for text in texts:
            words += _weighted(text, weight)
    return " ".join(words[:MOST_WORDS])


@functools.lru_cache(maxsize=20_000)
def _weighted(text: str, weight: str) -> tuple[str, ...]:
    return tuple([f"'{word}':1{weight}" for word in dict.fromkeys(_index_words(text)) if word])


def _index_words(text: str) -> list[str]:
    if text.isascii():
        words = [word[:LONGEST] for word in WORD.findall(text.lower())]
    else:
        tokens = WORD.findall(unicodedata.normalize("NFKC", text))
        words = [word for token in tokens for word in _forms(token)]
    if "@" in text:
        words.append(_clean(text.casefold().strip()))
    for number in NUMBER.findall(text):
        words += _number_words(number)
    return words


@functools.lru_cache(maxsize=50_000)
def _forms(token: str) -> tuple[str, ...]:
    """A word folded, and in Latin letters when it is in others."""
    folded = list(_folded(token, pairs=True))
    return (*folded, *(latin for word in folded if not word.isascii() for latin in _latin(word)))


def _number_words(written: str) -> Iterable[str]:
    """The digits, those that are dialled within the country, and all of them backwards: an ending is their beginning."""
    digits = re.sub(r"\D", "", written)
    if len(digits) >= 7:
        yield digits[:LONGEST]
        yield f"{BACKWARDS}{digits[::-1][:LONGEST]}"
        if written[0] == "+":
            yield digits[_calling_code(digits[:3]) :][:LONGEST]


@functools.lru_cache(maxsize=1_000)
def _calling_code(digits: str) -> int:
    """How many digits the calling code takes at the head of an international number."""
    return next((size for size in (1, 2, 3) if int(digits[:size]) in COUNTRY_CODE_TO_REGION_CODE), 0)


def _folded(word: str, *, pairs: bool) -> Iterable[str]:
    """A folded word; a run of CJK characters as its overlapping pairs (or itself when it is a single one)."""
    rest = word
    for run in CJK.findall(word):
        rest = rest.replace(run, " ")
        yield from _pairs(run, whole=pairs)
    for part in rest.split():
        yield fold(part)[:LONGEST]


def _pairs(run: str, *, whole: bool) -> Iterable[str]:
    """When indexing, single characters too, so that one character finds what contains it."""
    if whole:
        yield from run
    if len(run) > 1:
        yield from (run[i : i + 2] for i in range(len(run) - 1))
    elif not whole:
        yield run


@functools.lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Case-folded and without accents; letters such as ł and ø, which have no accent to strip, as anyascii says."""
    word = word.casefold()
    if word.isascii():
        return word
    bare = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return "".join(anyascii(c).casefold() if _is_latin(c) else c for c in bare)


def _is_latin(character: str) -> bool:
    return not character.isascii() and unicodedata.name(character, "").startswith("LATIN")


@functools.lru_cache(maxsize=100_000)
def _latin(word: str) -> tuple[str, ...]:
    """Words of the Latin transliteration of one word."""
    return tuple(_clean(part.casefold()) for part in WORD.findall(anyascii(word)))


def _clean(word: str) -> str:
    return word.replace("\\", "").replace("'", "")[:LONGEST]


def tsquery(text: str) -> str:
    """Text of a tsquery in which every word must match, the last one (and CJK pairs) as a prefix; "" for no words."""
    terms = []
    text = text[:LONGEST_QUESTION]
    if "@" in text and " " not in text.strip():
        return f"'{_clean(text.casefold().strip())}':*"
    digits = re.sub(r"\D", "", text)
    if not re.search(r"[^\W\d_]", text) and len(digits) >= (4 if text.strip().isdecimal() else 5):
        return _number_term(digits[:LONGEST])
    tokens = WORD.findall(unicodedata.normalize("NFKC", text))
    words = [word for token in tokens for word in _folded(token, pairs=False) if word]
    for index, word in enumerate(words):
        terms.append(_term(word, prefix=index == len(words) - 1))
    return " & ".join(terms)


def _number_term(digits: str) -> str:
    """Numbers that begin or end so; nobody's number is kept with the zeros that are dialled in front of it."""
    forms = dict.fromkeys([digits, digits.lstrip("0") or digits] if len(digits) >= 7 else [digits])
    return " | ".join(f"'{form}':* | '{BACKWARDS}{form[::-1]}':*" for form in forms)


def _term(word: str, *, prefix: bool) -> str:
    mark = ":*" if prefix and len(word) > 1 else ""
    forms = [_clean(word)] if word.isascii() or CJK.match(word) else [_clean(word), *_latin(word)[:1]]
    alternatives = " | ".join(f"'{form}'{mark}" for form in dict.fromkeys(forms) if form)
    return f"({alternatives})" if len(forms) > 1 else alternatives
