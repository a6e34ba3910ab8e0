"""Everybody may see how documents are numbered; administrators say how."""

from clientela.engine.access.gate import administrators, allow, everyone
from clientela.engine.numbering.models import NumberRange

allow(NumberRange, administrators)
allow(NumberRange, everyone, "view")
