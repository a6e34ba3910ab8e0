from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clientela.domains.deals.choices import STAGE_KINDS
from clientela.domains.deals.models import Pipeline
from clientela.domains.deals.processes import commands, comparing, document, forms, library, memory, queries
from clientela.domains.deals.processes.document import Process, Step
from clientela.engine.access import gate
from clientela.engine.access.middleware import Request
from clientela.engine.errors import Invalid, NotFound, Refused
from clientela.engine.screens.responses import screen
from clientela.engine.screens.whole import whole


@screen
@require_safe
def index(request: Request) -> HttpResponse:
    """What is in use, and what there is ready-made."""
    context = {"pipelines": queries.in_use(request.actor), "library": library.every()}
    return render(request, "processes/index.html", context)


@screen
@require_http_methods(["GET", "POST"])
def preview(request: Request, key: str) -> HttpResponse:
    """A ready-made process, all of it, before it is installed."""
    gate.require_admin(request.actor)
    ready = library.get(key)
    problem = ""
    if request.method == "POST":
        try:
            made = commands.install(request.actor, key, name=request.POST.get("name", ""))
            return redirect("process", made.pk)
        except Refused as refused:
            problem = str(refused)
    context = {
        "ready": ready,
        "steps": [
            (step, [fact for fact in comparing.facts(step)[2:] if fact[1]]) for step in ready.process.steps
        ],
        "pipelines": queries.in_use(request.actor),
        "name": request.POST.get("name", ready.name),
        "problem": problem,
    }
    return render(request, "processes/preview.html", context, status=409 if problem else 200)


@screen
@require_safe
def edit(request: Request, pipeline_id: UUID) -> HttpResponse:
    pipeline = queries.pipeline(request.actor, pipeline_id)
    return render(request, "processes/edit.html", _editing(request, pipeline))


def _editing(request: Request, pipeline: Pipeline) -> dict[str, Any]:
    wins, losses = queries.with_reasons_in_words(document.of_pipeline(pipeline))
    return {
        "pipeline": pipeline,
        "stages": queries.stages(request.actor, pipeline),
        "versions": queries.versions(pipeline),
        "library": library.every(),
        "kinds": {option.key: option.label for option in STAGE_KINDS},
        "wins": wins,
        "losses": losses,
    }


@screen
@require_POST
def add_stage(request: Request, pipeline_id: UUID) -> HttpResponse:
    commands.add_stage(request.actor, pipeline_id, request.POST.get("name", ""))
    return redirect("process", pipeline_id)


@screen
@require_POST
def reasons(request: Request, pipeline_id: UUID) -> HttpResponse:
    """The pipeline's name, and the reasons that closing offers."""
    sent = request.POST
    commands.set_reasons(
        request.actor,
        pipeline_id,
        name=sent.get("name", ""),
        wins=forms.lines(sent.get("win_reasons", "")),
        losses=forms.lines(sent.get("loss_reasons", "")),
    )
    return redirect("process", pipeline_id)


@screen
@require_http_methods(["GET", "POST"])
def stage(request: Request, pipeline_id: UUID, stage_id: UUID) -> HttpResponse:
    """All rules of one stage in one form."""
    pipeline = queries.pipeline(request.actor, pipeline_id)
    steps = document.of_pipeline(pipeline).steps
    step = _step(steps, stage_id)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            place, base = whole(request.POST.get("place")), whole(request.POST.get("base"))
            typed = forms.step(request.POST, step)
            commands.change_stage(request.actor, pipeline_id, typed, place=place, base=base)
            return redirect("process", pipeline_id)
        except Invalid as invalid:
            errors = invalid.errors
        except Refused as refused:
            errors = {"name": [str(refused)]}
    context = {
        "pipeline": pipeline,
        "step": step,
        "place": steps.index(step),
        "places": list(enumerate(one.name for one in steps)),
        "base": memory.number_of(pipeline),
        "sent": request.POST,
        "errors": errors,
        "kinds": [(option.key, option.label) for option in STAGE_KINDS],
        "askable": forms.askable(),
        "room": range(forms.ROOM),
    }
    return render(request, "processes/stage.html", context, status=422 if errors else 200)


def _step(steps: tuple[Step, ...], stage_id: UUID) -> Step:
    found = next((step for step in steps if step.id == stage_id), None)
    if found is None:
        raise NotFound(f"stage {stage_id}")
    return found


@screen
@require_http_methods(["GET", "POST"])
def remove_stage(request: Request, pipeline_id: UUID, stage_id: UUID) -> HttpResponse:
    """A stage less; asks where its deals go."""
    pipeline = queries.pipeline(request.actor, pipeline_id)
    now = document.of_pipeline(pipeline)
    gone = _step(now.steps, stage_id)
    wanted = replace(now, steps=tuple(step for step in now.steps if step is not gone))
    if request.method == "POST":
        target, base = request.POST.get(f"target.{stage_id}", ""), whole(request.POST.get("base"))
        commands.remove_stage(request.actor, pipeline_id, stage_id, target=target, base=base)
        return redirect("process", pipeline_id)
    return _compared(request, pipeline, wanted, {"removed": gone})


@screen
@require_http_methods(["GET", "POST"])
def change_over(request: Request, pipeline_id: UUID, key: str) -> HttpResponse:
    """What a ready-made process would change of a pipeline; then do it."""
    pipeline = queries.pipeline(request.actor, pipeline_id)
    ready = library.get(key)
    if request.method == "POST":
        base = whole(request.POST.get("base"))
        commands.apply_library(request.actor, pipeline_id, key, targets=_targets(request), base=base)
        return redirect("process", pipeline_id)
    wanted = replace(ready.process, name=pipeline.name)
    return _compared(request, pipeline, wanted, {"ready": ready})


@screen
@require_http_methods(["GET", "POST"])
def version(request: Request, pipeline_id: UUID, number: int) -> HttpResponse:
    """What differs between now and a version; then go back to it."""
    pipeline = queries.pipeline(request.actor, pipeline_id)
    wanted = commands.version(pipeline, number)
    if request.method == "POST":
        base = whole(request.POST.get("base"))
        commands.revert(request.actor, pipeline_id, number, targets=_targets(request), base=base)
        return redirect("process", pipeline_id)
    return _compared(request, pipeline, wanted, {"number": number})


def _targets(request: Request) -> dict[str, str]:
    """Where the deals of each stage that goes shall move, as chosen in the preview."""
    sent = request.POST.items()
    return {name.removeprefix("target."): str(value) for name, value in sent if name.startswith("target.")}


def _compared(request: Request, pipeline: Pipeline, wanted: Process, why: dict[str, Any]) -> HttpResponse:
    context = {
        "pipeline": pipeline,
        "comparison": comparing.against(request.actor, pipeline, wanted),
        "names": [step.name for step in wanted.steps],
        "base": memory.number_of(pipeline),
        "removed": None,
        "ready": None,
        "number": None,
    }
    return render(request, "processes/compare.html", {**context, **why})
