"""Nothing that somebody writes becomes code in somebody else's page."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientela.domains.encyclopedia import markup

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](&#x6A;avascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](vbscript:msgbox(1))",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "<javascript:alert(1)>",
    '[x](/a "onmouseover=alert(1)")',
    '[x](/a"onmouseover="alert(1))',
    "![x](javascript:alert(1))",
    '![x" onerror="alert(1)](/files/0/content/)',
    "![x](https://evil.example/pixel.png)",
    "![x](//evil.example/pixel.png)",
    "![x](/files/../account/logout/)",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    "<svg/onload=alert(1)>",
    "<iframe src=//evil.example></iframe>",
    "<style>body{display:none}</style>",
    "| <b onclick=alert(1)> |\n| --- |\n| <script>alert(1)</script> |",
    "# <script>alert(1)</script>",
]
TAG = re.compile(r"<\s*/?\s*([a-zA-Z][a-zA-Z0-9]*)([^>]*)>")
ADDRESS = re.compile(r'(?:href|src)="([^"]*)"')


def is_safe(html: str) -> bool:
    for name, attributes in TAG.findall(html):
        if name not in markup.TAGS or re.search(
            r"(?:^|\s)on\w+\s*=|(?:^|\s)style\s*=", re.sub(r'"[^"]*"', '""', attributes)
        ):
            return False
    for address in ADDRESS.findall(html):
        scheme = re.match(r"\s*([a-zA-Z][a-zA-Z0-9+.-]*):", address)
        if scheme and scheme[1].lower() not in markup.SCHEMES:
            return False
    return not re.search(r'<img[^>]*src="(?!/files/[0-9a-f-]{36}/content/")', html)


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_words(attack: str) -> None:
    assert is_safe(markup.render(attack)), markup.render(attack)


def test_the_guard_of_these_tests_notices() -> None:
    for sin in (
        "<script>x</script>",
        '<a href="javascript:x">',
        '<p onclick="x">',
        '<img src="https://e.example/x">',
    ):
        assert not is_safe(sin), sin


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("<>&\"'()[]!:/#`*_|- \n\tjavscriptonex=;&#x6")), max_size=120))
def test_no_text_at_all_becomes_code(text: str) -> None:
    assert is_safe(markup.render(text))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**bold**", "<p><strong>bold</strong></p>"),
        ("# Head", "<h3>Head</h3>"),
        ("~~old~~", "<p><s>old</s></p>"),
        (
            "[us](https://example.org)",
            '<p><a href="https://example.org" rel="noopener noreferrer">us</a></p>',
        ),
        ("[deal](/deals/)", '<p><a href="/deals/" rel="noopener noreferrer">deal</a></p>'),
        ("1 < 2", "<p>1 &lt; 2</p>"),
        ("Łódź ёлка 福", "<p>Łódź ёлка 福</p>"),
    ],
)
def test_what_people_write_reads_as_meant(text: str, html: str) -> None:
    assert markup.render(text).strip() == html


def test_a_picture_of_ours_is_shown() -> None:
    source = "/files/0190f3c0-0000-7000-8000-000000000000/content/"
    assert f'<img src="{source}" alt="Spindle">' in markup.render(f"![Spindle]({source})")


def test_a_table() -> None:
    html = markup.render("| a | b |\n| --- | --- |\n| 1 | 2 |")
    assert "<table>" in html and "<td>1</td>" in html


@pytest.mark.parametrize("text", [None, "", "   ", "*" * 5_000, "[" * 5_000, "> " * 2_000, "- " * 2_000])
def test_odd_texts_are_answered_soon(text: str | None) -> None:
    assert "<script" not in markup.render(text)
