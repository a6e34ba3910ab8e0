"""What a line of the ledger must be, for whole sets of drafts."""

from __future__ import annotations

from django.utils.translation import gettext as _

from clientela.domains.contacts.models import Company
from clientela.domains.ledger.models import Goods
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.records.draft import Draft


def make_sense(actor: Actor, drafts: list[Draft]) -> None:
    for draft in drafts:
        for key, wrong, sentence in (
            ("volume", _is_negative(draft), _("A volume cannot be less than nothing.")),
            ("until", _ends_early(draft), _("It cannot end before it begins.")),
            (
                "partner",
                draft.get("partner") == draft.get("company"),
                _("A company does not trade with itself."),
            ),
            ("from_us", _is_ours_and_others(draft), _("Bought from us, or from somebody else: not both.")),
        ):
            if wrong:
                draft.refuse(key, sentence)


def _is_negative(draft: Draft) -> bool:
    volume, price = draft.get("volume"), draft.get("price")
    return bool((volume is not None and volume < 0) or (price is not None and price.amount < 0))


def _ends_early(draft: Draft) -> bool:
    since, until = draft.get("since"), draft.get("until")
    return bool(since and until and until < since)


def _is_ours_and_others(draft: Draft) -> bool:
    return bool(draft.get("from_us")) and (
        draft.get("partner") is not None or draft.get("direction") == "sells"
    )


def say_what(actor: Actor, drafts: list[Draft]) -> None:
    """A line is known by who trades what."""
    told = [
        draft
        for draft in drafts
        if draft.changes("company") or draft.changes("goods") or draft.changes("direction")
    ]
    companies = _names(Company, actor, {draft.get("company") for draft in told})
    goods = _names(Goods, actor, {draft.get("goods") for draft in told})
    for draft in told:
        company, what = companies.get(draft.get("company"), ""), goods.get(draft.get("goods"), "")
        arrow = "←" if draft.get("direction") == "buys" else "→"
        draft.set("title", f"{company} {arrow} {what}"[:300])


def _names(model: type[Company] | type[Goods], actor: Actor, ids: set[object]) -> dict[object, str]:
    rows = gate.visible(actor, model).filter(pk__in=ids - {None})
    return dict(rows.values_list("pk", "name"))
