"""The one declaration per entity, from which every screen, API operation, filter, import and export comes."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django_stubs_ext import StrOrPromise

from clientela.engine.entities import shape
from clientela.engine.fields.base import BadValue, Field
from clientela.engine.fields.link import Link, User
from clientela.engine.fields.moments import DateTime

if TYPE_CHECKING:
    from clientela.engine.access.actor import Actor
    from clientela.engine.records.draft import Draft
    from clientela.engine.records.models import Record

SYSTEM_FIELDS: tuple[Field, ...] = (
    User(
        key="owner",
        label=lazy("Owner"),
        aliases=("responsible", "assigned to", "sales agent", "account owner"),
    ),
    Link(key="branch", label=lazy("Branch"), entity="branch"),
    DateTime(key="created_at", label=lazy("Created"), read_only=True, indexed=True),
    User(key="created_by", label=lazy("Created by"), read_only=True),
    DateTime(key="updated_at", label=lazy("Last changed"), read_only=True, indexed=True),
    User(key="updated_by", label=lazy("Last changed by"), read_only=True),
)


@dataclass(frozen=True)
class Section:
    """A titled group of fields on the record page and in the form."""

    label: StrOrPromise
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Panel:
    """Records of another entity that point at this one by a link field, shown on its page.

    `adds` is no where a verb of the page makes them with all that belongs to them.
    """

    entity: str
    by: str
    label: StrOrPromise
    show: tuple[str, ...] = ()
    sort: str = "-updated_at"
    adds: bool = True


@dataclass(frozen=True, kw_only=True)
class Entity:
    """What a kind of record is. `title` names the field that names the record; `card` the lines of a board card;
    `calendar_by` the date by which a calendar shows records, unless another is chosen.

    `rules` complete and check drafts of a whole set of records before they are saved, whoever saves them.
    `moved` is told of records that went into the recycle bin or came back.
    `unique` lists combinations of fields by which an import recognises a record that is there already.
    `same_as` names other kinds of record that one may be known as: (entity, its field → ours that says the same).
    """

    key: str
    model: type[Record]
    slug: str
    label: StrOrPromise
    label_plural: StrOrPromise
    icon: str
    native: tuple[Field, ...]
    title: str = "name"
    columns: tuple[str, ...]
    sort: str = "-updated_at"
    nav: str = ""
    person: bool = False
    state: str = ""
    flags: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    board_by: str = ""
    board_sum: str = ""
    calendar_by: str = ""
    card: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    panels: tuple[Panel, ...] = ()
    quick: tuple[str, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    similar: tuple[str, ...] = ()
    same_as: tuple[tuple[str, Mapping[str, str]], ...] = attribute(default=(), hash=False)
    rules: tuple[Callable[[Actor, list[Draft]], None], ...] = ()
    moved: tuple[Callable[[Actor, Sequence[Record]], None], ...] = ()
    creatable: bool = True
    timeline: bool = True
    describe: StrOrPromise = ""
    aliases: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every field: declared, user-defined (as of now), and those of every record."""
        return shape.current().fields_of(self)

    @functools.cached_property
    def declared(self) -> dict[str, Field]:
        return {field.key: field for field in (*self.native, *SYSTEM_FIELDS)}

    def field(self, key: str) -> Field:
        """The field `key`, or the part `whole.part` of a compound one. Raises BadValue when there is none."""
        found = shape.current().find(self, key)
        if found is None:
            raise BadValue(_("%(entity)s has no field “%(key)s”.") % {"entity": self.label, "key": key[:60]})
        return found

    def has(self, key: str) -> bool:
        return shape.current().find(self, key) is not None

    @property
    def title_field(self) -> Field:
        return self.declared[self.title]

    def title_of(self, record: Record) -> str:
        return self.title_field.display(self.title_field.load(record))

    def path(self, record_id: Any) -> str:
        return f"/{self.slug}/{record_id}/"

    def flags_of(self, record: Record) -> tuple[Field, ...]:
        """The warnings that show wherever the name shows (do not contact, blacklisted)."""
        return tuple(self.declared[key] for key in self.flags if self.declared[key].load(record))

    @property
    def likened(self) -> tuple[str, ...]:
        """Fields worth comparing while one types."""
        others = (ours for _key, fields in self.same_as for ours in fields.values())
        return tuple(dict.fromkeys((*self.similar, *others)))

    def links(self) -> tuple[Link, ...]:
        return tuple(field for field in self.fields if isinstance(field, Link))
