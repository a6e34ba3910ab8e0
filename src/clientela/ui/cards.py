"""Cards of a board, drawn in plain Python as cells are: a board has as many of them as a list has rows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from html import escape as esc
from typing import Any

from markupsafe import Markup

from clientela.engine.entities.entity import Entity
from clientela.engine.query.links import Titles
from clientela.ui import cells, environment

Part = Callable[[Any], str]
Signs = Callable[[Any, Any], Sequence[Any]]

# What may stand at the foot of a card that has nothing to tell of itself.
NOTES = ("text", "date", "choice")


def board_cards(
    entity: Entity,
    lane: Any,
    titles: Titles,
    movable: Collection[Any],
    signs: Signs,
    query: str,
    verb: str = "move",
) -> Markup:
    """The cards of one column: what each is for, its name, its worth, and what is next or wrong with it.

    `verb` is the last part of the address that a moved card is sent to.
    """
    above = _lines(entity, titles)
    below = _figures(entity, titles)
    foot = _foot(entity, getattr(lane, "of", None), titles, signs)
    drawn = []
    for record in lane.page.items:
        key = record.pk
        move = f' data-move="/{entity.slug}/{key}/{verb}/{esc(query)}"' if key in movable else ""
        drawn.append(
            f'<article class="deal" id="card-{key}" data-id="{key}"{move}>{above(record)}<h3><a href="{entity.path(key)}">'
            f"<bdi>{esc(entity.title_of(record))}</bdi></a></h3>{below(record)}{foot(record)}</article>\n"
        )
    return Markup("".join(drawn))  # noqa: S704  # every value in it was escaped above


def _lines(entity: Entity, titles: Titles) -> Part:
    """What the card's links point at."""
    fields = [entity.field(key) for key in entity.card if key != entity.title]

    def draw(record: Any) -> str:
        found = (titles.of(field, field.load(record)) for field in fields)
        return "".join(
            f'<p class="text-xs text-ink-3 cut"><bdi>{esc(one.title)}</bdi>{cells.flag_signs(one.flags)}</p>'
            for one in found
            if one
        )

    return draw


def _figures(entity: Entity, titles: Titles) -> Part:
    fields = [field for key in entity.card if (field := entity.field(key)).numeric]
    drawers = [(field.load, cells.drawer(field, titles)) for field in fields]

    def draw(record: Any) -> str:
        values = ((load(record), show) for load, show in drawers)
        return "".join(
            f'<p class="font-semibold">{show(value)}</p>' for value, show in values if value is not None
        )

    return draw


def _foot(entity: Entity, column: Any, titles: Titles, signs: Signs) -> Part:
    owner = entity.field("owner")
    notes = [
        field for key in entity.card if (field := entity.field(key)).kind in NOTES and key != entity.title
    ]

    def draw(record: Any) -> str:
        who = titles.of(owner, owner.load(record))
        face = (
            f'<span class="ms-auto" title="{esc(who.title)}">{_face(who)}</span>'
            if who and who.visible
            else ""
        )
        said = _said(signs(record, column)) or "".join(
            _note("flag", f.display(f.load(record))) for f in notes if f.load(record)
        )
        return f'<div class="flex items-center gap-2 min-h-5">{said}{face}</div>'

    return draw


def _face(who: Any) -> str:
    return f'{cells.monogram(who.title, who.id, "s")}<span class="sr-only">{esc(who.title)}</span>'


def _said(signs: Sequence[Any]) -> str:
    """Signs with a tone stand out together; without any, the first of the others stands quietly."""
    pills = [sign for sign in signs if sign.tone]
    if pills:
        drawn = (
            f'<span class="pill {one.tone}">{environment.icon(one.icon, "s")}{esc(one.text)}</span>'
            for one in pills
        )
        return f'<span class="flex flex-wrap gap-1 min-w-0 grow">{"".join(drawn)}</span>'
    return _note(signs[0].icon, signs[0].text) if signs else ""


def _note(icon: str, text: str) -> str:
    return f'<span class="card-note grow min-w-0">{environment.icon(icon, "s")}<bdi class="cut">{esc(text)}</bdi></span>'


FUNCTIONS = {"board_cards": board_cards}
