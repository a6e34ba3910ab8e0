"""The options and rules of a product, as they are now and as they were when something was configured."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from decimal import Decimal
from uuid import UUID

import orjson
from django.db import connection

from clientela.domains.configurator.model import Choosable, Group, Model, Quantity, Rule, from_json, to_json
from clientela.domains.configurator.models import Edition, Option, OptionGroup, OptionRule
from clientela.engine.access import gate

SAME_FOR_ALL = "options and rules are the same for all"
ZERO = Decimal(0)


def present(products: Collection[UUID]) -> dict[UUID, Model]:
    """What may be chosen now, by product, in three queries; a product without options has an empty model."""
    groups: dict[UUID, list[OptionGroup]] = defaultdict(list)
    rows = gate.unrestricted(OptionGroup, reason=SAME_FOR_ALL).filter(product__in=products, deleted_at=None)
    for group in rows.order_by("position", "created_at", "pk"):
        groups[group.product_id].append(group)
    options = _options([group.pk for found in groups.values() for group in found])
    rules: dict[UUID, list[OptionRule]] = defaultdict(list)
    stored = gate.unrestricted(OptionRule, reason=SAME_FOR_ALL).filter(
        product__in=products, deleted_at=None, is_active=True
    )
    for rule in stored.order_by("created_at", "pk"):
        rules[rule.product_id].append(rule)
    return {one: _model(groups[one], options, rules[one]) for one in products}


def _options(groups: list[UUID]) -> dict[UUID, list[Option]]:
    found: dict[UUID, list[Option]] = defaultdict(list)
    rows = gate.unrestricted(Option, reason=SAME_FOR_ALL).filter(
        group__in=groups, deleted_at=None, is_offered=True
    )
    for option in rows.order_by("position", "created_at", "pk"):
        found[option.group_id].append(option)
    return found


def _model(
    groups: list[OptionGroup], options: dict[UUID, list[Option]], rules: Iterable[OptionRule]
) -> Model:
    choices = [group for group in groups if group.kind == "choice"]
    return Model(
        groups=tuple(_group(group, options[group.pk]) for group in choices),
        quantities=tuple(_quantity(group) for group in groups if group.kind == "number"),
        rules=tuple(_rule(rule) for rule in rules),
        order=tuple(group.code or "" for group in groups),
    )


def _group(row: OptionGroup, options: list[Option]) -> Group:
    return Group(
        code=row.code or "",
        name=row.name,
        help=row.help or "",
        least=int(row.least),
        most=int(row.most),
        options=tuple(_option(option) for option in options),
    )


def _option(row: Option) -> Choosable:
    return Choosable(
        code=row.code or "",
        name=row.name,
        description=row.description or "",
        amount=row.price or ZERO,
        currency=row.price_currency or "",
        percent=row.percent or ZERO,
        extra_days=int(row.extra_days or 0),
        at_least_days=int(row.at_least_days or 0),
        is_default=row.is_default,
    )


def _quantity(row: OptionGroup) -> Quantity:
    return Quantity(
        code=row.code or "",
        name=row.name,
        help=row.help or "",
        unit=row.unit or "",
        lowest=row.lowest or ZERO,
        highest=row.highest or ZERO,
        step=row.step or None,
        start=row.start,
        required=row.least > 0,
        amount=row.price or ZERO,
        currency=row.price_currency or "",
    )


def _rule(row: OptionRule) -> Rule:
    return Rule(
        name=row.name,
        kind=row.kind,
        when=tuple(row.when or ()),
        then=tuple(row.then or ()),
        when_any=row.when_any,
        then_all=row.then_all,
    )


# -- as it was -------------------------------------------------------------------------------------------------------
def number_of(product: UUID, model: Model) -> int:
    """The number of the edition that is this model, which is kept if it is new. Within a transaction."""
    content = to_json(model)
    digest = hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()
    with connection.cursor() as cursor:
        # Two sellers may be the first to use a changed model at the same moment.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"edition:{product}"])
    latest = Edition.objects.filter(product_id=product).order_by("-number").first()
    if latest is not None and latest.digest == digest:
        return latest.number
    number = latest.number + 1 if latest else 1
    Edition.objects.create(product_id=product, number=number, digest=digest, content=content)
    return number


def past(wanted: Collection[tuple[UUID, int]]) -> dict[tuple[UUID, int], Model]:
    """Editions by product and number, in one query."""
    if not wanted:
        return {}
    rows = Edition.objects.filter(
        product__in={product for product, _n in wanted}, number__in={number for _p, number in wanted}
    )
    found = {(row.product_id, row.number): row.content for row in rows}
    return {key: from_json(content) for key, content in found.items() if key in wanted}
