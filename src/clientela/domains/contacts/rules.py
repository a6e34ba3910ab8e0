"""What follows from what for people and companies, for whole sets of drafts."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from clientela.domains.contacts.models import Person
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.records.draft import Draft


def name_people(actor: Actor, drafts: list[Draft]) -> None:
    """A person's name and its parts follow each other: whichever was given fills the other."""
    for draft in drafts:
        if draft.values.get("name") and not (draft.changes("given_name") or draft.changes("family_name")):
            if draft.changes("name"):
                given, family = split_name(draft.values["name"])
                draft.set("given_name", given)
                draft.set("family_name", family)
        elif "given_name" in draft.values or "family_name" in draft.values:
            draft.set(
                "name", join_name(draft.get("given_name"), draft.get("family_name")) or draft.get("name")
            )


def split_name(name: str) -> tuple[str | None, str | None]:
    """Given and family name, by the usual order of the script it is written in."""
    words = name.split()
    if len(words) == 1:
        return _split_one(name)
    if "," in words[0]:
        return " ".join(words[1:]), words[0].rstrip(",")
    return " ".join(words[:-1]), words[-1]


def _split_one(name: str) -> tuple[str | None, str | None]:
    """Chinese names are written in one word, the family name (one character, rarely two) first."""
    if 2 <= len(name) <= 4 and all("\u4e00" <= character <= "\u9fff" for character in name):
        cut = 2 if len(name) == 4 else 1
        return name[cut:], name[:cut]
    return name, None


def join_name(given: str | None, family: str | None) -> str:
    parts = [part for part in (given, family) if part]
    if any("\u4e00" <= character <= "\u9fff" for part in parts for character in part):
        return "".join(reversed(parts))
    language = translation.get_language() or "en"
    # Hungarians put the family name first in Latin script too; a name already typed as a whole is never turned round.
    return " ".join(reversed(parts) if language.startswith("hu") else parts)


def of_people_one_may_change(actor: Actor, drafts: list[Draft]) -> None:
    """Where somebody worked is part of who they are: who may not change the person may not add to it."""
    people = {draft.get("person") for draft in drafts} - {None}
    allowed = set(gate.visible(actor, Person, "change").filter(pk__in=people).values_list("pk", flat=True))
    for draft in drafts:
        if draft.get("person") not in allowed:
            draft.refuse("person", _("You may not change this person."))
