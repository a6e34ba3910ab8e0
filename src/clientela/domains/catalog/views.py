from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from clientela.domains.catalog import commands
from clientela.engine.access.middleware import Request
from clientela.engine.screens import undo
from clientela.engine.screens.responses import screen, told


@screen
@require_POST
def make_variants(request: Request, product_id: UUID) -> HttpResponse:
    """One product for each combination of the attributes' values that is not there yet."""
    with undo.undoable() as mark:
        made = len(commands.make_variants(request.actor, product_id))
    words = (
        ngettext("%d variant made", "%d variants made", made) % made if made else _("All variants are there")
    )
    return told(render(request, "screens/toast.html", {"text": words, "undo": mark.url}), refresh={})
