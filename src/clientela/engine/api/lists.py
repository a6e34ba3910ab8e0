"""GET of a list: filters, search, order, paging, which fields, which linked records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.access.middleware import Request
from clientela.engine.api import documents
from clientela.engine.api.bodies import record_id
from clientela.engine.api.endpoint import Answer
from clientela.engine.api.problems import parameter
from clientela.engine.entities.entity import Entity
from clientela.engine.fields.base import BadValue
from clientela.engine.query import filters, paging, saved, search
from clientela.engine.records.queryset import RecordQuerySet

USUAL = 50
MOST = 500
# The screens' own parameters, which the filter language passes over, mean nothing here.
FOREIGN = ("columns", "layout")


@dataclass(frozen=True)
class Selection:
    """Which fields a document has (None: all) and which of its links are expanded."""

    fields: tuple[str, ...] | None
    expand: tuple[str, ...]


def answer(request: Request, entity: Entity) -> Answer:
    params = request.GET
    chosen = selection(entity, params)
    rows, sort = _rows(request.actor, entity, params)
    if chosen.fields is not None:
        rows = documents.lean(rows, entity, {*chosen.fields, *chosen.expand})
    page = paging.page(
        rows,
        entity,
        params.get("sort", "") or sort,
        params.get("after") or None,
        size(params),
        actor=request.actor,
    )
    return Answer({"items": written(request.actor, entity, page.items, chosen), "next": page.next})


def _rows(actor: Actor, entity: Entity, params: QueryDict) -> tuple[RecordQuerySet[Any], str]:
    """The records asked for, and the order of the saved view if one was named."""
    for name in FOREIGN:
        if name in params:
            raise parameter(name, _("There is no such parameter."))
    rows, sort = gate.visible(actor, entity.model, deleted=_flag(params, "deleted")), ""
    if params.get("view"):
        view = saved.get(actor, entity, record_id(params.get("view", "")))
        rows, sort = (
            rows.filter(filters.to_q(actor, entity, filters.parse_json(view.filter, entity))),
            view.sort,
        )
    asked = filters.parse_params(_pairs(params), entity)
    if asked:
        rows = rows.filter(filters.to_q(actor, entity, asked))
    text = params.get("q", "").strip()
    return search.matching(rows, text) if text else rows, sort


def _pairs(params: QueryDict) -> list[tuple[str, str]]:
    return [(name, value) for name, values in params.lists() if name != "deleted" for value in values]


def _flag(params: QueryDict, name: str) -> bool:
    given = params.get(name, "false")
    if given not in ("true", "false"):
        raise parameter(name, _("“true” or “false”."))
    return given == "true"


def size(params: QueryDict) -> int:
    given = params.get("limit", str(USUAL))
    if not (given.isascii() and given.isdigit() and len(given) <= len(str(MOST)) and 1 <= int(given) <= MOST):
        raise parameter("limit", _("A number from 1 to %d.") % MOST)
    return int(given)


def selection(entity: Entity, params: QueryDict) -> Selection:
    """`fields` and `expand` of a query; names that are no fields, or no links, are refused."""
    fields = _names(entity, params, "fields")
    expand = _names(entity, params, "expand") or ()
    for key in expand:
        if not documents.is_link(entity.field(key)):
            raise parameter("expand", _("“%s” is not a link to a record.") % key)
    return Selection(fields, expand)


def _names(entity: Entity, params: QueryDict, parameter_name: str) -> tuple[str, ...] | None:
    if parameter_name not in params:
        return None
    given = [key.strip() for key in ",".join(params.getlist(parameter_name)).split(",")]
    keys = tuple(dict.fromkeys(key for key in given if key and key not in ("id", "version")))
    known = {field.key for field in entity.fields}
    for key in keys:
        if key not in known:
            raise parameter(parameter_name, _unknown(entity, key))
    return keys


def _unknown(entity: Entity, key: str) -> str:
    try:
        entity.field(key)
    except BadValue as bad:
        return str(bad)
    return _("“%s” is a part of a field; ask for the whole.") % key[:60]


def written(actor: Actor, entity: Entity, records: list[Any], chosen: Selection) -> list[documents.Document]:
    keys = None if chosen.fields is None else tuple(sorted({*chosen.fields, *chosen.expand}))
    write = documents.writer(entity, keys)
    items = [write(record) for record in records]
    if chosen.expand:
        documents.expand(actor, entity, records, items, chosen.expand)
    return items
