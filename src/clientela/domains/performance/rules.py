"""What a quota or an adjustment must be, for whole sets of drafts."""

from __future__ import annotations

from django.utils.translation import gettext as _

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.access.models import User
from clientela.engine.records.draft import Draft


def begins_the_month(actor: Actor, drafts: list[Draft]) -> None:
    """Any day of the month stands for the month."""
    for draft in drafts:
        month = draft.values.get("month")
        if month is not None:
            draft.set("month", month.replace(day=1))


def not_negative(actor: Actor, drafts: list[Draft]) -> None:
    for draft in drafts:
        amount = draft.values.get("amount")
        if amount is not None and amount.amount < 0:
            draft.refuse("amount", _("An amount to be won cannot be less than nothing."))


def for_one(actor: Actor, drafts: list[Draft]) -> None:
    """A quota is a person's or a team's."""
    for draft in drafts:
        if (draft.get("user") is None) == (draft.get("team") is None):
            draft.refuse("user", _("Name a person or a team, and not both."))


def of_own_people(actor: Actor, drafts: list[Draft]) -> None:
    """Who manages a team sets the figures of its people, nobody else's."""
    if actor.is_admin:
        return
    named = {draft.get("user") for draft in drafts} - {None}
    people = gate.unrestricted(User, reason="who is on which team is no secret").filter(pk__in=named)
    below = set(people.filter(team_id__in=actor.reach.teams).values_list("pk", flat=True))
    for draft in drafts:
        if draft.get("user") is not None and draft.get("user") not in below:
            draft.refuse("user", _("You manage no team with this person in it."))
        if draft.entity.has("team") and draft.get("team") not in {None, *actor.reach.teams}:
            draft.refuse("team", _("You do not manage this team."))
