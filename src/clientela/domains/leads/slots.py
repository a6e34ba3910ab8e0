"""What a lead's page has of its own: what to do with it, why its score, its checklist, what it became; and the way back
from what it became."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from clientela.domains.leads import checklists, queries
from clientela.domains.leads.choices import DISQUALIFIED
from clientela.domains.leads.words import assignment_text
from clientela.engine.fields.link import Target
from clientela.engine.screens import pages, slots
from clientela.engine.screens.slots import Fragment, Place

for href, label, icon in (
    ("/settings/leads/assignment/", _("Who gets leads"), "users"),
    ("/settings/leads/scoring/", _("Scores of leads"), "gauge"),
    ("/settings/leads/forms/", _("Web forms"), "inbox"),
    ("/checklists/", _("Checklists"), "list-checks"),
):
    pages.register(pages.Page(href, label, icon, "settings", lambda actor: actor.is_admin))


@slots.fill(slots.HEADER)
def verbs(place: Place) -> Fragment | None:
    """Convert, disqualify, reopen, and what it became."""
    if place.entity.key != "lead":
        return None
    became = queries.conversion(place.record)
    targets = [
        Target(key, pk) for key in ("company", "person", "deal") if (pk := getattr(place.record, f"{key}_id"))
    ]
    names = place.names(targets)
    return Fragment(
        "leads/_verbs.html",
        {
            "lead": place.record,
            "may_change": "change" in place.may,
            "reasons": [(option.key, option.label) for option in DISQUALIFIED],
            "became": became,
            "titles": [
                names.found[target.entity, target.id]
                for target in targets
                if (target.entity, target.id) in names.found
            ],
            "assigned": assignment_text(place.record),
        },
    )


@slots.fill(slots.FEED)
def qualification(place: Place) -> Fragment | None:
    """Who it may be already, and what is to be found out."""
    if place.entity.key != "lead":
        return None
    lines = checklists.lines(place.actor, place.record)
    names = place.names([Target("user", line.tick.by_id) for line in lines if line.tick and line.tick.by_id])
    context = {"lead": place.record, "lines": lines, "names": names, "may_change": "change" in place.may}
    return Fragment("leads/_qualification.html", context)


@slots.fill(slots.RELATED)
def score(place: Place) -> Fragment | None:
    if place.entity.key != "lead":
        return None
    return Fragment("leads/_score.html", {"lead": place.record, "reasons": place.record.score_reasons})


@slots.fill(slots.RELATED)
def origin(place: Place) -> Fragment | None:
    """Where a company, person or deal came from."""
    if place.entity.key not in ("company", "person", "deal"):
        return None
    lead = queries.origin(place.actor, place.entity.key, place.record.pk)
    if lead is None:
        return None
    source = place_source(lead.source)
    return Fragment("leads/_origin.html", {"lead": lead, "source": source})


def place_source(key: str | None) -> str:
    from clientela.domains.leads.entity import LEAD

    return LEAD.field("source").display(key)
