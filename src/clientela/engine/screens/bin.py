"""The recycle bin: what was deleted of all kinds, the latest first, and its way back."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.access.levels import Level
from clientela.engine.access.middleware import Request
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.fields.base import BadValue
from clientela.engine.fields.link import Target
from clientela.engine.query import links
from clientela.engine.query.links import LinkTitle
from clientela.engine.records import commands
from clientela.engine.screens.responses import screen, told

PAGE = 50
MOST = 1_000


@dataclass(frozen=True)
class Deleted:
    """A record in the bin."""

    entity: Entity
    record: Any
    may_restore: bool
    who: LinkTitle | None = None

    @property
    def key(self) -> str:
        return f"{self.entity.key}:{self.record.pk}"

    @property
    def title(self) -> str:
        return self.entity.title_of(self.record) or str(self.entity.label)

    @property
    def place(self) -> tuple[dt.datetime, uuid.UUID]:
        return self.record.deleted_at, self.record.pk


@screen
@require_GET
def index(request: Request) -> HttpResponseBase:
    kinds = [entity for entity in registry.every() if gate.can(request.actor, entity.model, "view")]
    only = request.GET.get("kind", "")
    chosen = [entity for entity in kinds if entity.key == only] if only else kinds
    rows = deleted(request.actor, chosen, _place(request.GET.get("after")))
    shown, more = rows[:PAGE], len(rows) > PAGE
    after = f"{shown[-1].place[0].isoformat()} {shown[-1].place[1]}" if more else None
    context = {
        "rows": _named(request.actor, shown),
        "kinds": [e for e in kinds if e.nav],
        "only": only,
        "after": after,
    }
    return render(request, "screens/bin_rows.html" if "after" in request.GET else "screens/bin.html", context)


def deleted(
    actor: Actor, kinds: Sequence[Entity], before: tuple[dt.datetime, uuid.UUID] | None
) -> list[Deleted]:
    """One more than a page of what the actor may see in the bin, the latest first."""
    found: list[Deleted] = []
    for entity in kinds:
        rows = gate.visible(actor, entity.model, deleted=True)
        if before:
            rows = rows.filter(Q(deleted_at__lt=before[0]) | Q(deleted_at=before[0], pk__lt=before[1]))
        some = list(rows.order_by("-deleted_at", "-pk")[: PAGE + 1])
        may = _restorable(actor, entity, some)
        found += [Deleted(entity, row, row.pk in may) for row in some]
    return sorted(found, key=lambda row: row.place, reverse=True)[: PAGE + 1]


def _restorable(actor: Actor, entity: Entity, rows: Sequence[Any]) -> set[uuid.UUID]:
    """Who may delete may restore."""
    ids = {row.pk for row in rows}
    if not ids or actor.level(entity.key, "delete") == Level.NONE:
        return set()
    return set(
        gate.visible(actor, entity.model, "delete", deleted=True)
        .filter(pk__in=ids)
        .values_list("pk", flat=True)
    )


def _named(actor: Actor, rows: Sequence[Deleted]) -> list[Deleted]:
    names = links.of_targets(
        actor, (Target("user", row.record.updated_by_id) for row in rows if row.record.updated_by_id)
    )
    return [
        Deleted(row.entity, row.record, row.may_restore, names.found.get(("user", row.record.updated_by_id)))
        for row in rows
    ]


def _place(text: str | None) -> tuple[dt.datetime, uuid.UUID] | None:
    if not text:
        return None
    try:
        at, _space, key = text.rpartition(" ")
        return dt.datetime.fromisoformat(at), uuid.UUID(key)
    except ValueError:
        raise BadValue(
            _("This page marker is not one that was given out; start from the first page.")
        ) from None


@screen
@require_POST
def restore(request: Request) -> HttpResponseBase:
    """Take records out of the bin: `ids` holds "entity:id" each."""
    by_entity: dict[str, list[uuid.UUID]] = defaultdict(list)
    for text in request.POST.getlist("ids")[:MOST]:
        entity, _colon, key = text.partition(":")
        by_entity[registry.get(entity).key].append(_uuid(key))
    outcomes = [
        one for entity, ids in by_entity.items() for one in commands.restore_many(request.actor, entity, ids)
    ]
    done = sum(one.is_done for one in outcomes)
    said = [ngettext("%(n)d record is back", "%(n)d records are back", done) % {"n": done}]
    if done < len(outcomes):
        said.append(
            _("%(n)d could not be restored: not there any more, or not yours") % {"n": len(outcomes) - done}
        )
    context = {"text": "; ".join(said), "tone": "" if done else "bad"}
    return told(render(request, "screens/toast.html", context), refresh={})


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise BadValue(_("“%s” is not the id of a record.") % text[:50]) from None
