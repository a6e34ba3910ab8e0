"""What must hold for ranges, so that no number is ever given out twice."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.errors import Refused
from clientela.engine.numbering import pattern
from clientela.engine.numbering.models import NumberRange
from clientela.engine.numbering.ranges import lock_ranges
from clientela.engine.records.draft import Draft


def sensible(actor: Actor, drafts: list[Draft]) -> None:
    for draft in drafts:
        if draft.get("yearly") and not pattern.tells_years_apart(draft.get("pattern") or ""):
            draft.refuse(
                "pattern", _("A range that begins anew every year needs {year}; numbers would come twice.")
            )
        last, following = draft.get("last"), draft.get("next") or Decimal(1)
        if last is not None and last < following - 1:
            draft.refuse(
                "last", _("Number %s has been passed already; the last one must not lie before.") % last
            )


def only_forward(actor: Actor, drafts: list[Draft]) -> None:
    """What is used keeps what makes its numbers different from those given out."""
    for draft in drafts:
        before: Any = draft.before
        if before is None or before.latest is None:
            continue
        if draft.changes("next") and (draft.get("next") or 0) < before.next:
            draft.refuse(
                "next",
                _(
                    "%(latest)s is given out already; a used range is never moved back. The next number is %(next)s."
                )
                % {"latest": before.latest, "next": before.next},
            )
        for key in ("kind", "for_branch", "yearly"):
            if draft.changes(key):
                draft.refuse(key, _("Numbers of this range are in use; make a new range instead."))


def one_of_a_kind(actor: Actor, drafts: list[Draft]) -> None:
    """One range for each kind of document and branch."""
    changing = [d for d in drafts if d.is_new or d.changes("kind") or d.changes("for_branch")]
    if not changing:
        return
    lock_ranges()
    rows = gate.unrestricted(NumberRange, reason="a range is one of its kind whoever sees it")
    taken = {(r.kind, r.for_branch_id): r.pk for r in rows.filter(deleted_at=None)}
    for draft in changing:
        holder = taken.setdefault((draft.get("kind"), draft.get("for_branch")), draft.id)
        if holder != draft.id:
            draft.refuse("kind", _("There is a range for these documents already; change that one."))


def used_stays(actor: Actor, moved: Sequence[Any]) -> None:
    """Without it the next document would begin at 1 again. Back from the bin, it must still be the only one."""
    for found in moved:
        if found.latest is not None:
            raise Refused(
                _("“%s” has given out numbers and stays. To end it, set its last number.") % found.name
            )
    lock_ranges()
    rows = gate.unrestricted(NumberRange, reason="a range is one of its kind whoever sees it")
    living = list(rows.filter(deleted_at=None).values_list("kind", "for_branch"))
    if len(living) != len(set(living)):
        raise Refused(_("There is a range for these documents already; change that one."))
