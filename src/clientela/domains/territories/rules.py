"""What must hold for territories, and what follows for companies whose address, industry or size changes."""

from __future__ import annotations

from django.utils.translation import gettext as _

from clientela.domains.territories import placing, postcodes
from clientela.engine.access.actor import Actor
from clientela.engine.fields.base import BadValue
from clientela.engine.records.draft import Draft

FACTS = ("address", "industry", "employees")


def make_sense(actor: Actor, drafts: list[Draft]) -> None:
    """Postcodes can be read, and the smallest company is not larger than the largest."""
    for draft in drafts:
        try:
            postcodes.parse(draft.get("postcodes") or "")
        except BadValue as bad:
            draft.refuse("postcodes", str(bad))
        least, most = draft.get("least_employees"), draft.get("most_employees")
        if least is not None and most is not None and least > most:
            draft.refuse("most_employees", _("This is less than “Employees from”."))


def place(actor: Actor, drafts: list[Draft]) -> None:
    for draft in drafts:
        if any(draft.changes(key) for key in FACTS):
            draft.after.append(_place)


def _place(actor: Actor, drafts: list[Draft]) -> None:
    placing.place(
        [(draft.id, draft.get("address"), draft.get("industry"), draft.get("employees")) for draft in drafts]
    )
