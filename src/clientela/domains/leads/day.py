"""What leads put on the page of the day: new ones of mine that nobody has worked on yet."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clientela.domains.activities.day import follow_up
from clientela.domains.leads import queries
from clientela.domains.leads.models import Lead
from clientela.engine.access.actor import Actor
from clientela.engine.fields import formats
from clientela.engine.screens.day import MOST, Act, Day, Row, Section, register


def _fresh(actor: Actor, day: Day) -> Iterator[Row]:
    return (_row(lead) for lead in queries.fresh(actor, MOST + 1))


def _row(lead: Lead) -> Row:
    detail = ", ".join(part for part in (lead.company_name, lead.interest) if part)
    figure = formats.number(lead.score) if lead.score is not None else ""
    plan = follow_up(lead, gettext("Call %s") % lead.name)
    call = [
        Act("c", _("Call"), "phone", f"tel:{to}", is_link=True) for to in (lead.mobile or lead.phone,) if to
    ]
    return Row(lead, None, detail, (), figure, free=(*call, plan))


FRESH = register(
    Section(
        key="leads",
        entity="lead",
        title=_("New leads"),
        icon="inbox",
        order=35,
        load=_fresh,
        empty=_("No new lead waits for you."),
        all=lambda actor: f"/leads/?status=new&owner={actor.user_id}",
    )
)
