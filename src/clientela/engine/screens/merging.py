"""Making one record of several on the screen: side by side, value by value; and taking it back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import dateparse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clientela.engine.access import gate
from clientela.engine.access.middleware import Request
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.errors import NotFound, Refused
from clientela.engine.fields.base import BadValue, Field
from clientela.engine.fields.choice import Boolean, Tags
from clientela.engine.query import links
from clientela.engine.records import merging
from clientela.engine.records.models import Merge
from clientela.engine.screens.past import people
from clientela.engine.screens.responses import is_fragment, screen, told
from clientela.engine.screens.shown import Shown, shown, targets
from clientela.engine.screens.slots import Place
from clientela.engine.screens.timeline import Entry, Stream, register
from clientela.engine.screens.whole import whole


@dataclass(frozen=True)
class Row:
    """One field of all records side by side: the values, and whose is kept unless somebody chooses otherwise."""

    field: Field
    cells: Sequence[Shown]
    chosen: int
    is_united: bool

    @property
    def differs(self) -> bool:
        return len({str(cell.value) for cell in self.cells if not cell.is_empty}) > 1


@dataclass(frozen=True)
class Comparison:
    entity: Entity
    records: Sequence[Any]
    differing: Sequence[Row]
    same: Sequence[Row]
    owners: Sequence[Shown]


@screen
@require_http_methods(["GET", "POST"])
def compare(request: Request, slug: str) -> HttpResponseBase:
    """GET puts the records of `ids` side by side, the first as the one that stays; POST merges them."""
    entity = registry.by_slug(slug)
    if request.method == "POST":
        return _merge(request, entity)
    ids = list(dict.fromkeys(_uuid(text) for text in request.GET.getlist("ids")))
    if not 2 <= len(ids) <= merging.MOST:
        raise Refused(_("Choose two to %d different records to merge.") % merging.MOST)
    records = [gate.get(request.actor, entity.model, one, to="merge") for one in ids]
    context = {"comparison": _comparison(request, entity, records), "entity": entity}
    template = "screens/merge_panel.html" if is_fragment(request) else "screens/merge.html"
    return render(request, template, context)


def _comparison(request: Request, entity: Entity, records: Sequence[Any]) -> Comparison:
    titles = links.of_targets(request.actor, targets(entity, records))
    rows = [_row(one, records, titles) for one in entity.fields if not one.read_only]
    owner = entity.field("owner")
    filled = [row for row in rows if any(not cell.is_empty for cell in row.cells)]
    return Comparison(
        entity,
        records,
        [row for row in filled if row.differs],
        [row for row in filled if not row.differs and not isinstance(row.field, Boolean)],
        [shown(owner, record, titles) for record in records],
    )


def _row(one: Field, records: Sequence[Any], titles: links.Titles) -> Row:
    cells = [shown(one, record, titles) for record in records]
    filled = [i for i, cell in enumerate(cells) if not cell.is_empty and cell.value is not False]
    return Row(one, cells, filled[0] if filled else 0, isinstance(one, Tags))


def _merge(request: Request, entity: Entity) -> HttpResponseBase:
    ids = [_uuid(text) for text in request.POST.getlist("ids")]
    winner = _uuid(request.POST.get("winner") or str(ids[0] if ids else ""))
    choices = {
        key.removeprefix("choice."): _uuid(str(value))
        for key, value in request.POST.items()
        if key.startswith("choice.")
    }
    versions = {one: seen for one in ids if (seen := whole(request.POST.get(f"version.{one}"))) is not None}
    losers = [one for one in ids if one != winner]
    actor = request.actor.once(request.POST.get("key") or None)
    done = merging.merge(actor, entity.key, winner, losers, choices, versions=versions)
    path = entity.path(done.winner)
    if not is_fragment(request):
        return redirect(path)
    text = ngettext(
        "Merged; %(n)d record is in the recycle bin",
        "Merged; %(n)d records are in the recycle bin",
        len(losers),
    )
    context = {"text": text % {"n": len(losers)}, "undo": f"/merges/{done.pk}/undo/"}
    return told(render(request, "screens/toast.html", context), visit={"href": path})


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise BadValue(_("“%s” is not the id of a record.") % text[:50]) from None


@screen
@require_GET
def choose(request: Request, slug: str, record_id: uuid.UUID) -> HttpResponseBase:
    """Which record to merge this one with."""
    entity = registry.by_slug(slug)
    record = gate.get(request.actor, entity.model, record_id, to="merge")
    template = "screens/merge_choose_panel.html" if is_fragment(request) else "screens/merge_choose.html"
    return render(request, template, {"entity": entity, "record": record})


@screen
@require_POST
def undo(request: Request, merge_id: uuid.UUID) -> HttpResponseBase:
    """Un-merge, and say what could not come back."""
    done = merging.unmerge(request.actor, merge_id)
    kind = registry.get(done.entity)
    text = " ".join([_("Taken apart again."), *_kept(kind, done.kept)])
    if not is_fragment(request):
        return redirect(kind.path(done.winner))
    return told(render(request, "screens/toast.html", {"text": text}), refresh={})


def _kept(kind: Entity, kept: Mapping[str, Any]) -> list[str]:
    """Sentences about what was changed since and stays."""
    labels = ", ".join(str(kind.field(key).label) for key in kept.get("fields", []) if kind.has(key))
    said = [_("Changed since and kept: %s.") % labels] if labels else []
    for key, count in kept.get("rows", {}).items():
        label = registry.get(key).label_plural
        said.append(
            _("%(label)s that stay where they were put since: %(count)d.") % {"label": label, "count": count}
        )
    return said


# -- on the timeline of the record that stayed -----------------------------------------------------------------------
def _read(place: Place, _only: str, marker: str | None, limit: int) -> list[Entry]:
    found = Merge.objects.filter(winner=place.record.pk).order_by("-at", "-pk")
    if marker:
        text, _space, key = marker.rpartition(" ")
        at = dateparse.parse_datetime(text)
        if at is None:
            raise NotFound(marker[:60])
        found = found.filter(Q(at__lt=at) | Q(at=at, pk__lt=_uuid(key)))
    return [
        Entry(one.at, f"{one.at.isoformat()} {one.pk}", "screens/record/_merged.html", {"merge": one})
        for one in found[:limit]
    ]


def _finish(place: Place, entries: Sequence[Entry]) -> list[Entry]:
    merges = [entry.context["merge"] for entry in entries]
    names = people(place, (one.by_id for one in merges))
    losers = {uuid.UUID(loser) for one in merges for loser in one.losers}
    titles: dict[str, str] = {}
    for deleted in (True, False):
        rows = gate.visible(place.actor, place.entity.model, deleted=deleted).filter(pk__in=losers)
        titles |= {str(row.pk): place.entity.title_of(row) for row in rows}
    return [
        Entry(
            entry.at,
            entry.marker,
            entry.template,
            {
                "merge": one,
                "who": names.get(one.by_id),
                "losers": [titles.get(loser, _("a record that you may not see")) for loser in one.losers],
                "may_undo": one.undone_at is None and "merge" in place.may,
            },
        )
        for entry, one in zip(entries, merges, strict=True)
    ]


register(Stream("merges", frozenset({"changes"}), _read, _finish))
