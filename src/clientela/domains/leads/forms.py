"""What a person chooses when converting a lead."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from clientela.domains.leads.planning import NEW, NONE, Choices

GIVEN = ("name", "pipeline", "stage", "expected_close")


def choices(sent: Mapping[str, Any]) -> Choices:
    """The choices of a sent form; what was not sent is suggested."""
    deal = sent.get("deal")
    given = {key: sent[f"deal.{key}"] for key in GIVEN if sent.get(f"deal.{key}")}
    if sent.get("deal.amount"):
        given["amount"] = {"amount": sent["deal.amount"], "currency": sent.get("deal.currency") or None}
    return Choices(
        company=_one(sent.get("company")),
        person=_one(sent.get("person")),
        deal=deal if deal in (NEW, NONE) else None,
        given=given,
    )


def _one(text: Any) -> str | uuid.UUID | None:
    if text in (NEW, NONE):
        return str(text)
    try:
        return uuid.UUID(str(text)) if text else None
    except ValueError:
        return None
