"""Statement-level triggers that write each row's difference into the change log.

One function per table and operation, generated from the model's columns: comparing column by column in one CASE
measured twice as fast as joining two jsonb_each() sets. Bulk statements, COPY, ON CONFLICT and raw SQL are all seen;
TRUNCATE and a changed primary key, which are not, are forbidden by triggers of their own.
"""

# mypy: disable-error-code="no-untyped-call"
# pgtrigger has no types.

# ruff: noqa: S608  # names come from the models and from here, values are parameters
from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models

# Derived or bookkeeping columns: they follow from others, so they would only repeat what the log says already.
LEFT_OUT = frozenset(
    {
        "id",
        "search",
        "updated_at",
        "updated_by_id",
        "version",
        "created_at",
        "created_by_id",
        "last_login",
        "last_used_at",
    }
)
SECRET = frozenset({"password", "digest", "secret"})

CONTEXT = """
        nullif(current_setting('clientela.actor', true), '')::uuid,
        coalesce(current_setting('clientela.command', true), ''),
        coalesce(nullif(current_setting('clientela.source', true), ''), 'sql')"""


def logged_columns(model: type[models.Model]) -> list[str]:
    """Column names the log compares. Secret ones are logged as changed without their values."""
    return [f.column for f in model._meta.concrete_fields if f.column and f.column not in LEFT_OUT]


def _value(alias: str, column: str) -> str:
    if column in SECRET:
        return "'\"•••\"'::jsonb"
    return f'to_jsonb({alias}."{column}")'


def _pair(column: str) -> str:
    return f"jsonb_build_object('{column}', jsonb_build_array({_value('o', column)}, {_value('n', column)}))"


def _changed(column: str) -> str:
    return f'CASE WHEN o."{column}" IS DISTINCT FROM n."{column}" THEN {_pair(column)} ELSE \'{{}}\' END'


def _whole(alias: str, column: str, order: str) -> str:
    pair = f"jsonb_build_array({order.format(v=_value(alias, column))})"
    return (
        f"CASE WHEN {alias}.\"{column}\" IS NULL THEN '{{}}' ELSE jsonb_build_object('{column}', {pair}) END"
    )


def _joined(parts: list[str]) -> str:
    return "\n            || ".join(parts) or "'{}'::jsonb"


def _insert(model: type[models.Model], operation: str, diff: str, rows: str) -> str:
    entity = model._meta.model_name
    return f"""
    INSERT INTO change (actor, command, source, entity, record, operation, diff)
    SELECT {CONTEXT}, '{entity}', record, '{operation}', diff
    FROM (SELECT {"o" if operation == "d" else "n"}.id AS record, {diff} AS diff FROM {rows}) AS changed
    WHERE '{operation}' <> 'u' OR diff <> '{{}}'::jsonb;
    RETURN NULL;"""


class _LogInsert(pgtrigger.Trigger):
    def get_func(self, model: Any) -> str:
        diff = _joined([_whole("n", column, "NULL, {v}") for column in logged_columns(model)])
        return _insert(model, "i", diff, "new_rows n")


class _LogUpdate(pgtrigger.Trigger):
    def get_func(self, model: Any) -> str:
        diff = _joined([_changed(column) for column in logged_columns(model)])
        return _insert(model, "u", diff, "old_rows o JOIN new_rows n USING (id)").replace(
            "n.id AS record", "id AS record"
        )


class _LogDelete(pgtrigger.Trigger):
    def get_func(self, model: Any) -> str:
        diff = _joined([_whole("o", column, "{v}, NULL") for column in logged_columns(model)])
        return _insert(model, "d", diff, "old_rows o")


def change_triggers() -> list[Any]:
    """The five triggers of a tracked table."""
    after: dict[str, Any] = {"level": pgtrigger.Statement, "when": pgtrigger.After}
    return [
        _LogInsert(
            name="log_i",
            operation=pgtrigger.Insert,
            referencing=pgtrigger.Referencing(new="new_rows"),
            **after,
        ),
        _LogUpdate(
            name="log_u",
            operation=pgtrigger.Update,
            referencing=pgtrigger.Referencing(old="old_rows", new="new_rows"),
            **after,
        ),
        _LogDelete(
            name="log_d",
            operation=pgtrigger.Delete,
            referencing=pgtrigger.Referencing(old="old_rows"),
            **after,
        ),
        pgtrigger.Trigger(
            name="keep_id",
            level=pgtrigger.Row,
            when=pgtrigger.Before,
            operation=pgtrigger.UpdateOf("id"),
            condition=pgtrigger.Q(old__id__df=pgtrigger.F("new__id")),
            func="RAISE EXCEPTION 'a record keeps its id for ever';",
        ),
        pgtrigger.Trigger(
            name="no_truncate",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func="IF coalesce(current_setting('clientela.truncate', true), '') <> 'on' THEN "
            "RAISE EXCEPTION 'TRUNCATE would escape the change log; use DELETE'; END IF; RETURN NULL;",
        ),
    ]
