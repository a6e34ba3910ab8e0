"""What a person types into the composer, and which command it means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from clientela.domains.activities import commands, due
from clientela.domains.activities.models import Activity
from clientela.engine.access.actor import Actor
from clientela.engine.errors import Invalid
from clientela.engine.fields.base import BadValue
from clientela.engine.fields.link import Target


def write(actor: Actor, about: Target, kind: str, typed: Mapping[str, str]) -> Activity:
    """Do what the composer says. Raises Invalid with messages by the name of the input."""
    if kind not in WRITERS:
        raise Invalid({"kind": [_("“%s” is not a kind of activity.") % kind[:40]]})
    return WRITERS[kind](actor, about, {name: value.strip() for name, value in typed.items()})


def _note(actor: Actor, about: Target, typed: Mapping[str, str]) -> Activity:
    if not typed.get("text"):
        raise Invalid({"text": [_("Write the note first.")]})
    return commands.add_note(actor, about=about, text=typed["text"])


def _call(actor: Actor, about: Target, typed: Mapping[str, str]) -> Activity:
    return commands.log_call(
        actor,
        about=about,
        text=typed.get("text", ""),
        minutes=_minutes(typed),
        direction=typed.get("direction") or "out",
        outcome=typed.get("outcome") or "reached",
    )


def _meeting(actor: Actor, about: Target, typed: Mapping[str, str]) -> Activity:
    return commands.log_meeting(
        actor,
        about=about,
        text=typed.get("text", ""),
        at=_moment(typed, "at"),
        minutes=_minutes(typed),
        location=typed.get("location", ""),
    )


def _task(actor: Actor, about: Target, typed: Mapping[str, str]) -> Activity:
    if not typed.get("text"):
        raise Invalid({"text": [_("Write what is to be done.")]})
    subject, _line, rest = typed["text"].partition("\n")
    return commands.add_task(
        actor, about=about, subject=subject, due=_moment(typed, "due"), text=rest.strip()
    )


def _moment(typed: Mapping[str, str], name: str) -> Any:
    try:
        return due.read(typed.get(name, ""))
    except BadValue as bad:
        raise Invalid({name: [str(bad)]}) from None


def _minutes(typed: Mapping[str, str]) -> int | None:
    text = typed.get("minutes", "")
    if text and not (text.isdecimal() and len(text) <= 4):
        raise Invalid({"minutes": [_("“%s” is not a number of minutes.") % text[:20]]})
    return int(text) if text else None


WRITERS: dict[str, Callable[[Actor, Target, Mapping[str, str]], Activity]] = {
    "note": _note,
    "call": _call,
    "meeting": _meeting,
    "task": _task,
}
