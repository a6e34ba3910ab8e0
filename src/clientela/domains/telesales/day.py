"""What telesales puts on the page of the day: call-backs that were agreed, and lists from which one calls."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clientela.domains.telesales import choices, queries
from clientela.domains.telesales.models import CallEntry
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.fields.link import Target
from clientela.engine.screens.day import MOST, Act, Day, Row, Section, register


def _call_backs(actor: Actor, day: Day) -> Iterator[Row]:
    rows = gate.visible(actor, CallEntry).filter(assigned_to=actor.user_id, state=choices.CALLBACK)
    rows = rows.filter(due_at__lt=day.horizon, call_list__state=choices.OPEN, call_list__deleted_at=None)
    for entry in rows.order_by("due_at", "pk")[: MOST + 1]:
        call = Act("c", _("Call"), "phone", f"/telesales/entries/{entry.pk}/", is_link=True)
        target = (
            Target(entry.customer_entity, entry.customer_id)
            if entry.customer_id and entry.customer_entity
            else None
        )
        yield Row(entry, entry.due_at, "", (Target("calllist", entry.call_list_id), target), free=(call,))


def _lists(actor: Actor, day: Day) -> Iterator[Row]:
    found = queries.my_lists(actor)
    left = queries.left_for(actor, found)
    for one in found:
        n = left.get(one.pk, 0)
        figure = ngettext("%(n)d left for you", "%(n)d left for you", n) % {"n": n}
        call = Act("c", _("Next call"), "phone", f"/call-lists/{one.pk}/next/")
        yield Row(one, None, one.campaign or "", (), figure, free=(call,) if n else ())


CALL_BACKS = register(
    Section(
        key="callbacks",
        entity="callentry",
        title=_("Call-backs"),
        icon="phone-outgoing",
        order=15,
        load=_call_backs,
        empty=_("No call-back is agreed."),
        all=lambda actor: f"/call-entries/?state=callback&assigned_to={actor.user_id}&sort=due_at",
        sets_moment=True,
    )
)
LISTS = register(
    Section(
        key="calllists",
        entity="calllist",
        title=_("My call lists"),
        icon="list-checks",
        order=25,
        load=_lists,
        empty=_("You call from no list."),
        all=lambda actor: "/call-lists/?state=open",
    )
)
