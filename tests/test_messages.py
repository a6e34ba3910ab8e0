"""Every text of the system stands in the catalogue of every language, and no translation breaks what it fills in."""

from __future__ import annotations

import re

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
            texts = message.id if isinstance(message.id, tuple) else (message.id,)
            allowed = {place for text in texts for place in PLACE.findall(text)}
            given = message.string if isinstance(message.string, tuple) else (message.string,)
            for written in filter(None, given) if message.id else ():
                assert set(PLACE.findall(written)) <= allowed, message.id
