"""Commands over more records than one transaction should hold, with progress in the frame."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clientela.engine.access import gate
from clientela.engine.entities import registry
from clientela.engine.errors import Refused
from clientela.engine.jobs import outputs, progress
from clientela.engine.jobs.models import Progress
from clientela.engine.jobs.task import task
from clientela.engine.jobs.work import Work
from clientela.engine.query.filters import EMPTY
from clientela.engine.screens import lines, listing, mass, undo
from clientela.engine.screens.listing import Listing


@task("screens.bulk", icon="list-checks")
def bulk(work: Work, *, entity: str, ids: list[str], verb: str, values: dict[str, Any]) -> None:
    kind = registry.get(entity)
    outcomes = []
    for number, part in enumerate(mass.sets([uuid.UUID(one) for one in ids])):
        work.step(number * mass.SET, len(ids))
        with transaction.atomic():
            with undo.undoable() as mark:
                done = mass.apply(work.once(number), kind, part, verb, values)
            if mark.url and any(one.is_done and one.status != "unchanged" for one in done):
                progress.can_be_undone(work.id, mark.url)
        outcomes += done
    said = [
        mass.told(outcomes, verb),
        *(f"{count} × {words}" for words, count in mass.reasons(outcomes, entity)[:5]),
    ]
    work.finish(" ".join(said), link=f"/{kind.slug}/")


@task("screens.undo", icon="undo-2")
def take_back(work: Work, *, parts: list[list[int]], link: str) -> None:
    """The parts of a bulk change, the last one first; what somebody changed meanwhile is left as it is."""
    done = left = 0
    for number, (xid, after) in enumerate(reversed(parts)):
        work.step(number, len(parts))
        try:
            outcomes = undo.take_back(work.once(number), xid, after)
        except Refused:
            continue  # this part had changed nothing, or is too old
        done += sum(outcome.is_done for outcome in outcomes)
        left += sum(not outcome.is_done for outcome in outcomes)
    text = ngettext("Undone in %(n)d record.", "Undone in %(n)d records.", done) % {"n": done}
    work.finish(
        f"{text} {_('%d were changed meanwhile and left as they are.') % left}" if left else text, link=link
    )


def start_export(shown: Listing, chosen: Sequence[uuid.UUID] | None, *, all_fields: bool) -> Progress:
    """A workbook of what the list shows, or of what is chosen in it; the same one that is being made already, if any."""
    keys = ",".join(field.key for field in shown.columns)
    # In full: the view, and what the person likes to see, may say something else by then.
    spelled_out = shown.but(view=None, kept=EMPTY, layout="list", shape=())
    asked: dict[str, Any] = {
        "entity": shown.entity.key,
        "query": spelled_out.query(("view", listing.ALL), ("columns", keys)).removeprefix("?"),
        "ids": None if chosen is None else [str(one) for one in chosen],
        "all_fields": all_fields,
    }
    label = _("Export · %s") % shown.entity.label_plural
    place = shown.url()
    link = place if len(place) <= 500 else f"/{shown.entity.slug}/"
    return outputs.once(
        shown.actor, shown.entity.key, asked, lambda: export.start(shown.actor, label, link=link, **asked)
    )


@task("screens.export", icon="download")
def export(work: Work, *, entity: str, query: str, ids: list[str] | None, all_fields: bool) -> None:
    """A large workbook, with the rights that the person has when it is made. Begun anew after a crash."""
    if not outputs.is_made(work.id):
        kind = registry.get(entity)
        gate.require(work.actor, kind.model, to="export")
        shown = listing.of_query(work.actor, kind, query)
        chosen = None if ids is None else [uuid.UUID(one) for one in ids]
        with tempfile.TemporaryFile() as file:
            rows = lines.rows_of(shown, chosen)
            heads = lines.headings(shown, all_fields=all_fields)
            values = lines.values_of(shown, rows, heads)
            lines.write_xlsx(_counting(work, values, rows.order_by().count()), heads, file)
            name = f"{kind.slug}-{timezone.localdate().isoformat()}.xlsx"
            outputs.keep(work.actor, work.id, name, lines.XLSX_TYPE, file)
    work.finish(
        _("The file is ready; it is kept for %s days.") % outputs.KEPT.days,
        link=f"/jobs/{work.id}/",
        is_told=True,
    )


def _counting(work: Work, values: Iterable[list[Any]], total: int) -> Iterable[list[Any]]:
    for number, row in enumerate(values):
        if number % 500 == 0:
            work.step(number, total)
        yield row
