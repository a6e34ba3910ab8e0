"""The editor of templates: source beside a live preview of a real record."""

from __future__ import annotations

import base64
import uuid
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clientela.engine.access import gate
from clientela.engine.access.middleware import Request
from clientela.engine.documents import contents, docx, kinds, outline, serving, templates, typesetting
from clientela.engine.documents.kinds import Kind
from clientela.engine.documents.models import Template
from clientela.engine.entities import registry
from clientela.engine.errors import Conflict, NotFound, Refused
from clientela.engine.screens.responses import screen, visit
from clientela.engine.screens.whole import whole

PAGES = 12


@screen
@require_GET
def index(request: Request) -> HttpResponseBase:
    """Every kind of document with its templates."""
    gate.require_admin(request.actor)
    found = list(gate.visible(request.actor, Template).order_by("name", "pk"))
    rows = [(kind, [one for one in found if one.kind == kind.key]) for kind in kinds.every()]
    return render(request, "documents/templates.html", {"kinds": rows})


@screen
@require_POST
def begin(request: Request, kind: str) -> HttpResponseBase:
    made = templates.begin(request.actor, kind)
    return visit(request, f"/templates/{made.pk}/editor/")


@screen
@require_http_methods(["GET", "POST"])
def editor(request: Request, template_id: uuid.UUID) -> HttpResponseBase:
    template = gate.get(request.actor, Template, template_id, to="change")
    if request.method == "POST":
        return _save(request, template)
    kind = _kind(template)
    sample = _sample(request, kind)
    context = {
        "template": template,
        "kind": kind,
        "sample": sample,
        "pick_url": f"/pick/{kind.entity}/",
        "versions": templates.versions(request.actor, template),
        "names": outline.of(_values(request, kind, sample, template)) if sample else [],
    }
    return render(request, "documents/editor.html", context)


def _save(request: Request, template: Template) -> HttpResponseBase:
    version = whole(request.POST.get("version"))
    try:
        saved = templates.save(request.actor, template.pk, request.POST.get("source", ""), version=version)
    except Conflict:
        text = _(
            "Somebody else saved this template meanwhile. Yours is still here: copy it, load the page again."
        )
        return render(request, "screens/toast.html", {"text": text, "tone": "bad"}, status=412)
    context = {"text": _("Template saved"), "template": saved}
    return render(request, "documents/_saved.html", context)


@screen
@require_POST
def preview(request: Request, template_id: uuid.UUID) -> HttpResponseBase:
    """The pages of a source that need not be saved, filled with a real record."""
    template = gate.get(request.actor, Template, template_id, to="change")
    kind = _kind(template)
    sample = _sample(request, kind)
    if sample is None:
        return render(request, "documents/_preview.html", {"pages": [], "problem": "", "empty": True})
    values = _values(request, kind, sample, template)
    try:
        pages = typesetting.pictures(request.POST.get("source", ""), values, _language(template))
    except Refused as wrong:
        return render(
            request, "documents/_preview.html", {"pages": [], "problem": str(wrong), "empty": False}
        )
    drawn = [base64.b64encode(page).decode() for page in pages[:PAGES]]
    return render(request, "documents/_preview.html", {"pages": drawn, "problem": "", "empty": False})


@screen
@require_POST
def put_back(request: Request, template_id: uuid.UUID, seq: int) -> HttpResponseBase:
    templates.put_back(request.actor, template_id, seq)
    return visit(request, f"/templates/{template_id}/editor/")


@screen
@require_POST
def reset(request: Request, template_id: uuid.UUID) -> HttpResponseBase:
    templates.reset(request.actor, template_id)
    return visit(request, f"/templates/{template_id}/editor/")


@screen
@require_http_methods(["GET", "POST"])
def word(request: Request, template_id: uuid.UUID) -> HttpResponseBase:
    """A Word template: download what is used, send another one."""
    template = gate.get(request.actor, Template, template_id, to="change")
    if request.method == "GET":
        if template.content_id is None:
            raise NotFound(f"{template_id} has no Word file")
        return serving.attachment(f"{template.name}.docx", contents.load(template.content_id), docx.DOCX)
    sent = request.FILES.get("files")
    if sent is None:
        raise Refused(_("Choose a Word file first."))
    contents.check_size(sent.name or "", sent.size or 0)
    templates.upload(request.actor, template_id, sent.read())
    return visit(request, f"/templates/{template_id}/editor/")


def _kind(template: Template) -> Kind:
    found = kinds.find(template.kind)
    if found is None:
        raise NotFound(f"kind {template.kind}")
    return found


def _language(template: Template) -> str:
    return template.language or "en"


def _sample(request: Request, kind: Kind) -> Any:
    """The record that is shown in the preview: the chosen one, else the newest."""
    rows = gate.visible(request.actor, registry.get(kind.entity).model)
    chosen = request.POST.get("sample") or request.GET.get("sample") or ""
    try:
        found = rows.filter(pk=uuid.UUID(chosen)).first() if chosen else None
    except ValueError:
        found = None
    return found or rows.order_by("-updated_at", "-pk").first()


def _values(request: Request, kind: Kind, sample: Any, template: Template) -> Any:
    return kind.values(request.actor, sample.pk, _language(template))
