"""Markdown as safe HTML (ADR 0015): what is written as HTML stays text, links lead to the web, to mail or within."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

if TYPE_CHECKING:  # the reader is loaded with the first text: no start waits for it
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# Pictures are files of ours; one from elsewhere would tell others who reads what, and the page's policy forbids it.
PICTURE = re.compile(r"^/files/[0-9a-f-]{36}/content/$")
TAGS = set(
    "p br hr h3 h4 h5 h6 ul ol li blockquote pre code strong em s a img table thead tbody tr th td".split()
)
ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel"}
FIRST_HEADING = 3  # the page itself has the first two


def render(text: str | None) -> Markup:
    """A text of any origin as HTML that may stand in a page."""
    return _rendered(text) if text else Markup()


@lru_cache(512)
def _rendered(text: str) -> Markup:
    import nh3

    # Two walls: the renderer makes no HTML that was typed, and the cleaner lets only known parts through.
    made = _reader().render(text)
    clean = nh3.clean(
        made, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer"
    )
    return Markup(clean)  # noqa: S704  # cleaned in the line above


@lru_cache(1)
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).enable(["table", "strikethrough"])
    reader.core.ruler.push("headings_below", _lower_headings)
    reader.add_render_rule("image", _picture)
    return reader


def _lower_headings(state: Any) -> None:
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + FIRST_HEADING - 1, 6)}"


def _picture(_renderer: Any, tokens: list[Token], at: int, _options: Any, _env: Any) -> str:
    token = tokens[at]
    source, words = str(token.attrs.get("src", "")), token.content
    if not PICTURE.match(source):
        return str(escape(words))
    return str(Markup('<img src="{}" alt="{}">').format(source, words))
