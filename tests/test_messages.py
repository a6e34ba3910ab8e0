"""Every text of the system stands in the catalogue of every language, and no translation breaks what it fills in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from babel.messages.pofile import read_po

from clientela.config.cli import messages

PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]")


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_catalogues_hold_every_text(language: str) -> None:
    assert not messages.update(language, write=False), "run ./clientela messages and commit the catalogues"


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_translations_fill_in_what_the_text_does(language: str) -> None:
    with messages.catalogue_of(language).open("rb") as stream:
        for message in read_po(stream, locale=language):
            allowed = {place for text in _forms(message.id) for place in PLACE.findall(text)}
            for written in _forms(message.string) if message.id else ():
                assert set(PLACE.findall(written)) <= allowed, message.id


def _forms(text: Any) -> list[str]:
    """Singular and plurals."""
    return [text] if isinstance(text, str) else list(text)
