"""Where telesales shows on records: what is done with a list and a script, and how far a list is."""

from __future__ import annotations

from django.utils.translation import gettext as _

from clientela.domains.telesales import choices, customers, entries, queries
from clientela.domains.telesales.models import CallEntry, CallList
from clientela.engine.access import gate
from clientela.engine.screens import offers, slots
from clientela.engine.screens.listing import Listing
from clientela.engine.screens.slots import Fragment, Place


def _from_here(listing: Listing) -> offers.Offer | None:
    """On lists of leads, people and companies: a call list from what is shown."""
    if listing.entity.key not in customers.MODELS or not gate.can(listing.actor, CallList, "create"):
        return None
    href = f"/telesales/from/{listing.entity.slug}/{listing.query()}"
    return offers.Offer(_("Call list"), "phone-outgoing", href)


offers.register(_from_here)


@slots.fill(slots.HEADER)
def verbs(place: Place) -> Fragment | None:
    """On a list: call, share, fill, follow. On a script: write it."""
    may_change = "change" in place.may
    if place.entity.key == "callscript":
        return Fragment("telesales/_script_verbs.html", {"script": place.record, "may_change": may_change})
    if place.entity.key == "callentry":
        return Fragment("telesales/_entry_verbs.html", {"entry": place.record})
    if place.entity.key != "calllist":
        return None
    calls = entries.is_caller(place.actor, place.record) and place.record.state == choices.OPEN
    context = {"call_list": place.record, "may_change": may_change, "calls": calls}
    return Fragment("telesales/_verbs.html", context)


@slots.fill(slots.FEED)
def how_far(place: Place) -> Fragment | None:
    if place.entity.key == "callscript":
        return Fragment("telesales/_steps.html", {"steps": place.record.steps})
    if place.entity.key != "calllist":
        return None
    context = {
        "call_list": place.record,
        "progress": queries.progress(place.record),
        "callers": queries.callers(place.record),
    }
    return Fragment("telesales/_progress.html", context)


@slots.fill(slots.RELATED)
def on_lists(place: Place) -> Fragment | None:
    """On a lead or a person: the lists they are on. A company's page asks for enough already."""
    if place.entity.key not in ("lead", "person"):
        return None
    rows = gate.visible(place.actor, CallEntry).filter(customer_id=place.record.pk)
    found = list(rows.order_by("-updated_at").select_related("call_list")[:5])
    return Fragment("telesales/_on_lists.html", {"found": found}) if found else None
