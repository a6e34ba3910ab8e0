"""One or several of a set of options, yes/no, tags."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func, Q
from django.db.models import lookups as sql
from django.db.models.fields.json import KeyTransform
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django_stubs_ext import StrOrPromise
from rapidfuzz import fuzz, process

from clientela.engine.fields.base import ANY, EMPTY, BadValue, Context, Field, Operator

TONES = ("neutral", "info", "good", "soon", "bad")


@dataclass(frozen=True)
class Option:
    """One choice: what is stored, what people read, and the tone of its dot (see TONES)."""

    key: str
    label: StrOrPromise
    tone: str = "neutral"
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """One of a set of options. Administrators may add options to an `open` one; import offers to."""

    options: tuple[Option, ...] = ()

    kind: ClassVar[str] = "choice"
    kind_label: ClassVar[StrOrPromise] = lazy("Choice")
    widget: ClassVar[str] = "choice"
    operators: ClassVar[tuple[Operator, ...]] = ANY

    def option(self, key: Any) -> Option | None:
        return next((option for option in self.options if option.key == key), None)

    def find(self, text: str) -> Option | None:
        """The option with this key, label (in the language in force) or alias, whatever its case."""
        wanted = text.strip().casefold()
        for option in self.options:
            if wanted in (
                option.key.casefold(),
                str(option.label).casefold(),
                *map(str.casefold, option.aliases),
            ):
                return option
        return None

    def near(self, text: str) -> Option | None:
        """The option most like a misspelled text, if any is like it at all."""
        names = {option.key: str(option.label).casefold() for option in self.options}
        best = process.extractOne(text.strip().casefold(), names, scorer=fuzz.ratio, score_cutoff=80)
        return self.option(best[2]) if best else None

    def parse(self, raw: Any, context: Context) -> str:
        option = self.find(str(raw))
        if option is None:
            raise BadValue(self._unknown(str(raw)))
        return option.key

    def _unknown(self, text: str) -> str:
        near = self.near(text)
        if near:
            return _("“%(text)s” is not an option; did you mean “%(near)s”?") % {
                "text": text[:50],
                "near": near.label,
            }
        some = ", ".join(str(option.label) for option in self.options[:8])
        return _("“%(text)s” is not an option; there are: %(some)s.") % {"text": text[:50], "some": some}

    def display(self, value: Any) -> str:
        option = self.option(value)
        return str(option.label) if option else str(value or "")

    def tone(self, value: Any) -> str:
        option = self.option(value)
        return option.tone if option else "neutral"

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": [option.key for option in self.options]}


@dataclass(frozen=True, kw_only=True)
class Boolean(Field):
    """Yes or no. Nothing counts as no."""

    kind: ClassVar[str] = "boolean"
    kind_label: ClassVar[StrOrPromise] = lazy("Yes or no")
    widget: ClassVar[str] = "boolean"
    operators: ClassVar[tuple[Operator, ...]] = ANY[:1]
    db_field: ClassVar[models.Field[Any, Any]] = models.BooleanField()

    YES: ClassVar[frozenset[str]] = frozenset(
        "yes y true t 1 on x ✓ да д истина tak t prawda 是 對 对 有".split()
    )
    NO: ClassVar[frozenset[str]] = frozenset(
        "no n false f 0 off - нет н ложь nie fałsz 否 不是 無 无".split()
    )

    def parse(self, raw: Any, context: Context) -> bool:
        if isinstance(raw, bool):
            return raw
        word = str(raw).strip().casefold()
        if word in self.YES or word in self.NO:
            return word in self.YES
        raise BadValue(_("“%s” is neither yes nor no.") % str(raw)[:50])

    def nothing(self) -> bool:
        return False

    def condition(self, operator: Operator, operand: Any) -> Q:
        if operand is False:
            return Q(sql.Exact(self.expression(), False)) | Q(sql.IsNull(self.expression(), True))
        return super().condition(operator, operand)

    def display(self, value: Any) -> str:
        return _("Yes") if value else _("No")

    def words(self, value: Any) -> Iterable[str]:
        return ()

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


def _holds_any(expression: Any, value: Any) -> Q:
    return Q(
        sql.Exact(
            Func(
                expression,
                Func(*value, function="ARRAY", template="%(function)s[%(expressions)s]::text[]"),
                template="(%(expressions)s)",
                arg_joiner=" && ",
                output_field=models.BooleanField(),
            ),
            True,
        )
    )


def _has(expression: Any, value: Any) -> Q:
    return _holds_any(expression, _values([value]))


def _values(items: Iterable[str]) -> list[Any]:
    return [models.Value(item) for item in items]


HAS = Operator("eq", lazy("has"), _has)
HAS_ANY = Operator("in", lazy("has any of"), lambda e, v: _holds_any(e, _values(v)), many=True)
HAS_NOT = Operator("ne", lazy("has not"), lambda e, v: ~_has(e, v) | Q(sql.IsNull(e, True)))
HAS_NONE = Operator(
    "not_in", lazy("has none of"), lambda e, v: ~_holds_any(e, _values(v)) | Q(sql.IsNull(e, True)), many=True
)


@dataclass(frozen=True, kw_only=True)
class Tags(Field):
    """Free labels. Native: text[] with a GIN index; user-defined: a JSON list."""

    kind: ClassVar[str] = "tags"
    kind_label: ClassVar[StrOrPromise] = lazy("Tags")
    widget: ClassVar[str] = "tags"
    sortable: ClassVar[bool] = False
    operators: ClassVar[tuple[Operator, ...]] = (HAS, HAS_ANY, HAS_NOT, HAS_NONE, EMPTY)
    db_field: ClassVar[models.Field[Any, Any]] = ArrayField(models.TextField())

    def expression(self) -> Any:
        if not self.custom:
            return super().expression()
        return Func(KeyTransform(self.key, "custom"), function="clientela_texts", output_field=self.db_field)

    def nothing(self) -> list[str] | None:
        return None

    def parse(self, raw: Any, context: Context) -> list[str] | None:
        items = (
            raw if isinstance(raw, (list, tuple)) else str(raw).replace(";", ",").replace("|", ",").split(",")
        )
        found: dict[str, str] = {}
        for item in items:
            if not isinstance(item, str):
                raise BadValue(_("Expected a list of texts."))
            text = " ".join(item.replace("\0", "").split())
            if len(text) > 100:
                raise BadValue(
                    _("Too long: %(length)d characters, at most %(max)d.") % {"length": len(text), "max": 100}
                )
            if text:
                found.setdefault(text.casefold(), self.one(text))
        return list(found.values()) or None

    def one(self, text: str) -> str:
        return text

    def operand(self, operator: Operator, raw: Any, context: Context = Context()) -> Any:  # noqa: B008  # frozen
        if not operator.operand:
            return super().operand(operator, raw, context)
        items = self.parse(raw, context) or []
        if not items:
            raise BadValue(_("“%(field)s” needs something to compare with.") % {"field": self.label})
        return items if operator.many else items[0]

    def display(self, value: Any) -> str:
        return ", ".join(self.shown(item) for item in value or ())

    def shown(self, item: str) -> str:
        return item

    def words(self, value: Any) -> Iterable[str]:
        return tuple(self.shown(item) for item in value or ())

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string", "maxLength": 100}}


@dataclass(frozen=True, kw_only=True)
class MultiChoice(Tags):
    """Several of a set of options."""

    options: tuple[Option, ...] = ()

    kind: ClassVar[str] = "multichoice"
    kind_label: ClassVar[StrOrPromise] = lazy("Several choices")
    widget: ClassVar[str] = "multichoice"

    def _choice(self) -> Choice:
        return Choice(key=self.key, label=self.label, options=self.options)

    def one(self, text: str) -> str:
        return self._choice().parse(text, Context())

    def shown(self, item: str) -> str:
        return self._choice().display(item)

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string", "enum": [option.key for option in self.options]}}
