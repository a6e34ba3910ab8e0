"""Scripts: what makes one sound, and how its texts are filled in."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from clientela.domains.telesales.models import CallScript
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.errors import Invalid
from clientela.engine.records import commands as records
from clientela.engine.records.command import command
from clientela.engine.records.models import Record

PLACES = ("name", "company", "caller", "campaign", "day")
MOST_STEPS, MOST_ANSWERS, LONGEST = 60, 9, 4_000
_PLACE = re.compile(r"\{\s*([^{}]{0,40}?)\s*\}")

Steps = list[dict[str, Any]]


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with {name} and the like in it; what is not known stays as it is written."""
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), text)


@command("script.write")
def write(actor: Actor, script_id: uuid.UUID, steps: Sequence[Mapping[str, Any]]) -> Record:
    """Give a script its steps. Raises NotFound, Denied, Invalid with every mistake."""
    script = gate.get(actor, CallScript, script_id, to="change", lock=True)
    found = [_step(step) for step in steps]
    if mistakes := problems(found):
        raise Invalid({"steps": mistakes})
    script.steps = found
    script.version += 1
    script.updated_by_id = actor.user_id
    script.save(update_fields=["steps", "version", "updated_by"])
    return script


def _step(step: Mapping[str, Any]) -> dict[str, Any]:
    answers = [
        {"label": _line(one.get("label"), 120), "next": _line(one.get("next"), 40) or None}
        for one in step.get("answers") or ()
        if isinstance(one, Mapping)
    ]
    return {
        "key": _line(step.get("key"), 40),
        "title": _line(step.get("title"), 120),
        "text": str(step.get("text") or "").replace("\0", "").strip()[:LONGEST],
        "answers": answers,
    }


def _line(text: Any, longest: int) -> str:
    return " ".join(str(text or "").replace("\0", "").split())[:longest]


def problems(steps: Steps) -> list[str]:
    """What is wrong with a script: one sentence each."""
    keys = [step["key"] for step in steps]
    if not steps:
        return [_("A script has at least one step.")]
    if len(steps) > MOST_STEPS:
        return [_("At most %d steps.") % MOST_STEPS]
    found = [text for step in steps for text in _of_step(step, set(keys))]
    found += [
        _("Two steps have the key “%s”.") % key for key in sorted({k for k in keys if keys.count(k) > 1})
    ]
    return found or _of_ways(steps)


def _of_step(step: dict[str, Any], keys: set[str]) -> list[str]:
    name = step["title"] or step["key"] or "?"
    found = [] if step["key"] and step["title"] else [_("Every step has a title.")]
    if not step["text"]:
        found.append(_("“%s” has no text.") % name)
    if len(step["answers"]) > MOST_ANSWERS:
        found.append(_("“%(step)s” has more than %(n)d answers.") % {"step": name, "n": MOST_ANSWERS})
    for answer in step["answers"]:
        if not answer["label"]:
            found.append(_("An answer of “%s” has no words.") % name)
        if answer["next"] and answer["next"] not in keys:
            found.append(
                _("“%(step)s” leads to “%(next)s”, which is not there.")
                % {"step": name, "next": answer["next"]}
            )
    for place in _PLACE.findall(step["text"]):
        if place not in PLACES:
            known = ", ".join(f"{{{one}}}" for one in PLACES)
            found.append(
                _("“{%(place)s}” in “%(step)s” cannot be filled in; there are %(known)s.")
                % {"place": place, "step": name, "known": known}
            )
    return found


def _of_ways(steps: Steps) -> list[str]:
    """Every step is led to; from every step there is a way to an end, however it may loop."""
    ways = {step["key"]: [answer["next"] for answer in step["answers"]] for step in steps}
    titles = {step["key"]: step["title"] for step in steps}
    reached = _closure({steps[0]["key"]}, ways)
    found = [_("No answer leads to “%s”.") % titles[key] for key in ways if key not in reached]
    back: dict[str, list[str | None]] = {key: [] for key in ways}
    for key, following in ways.items():
        for after in filter(None, following):
            back[after].append(key)
    ends = {key for key, following in ways.items() if not following or None in following}
    ending = _closure(ends, back)
    return found + [
        _("From “%s” the conversation never ends.") % titles[key] for key in ways if key not in ending
    ]


def _closure(start: set[str], ways: Mapping[str, Sequence[str | None]]) -> set[str]:
    reached, ahead = set(start), list(start)
    while ahead:
        for key in filter(None, ways[ahead.pop()]):
            if key not in reached:
                reached.add(key)
                ahead.append(key)
    return reached


@command("script.copy")
def copy(actor: Actor, script_id: uuid.UUID) -> Record:
    """The same script under another name, to be changed without disturbing calls that are under way."""
    script = gate.get(actor, CallScript, script_id)
    made = records.create(
        actor, "callscript", {"name": _("%s (copy)") % script.name, "description": script.description}
    )
    return write(actor, made.pk, script.steps) if script.steps else made
