"""The form that makes a record or changes all of it: as a panel over whatever page, or as a page of its own."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.access.middleware import Request
from clientela.engine.entities import registry
from clientela.engine.entities.entity import SYSTEM_FIELDS, Entity
from clientela.engine.errors import Conflict, Invalid, NotFound
from clientela.engine.fields.base import BadValue, Field
from clientela.engine.fields.link import Link
from clientela.engine.records import commands
from clientela.engine.records.command import command
from clientela.engine.records.models import Record, uuid7
from clientela.engine.screens import widgets
from clientela.engine.screens.responses import screen, told
from clientela.engine.screens.whole import whole

OWN = {one.key for one in SYSTEM_FIELDS}


@dataclass(frozen=True)
class Form:
    """What the template draws. `back` stays where one is after saving, instead of opening the new record."""

    entity: Entity
    title: str
    action: str
    save: str
    quick: Sequence[widgets.Control]
    more: Sequence[widgets.Control]
    errors: Sequence[str] = ()
    key: str = ""
    record: Any = None
    version: int | None = None
    back: bool = False
    given: str = ""

    @property
    def has_errors_folded(self) -> bool:
        return any(control.errors for control in self.more)


# -- creating --------------------------------------------------------------------------------------------------------
@screen
@require_http_methods(["GET", "POST"])
def create(request: Request, slug: str) -> HttpResponseBase:
    """GET the empty form, with what the query names filled in; POST makes the record."""
    entity = registry.by_slug(slug)
    if not entity.creatable:
        raise NotFound(slug)
    gate.require(request.actor, entity.model, to="create")
    if request.method == "GET":
        return _answer(request, _empty(request, entity))
    try:
        record = create_linked(
            request.actor.once(request.POST.get("key") or None), entity.key, *_given(entity, request.POST)
        )
    except Invalid as invalid:
        return _answer(request, _again(request, entity, invalid), 422)
    return _created(request, entity, record)


def _empty(request: Request, entity: Entity) -> Form:
    values = {one.key: one.default() if callable(one.default) else one.default for one in entity.fields}
    values["owner"] = request.actor.user_id
    for name, raw in request.GET.items():
        try:
            values[name] = entity.field(name).clean(raw, commands.context_of(request.actor))
        except BadValue:
            continue  # a link into the form is a suggestion, not a promise
    return _form(request.actor, entity, values, back="back" in request.GET)


def _form(actor: Actor, entity: Entity, values: Mapping[str, Any], **more: Any) -> Form:
    given = [key for key, value in values.items() if value and isinstance(_field(entity, key), Link)]
    quick, rest = parted(entity, given)
    return Form(
        entity=entity,
        title=_("New %(what)s") % {"what": str(entity.label).lower()},
        action=f"/{entity.slug}/new/",
        save=_("Create"),
        quick=widgets.controls(actor, quick, values),
        more=widgets.controls(actor, rest, values),
        key=str(uuid7()),
        given=" ".join(given),
        **more,
    )


def _field(entity: Entity, key: str) -> Field | None:
    return entity.field(key) if entity.has(key) and key not in OWN else None


def parted(entity: Entity, given: Sequence[str] = ()) -> tuple[list[Field], list[Field]]:
    """The fields asked for first (quick ones, required ones, those already given), and all others that can be written."""
    writable = [one for one in entity.fields if not one.read_only]
    first = list(dict.fromkeys((*entity.quick, *given)))
    first += [one.key for one in writable if one.required and one.key not in first]
    if not entity.quick:
        first += [one.key for one in writable if one.key not in (*first, *OWN)][:6]
    quick = [entity.field(key) for key in first if not entity.field(key).read_only]
    return quick, [one for one in writable if one.key not in first]


def _given(entity: Entity, posted: QueryDict) -> tuple[dict[str, Any], dict[str, str]]:
    """Values by field key, and titles of linked records that are still to be made."""
    writable = [one for one in entity.fields if not one.read_only and widgets.is_posted(one, posted)]
    new = {
        one.key: text
        for one in writable
        if isinstance(one, Link) and (text := posted.get(f"{one.key}.new", "").strip())
    }
    values = {one.key: widgets.raw_value(one, posted) for one in writable if one.key not in new}
    # What was left empty is not given, so that defaults hold.
    return {key: value for key, value in values.items() if value not in (None, "", [])}, new


@command("record.create_linked")
def create_linked(actor: Actor, entity: str, values: Mapping[str, Any], new: Mapping[str, str]) -> Record:
    """Create a record, and first the records that it links to and that were only named. Raises Denied, Invalid."""
    gate.require(actor, registry.get(entity).model, to="create")
    return commands.create(actor, entity, {**values, **_make(actor, registry.get(entity), new)})


def _make(actor: Actor, entity: Entity, new: Mapping[str, str]) -> dict[str, uuid.UUID]:
    made = {}
    for key, title in new.items():
        link = entity.field(key)
        assert isinstance(link, Link)
        target = registry.get(link.entity)
        try:
            made[key] = (
                _called(actor, target, key, title)
                or commands.create(actor, target.key, {target.title: title}).pk
            )
        except Invalid as invalid:
            raise Invalid(
                {key: [message for messages in invalid.errors.values() for message in messages]}
            ) from None
    return made


def _called(actor: Actor, target: Entity, key: str, title: str) -> uuid.UUID | None:
    """The one record of this name: whoever types faster than the list of names comes means that one."""
    name = f"{target.title_field.attribute}__iexact"
    found = list(gate.visible(actor, target.model).filter(**{name: title}).values_list("pk", flat=True)[:2])
    if len(found) > 1:
        raise Invalid({key: [_("There are several called “%s”; choose one of them.") % title]})
    return found[0] if found else None


def _again(request: Request, entity: Entity, invalid: Invalid) -> Form:
    """The form as it was sent, each error beside its field; errors of fields that are not shown stand above."""
    quick, rest = parted(entity, given=request.POST.get("given", "").split())
    posted, errors = request.POST, invalid.errors
    known = {one.key for one in (*quick, *rest)}
    return Form(
        entity=entity,
        title=_("New %(what)s") % {"what": str(entity.label).lower()},
        action=f"/{entity.slug}/new/",
        save=_("Create"),
        quick=widgets.controls(request.actor, quick, {}, posted=posted, errors=errors),
        more=widgets.controls(request.actor, rest, {}, posted=posted, errors=errors),
        errors=[
            m for key, messages in errors.items() if key.partition(".")[0] not in known for m in messages
        ],
        key=posted.get("key") or str(uuid7()),
        back=bool(posted.get("back")),
        given=posted.get("given", ""),
    )


def _created(request: Request, entity: Entity, record: Record) -> HttpResponseBase:
    path = entity.path(record.pk)
    if not _is_panel(request):
        return redirect(path)
    text = _("%(what)s “%(title)s” created") % {"what": entity.label, "title": entity.title_of(record)}
    context = {
        "text": text,
        "undo": f"{path}deletion/" if gate.can(request.actor, record, "delete") else None,
    }
    response = render(request, "screens/toast.html", context, status=201)
    if request.POST.get("back"):
        return told(response, saved={})
    return told(response, visit={"href": path})


# -- changing all of it ----------------------------------------------------------------------------------------------
@screen
@require_http_methods(["GET", "POST"])
def change(request: Request, slug: str, record_id: uuid.UUID) -> HttpResponseBase:
    """GET the form of a record; POST saves it, unless somebody else did meanwhile."""
    entity = registry.by_slug(slug)
    record = gate.get(request.actor, entity.model, record_id, to="change")
    if request.method == "GET":
        return _answer(request, _stored(request.actor, entity, record))
    try:
        update_linked(
            request.actor,
            entity.key,
            record.pk,
            *_sent(entity, request.POST),
            whole(request.POST.get("version")),
        )
    except Invalid as invalid:
        return _answer(request, _sent_again(request, entity, record, invalid.errors), 422)
    except Conflict:
        return _answer(request, _sent_again(request, entity, record, {}, conflict=True), 412)
    return _changed(request, entity, record)


def _stored(actor: Actor, entity: Entity, record: Record) -> Form:
    quick, rest = parted(entity)
    values = {one.key: one.load(record) for one in (*quick, *rest)}
    return _form_of(
        entity,
        record,
        widgets.controls(actor, quick, values),
        widgets.controls(actor, rest, values),
        record.version,
    )


def _form_of(entity: Entity, record: Any, quick: Any, more: Any, version: int | None, **others: Any) -> Form:
    return Form(
        entity=entity,
        title=_("Edit “%s”") % entity.title_of(record),
        action=f"{entity.path(record.pk)}edit/",
        save=_("Save"),
        quick=quick,
        more=more,
        record=record,
        version=version,
        **others,
    )


def _sent(entity: Entity, posted: QueryDict) -> tuple[dict[str, Any], dict[str, str]]:
    writable = [one for one in entity.fields if not one.read_only and widgets.is_posted(one, posted)]
    new = {
        one.key: text
        for one in writable
        if isinstance(one, Link) and (text := posted.get(f"{one.key}.new", "").strip())
    }
    return {one.key: widgets.raw_value(one, posted) for one in writable if one.key not in new}, new


@command("record.update_linked")
def update_linked(
    actor: Actor,
    entity: str,
    record_id: uuid.UUID,
    values: Mapping[str, Any],
    new: Mapping[str, str],
    version: int | None,
) -> Record:
    """Change a record, and first make the records that it shall link to and that were only named."""
    gate.get(actor, registry.get(entity).model, record_id, to="change")
    return commands.update(
        actor, entity, record_id, {**values, **_make(actor, registry.get(entity), new)}, version=version
    )


def _sent_again(
    request: Request, entity: Entity, record: Record, errors: Any, *, conflict: bool = False
) -> Form:
    """What was typed stays; on a conflict each field that somebody else changed shows the stored value beside it."""
    quick, rest = parted(entity)
    known = {one.key for one in (*quick, *rest)}
    others = [m for key, messages in errors.items() if key.partition(".")[0] not in known for m in messages]
    first, more = (
        widgets.controls(
            request.actor,
            part,
            {},
            posted=request.POST,
            errors=_stored_now(request, part, record) if conflict else errors,
        )
        for part in (quick, rest)
    )
    sent = whole(request.POST.get("version"))
    version = record.version if conflict or sent is None else sent
    if conflict:
        others = [
            _(
                "Somebody else saved this record while you typed. Your values are below; saving again keeps them."
            )
        ]
    return _form_of(entity, record, first, more, version, errors=others)


def _stored_now(request: Request, fields: Sequence[Field], record: Record) -> dict[str, list[str]]:
    context = commands.context_of(request.actor)
    told_apart = {}
    for one in fields:
        try:
            same = not widgets.is_posted(one, request.POST) or one.clean(
                widgets.raw_value(one, request.POST), context
            ) == one.load(record)
        except BadValue:
            same = False
        if not same and not isinstance(one, Link):
            told_apart[one.key] = [_("Stored now: %s") % (one.display(one.load(record)) or "–")]
    return told_apart


def _changed(request: Request, entity: Entity, record: Record) -> HttpResponseBase:
    if not _is_panel(request):
        return redirect(entity.path(record.pk))
    response = render(request, "screens/toast.html", {"text": _("Saved"), "undo": None})
    return told(response, saved={})


# -- the answer ------------------------------------------------------------------------------------------------------
def _is_panel(request: HttpRequest) -> bool:
    """Asked for by htmx into the overlay, or sent from a form that stands there."""
    target = request.headers.get("HX-Target", "")
    return request.headers.get("HX-Request") == "true" and not target.startswith("main#")


def _answer(request: Request, form: Form, status: int = 200) -> HttpResponseBase:
    target = request.headers.get("HX-Target", "")
    template = "screens/form_page.html"
    if _is_panel(request):
        template = "screens/form_fields.html" if target.startswith("form#") else "screens/form_panel.html"
    return render(request, template, {"form": form, "entity": form.entity}, status=status)
