"""What follows from what for leads, for whole sets of drafts."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from clientela.domains.leads import assignment, checklists, scoring
from clientela.domains.leads.models import Lead
from clientela.engine.access.actor import Actor
from clientela.engine.records.draft import Draft

# Whoever types a lead keeps it; what comes by itself is shared out.
ARRIVING = frozenset({"form", "api", "import", "automation", "mail"})


def have_a_name(actor: Actor, drafts: list[Draft]) -> None:
    """A lead without a person's name is called as it is reached."""
    for draft in drafts:
        if not draft.get("name"):
            first = next(
                (
                    draft.get(key)
                    for key in ("company_name", "email", "phone", "mobile", "code")
                    if draft.get(key)
                ),
                None,
            )
            if first:
                draft.set("name", first)  # fmt: skip


def keep_order(actor: Actor, drafts: list[Draft]) -> None:
    """Statuses that mean something are reached only as they should be."""
    _choose_checklist([draft for draft in drafts if draft.is_new and not draft.get("checklist")])
    open_items = checklists.missing(
        [(d.id, d.get("checklist")) for d in drafts if d.changes("status") and d.get("status") == "qualified"]
    )
    for draft in drafts:
        if draft.is_new or draft.changes("status"):
            _keep_converted(actor, draft)
            _keep_qualified(actor, draft, open_items[draft.id])
        if draft.is_new or {"status", "disqualified_because", "recycle_on"} & draft.values.keys():
            _keep_disqualified(actor, draft)


def _choose_checklist(drafts: list[Draft]) -> None:
    first = checklists.first() if drafts else None
    for draft in drafts:
        if first is not None:
            draft.set("checklist", first)


def _keep_converted(actor: Actor, draft: Draft) -> None:
    """Only converting makes a lead converted; a file may bring some that were, elsewhere."""
    before = draft.before if isinstance(draft.before, Lead) else None
    if draft.get("status") == "converted" and not (draft.is_new and actor.source == "import"):
        draft.refuse("status", _("Convert the lead with its button “Convert”; so nothing is lost."))
    elif before is not None and before.status == "converted" and before.converted_at is not None:
        draft.refuse("status", _("Take the conversion back first."))


def _keep_qualified(actor: Actor, draft: Draft, missing: list[str]) -> None:
    if missing and not (draft.is_new and actor.source == "import"):
        draft.refuse("status", _("Find out first: %s.") % ", ".join(missing))


def _keep_disqualified(actor: Actor, draft: Draft) -> None:
    if draft.get("status") != "disqualified":
        for key in ("disqualified_because", "recycle_on"):
            if draft.get(key) is not None:
                draft.set(key, None)
        return
    if not draft.get("disqualified_because"):
        if actor.source == "import":
            draft.set("disqualified_because", "other")
        else:
            draft.refuse("disqualified_because", _("Say why the lead is disqualified."))
    back = draft.get("recycle_on")
    if back and draft.changes("recycle_on") and back <= timezone.localdate() and actor.source != "import":
        draft.refuse("recycle_on", _("Choose a day that is still to come."))


def arrive(actor: Actor, drafts: list[Draft]) -> None:
    """New leads that came by themselves are shared out by the rules, unless somebody was named."""
    for draft in drafts:
        if draft.is_new:
            draft.set("arrived_at", timezone.now())
            if actor.source in ARRIVING and not _is_owner_chosen(actor, draft):
                draft.after.append(assignment.assign_drafts)


def _is_owner_chosen(actor: Actor, draft: Draft) -> bool:
    """A file with an empty cell names nobody; then the default is who imports."""
    if "owner" not in draft.given:
        return False
    return actor.source == "api" or draft.get("owner") != actor.user_id


def follow_score(actor: Actor, drafts: list[Draft]) -> None:
    for draft in drafts:
        if draft.values:
            draft.after.append(_score)


def _score(actor: Actor, drafts: list[Draft]) -> None:
    scoring.rescore([draft.id for draft in drafts])
