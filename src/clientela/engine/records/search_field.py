"""A tsvector column that is written as finished text, so that nothing but Python decides what is searchable."""

from __future__ import annotations

from typing import Any

from django.db import models


class SearchDocument(models.Field[str | None, str | None]):
    def db_type(self, connection: Any) -> str:
        return "tsvector"

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        return "%s::tsvector"


@SearchDocument.register_lookup
class Matches(models.Lookup[str]):
    """`search__matches=<text of a tsquery>` → search @@ '…'::tsquery."""

    lookup_name = "matches"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        left, params = self.process_lhs(compiler, connection)
        return f"{left} @@ %s::tsquery", [*params, self.rhs]


class Rank(models.Func):
    """ts_rank of a search document for the text of a tsquery."""

    output_field = models.FloatField()

    def __init__(self, document: str, query: str) -> None:
        super().__init__(
            models.F(document), models.Value(query), template="ts_rank(%(expressions)s::tsquery)"
        )
