"""What the page of a lead shows of its own, and where a record came from."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from clientela.domains.leads.models import Conversion, Lead
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor

FRESH = dt.timedelta(days=14)


@dataclass(frozen=True)
class Became:
    """The conversion of a lead that holds, or the last one that was taken back."""

    conversion: Conversion
    holds: bool


def conversion(lead: Lead) -> Became | None:
    done = Conversion.objects.filter(lead=lead.pk).order_by("-at").first()
    return Became(done, done.undone_at is None) if done is not None else None


def origin(actor: Actor, entity: str, record: uuid.UUID) -> Lead | None:
    """The lead that a company, person or deal came from, as far as the actor may see it."""
    link: dict[str, Any] = {entity: record}
    return gate.visible(actor, Lead).filter(status="converted", **link).order_by("pk").first()


def fresh(actor: Actor, most: int = 10) -> list[Lead]:
    """New leads of the actor's own that nobody has worked on yet, the best first."""
    own = gate.visible(actor, Lead).filter(owner_id=actor.user_id, status="new")
    own = own.filter(created_at__gt=timezone.now() - FRESH)
    return list(own.order_by("-score", "-created_at", "pk")[:most])
