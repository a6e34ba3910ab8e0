"""Typst documents: every script is set, mistakes say where, and templates reach nothing."""

from __future__ import annotations

import time

import pytest

from clientela.engine.documents import docx, fonts, outline, typesetting
from clientela.engine.documents.typesetting import BadTemplate

PAPER = '#import "clientela.typ": *\n#show: paper\n'


@pytest.mark.parametrize(
    "words, font",
    [
        ("Zażółć gęślą jaźń", "Roboto"),
        ("Съешь ещё этих мягких булок", "Roboto"),
        ("報價單：東元電機", "NotoSans"),
    ],
)
def test_every_script_is_set_in_a_font_that_has_it(words: str, font: str) -> None:
    made = typesetting.pdf(PAPER + "#values.text", {"text": words}, "zh-hant")
    assert made[:5] == b"%PDF-" and font.encode() in made.replace(b" ", b"")


def test_no_font_is_missing_here() -> None:
    assert fonts.missing() == []


def test_values_are_text_and_never_markup() -> None:
    made = typesetting.pdf(PAPER + "#prose(values.text)", {"text": '#read("/etc/passwd")\n*bold* $x$'}, "en")
    assert made[:5] == b"%PDF-"


def test_a_mistake_says_in_which_line() -> None:
    with pytest.raises(BadTemplate, match="Line 3"):
        typesetting.pdf(PAPER + "#nonsense(1)", {}, "en")


@pytest.mark.parametrize(
    "source",
    [
        '#read("/etc/passwd")',
        '#read("../../../etc/passwd")',
        '#import ("@pre" + "view/cetz:0.3.1"): *',
        '#image("/proc/self/environ")',
        "#let f(n) = f(n + 1)\n#f(0)",
    ],
)
def test_a_template_reaches_neither_files_nor_the_network(source: str) -> None:
    began = time.monotonic()
    with pytest.raises(BadTemplate):
        typesetting.pdf(source, {}, "en")
    assert time.monotonic() - began < 10


def test_a_template_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "SECONDS", 2)
    with pytest.raises(BadTemplate):
        typesetting.pdf("#let n = 0\n#while n < 10000000000000 { n += 1; n -= 1; n += 1 }", {}, "en")


def test_what_is_no_word_file_is_refused() -> None:
    for data in (b"", b"PK\x03\x04", b"%PDF-1.7"):
        with pytest.raises(BadTemplate):
            docx.fill(data, {})


def test_names_for_templates_are_read_off_the_values() -> None:
    names = outline.of({"number": "Q-1", "lines": [{"name": "Oil"}], "sender": {"name": "We"}})
    assert [(one.path, one.example) for one in names] == [
        ("number", "Q-1"), ("lines[]", "1"), ("lines[].name", "Oil"), ("sender.name", "We"),
    ]  # fmt: skip
