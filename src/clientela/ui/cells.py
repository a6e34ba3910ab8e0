"""What stands in a cell of a list, one function per kind of field. Python and not a macro: a page has hundreds of them.

`cell(field, record, titles)` is a global of every template, `name_cell` draws the cell that names the record.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from clientela.engine.entities.entity import Entity
from clientela.engine.fields.base import Field
from clientela.engine.fields.contact import Url
from clientela.engine.fields.link import Computed
from clientela.engine.query.links import LinkTitle, Titles
from clientela.ui import environment, faces, words

Show = Callable[[Any, Any, Titles], Markup]

TONES = {"neutral": "", "info": " live", "good": " good", "soon": " warn", "bad": " bad"}
EMPTY: tuple[Any, ...] = (None, "", [], ())
TAGS_SHOWN = 3


def cell(field: Field, record: Any, titles: Titles) -> Markup:
    """The value of a field as a list or card shows it: short, with links, states and relative times."""
    return show(field, field.load(record), titles)


def show(field: Field, value: Any, titles: Titles) -> Markup:
    if value in EMPTY:
        return _dash(get_language())
    shown: Show = SHOWN.get(field.kind, _text)
    return shown(field, value, titles)


@lru_cache
def _dash(_language: str | None) -> Markup:
    return Markup('<span class="none" role="img" aria-label="{}">–</span>').format(_("empty"))


def _text(field: Field, value: Any, _titles: Titles) -> Markup:
    return Markup("<bdi>%s</bdi>") % field.display(value)


def _plain(field: Field, value: Any, _titles: Titles) -> Markup:
    return escape(field.display(value))


def _money(_field: Field, value: Any, _titles: Titles) -> Markup:
    return _amount(value.amount, value.currency, get_language())


@lru_cache(4096)
def _amount(amount: Any, currency: str, _language: str | None) -> Markup:
    """Cached: Babel takes longer over an amount than the rest of its row takes."""
    return escape(words.money(amount, currency))


def _date(_field: Field, value: Any, _titles: Titles) -> Markup:
    return Markup('<time datetime="%s">%s</time>') % (value.isoformat(), words.day(value))


def _moment(_field: Field, value: Any, _titles: Titles) -> Markup:
    return Markup('<time datetime="%s">%s</time>') % (value.isoformat(timespec="seconds"), words.ago(value))


def _choice(field: Any, value: Any, _titles: Titles) -> Markup:
    """A dot where options have tones; a ring for the state a record begins with."""
    if all(option.tone == "neutral" for option in field.options):
        return escape(field.display(value))
    ring = " is-open" if value == field.default and field.tone(value) == "neutral" else ""
    return Markup('<span class="state%s%s">%s</span>') % (TONES[field.tone(value)], ring, field.display(value))


def _yes(_field: Field, value: Any, _titles: Titles) -> Markup:
    return environment.icon("check", "s", _("Yes")) if value else _dash(get_language())


def _tags(field: Any, value: Any, _titles: Titles) -> Markup:
    tags = Markup(" ").join(Markup('<span class="tag"><bdi>%s</bdi></span>') % field.shown(one) for one in value[:TAGS_SHOWN])
    more = len(value) - TAGS_SHOWN
    return tags + (Markup(' <span class="tag">+%s</span>') % more if more > 0 else "")


def _link(field: Field, value: Any, titles: Titles) -> Markup:
    title = titles.of(field, value)
    if title is None or not title.visible:
        return Markup('<span class="none">{}</span>').format(_("hidden"))
    return Markup('<a class="cell-link" href="%s"><bdi>%s</bdi></a>%s') % (title.path, title.title or "–", signs(title.flags))


def _who(field: Field, value: Any, titles: Titles) -> Markup:
    title = titles.of(field, value)
    return face(title) if title and title.visible else _link(field, value, titles)


def face(title: LinkTitle) -> Markup:
    """A colleague: monogram and name."""
    return Markup('<span class="who">%s<bdi class="cut">%s</bdi></span>') % (monogram(title.title, title.id, "s"), title.title)


def monogram(name: str, key: Any, size: str = "", person: bool = True) -> Markup:
    tint = f" mono-p {faces.tint(key)}" if person else ""
    return Markup('<span class="mono%s%s" aria-hidden="true">%s</span>') % (
        tint, f" mono-{size}" if size else "", faces.initials(name),
    )  # fmt: skip


def _address_of(scheme: str) -> Show:
    def linked(field: Field, value: Any, _titles: Titles) -> Markup:
        target = str(value).partition(";ext=")[0]
        return Markup('<a class="cell-link" href="%s%s"><bdi>%s</bdi></a>') % (scheme, target, field.display(value))

    return linked


def _url(field: Url, value: Any, _titles: Titles) -> Markup:
    href = value if str(value).startswith(("http://", "https://")) else f"https://{value}"
    return Markup('<a class="cell-link" href="%s" target="_blank" rel="noopener noreferrer"><bdi>%s</bdi></a>') % (
        href, field.display(value),
    )  # fmt: skip


def _computed(field: Computed, value: Any, titles: Titles) -> Markup:
    return show(field.shape, value, titles) if field.shape else _text(field, value, titles)


SHOWN: dict[str, Show] = {
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
    "computed": _computed,
}


def signs(flags: Any) -> Markup:
    """The warnings that stand wherever a name stands."""
    return Markup("").join(
        Markup(' <span class="pill bad">%s%s</span>') % (environment.icon("ban", "s"), flag.label) for flag in flags
    )


def name_cell(entity: Entity, record: Any, titles: Titles) -> Markup:
    """Monogram, name as a link to the record, warnings."""
    title = _name(entity, record, titles)
    return Markup('<span class="flex items-center gap-2.5">%s<a class="cut font-medium" href="%s"><bdi>%s</bdi></a>%s</span>') % (
        monogram(title, record.pk, person=entity.person), entity.path(record.pk), title or _("(no name)"), signs(entity.flags_of(record)),
    )  # fmt: skip


def _name(entity: Entity, record: Any, titles: Titles) -> str:
    """An entity that is named by what it links (a product on a deal) is named by that."""
    field = entity.title_field
    linked = titles.of(field, field.load(record))
    return linked.title if linked else entity.title_of(record)


FUNCTIONS = {"cell": cell, "show": show, "name_cell": name_cell, "face": face, "flag_signs": signs, "monogram": monogram}
