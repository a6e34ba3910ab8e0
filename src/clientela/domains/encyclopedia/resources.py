"""What the API lets other programs do with pages, beside reading and writing them."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from clientela.domains.encyclopedia import choices, commands
from clientela.domains.encyclopedia.models import Article, ArticleUse
from clientela.engine.api.resources import Call, Verb, offer
from clientela.engine.errors import Invalid

ID = {"type": "string", "format": "uuid"}


def _publish(call: Call) -> Article:
    return commands.publish(call.actor, call.record)


def _withdraw(call: Call) -> Article:
    return commands.withdraw(call.actor, call.record)


def _use(call: Call) -> ArticleUse:
    told = {key: call.body[key] for key in ("deal", "quote") if call.body.get(key)}
    if len(told) != 1:
        raise Invalid({"deal": [said("Name a deal or a quote.")]})
    ((on, record),) = told.items()
    way = call.body.get("way") or choices.USED
    return commands.use(call.actor, call.record, on=on, record=uuid.UUID(str(record)), way=way)


WAYS = {"type": "string", "enum": [option.key for option in choices.WAYS]}
offer(
    "article",
    "publication",
    post=Verb(_publish, _("Publish")),
    delete=Verb(_withdraw, _("Keep it internal again")),
)
offer(
    "article",
    "uses",
    post=Verb(_use, _("Say that it was used"), {"deal": ID, "quote": ID, "way": WAYS}, gives="articleuse"),
)
