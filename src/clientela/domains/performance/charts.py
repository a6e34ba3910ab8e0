"""Charts: Altair specifications drawn on the server, as SVG for pages and as PNG or PDF to take along.

In a page the picture is part of the document: its colours are the theme's, its marks are links, it needs no script.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import orjson
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    import altair as alt

WIDTH, HEIGHT = 520, 230
FONT = "Inter, Noto Sans, Noto Sans TC, sans-serif"

# The colours in a specification stand for those of the theme: (a hue of our own for paper, the variable in pages).
INK, FAINT, GRID = "#3b4254", "#6b7280", "#e5e7eb"
FIRST, SECOND, BAND = "#2f5fd0", "#b9bdc7", "#c9d6f5"
GOOD, BAD, SOON = "#1f7a4d", "#c0392f", "#9a6400"
VARIABLES = {
    INK: "--color-base-content", FAINT: "--ink-3", GRID: "--line", FIRST: "--chart-1", SECOND: "--chart-2",
    BAND: "--chart-band", GOOD: "--color-success", BAD: "--color-error", SOON: "--color-warning",
}  # fmt: skip
DROPPED = ("style", "role", "aria-roledescription", "aria-hidden", "pointer-events")
SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
ElementTree.register_namespace("", SVG)
ElementTree.register_namespace("xlink", XLINK)
CONFIG: dict[str, Any] = {
    "background": None,
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": FAINT, "titleColor": FAINT, "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal",
        "gridColor": GRID, "domainColor": GRID, "tickColor": GRID, "labelLimit": 160,
    },
    "axisX": {"grid": False, "labelFlush": False},
    "axisY": {"domain": False, "ticks": False},
    "legend": {"labelColor": FAINT, "labelFontSize": 12, "title": None, "orient": "top", "symbolType": "square"},
    "text": {"color": INK, "fontSize": 12},
    "bar": {"color": FIRST},
    "line": {"color": FIRST, "strokeWidth": 2},
}  # fmt: skip


def chart(rows: Sequence[Mapping[str, Any]], **encodings: Any) -> alt.Chart:
    """An Altair chart of rows given inline; numbers become floats here, where they are only drawn."""
    import altair  # takes half a second, which only a page with charts pays

    inline = altair.Data(values=[_plain(row) for row in rows])  # type: ignore[no-untyped-call]  # Altair leaves this one untyped
    return altair.Chart(inline, **encodings)


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: float(value) if isinstance(value, Decimal) else value for key, value in row.items()}


def finished(made: Any, width: int = WIDTH, height: int = HEIGHT) -> dict[str, Any]:
    """The Vega-Lite specification of a chart in our look."""
    sized = made.properties(width=width, height=height, autosize={"type": "fit", "contains": "padding"})
    return {**sized.to_dict(validate=False), "config": CONFIG}


def svg(specification: dict[str, Any], label: str) -> SafeString:
    """For a page: colours by theme, scales with its box, a name for those who cannot see it, words on hovering."""
    return _drawn(orjson.dumps(specification), label)


@lru_cache(maxsize=256)
def _drawn(specification: bytes, label: str) -> SafeString:
    """The same figures are asked for again and again, and drawing takes longer than reading them."""
    import vl_convert  # its engine takes memory that most processes never need

    root = ElementTree.fromstring(vl_convert.vegalite_to_svg(orjson.loads(specification)))  # noqa: S314  # drawn by us
    for element in root.iter():
        _adapt(element)
    for size in ("width", "height"):
        root.attrib.pop(size, None)
    root.attrib |= {"class": "chart", "role": "img", "aria-label": label}
    return mark_safe(ElementTree.tostring(root, encoding="unicode"))  # noqa: S308  # texts are escaped by both writers


def _adapt(element: ElementTree.Element) -> None:
    """Styles the content security policy refuses go; what a mark says becomes its title: the table has the figures."""
    for name in DROPPED:
        element.attrib.pop(name, None)
    said = element.attrib.pop("aria-label", "")
    if said and element.tag.endswith("path"):
        ElementTree.SubElement(element, f"{{{SVG}}}title").text = said
    for name in ("fill", "stroke"):
        if variable := VARIABLES.get(element.attrib.get(name, "")):
            element.set(name, f"var({variable})")


def png(specification: dict[str, Any]) -> bytes:
    import vl_convert

    return bytes(vl_convert.vegalite_to_png({**specification, "background": "white"}, scale=2))


def pdf(specification: dict[str, Any]) -> bytes:
    import vl_convert

    return bytes(vl_convert.vegalite_to_pdf({**specification, "background": "white"}))
