"""The map: where the records of a list lie, countries coloured by how many, towns as circles. Drawn here; the outlines are
one file that browsers keep, and an island zooms."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from clientela.engine.access.middleware import Request
from clientela.engine.fields import formats
from clientela.engine.fields.base import BadValue
from clientela.engine.fields.contact import Country
from clientela.engine.fields.numbers import Amount
from clientela.engine.places import lookup
from clientela.engine.query import filters
from clientela.engine.query.filters import EMPTY, BadFilter, Condition, Group
from clientela.engine.screens import drawing, frame, layouts, placed
from clientela.engine.screens.listing import Listing
from clientela.engine.screens.placed import Figures, Placed, Source, Spot

MOST_UNKNOWN = 12
MOST_TOWNS = 500
_NAMES = Country(key="country", label="")


@dataclass(frozen=True)
class Line:
    """One line of the table: a country with its towns, or a reason not to be on the map."""

    label: str
    figures: Figures
    href: str = ""
    code: str = ""
    level: int = 0
    towns: tuple[Line, ...] = ()

    @property
    def amounts(self) -> list[Amount]:
        return [Amount(one, code) for code, one in sorted(self.figures.sums.items(), key=lambda it: -it[1])]

    @property
    def said(self) -> str:
        """In one line, for whoever points at it."""
        number = ngettext("%(n)s record", "%(n)s records", self.figures.n) % {
            "n": formats.number(self.figures.n)
        }
        return " · ".join((self.label, number, *map(str, self.amounts[:3])))


def page(request: Request, shown: Listing) -> HttpResponse:
    problem: Any = None
    try:
        found = placed.count(shown)
    except BadFilter as bad:
        found, problem = Placed(), bad
    context = {**frame.of(shown), **_drawn(shown, found), "problem": problem}
    return render(request, "screens/map.html", context, status=400 if problem else 200)


def _drawn(shown: Listing, found: Placed) -> dict[str, Any]:
    place = placed.source(shown.entity)
    assert place is not None
    codes = _currencies(found)
    by = _by(shown, codes)
    steps = drawing.steps([_measure(one, by) for one in found.countries.values()])
    spots = sorted(found.spots, key=lambda one: -_measure(one.figures, by))[:MOST_TOWNS]
    most = max((_measure(one.figures, by) for one in spots), default=Decimal(1))
    points = [_point(shown, place, one, _measure(one.figures, by), most) for one in spots]
    return {
        "countries": _countries(shown, place, found, by, steps),
        "points": points,
        "box": drawing.box([(one.x, one.y) for one in points]),
        "legend": [drawing.step_label(low, high, by) for low, high in steps],
        "missing": list(_missing(shown, place, found)),
        "by": by,
        "measures": [("", _("Number of records")), *((code, _("Amount in %s") % code) for code in codes)],
        "ways": {code: shown.shaped(by=code).url() for code in ("", *codes)},
        "base": _base(shown),
        "credit": lookup.CREDIT,
        "has_sums": bool(codes),
    }


def _currencies(found: Placed) -> list[str]:
    sums: dict[str, int] = {}
    for figures in found.countries.values():
        for code in figures.sums:
            sums[code] = sums.get(code, 0) + figures.n
    return sorted(sums, key=lambda code: (-sums[code], code))


def _by(shown: Listing, codes: Sequence[str]) -> str:
    """The currency whose sums colour the map, "" for the number of records."""
    asked = shown.asked("by")
    if asked and (len(asked) != 3 or not asked.isalpha()):
        raise BadValue(_("“%s” is no currency to colour a map by.") % asked[:20])
    return asked if asked in codes else ""


def _measure(figures: Figures, by: str) -> Decimal:
    return figures.sums.get(by, Decimal(0)) if by else Decimal(figures.n)


# -- countries and towns ---------------------------------------------------------------------------------------------
def _countries(
    shown: Listing, place: Source, found: Placed, by: str, steps: Sequence[tuple[Decimal, Decimal]]
) -> list[Line]:
    lines = []
    for code, figures in sorted(found.countries.items(), key=lambda it: (-_measure(it[1], by), it[0])):
        inside = sorted((one for one in found.spots if one.country == code), key=lambda one: -one.figures.n)
        towns = tuple(
            Line(one.names[0], one.figures, _url(shown, *_of_spot(place, one)))
            for one in inside[:MOST_UNKNOWN]
        )
        href = _url(shown, Condition(place.path("country"), "eq", code))
        level = drawing.level(_measure(figures, by), steps)
        lines.append(Line(_NAMES.display(code), figures, href, code, level, towns))
    return lines


def _point(shown: Listing, place: Source, spot: Spot, value: Decimal, most: Decimal) -> drawing.Point:
    assert spot.town is not None
    line = Line(spot.names[0], spot.figures)
    where = filters.to_json(Group("all", tuple(_of_spot(place, spot))))
    return drawing.point(
        spot.town,
        value,
        most,
        n=spot.figures.n,
        said=line.said,
        href=_url(shown, *_of_spot(place, spot)),
        where=json.dumps(where, ensure_ascii=False),
    )


def _of_spot(place: Source, spot: Spot) -> Iterable[Condition | Group]:
    named = tuple(Condition(place.path("city"), "eq", name) for name in spot.names[:20])
    return Condition(place.path("country"), "eq", spot.country), (
        named[0] if len(named) == 1 else Group("any", named)
    )


def _missing(shown: Listing, place: Source, found: Placed) -> Iterable[Line]:
    """What is not on the map, or only by its country, and why."""
    country, city = place.path("country"), place.path("city")
    link = place.link
    reasons = {
        "link": (
            _("Without “%s”") % (link.label if link else ""),
            [Condition(link.key if link else "", "empty", "true")],
        ),
        "address": (_("No country in the address"), [Condition(country, "empty", "true")]),
        "hidden": (_("Of a record that you may not see"), []),
    }
    for why, (label, conditions) in reasons.items():
        if found.without.get(why):
            yield Line(label, Figures(found.without[why]), _url(shown, *conditions) if conditions else "")
    if found.townless.n:
        only = (Condition(country, "empty", "false"), Condition(city, "empty", "true"))
        yield Line(_("No town in the address; the country counts them"), found.townless, _url(shown, *only))
    for spot in found.unknown[:MOST_UNKNOWN]:
        label = _("%(town)s (%(country)s): not in the list of towns") % {
            "town": spot.names[0],
            "country": _NAMES.display(spot.country),
        }
        yield Line(label, spot.figures, _url(shown, *_of_spot(place, spot)))
    rest = found.beyond + sum(one.figures.n for one in found.unknown[MOST_UNKNOWN:])
    if rest:
        yield Line(_("In more towns, which only their country counts"), Figures(rest))


# -- addresses -------------------------------------------------------------------------------------------------------
def _url(shown: Listing, *conditions: Condition | Group) -> str:
    """The table of what is shown, narrowed further."""
    before = shown.filter.items if shown.filter.mode == "all" else (shown.filter,)
    return shown.but(layout="list", filter=Group("all", (*before, *conditions))).url()


def _base(shown: Listing) -> str:
    """The table of what is shown with its whole filter in the address, so that another can be added there."""
    plain = shown.but(layout="list", filter=EMPTY).params()
    params = [pair for pair in plain if pair[0] != "filter"] + filters.to_params(shown.filter)
    return f"/{shown.entity.slug}/?{urlencode(params)}"


layouts.register(
    layouts.Layout(
        "map", lazy("Map"), "map", page, lambda entity: placed.source(entity) is not None, ("map.by",)
    )
)
