"""What the forms of a draft say, in the words of a mapping (see mapping.py)."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.errors import Refused
from clientela.engine.fields.numbers import currencies
from clientela.engine.imports import matching, targets
from clientela.engine.imports.models import Import, ImportFile
from clientela.engine.imports.plan import FilePlan, Options
from clientela.engine.imports.views import reading
from clientela.engine.screens.whole import whole

MODES = ("both", "create", "update")
TICKS = ("create_links", "add_fields", "add_options", "fix", "keep", "overwrite")
SHAPING = ("add_fields", "add_options")


def of_file(job: Import, file: ImportFile, post: QueryDict) -> dict[str, Any]:
    """Only what the form sent: the table of columns, a replaced text, another entity, another reading."""
    said: dict[str, Any] = {}
    if "entity" in post:
        said["entity"] = registry.get(str(post["entity"])).key
    if "encoding" in post or "sheet" in post or "header" in post:
        said.update(reading.said(post))
    if file.plan:
        plan = FilePlan.of(file.plan)
        said.update(_columns(plan, post))
        if "column" in post:
            said["fixes"] = _fix(job, plan, post)
        if "matching" in post:
            said["match"] = post.getlist("match")
    if "region" in post:
        said["region"] = _country(str(post["region"]))
    return said


def _columns(plan: FilePlan, post: QueryDict) -> dict[str, Any]:
    """Columns that go elsewhere than they did, and dates that are read otherwise."""
    chosen: dict[str, str] = {}
    dates: dict[str, str] = {}
    for index, column in enumerate(plan.columns):
        target = post.get(f"target.{index}")
        if target is not None and target != column.target:
            chosen[column.name] = target
        order = post.get(f"dates.{index}")
        if order and order != column.date_order:
            dates[column.name] = order
    return {name: value for name, value in (("columns", chosen), ("dates", dates)) if value}


def _fix(job: Import, plan: FilePlan, post: QueryDict) -> dict[str, dict[str, str]]:
    """One text to be read as another; as itself: not any more."""
    index = whole(str(post["column"]))
    if index is None or index >= len(plan.columns):
        raise Refused(_("There is no such column."))
    column = plan.columns[index]
    fixes = dict(job.given.get("files", {}).get(plan.name, {}).get("fixes", {}).get(column.name, {}))
    text, right = post.get("text", "")[:1000], post.get("right", "")[:1000]
    if right and right != text:
        fixes[text] = right
    else:
        fixes.pop(text, None)
    return {column.name: fixes}


def keys(plan: FilePlan) -> dict[str, Any]:
    """By what records are recognised: the fields that could serve, and the combinations that do."""
    entity = registry.get(plan.entity)
    mapped = [*plan.constants, *(column.target for column in plan.columns)]
    by_itself = matching.combinations(entity, [target.partition(".")[0] for target in mapped])
    possible = dict.fromkeys(
        [key for keys in by_itself for key in keys] + [target for target in mapped if entity.has(target)]
    )
    chosen = plan.match[0] if plan.match_given and plan.match else []
    return {
        "fields": [
            (key, str(entity.field(key).label), key in chosen)
            for key in possible
            if not _is_poor(entity, key)
        ],
        "now": [" + ".join(_label(entity, key) for key in combination) for combination in plan.match],
        "is_given": plan.match_given,
        "has_id": any(column.target == targets.ID for column in plan.columns),
    }


def _is_poor(entity: Any, key: str) -> bool:
    """Kinds of fields that tell nothing of who a record is."""
    return entity.field(key).kind in (
        "longtext",
        "boolean",
        "tags",
        "multichoice",
        "money",
        "rating",
        "percent",
        "address",
        "choice",
    )


def _label(entity: Any, key: str) -> str:
    return _("its id in the other system") if key == targets.ID else str(entity.field(key).label)


def options(actor: Actor, job: Import, post: QueryDict) -> Options:
    before = Options.of(job.options)
    ticked: dict[str, Any] = {
        name: name in post and (actor.is_admin or name not in SHAPING) for name in TICKS
    }
    mode = post.get("mode", before.mode)
    currency = post.get("currency", before.currency)
    if mode not in MODES or currency not in currencies():
        raise Refused(_("There is no such choice."))
    return dataclasses.replace(before, mode=mode, currency=currency, **ticked)


def _country(code: str) -> str:
    if code and code not in dict(reading.countries()):
        raise Refused(_("There is no such country."))
    return code
