"""Everybody knows who looks after what; only administrators cut the market."""

from clientela.domains.territories.models import Territory
from clientela.engine.access.gate import administrators, allow, everyone

allow(Territory, administrators)
allow(Territory, everyone, "view")
