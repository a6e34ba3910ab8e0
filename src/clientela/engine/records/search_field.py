"""A tsvector column that is written as finished text, so that nothing but Python decides what is searchable."""

from __future__ import annotations

from typing import Any

from django.db import models


class SearchDocument(models.Field[str, str]):
    def db_type(self, connection: Any) -> str:
        return "tsvector"

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        return "%s::tsvector"
