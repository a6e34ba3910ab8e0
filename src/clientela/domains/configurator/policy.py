"""A configuration belongs to who made it; options and rules are the same for all."""

from clientela.domains.catalog.policy import shared
from clientela.domains.configurator.models import Configuration, Option, OptionGroup, OptionRule
from clientela.engine.access.gate import allow, by_role, everyone

for model in (OptionGroup, Option, OptionRule):
    allow(model, shared)
    allow(model, everyone, "view")
allow(Configuration, by_role)
