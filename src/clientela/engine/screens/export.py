"""Exporting what a list shows: CSV streamed row by row, a small workbook at once, a large one by the worker.

One snapshot is read through a server-side cursor, in the order of the list. At most SLOTS exports run at once in the
web processes of the whole system: each holds an advisory lock, which PostgreSQL gives back by itself should one die.
"""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clientela.engine.access import gate
from clientela.engine.access.middleware import Request
from clientela.engine.entities import registry
from clientela.engine.errors import Refused
from clientela.engine.fields.base import BadValue
from clientela.engine.jobs import outputs
from clientela.engine.screens import bulk, lines, listing, tasks
from clientela.engine.screens.lines import Heading
from clientela.engine.screens.listing import Listing
from clientela.engine.screens.responses import screen, visit

SLOTS = 3
LOCKS = 7_301  # the first number of the pair of PostgreSQL's advisory locks that exports take
# A workbook cannot be sent before its last row is known, and nobody waits long in front of an empty window.
AT_ONCE = 5_000


@screen
@require_http_methods(["GET", "POST"])
def export(request: Request, slug: str) -> HttpResponseBase:
    """What the list shows, or (POST) what is selected in it, as `form` csv or xlsx with `what` shown or all.

    A large workbook is written by the worker instead: asked for twice, it is still one job.
    """
    shown = listing.read(request.actor, registry.by_slug(slug), request.GET, besides=("form", "what"))
    gate.require(request.actor, shown.entity.model, to="export")
    form, what = request.GET.get("form", "csv"), request.GET.get("what", "shown")
    if form not in WRITERS or what not in ("shown", "all"):
        raise BadValue(_("An export is “csv” or “xlsx”, of “shown” or “all” columns."))
    chosen = bulk.selected(shown, request.POST) if request.method == "POST" else None
    rows = lines.rows_of(shown, chosen)
    if form == "xlsx" and rows.order_by()[: AT_ONCE + 1].count() > AT_ONCE:
        return visit(request, tasks.start_export(shown, chosen, all_fields=what == "all").href)
    return _at_once(shown, rows, form, all_fields=what == "all")


def _at_once(shown: Listing, rows: Any, form: str, *, all_fields: bool) -> HttpResponseBase:
    heads = lines.headings(shown, all_fields=all_fields)
    slot = Slot.take()
    try:
        response = WRITERS[form](lines.values_of(shown, rows, heads), heads)
    except BaseException:
        slot.release()
        raise
    response._resource_closers.append(slot.release)  # type: ignore[attr-defined]  # after the last row, or on a hang-up
    name = f"{shown.entity.slug}-{timezone.localdate().isoformat()}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@screen
def download(request: Request, job_id: uuid.UUID) -> HttpResponseBase:
    """The file that a job of the person's own made, as long as their rights are no less than when it was made."""
    made = outputs.get(request.actor, job_id)
    response = StreamingHttpResponse(outputs.pieces(made), content_type=made.media_type)
    response["Content-Disposition"] = content_disposition_header(True, made.name) or "attachment"
    response["Content-Length"] = str(made.size)
    response["Cache-Control"] = "private, no-store"
    return response


def _csv(values: Iterator[list[Any]], heads: Sequence[Heading]) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        lines.csv_lines(values, [head.label for head in heads]), content_type="text/csv; charset=utf-8"
    )


def _xlsx(values: Iterator[list[Any]], heads: Sequence[Heading]) -> FileResponse:
    """Written to a temporary file first: the format cannot be sent before its end is known."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  # the response closes it
    lines.write_xlsx(values, heads, file)
    return FileResponse(file, content_type=lines.XLSX_TYPE)


WRITERS: dict[str, Callable[[Iterator[list[Any]], Sequence[Heading]], HttpResponseBase]] = {
    "csv": _csv,
    "xlsx": _xlsx,
}


@dataclass
class Slot:
    """One of the few exports that may run at once."""

    number: int
    is_held: bool = True

    @classmethod
    def take(cls) -> Slot:
        with connection.cursor() as cursor:
            for number in range(SLOTS):
                cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCKS, number])
                if cursor.fetchone()[0]:
                    return cls(number)
        raise Refused(_("%d exports are under way already. Try again in a minute.") % SLOTS)

    def release(self) -> None:
        if self.is_held:
            self.is_held = False
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCKS, self.number])
