"""The search document: what a record is found by, folded so that scripts, accents and spellings meet.

Words are case-folded and stripped of accents; words in other scripts stand beside their Latin transliteration
(anyascii); Chinese, Japanese and Korean become overlapping character pairs; numbers with seven digits and more also stand
by their endings, so that a local part of a telephone number is enough; an e-mail address stands whole and in its parts.
The query is folded the same way, so «Иванов», "Ivanov" and "ivanov" are one word.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterable

from anyascii import anyascii

WORD = re.compile(r"\w+", re.UNICODE)
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0002fa1f]+")
DIGIT = re.compile(r"\d")
DIGITS = re.compile(r"[\d()\s./+-]{7,}")
LONGEST = 200
# Each word of a question is looked up in the index.
LONGEST_QUESTION = 1_000
MOST_WORDS = 2_000


def document(parts: Iterable[tuple[str, Iterable[str]]]) -> str:
    """Text of a tsvector for (weight, texts) pairs; a word keeps its highest weight (A before D)."""
    best: dict[str, str] = {}
    for weight, texts in sorted(parts, key=_weight):
        for text in texts:
            for word in _index_words(text):
                best.setdefault(word, weight)
    words = itertools.islice(best.items(), MOST_WORDS) if len(best) > MOST_WORDS else best.items()
    return " ".join([f"'{word}':1{weight}" for word, weight in words])


def _weight(part: tuple[str, Iterable[str]]) -> str:
    return part[0]


@functools.lru_cache(maxsize=50_000)
def _index_words(text: str) -> tuple[str, ...]:
    words: dict[str, None] = {}
    if text.isascii():
        # What folding does to plain ASCII, without looking for what it cannot contain.
        words = dict.fromkeys([word[:LONGEST] for word in WORD.findall(text.lower())])
    else:
        for word in _words(text, pairs=True):
            words[word] = None
            if not word.isascii():
                words.update(dict.fromkeys(_latin(word)))
    if "@" in text:
        words[_clean(text.casefold().strip())] = None
    if len(text) >= 7 and DIGIT.search(text):
        _add_endings(text, words)
    return tuple([word for word in words if word])


def _add_endings(text: str, words: dict[str, None]) -> None:
    for run in DIGITS.findall(text):
        digits = re.sub(r"\D", "", run)
        if len(digits) >= 7:
            words.update(dict.fromkeys([digits[start:] for start in range(len(digits) - 4)]))


def _words(text: str, *, pairs: bool) -> Iterable[str]:
    """Folded words; a run of CJK characters as its overlapping pairs (or itself when it is a single one)."""
    for word in WORD.findall(unicodedata.normalize("NFKC", text)):
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
    if len(digits) >= 5 and not re.search(r"[^\W\d_]", text):
        return f"'{digits[:LONGEST]}':*"
    words = [word for word in _words(text, pairs=False) if word]
    for index, word in enumerate(words):
        terms.append(_term(word, prefix=index == len(words) - 1))
    return " & ".join(terms)


def _term(word: str, *, prefix: bool) -> str:
    mark = ":*" if prefix and len(word) > 1 else ""
    forms = [_clean(word)] if word.isascii() or CJK.match(word) else [_clean(word), *_latin(word)[:1]]
    alternatives = " | ".join(f"'{form}'{mark}" for form in dict.fromkeys(forms) if form)
    return f"({alternatives})" if len(forms) > 1 else alternatives
