"""Everybody knows their colleagues; only administrators change the organisation."""

from clientela.engine.access.gate import administrators, allow, everyone
from clientela.engine.access.models import Branch, Team, User

for model in (User, Team, Branch):
    allow(model, administrators)
    allow(model, everyone, "view")
