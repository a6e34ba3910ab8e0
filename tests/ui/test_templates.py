"""What the content security policy forbids must not be written; htmx would fail on it only when it is used."""

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "clientela"
TEMPLATES = sorted(
    path for path in PACKAGE.rglob("*.html") if "templates" in path.parts and "node_modules" not in path.parts
)
FORBIDDEN = {
    "inline style": re.compile(r"<[^>]*\sstyle\s*=", re.S),
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)"),
    "handler attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.S),
    "hx-on": re.compile(r"\bhx-on\b"),
    "computed values": re.compile(r"""["']js(?:avascript)?:"""),
    "trigger filter": re.compile(r"""hx-trigger="[^"]*\["""),
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_template_is_short_and_needs_no_inline_code(path):
    text = path.read_text()
    assert text.count("\n") <= 80
    written = re.sub(r"\{#.*?#\}", "", text, flags=re.S)
    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(written)] == []


@pytest.mark.parametrize("path", sorted((PACKAGE / "ui" / "src").rglob("*.ts")), ids=lambda path: path.name)
def test_an_island_is_small(path):
    assert path.read_text().count("\n") <= 150
