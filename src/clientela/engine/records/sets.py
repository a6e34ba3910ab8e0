"""Comparing with a set of values as one parameter: thousands of placeholders cost more than the query itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Lookup, Q


class AnyOf(Lookup[Any]):
    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        left, params = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", [*params, list(self.rhs)]


def among(expression: Any, values: Iterable[Any]) -> Q:
    """Whether the expression (or the field of that name) is one of the values, which are as the database stores them."""
    return Q(AnyOf(F(expression) if isinstance(expression, str) else expression, list(values)))
