"""What exports of deals look like: stages by their usual names, one closing date for two, names that are missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from clientela.domains.deals.models import Pipeline, Stage
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.imports.hints import Hints, Values, hint
from clientela.engine.imports.words import plain
from clientela.engine.records import commands

WON = frozenset(
    {
        "won",
        "closed won",
        "deal won",
        "closedwon",
        "выиграна",
        "успешно реализовано",
        "wygrana",
        "wygrane",
        "贏單",
        "成交",
    }
)
LOST = frozenset(
    {
        "lost",
        "closed lost",
        "deal lost",
        "closedlost",
        "closed lost to competition",
        "dead",
        "проиграна",
        "закрыто и не реализовано",
        "przegrana",
        "przegrane",
        "輸單",
        "失單",
    }
)
# The order in which open stages usually follow each other, for stages that a file brings along.
USUAL = (
    "lead", "prospecting", "new", "qualification", "qualified", "appointment scheduled", "engaging", "initial offer",
    "needs analysis", "value proposition", "presentation scheduled", "id decision makers", "decision maker bought in",
    "perception analysis", "proposal", "proposition", "proposal price quote", "quote", "negotiation",
    "negotiation review", "contract sent", "verbal", "commit",
)  # fmt: skip


def _kind(name: str) -> str:
    words = plain(name)
    return "won" if words in WON else "lost" if words in LOST else "open"


def _rank(name: str) -> Any:
    words = plain(name)
    return (
        ("open", "won", "lost").index(_kind(name)),
        USUAL.index(words) if words in USUAL else len(USUAL),
        words,
    )


def _recognise(name: str) -> Mapping[str, Any] | None:
    """However the stage of won deals is called here, “Closed Won” means it."""
    kind = _kind(name)
    return {"kind": kind} if kind != "open" else None


def _new_stage(actor: Actor, values: Values) -> Values:
    """A stage that a file brings stands where it usually does among the open ones, a closing one at the end."""
    name, kind = values["name"], _kind(values["name"])
    stages = list(
        gate.visible(actor, Stage).filter(pipeline_id=values["pipeline"]).order_by("position", "pk")
    )
    if kind != "open":
        position = (stages[-1].position if stages else Decimal(0)) + 1
        return {**values, "kind": kind, "position": position, "probability": 100 if kind == "won" else 0}
    before = [stage.position for stage in stages if stage.kind == "open" and _rank(stage.name) <= _rank(name)]
    floor = before[-1] if before else min((stage.position for stage in stages), default=Decimal(0)) - 2
    ceiling = min((stage.position for stage in stages if stage.position > floor), default=floor + 2)
    return {**values, "kind": kind, "position": (floor + ceiling) / 2}


def _first_pipeline(actor: Actor) -> Any:
    """Deals go into the first pipeline unless the file names theirs."""
    first = gate.visible(actor, Pipeline).order_by("position", "pk").first()
    return (first or commands.create(actor, "pipeline", {"name": _("Sales")})).pk


def _settle_closing(actor: Actor, rows: Sequence[Values]) -> None:
    """Most systems have one closing date: of an open deal it is the expected one, of a closed deal the true one."""
    stages = {row["stage"] for row in rows if row.get("stage")}
    kinds = dict(gate.visible(actor, Stage).filter(pk__in=stages).values_list("pk", "kind"))
    for row in rows:
        kind = kinds.get(row["stage"]) if row.get("stage") else None
        if kind == "open" and row.get("closed_on"):
            row.setdefault("expected_close", row.pop("closed_on"))
        elif kind in ("won", "lost") and row.get("expected_close"):
            row.setdefault("closed_on", row["expected_close"])


hint(
    Hints(
        entity="deal",
        aliases={
            "close date": "closed_on",
            "closing date": "expected_close",
            "opportunity owner": "owner",
            "deal owner": "owner",
        },
        compose={
            "name": (
                ("product", "company"),
                ("product", "code"),
                ("company", "code"),
                ("code",),
                ("product",),
                ("company",),
                ("person",),
            )
        },
        defaults={"pipeline": _first_pipeline},
        settle=_settle_closing,
    )
)
hint(Hints(entity="stage", newcomer=_new_stage, recognise=_recognise, order=_rank))
