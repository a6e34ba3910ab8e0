"""Rules about templates and islands: short, no inline code, nothing unescaped, every word through gettext."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2 import TemplateSyntaxError

from clientela.ui.environment import environment
from tests.rules import Rule, islands, spoken, templates

COMMENT = re.compile(r"\{#.*?#\}", re.S)
INLINE = {
    "inline style": re.compile(r"<[^>]*\sstyle\s*=|<style\b", re.S),
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)"),
    "handler attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.S),
    "hx-on": re.compile(r"\bhx-on\b"),
    "computed values": re.compile(r"""["']js(?:avascript)?:"""),
    "trigger filter": re.compile(r"""hx-trigger="[^"]*\["""),
}


def long_templates(_path: str, text: str) -> Iterator[str]:
    if (lines := text.count("\n")) > 80:
        yield f"{lines} lines"


def long_islands(_path: str, text: str) -> Iterator[str]:
    if (lines := text.count("\n")) > 150:
        yield f"{lines} lines"


def inline_code(_path: str, text: str) -> Iterator[str]:
    """What the content security policy forbids; htmx would fail on it only when it is used."""
    written = COMMENT.sub("", text)
    yield from (what for what, pattern in INLINE.items() if pattern.search(written))


def unparsable(_path: str, text: str) -> Iterator[str]:
    try:
        environment().parse(text)
    except TemplateSyntaxError as error:
        yield f"{error.lineno} {error.message}"


def unescaped(_path: str, text: str) -> Iterator[str]:
    for found in re.finditer(
        r"""(?P<what>"[^"]*"|'[^']*'|[\w.()]+)\s*\|\s*safe\b|autoescape\s+false""", COMMENT.sub("", text)
    ):
        # A literal is as it was written; only what comes from elsewhere can hold somebody else's markup.
        if not (found["what"] or "").startswith(("'", '"')):
            yield found[0]


TRANSLATED = re.compile(r"\{%-?\s*trans\b.*?\{%-?\s*endtrans\s*-?%\}", re.S)
LOGIC = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.S)
UNREAD = re.compile(r"<(style|script|svg|kbd|code|pre)\b.*?</\1>", re.S)
ENTITY = re.compile(r"&\w+;")
TAG = re.compile(r"<[^>]*>", re.S)
ATTRIBUTE = re.compile(r"""[\w:-]+=("[^"]*"|'[^']*')""")
WORD = re.compile(r"[^\W\d_]{2,}")
SPOKEN = re.compile(
    r"""\s(?:title|aria-label|placeholder|alt|data-confirm|hx-confirm|aria-description)\s*=\s*(["'])(.*?)\1""",
    re.S,
)
ARGUMENT = re.compile(r"""\b(?:label|title|text|hint|placeholder|help)\s*=\s*(["'])([^"']*)\1""")
# Proper names, key caps, and attributes that macros write between the angle brackets of somebody else.
NAMES = {"Clientela", "openapi", "json", "esc", "required"}


def untranslated(_path: str, text: str) -> Iterator[str]:
    """Words that a reader of another language would see as they stand."""
    written = TRANSLATED.sub("", COMMENT.sub("", text))
    for _quote, said in SPOKEN.findall(written):
        yield from _words(LOGIC.sub(" ", said))
    for logic in LOGIC.findall(written):
        for _quote, said in ARGUMENT.findall(logic):
            yield from _words(said) if " " in said.strip() or said[:1].isupper() else ()
    for pattern in (ENTITY, LOGIC, UNREAD, TAG, ATTRIBUTE):
        written = pattern.sub(" ", written)
    yield from _words(written)


def _words(said: str) -> Iterator[str]:
    if any(word not in NAMES for word in WORD.findall(said)):
        yield " ".join(said.split())[:60]


PAGE = "src/clientela/ui/templates/page.html"
RULES = [
    Rule("a template has at most 80 lines", long_templates, templates, {PAGE: "<p></p>\n" * 81}),
    Rule(
        "an island has at most 150 lines",
        long_islands,
        islands,
        {"src/clientela/ui/src/x.ts": "let x\n" * 151},
    ),
    Rule(
        "a template holds no inline code",
        inline_code,
        templates,
        {
            PAGE: '<p style="color: red">',
            "a.html": "<script>alert(1)</script>",
            "b.html": '<a onclick="x()">',
            "c.html": '<a hx-on:click="x()">',
            "d.html": "<a hx-vals='js:{x: 1}'>",
            "e.html": """<a hx-trigger="keyup[key=='x']">""",
            "f.html": "<style>p {}</style>",
        },
    ),
    Rule("every template parses", unparsable, templates, {PAGE: "{% if x %}", "a.html": "{% nonsense %}"}),
    Rule(
        "nothing is marked safe",
        unescaped,
        templates,
        {PAGE: "{{ record.name|safe }}", "a.html": "{{ note() | safe }}", "b.html": "{% autoescape false %}"},
        {},
    ),
    Rule(
        "every word goes through gettext",
        untranslated,
        spoken,
        {
            PAGE: "<p>Hello</p>",
            "a.html": '<a title="Close">{{ x }}</a>',
            "b.html": "{{ button(label='Save all') }}",
            "c.html": "{{ _('Name') }} is {{ name }}",
        },
        {},
    ),
]
