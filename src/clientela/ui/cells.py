"""What stands in a cell of a list. A page has hundreds of them, so they are drawn in plain Python, column by column.

For each kind of field a maker gives a function from value to HTML; what all rows of a column share (the words and tones
of options, say) is worked out once. Everything from outside goes through `esc`. Templates get the results as markup:
`cell(field, record, titles)`, `name_cell(entity, record, titles)`, `table_rows(entity, chunk)`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from html import escape as esc
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup

from clientela.engine.entities.entity import Entity
from clientela.engine.fields.base import Field
from clientela.engine.query.links import LinkTitle, Titles
from clientela.ui import environment, faces, words

Draw = Callable[[Any], str]

TONES = {"neutral": "", "info": " live", "good": " good", "soon": " warn", "bad": " bad"}
TAGS_SHOWN = 3
_initials = lru_cache(8192)(faces.initials)


def drawer(field: Field, titles: Titles) -> Draw:
    """How values of this field are drawn; nothing becomes a dash."""
    shape = getattr(field, "shape", None) or field
    draw = MAKERS.get(shape.kind, _text)(shape, titles)
    dash = _dash(get_language())
    return lambda value: dash if value is None or value == "" or value == [] else draw(value)


@lru_cache
def _dash(_language: str | None) -> str:
    return f'<span class="none" role="img" aria-label="{esc(_("empty"))}">–</span>'


def _text(field: Field, _titles: Titles) -> Draw:
    display = field.display
    return lambda value: f"<bdi>{esc(display(value))}</bdi>"


def _plain(field: Field, _titles: Titles) -> Draw:
    display = field.display
    return lambda value: esc(display(value))


def _money(_field: Field, _titles: Titles) -> Draw:
    language = get_language()
    return lambda value: _amount(value.amount, value.currency, language)


@lru_cache(8192)
def _amount(amount: Any, currency: str, _language: str | None) -> str:
    """Babel takes longer over an amount than the rest of its row takes."""
    return esc(words.money(amount, currency))


def _date(_field: Field, _titles: Titles) -> Draw:
    day = words.Clock().day
    return lambda value: f'<time datetime="{value.isoformat()}">{esc(day(value))}</time>'


def _moment(_field: Field, _titles: Titles) -> Draw:
    ago = words.Clock().ago
    return lambda value: f'<time datetime="{value.isoformat(timespec="seconds")}">{esc(ago(value))}</time>'


def _choice(field: Any, _titles: Titles) -> Draw:
    """A dot where options have tones; a ring for the state a record begins with."""
    if all(option.tone == "neutral" for option in field.options):
        shown = {option.key: esc(str(option.label)) for option in field.options}
    else:
        shown = {option.key: _state(option, option.key == field.default) for option in field.options}
    return lambda value: shown.get(value) or esc(str(value))


def _state(option: Any, is_first: bool) -> str:
    ring = " is-open" if is_first and option.tone == "neutral" else ""
    return f'<span class="state{TONES[option.tone]}{ring}">{esc(str(option.label))}</span>'


def _yes(_field: Field, _titles: Titles) -> Draw:
    check, dash = str(environment.icon("check", "s", _("Yes"))), _dash(get_language())
    return lambda value: check if value else dash


def _tags(field: Any, _titles: Titles) -> Draw:
    def draw(value: Any) -> str:
        more = f' <span class="tag">+{len(value) - TAGS_SHOWN}</span>' if len(value) > TAGS_SHOWN else ""
        tags = (f'<span class="tag"><bdi>{esc(field.shown(one))}</bdi></span>' for one in value[:TAGS_SHOWN])
        return " ".join(tags) + more

    return draw


def _link(field: Field, titles: Titles) -> Draw:
    hidden = f'<span class="none">{esc(_("hidden"))}</span>'

    def draw(value: Any) -> str:
        title = titles.of(field, value)
        if title is None or not title.visible:
            return hidden
        return f'<a class="cell-link" href="{title.path}"><bdi>{esc(title.title) or "–"}</bdi></a>{_signs(title.flags)}'

    return draw


def _who(field: Field, titles: Titles) -> Draw:
    plain = _link(field, titles)

    def draw(value: Any) -> str:
        title = titles.of(field, value)
        return _face(title) if title is not None and title.visible else plain(value)

    return draw


def _face(title: LinkTitle) -> str:
    return f'<span class="who">{_mono(title.title, title.id, "s", True)}<bdi class="cut">{esc(title.title)}</bdi></span>'


@lru_cache(8192)
def _mono(name: str, key: Any, size: str, person: bool) -> str:
    tint = f" mono-p {faces.tint(key)}" if person else ""
    return f'<span class="mono{tint}{f" mono-{size}" if size else ""}" aria-hidden="true">{esc(_initials(name))}</span>'


def _address_of(scheme: str) -> Callable[[Field, Titles], Draw]:
    def maker(field: Field, _titles: Titles) -> Draw:
        def draw(value: Any) -> str:
            href = esc(scheme + str(value).partition(";ext=")[0])
            return f'<a class="cell-link" href="{href}"><bdi>{esc(field.display(value))}</bdi></a>'

        return draw

    return maker


def _url(field: Field, _titles: Titles) -> Draw:
    def draw(value: Any) -> str:
        href = value if str(value).startswith(("http://", "https://")) else f"https://{value}"
        return f'<a class="cell-link" href="{esc(href)}" target="_blank" rel="noopener noreferrer"><bdi>{esc(field.display(value))}</bdi></a>'

    return draw


MAKERS: dict[str, Callable[[Any, Titles], Draw]] = {
    "number": _plain,
    "percent": _plain,
    "rating": _plain,
    "time": _plain,
    "money": _money,
    "date": _date,
    "datetime": _moment,
    "choice": _choice,
    "country": _plain,
    "boolean": _yes,
    "tags": _tags,
    "multichoice": _tags,
    "link": _link,
    "reference": _link,
    "user": _who,
    "email": _address_of("mailto:"),
    "phone": _address_of("tel:"),
    "url": _url,
}


def _signs(flags: Any) -> str:
    """The warnings that stand wherever a name stands."""
    return "".join(
        f' <span class="pill bad">{environment.icon("ban", "s")}{esc(str(flag.label))}</span>'
        for flag in flags
    )


def _name(entity: Entity, record: Any, title: str) -> str:
    return (
        f'<span class="flex items-center gap-2.5">{_mono(title, record.pk, "", entity.person)}<a class="cut font-medium"'
        f' href="{entity.path(record.pk)}"><bdi>{esc(title) or esc(_("(no name)"))}</bdi></a>{_signs(entity.flags_of(record))}</span>'
    )


def table_rows(entity: Entity, chunk: Any) -> Markup:
    """One row per record. The address of a cell's editor is relative to the list's own."""
    select = esc(_("Select"))
    cells = [(column, column.field.load, drawer(column.field, chunk.titles)) for column in chunk.columns]
    rows = []
    for record in chunk.records:
        key, title = str(record.pk), entity.title_of(record)
        parts = [
            f'<tr id="row-{key}" data-id="{key}"><td><label class="hit"><input type="checkbox" class="checkbox checkbox-xs"'
            f' name="ids" value="{key}" form="bulk" aria-label="{select} {esc(title)}"></label></td>'
        ]
        may_change = record.pk in chunk.changeable
        for column, load, draw in cells:
            if column.is_title:
                parts.append(f'<td class="p-name">{_name(entity, record, title)}</td>')
            elif column.may_edit and may_change:
                edit = f"{key}/edit/{column.key}/?as=cell"
                parts.append(
                    f'<td class="{column.css} can-edit" tabindex="-1" data-url="{edit}">{draw(load(record))}</td>'
                )
            else:
                parts.append(f'<td class="{column.css}">{draw(load(record))}</td>')
        rows.append("".join(parts) + "</tr>\n")
    return Markup("".join(rows))  # noqa: S704  # every value in it was escaped above


def cell(field: Field, record: Any, titles: Titles) -> Markup:
    """The value of a field as a list or card shows it: short, with links, states and relative times."""
    return Markup(drawer(field, titles)(field.load(record)))  # noqa: S704  # escaped by the drawer


def name_cell(entity: Entity, record: Any) -> Markup:
    return Markup(_name(entity, record, entity.title_of(record)))  # noqa: S704  # escaped


def monogram(name: str, key: Any, size: str = "", person: bool = True) -> Markup:
    return Markup(_mono(name, key, size, person))  # noqa: S704  # escaped


def flag_signs(flags: Any) -> Markup:
    return Markup(_signs(flags))  # noqa: S704  # escaped


FUNCTIONS = {
    "cell": cell,
    "name_cell": name_cell,
    "table_rows": table_rows,
    "monogram": monogram,
    "flag_signs": flag_signs,
}
