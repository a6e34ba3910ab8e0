"""Domains declare which of their documents have numbers; the ranges are then edited in the settings."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clientela.engine.entities.entity import Entity
from clientela.engine.entities.registry import register
from clientela.engine.fields.choice import Boolean, Choice, Option
from clientela.engine.fields.link import Computed, Link
from clientela.engine.fields.numbers import Number
from clientela.engine.fields.text import Text
from clientela.engine.numbering import pattern, ranges, rules
from clientela.engine.numbering.models import NumberRange


def declare(kind: ranges.Kind) -> ranges.Kind:
    """From a domain's entity.py: these documents have numbers."""
    ranges.KINDS[kind.key] = kind
    register(_entity())
    return kind


def _example(found: Any) -> str:
    today = timezone.localdate()
    n = found.next if not found.yearly or found.year in (None, today.year) else Decimal(1)
    return pattern.written(found.pattern, n, today)


def _entity() -> Entity:
    kinds = tuple(Option(kind.key, kind.label) for kind in ranges.KINDS.values())
    return Entity(
        key="numberrange",
        model=NumberRange,
        slug="number-ranges",
        label=_("Number range"),
        label_plural=_("Number ranges"),
        icon="list-ordered",
        describe=_(
            "How documents are numbered. A kind of document without a range gets one with its first number."
        ),
        native=(
            Text(key="name", label=_("Name"), required=True, search="A"),
            Choice(key="kind", label=_("Documents"), options=kinds, required=True),
            pattern.NumberPattern(key="pattern", label=_("Pattern"), required=True,
                 help=_("Such as INV-{year}-{n:05}: {n} counts, {n:05} with five digits; {year}, {yy}, {month} of the date.")),
            Number(key="next", label=_("Next number"), places=0, least=Decimal(1), default=Decimal(1), grouped=False),
            Number(key="last", label=_("Last number"), places=0, least=Decimal(1), grouped=False,
                   help=_("Nothing more is numbered after this one.")),
            Boolean(key="yearly", label=_("Begins at 1 every year")),
            Link(key="for_branch", label=_("Only for branch"), entity="branch"),
            Text(key="latest", label=_("Given out last"), read_only=True, search="B"),
            Computed(key="example", label=_("Next document"), compute=_example, needs=("next", "pattern")),
        ),
        columns=("name", "kind", "pattern", "example", "latest", "last", "for_branch"),
        sort="name",
        nav="settings",
        rules=(rules.sensible, rules.only_forward, rules.one_of_a_kind),
        moved=(rules.used_stays,),
        timeline=False,
    )  # fmt: skip
