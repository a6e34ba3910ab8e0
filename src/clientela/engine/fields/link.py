"""Links to other records, to users, and values computed from others."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django_stubs_ext import StrOrPromise

from clientela.engine.fields.base import ANY, BadValue, Context, Field, Operator


@dataclass(frozen=True, kw_only=True)
class Link(Field):
    """A link to a record of another entity; its value is that record's id.

    Whether the record exists and may be seen is checked for a whole set of rows at once, by the command that saves.
    Rows that link `as_whole` only make sense together, as shares that are 100 percent: of records that are merged one
    keeps its rows, those of the others stay where they are.
    """

    entity: str = ""
    as_whole: bool = False

    kind: ClassVar[str] = "link"
    kind_label: ClassVar[StrOrPromise] = lazy("Link to a record")
    widget: ClassVar[str] = "link"
    operators: ClassVar[tuple[Operator, ...]] = ANY
    db_field: ClassVar[models.Field[Any, Any]] = models.UUIDField()

    @property
    def attribute(self) -> str:
        return f"{self.column or self.key}_id"

    def from_text(self, text: Any) -> Any:
        """Ids are stored in their canonical form, so they compare as text."""
        return text

    def compared(self, value: Any) -> Any:
        return str(value) if self.custom else value

    def parse(self, raw: Any, context: Context) -> uuid.UUID:
        if isinstance(raw, uuid.UUID):
            return raw
        try:
            return uuid.UUID(str(raw))
        except ValueError:
            raise BadValue(_("“%s” is not the id of a record.") % str(raw)[:50]) from None

    def to_json(self, value: Any) -> Any:
        return None if value is None else str(value)

    def from_json(self, stored: Any) -> uuid.UUID:
        return uuid.UUID(stored)

    def words(self, value: Any) -> Iterable[str]:
        return ()

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "uuid"}


@dataclass(frozen=True, kw_only=True)
class User(Link):
    """A colleague. Filters also take the word "me"."""

    entity: str = "user"

    kind: ClassVar[str] = "user"
    kind_label: ClassVar[StrOrPromise] = lazy("Colleague")
    widget: ClassVar[str] = "user"


@dataclass(frozen=True)
class Target:
    """A record of any entity."""

    entity: str
    id: uuid.UUID

    def __str__(self) -> str:
        return f"{self.entity}:{self.id}"


@dataclass(frozen=True, kw_only=True)
class Reference(Field):
    """A link to a record of any entity, in two columns, `about_entity` and `about_id`; written "deal:<id>"."""

    kind: ClassVar[str] = "reference"
    kind_label: ClassVar[StrOrPromise] = lazy("Link to any record")
    widget: ClassVar[str] = "reference"
    sortable: ClassVar[bool] = False
    operators: ClassVar[tuple[Operator, ...]] = (ANY[0], ANY[-1])

    def columns(self) -> tuple[str, ...]:
        return (f"{self.attribute}_entity", f"{self.attribute}_id")

    def load(self, record: Any) -> Any:
        entity, target = (getattr(record, column) for column in self.columns())
        return Target(entity, target) if entity else None

    def dump(self, value: Any) -> Mapping[str, Any]:
        return dict(zip(self.columns(), (value.entity, value.id) if value else (None, None), strict=True))

    def expression(self) -> Any:
        return F(self.columns()[1])

    def compared(self, value: Any) -> Any:
        return value.id

    def parse(self, raw: Any, context: Context) -> Target:
        if isinstance(raw, Target):
            return raw
        try:
            entity, target = (raw["entity"], raw["id"]) if isinstance(raw, dict) else str(raw).split(":", 1)
            return Target(str(entity), uuid.UUID(str(target)))
        except (ValueError, KeyError):
            raise BadValue(_("“%s” is not a link to a record.") % str(raw)[:60]) from None

    def to_json(self, value: Any) -> Any:
        return None if value is None else {"entity": value.entity, "id": str(value.id)}

    def from_json(self, stored: Any) -> Target:
        return Target(stored["entity"], uuid.UUID(stored["id"]))

    def words(self, value: Any) -> Iterable[str]:
        return ()

    def schema(self) -> dict[str, Any]:
        text = {"type": "string"}
        return {
            "type": "object",
            "properties": {"entity": text, "id": {**text, "format": "uuid"}},
            "required": ["entity", "id"],
        }


@dataclass(frozen=True, kw_only=True)
class Computed(Field):
    """A value that follows from others: from a Python function of the record, or an SQL expression, or both.

    Shown everywhere, never written; sorted and filtered by only where `sql` says how.
    """

    compute: Callable[[Any], Any] | None = None
    sql: Callable[[], Any] | None = None
    shape: Field | None = None
    needs: tuple[str, ...] = ()
    read_only: bool = True

    kind: ClassVar[str] = "computed"
    kind_label: ClassVar[StrOrPromise] = lazy("Computed")

    def columns(self) -> tuple[str, ...]:
        return ()

    def load(self, record: Any) -> Any:
        if self.compute is not None:
            return self.compute(record)
        return getattr(record, f"computed_{self.key}", None)

    def dump(self, value: Any) -> Mapping[str, Any]:
        return {}

    def expression(self) -> Any:
        if self.sql is None:
            raise BadValue(_("“%s” is computed and cannot be filtered or sorted by.") % self.label)
        return self.sql()

    def to_json(self, value: Any) -> Any:
        return self.shape.to_json(value) if self.shape else value

    def display(self, value: Any) -> str:
        return self.shape.display(value) if self.shape else super().display(value)

    def schema(self) -> dict[str, Any]:
        return {**(self.shape.schema() if self.shape else {"type": "string"}), "readOnly": True}
