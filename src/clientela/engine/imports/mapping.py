"""A mapping written by people or by another run: JSON of files, entities, columns, constants, fixes.

    {"files": {"pipeline.csv": {"entity": "deal", "columns": {"deal_stage": "stage", "junk": ""},
                                "match": ["code"], "constants": {"pipeline": "Sales"},
                                "fixes": {"product": {"GTXPro": "GTX Pro"}}, "currency": "USD"}}}

With a single file the inner object alone will do, or just its columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from clientela.engine.entities import registry
from clientela.engine.errors import NotFound, Refused
from clientela.engine.fields.base import BadValue
from clientela.engine.imports import targets
from clientela.engine.imports.plan import FilePlan, Plan

KEYS = frozenset({"entity", "columns", "match", "constants", "fixes", "region", "dates"})


def for_file(mapping: Mapping[str, Any] | None, name: str) -> Mapping[str, Any]:
    """The part of a mapping that is about one file."""
    if not mapping:
        return {}
    if "files" in mapping:
        found = mapping["files"].get(name, {}) if isinstance(mapping["files"], dict) else None
        if not isinstance(found, dict):
            raise Refused(_("The mapping's “files” must be an object of file names."))
        return found
    if set(mapping) <= KEYS and not all(
        isinstance(value, str) for key, value in mapping.items() if key != "entity"
    ):
        return mapping
    return mapping if "entity" in mapping and set(mapping) <= KEYS else {"columns": mapping}


def apply(plan: FilePlan, given: Mapping[str, Any]) -> None:
    """Let what somebody wrote replace what was guessed. Raises Refused, naming what is wrong."""
    entity = registry.get(plan.entity)
    for name, target in dict(given.get("columns") or {}).items():
        column = plan.column(name)
        if column is None:
            known = ", ".join(each.name for each in plan.columns)
            raise Refused(
                _("%(file)s has no column “%(name)s”; it has: %(known)s.")
                % {"file": plan.name, "name": name, "known": known}
            )
        try:
            targets.parse(entity, str(target or ""))
        except BadValue as bad:
            raise Refused(f"{plan.name}, {name}: {bad}") from None
        column.target, column.confidence, column.reason = str(target or ""), 1.0, _("as the mapping says")
    for name, fixes in dict(given.get("fixes") or {}).items():
        column = plan.column(name)
        if column is not None and isinstance(fixes, dict):
            column.fixes.update({str(text): str(right) for text, right in fixes.items()})
    _order_dates(plan, dict(given.get("dates") or {}))
    plan.constants.update({str(key): str(value) for key, value in dict(given.get("constants") or {}).items()})
    plan.region = str(given.get("region") or plan.region)
    if given.get("match"):
        set_match(plan, given["match"])


def _order_dates(plan: FilePlan, orders: Mapping[str, Any]) -> None:
    for name, order in orders.items():
        column = plan.column(name)
        if column is not None and order in ("dmy", "mdy", "ymd"):
            column.date_order = str(order)


def set_match(plan: FilePlan, match: Any) -> None:
    """Recognise records by these fields together, and by nothing else."""
    keys = [match] if isinstance(match, str) else list(match)
    combinations = [keys] if all(isinstance(key, str) for key in keys) else keys
    entity = registry.get(plan.entity)
    for key in (key for combination in combinations for key in combination):
        if key != targets.ID and not entity.has(key):
            raise Refused(_("%(entity)s has no field “%(key)s”.") % {"entity": entity.label, "key": key})
    plan.match, plan.match_given = [list(combination) for combination in combinations], True


def entity_named(text: str) -> str:
    """The key of the entity that a person calls so (key, slug, label or plural)."""
    wanted = text.strip().casefold()
    for entity in registry.every():
        if wanted in (
            entity.key,
            entity.slug,
            str(entity.label).casefold(),
            str(entity.label_plural).casefold(),
            *entity.aliases,
        ):
            return entity.key
    raise NotFound(f"entity {text}")


def written(plan: Plan) -> dict[str, Any]:
    """The mapping of a plan, to be kept and used again."""
    return {
        "files": {
            each.name: {
                "entity": each.entity,
                "columns": {column.name: column.target for column in each.columns},
                "constants": each.constants,
                "match": each.match,
                "fixes": {column.name: column.fixes for column in each.columns if column.fixes},
            }
            for each in plan.files
        }
    }
