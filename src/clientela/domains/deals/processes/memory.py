"""Every change of a process makes a version of it, whoever changed it and in whatever way."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clientela.domains.deals.models import Deal, Pipeline, ProcessVersion, Stage
from clientela.domains.deals.processes import document
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.entities import registry
from clientela.engine.errors import Refused
from clientela.engine.fields.choice import Choice
from clientela.engine.records.draft import Draft

_silent: ContextVar[bool] = ContextVar("clientela_process_at_work", default=False)


@contextmanager
def silent() -> Iterator[None]:
    """While a command changes many parts of a process, which are one version together."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def number_of(pipeline: Pipeline) -> int:
    """The version in use; 0 before there is any."""
    last = (
        ProcessVersion.objects.filter(pipeline=pipeline).order_by("-number").values_list("number", flat=True)
    )
    return last.first() or 0


def remember(actor: Actor, pipelines: Iterable[Any], note: str | None = None) -> None:
    """Keep these pipelines as they are now, unless they are as they were. They are locked, so numbers are in order."""
    rows = gate.unrestricted(Pipeline, reason=document.REASON).filter(
        pk__in={one for one in pipelines if one}
    )
    for pipeline in rows.order_by("pk").select_for_update(of=("self",)):
        now = document.to_json(document.of_pipeline(pipeline))
        last = ProcessVersion.objects.filter(pipeline=pipeline).order_by("-number").first()
        if last is None or last.document != now:
            ProcessVersion.objects.create(
                pipeline=pipeline,
                number=last.number + 1 if last else 1,
                document=now,
                note=note,
                by=actor.user,
            )


# -- rules of pipelines, stages and their parts ----------------------------------------------------------------------
def _later(work: Callable[[Actor, list[Draft]], None], drafts: Sequence[Draft]) -> None:
    if not _silent.get():
        for draft in drafts:
            draft.after.append(work)


def of_pipelines(actor: Actor, drafts: list[Draft]) -> None:
    _later(_keep_pipelines, drafts)


def _keep_pipelines(actor: Actor, drafts: list[Draft]) -> None:
    remember(actor, [draft.id for draft in drafts])


def of_stages(actor: Actor, drafts: list[Draft]) -> None:
    _later(_keep_stages, drafts)


def _keep_stages(actor: Actor, drafts: list[Draft]) -> None:
    remember(
        actor, [pipeline for draft in drafts for pipeline in (draft.get("pipeline"), draft.was("pipeline"))]
    )


def of_parts(actor: Actor, drafts: list[Draft]) -> None:
    _later(_keep_parts, drafts)


def _keep_parts(actor: Actor, drafts: list[Draft]) -> None:
    _keep_of_stages(actor, {draft.get("stage") for draft in drafts})


def _keep_of_stages(actor: Actor, stages: set[uuid.UUID]) -> None:
    rows = gate.unrestricted(Stage, reason=document.REASON).filter(pk__in=stages)
    remember(actor, rows.values_list("pipeline_id", flat=True))


def of_moved_parts(actor: Actor, parts: Sequence[Any]) -> None:
    if not _silent.get():
        _keep_of_stages(actor, {part.stage_id for part in parts})


def of_moved_stages(actor: Actor, stages: Sequence[Any]) -> None:
    """Stages went into the recycle bin or came back; none goes while deals stand in it."""
    if _silent.get():
        return
    if actor.source != "import":  # undoing an import takes its deals away beside their stages
        _still_empty([stage.pk for stage in stages])
    remember(actor, {stage.pipeline_id for stage in stages})


def _still_empty(stages: Sequence[uuid.UUID]) -> None:
    gone = gate.unrestricted(Stage, reason=document.REASON).filter(pk__in=stages, deleted_at__isnull=False)
    for stage in gone.order_by("pk"):
        deals = gate.unrestricted(Deal, reason="hidden deals stand there as well")
        number = deals.filter(stage=stage, deleted_at=None).count()
        if number:
            words = ngettext(
                "“%(stage)s” holds %(n)d deal; move it to another stage first.",
                "“%(stage)s” holds %(n)d deals; move them to another stage first.",
                number,
            )
            raise Refused(words % {"stage": stage.name, "n": number})


def reasons_exist(actor: Actor, drafts: list[Draft]) -> None:
    """A pipeline offers reasons that are options of the deal's fields."""
    for draft in drafts:
        for key, field in (("win_reasons", "win_reason"), ("loss_reasons", "loss_reason")):
            found = registry.get("deal").field(field)
            for reason in draft.values.get(key) or ():
                if isinstance(found, Choice) and found.option(reason) is None:
                    text = _("“%(reason)s” is not an option of “%(field)s”.")
                    draft.refuse(key, text % {"reason": reason, "field": found.label})
