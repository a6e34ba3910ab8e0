"""Commands over more records than one transaction should hold, with progress in the frame."""

from __future__ import annotations

import uuid
from typing import Any

from clientela.engine.entities import registry
from clientela.engine.jobs.task import task
from clientela.engine.jobs.work import Work
from clientela.engine.screens import mass


@task("screens.bulk", icon="list-checks")
def bulk(work: Work, *, entity: str, ids: list[str], verb: str, values: dict[str, Any]) -> None:
    kind = registry.get(entity)
    outcomes = []
    for number, part in enumerate(mass.sets([uuid.UUID(one) for one in ids])):
        work.step(number * mass.SET, len(ids))
        outcomes += mass.apply(work.once(number), kind, part, verb, values)
    said = [
        mass.told(outcomes, verb),
        *(f"{count} × {words}" for words, count in mass.reasons(outcomes, entity)[:5]),
    ]
    work.finish(" ".join(said), link=f"/{kind.slug}/")
