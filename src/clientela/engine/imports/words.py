"""How names of columns, files and records are compared: by their words, whatever the case, spacing and punctuation."""

from __future__ import annotations

import functools
import re
import unicodedata

from clientela.engine.query.folding import fold

_CAMEL = re.compile(r"(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_MARKS = re.compile(r"[\W_]+")
_REPEATED = re.compile(r" \(\d+\)$| \d+$")


@functools.lru_cache(maxsize=20_000)
def plain(name: str) -> str:
    """“BillingPostalCode”, "billing_postal_code" and “Billing postal code *” are one name."""
    text = unicodedata.normalize("NFKC", name)
    return _MARKS.sub(" ", _CAMEL.sub(" ", text)).strip().casefold()


def unnumbered(name: str) -> str:
    """“Phone (work) 2” is another “Phone (work)”."""
    return _REPEATED.sub("", name)


@functools.lru_cache(maxsize=200_000)
def squashed(text: str) -> str:
    """What is left when spelling habits are taken away: “GTXPro” and “GTX Pro”, “Łódź” and “lodz” are alike."""
    folded = fold(unicodedata.normalize("NFKC", text))
    bare = "".join(character for character in folded if character.isalnum())
    return bare or text.strip().casefold()


def stem(file_name: str) -> str:
    """The words of a file's name without its endings, dates and copies' numbers."""
    base = re.sub(r"(\.[A-Za-z]{2,4}){1,2}$", "", file_name)
    words = [word for word in plain(base).split() if not word.isdigit()]
    return " ".join(words)
