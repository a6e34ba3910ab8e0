"""Querysets of records refuse to be evaluated until they have passed the gate (access.visible / unrestricted)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models
from django.db.models import sql

from clientela.engine.errors import Ungated

if TYPE_CHECKING:
    from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=models.Model)


class GatedQuery(sql.Query):
    """An SQL query that knows whether it has passed the gate; Django's clone() carries the mark along."""

    passed = False
    nested = False

    def get_compiler(self, *args: Any, **kwargs: Any) -> SQLCompiler:
        if not self.passed and not self.subquery:
            raise Ungated(
                f"{getattr(self.model, '__name__', 'A record')} was queried without an actor; use access.visible(actor, …)"
            )
        compiler: SQLCompiler = super().get_compiler(*args, **kwargs)
        return compiler


class RecordQuerySet(models.QuerySet[M]):
    def __init__(self, model: type[M] | None = None, query: sql.Query | None = None, **kwargs: Any) -> None:
        if query is None and model is not None:
            query = GatedQuery(model)
        super().__init__(model=model, query=query, **kwargs)

    def passing(self) -> Self:
        """A copy that may be evaluated. Called by the gate and nowhere else (a house rule)."""
        clone = self.all()
        clone.query.passed = True  # type: ignore[attr-defined]  # GatedQuery, see __init__
        return clone

    def update(self, **kwargs: Any) -> int:
        self._require_passed()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._require_passed()
        return super().delete()

    def _require_passed(self) -> None:
        if not getattr(self.query, "passed", True):
            raise Ungated(
                f"{self.model.__name__} would be changed without an actor; use access.visible(actor, …)"
            )


class RecordManager(models.Manager.from_queryset(RecordQuerySet)):  # type: ignore[misc]  # built by Django
    """The default and base manager of every record: everything it gives is ungated and raises when evaluated."""

    use_in_migrations = False
