"""What the API lets other programs do with configurations, beside reading and writing them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from clientela.domains.configurator import commands
from clientela.domains.configurator.models import Configuration
from clientela.engine.api.resources import Call, Verb, offer


def _check(call: Call) -> Configuration:
    return commands.recheck(call.actor, call.record)


def _renew(call: Call) -> Configuration:
    return commands.renew(call.actor, call.record)


offer("configuration", "check", post=Verb(_check, _("Check against the present options and rules")))
offer("configuration", "renewal", post=Verb(_renew, _("Take the present options, prices and rules")))
