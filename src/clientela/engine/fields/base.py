"""What every kind of field can do. A kind overrides what differs; nothing anywhere asks a field for its kind."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models import lookups as sql
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django_stubs_ext import StrOrPromise

if TYPE_CHECKING:
    from clientela.engine.records.models import Record


class BadValue(ValueError):
    """A value that this field cannot hold; the message says what would be right."""


@dataclass(frozen=True)
class Context:
    """What reading a value may depend on: who types it, and whether a machine (API) does."""

    strict: bool = False
    currency: str = "EUR"
    region: str | None = None
    day_first: bool = True


PLAIN = Context()


@dataclass(frozen=True)
class Operator:
    """One comparison of the filter language. `build` makes the condition from an SQL expression and a clean operand."""

    key: str
    words: StrOrPromise
    build: Callable[[Any, Any], Q]
    many: bool = False
    operand: bool = True
    partial: bool = False


def _not(condition: Callable[[Any, Any], Q]) -> Callable[[Any, Any], Q]:
    """Negation that counts a missing value as different, as people do."""
    return lambda expression, value: ~condition(expression, value) | Q(sql.IsNull(expression, True))


def eq(e: Any, v: Any) -> Q:
    return Q(sql.Exact(e, v))


def among(e: Any, v: Any) -> Q:
    return Q(sql.In(e, v))


EQ = Operator("eq", lazy("is"), eq)
NE = Operator("ne", lazy("is not"), _not(eq))
IN = Operator("in", lazy("is any of"), among, many=True)
NOT_IN = Operator("not_in", lazy("is none of"), _not(among), many=True)
GTE = Operator("gte", lazy("is at least"), lambda e, v: Q(sql.GreaterThanOrEqual(e, v)))
GT = Operator("gt", lazy("is more than"), lambda e, v: Q(sql.GreaterThan(e, v)))
LTE = Operator("lte", lazy("is at most"), lambda e, v: Q(sql.LessThanOrEqual(e, v)))
LT = Operator("lt", lazy("is less than"), lambda e, v: Q(sql.LessThan(e, v)))
CONTAINS = Operator("contains", lazy("contains"), lambda e, v: Q(sql.IContains(e, v)), partial=True)
STARTS = Operator("starts", lazy("starts with"), lambda e, v: Q(sql.IStartsWith(e, v)), partial=True)
EMPTY = Operator("empty", lazy("is empty"), lambda e, v: Q(sql.IsNull(e, bool(v))), operand=False)

ANY = (EQ, NE, IN, NOT_IN, EMPTY)
ORDERED = (EQ, NE, GTE, GT, LTE, LT, IN, NOT_IN, EMPTY)
TEXTUAL = (EQ, NE, CONTAINS, STARTS, IN, NOT_IN, EMPTY)


@dataclass(frozen=True, kw_only=True)
class Field:
    """One fact about a record. `search` is the weight (A highest … D) of its words in search, "" for none.

    `column` is the model's attribute (default: the key); a user-defined field has `custom` set and lives in JSONB.
    """

    key: str
    label: StrOrPromise
    help: StrOrPromise = ""
    required: bool = False
    unique: bool = False
    read_only: bool = False
    search: str = ""
    column: str = ""
    custom: bool = False
    indexed: bool = False
    default: Any = None
    aliases: tuple[str, ...] = ()

    kind: ClassVar[str] = ""
    kind_label: ClassVar[StrOrPromise] = ""
    widget: ClassVar[str] = "text"
    numeric: ClassVar[bool] = False
    sortable: ClassVar[bool] = True
    operators: ClassVar[tuple[Operator, ...]] = ANY
    db_field: ClassVar[models.Field[Any, Any]] = models.TextField()

    # -- where it lives ------------------------------------------------------------------------------------------
    @property
    def attribute(self) -> str:
        return self.column or self.key

    def columns(self) -> tuple[str, ...]:
        """Model attributes this field is stored in; none for a user-defined one."""
        return () if self.custom else (self.attribute,)

    def load(self, record: Record) -> Any:
        """The value on a record."""
        if self.custom:
            stored = record.custom.get(self.key)
            return None if stored is None else self.from_json(stored)
        return getattr(record, self.attribute)

    def dump(self, value: Any) -> Mapping[str, Any]:
        """Model attributes that store the value (native fields only)."""
        return {self.attribute: value if value is not None else self.nothing()}

    def nothing(self) -> Any:
        """What a native column holds for "no value"."""
        return None

    def expression(self) -> Any:
        """An SQL expression to filter and sort by; for a user-defined field the one its index is built on."""
        if not self.custom:
            return F(self.attribute)
        return self.from_text(KT(f"custom__{self.key}"))

    def from_text(self, text: Any) -> Any:
        """The typed SQL expression of a value whose JSON text is `text`."""
        if isinstance(self.db_field, models.TextField):
            return text
        return Cast(text, self.db_field)

    def parts(self) -> Mapping[str, Field]:
        """Fields inside a compound one, by name: `address.city`."""
        return {}

    # -- in and out ----------------------------------------------------------------------------------------------
    def clean(self, raw: Any, context: Context = PLAIN) -> Any:
        """The value for what a person, a file or a program gave; None for nothing. Raises BadValue."""
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            return None
        return self.parse(raw, context)

    def parse(self, raw: Any, context: Context) -> Any:
        if not isinstance(raw, str):
            raise BadValue(_("Expected text."))
        return raw.strip()

    def to_json(self, value: Any) -> Any:
        """The value as the API shows it and as a user-defined field stores it."""
        return value

    def from_json(self, stored: Any) -> Any:
        return stored

    def display(self, value: Any) -> str:
        """The value as text for a person; empty text for nothing."""
        return "" if value is None else str(value)

    def edit(self, value: Any) -> str:
        """The value as text that clean() takes back: for inputs, CSV and filters in a URL."""
        return self.display(value)

    def cell(self, value: Any) -> Any:
        """The value for a spreadsheet cell."""
        return self.edit(value)

    def words(self, value: Any) -> Iterable[str]:
        """Texts by which the record is found when this field is searchable."""
        return (str(value),) if value else ()

    def schema(self) -> dict[str, Any]:
        """JSON Schema (2020-12) of to_json()'s result, never null itself."""
        return {"type": "string"}

    # -- filters -------------------------------------------------------------------------------------------------
    def operator(self, key: str) -> Operator:
        for operator in self.operators:
            if operator.key == key:
                return operator
        known = ", ".join(operator.key for operator in self.operators)
        raise BadValue(
            _("“%(field)s” cannot be compared with “%(operator)s”; use one of: %(known)s.")
            % {"field": self.label, "operator": key, "known": known}
        )

    def operand(self, operator: Operator, raw: Any, context: Context = PLAIN) -> Any:
        """A clean operand, in the form in which SQL compares it."""
        if not operator.operand:
            return raw not in (False, "false", "0", "no", None)
        if operator.partial:
            return self.fragment(str(raw))
        if operator.many:
            items = raw if isinstance(raw, (list, tuple)) else str(raw).split(",")
            return [self.compared(self._operand(item, context)) for item in items]
        return self.compared(self._operand(raw, context))

    def fragment(self, text: str) -> str:
        """A piece of a value, as it is looked for inside stored ones."""
        return str(self._present(text.strip()))

    def _operand(self, raw: Any, context: Context) -> Any:
        return self._present(self.clean(raw, context))

    def _present(self, value: Any) -> Any:
        if value is None or value == "":
            raise BadValue(_("“%(field)s” needs something to compare with.") % {"field": self.label})
        return value

    def compared(self, value: Any) -> Any:
        """The part of a value that SQL compares (the amount of money, the id of a link)."""
        return value

    def condition(self, operator: Operator, operand: Any) -> Q:
        return operator.build(self.expression(), operand)

    def as_custom(self) -> Field:
        return dataclasses.replace(self, custom=True)
