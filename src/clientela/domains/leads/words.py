"""What follows from rules, in words: why a score, and who got a lead how."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _


def reasons_text(lead: Any) -> str:
    """“Trade fair +20, Large company +15”, the weightiest first."""
    return ", ".join(f"{reason['name']} {reason['points']:+d}" for reason in lead.score_reasons or ())


def assignment_text(lead: Any) -> str:
    """“by the rule “Poland”, the team's turn”."""
    how = lead.assignment
    if not how:
        return ""
    ways = {
        "person": _("by the rule “%(rule)s”"),
        "team": _("by the rule “%(rule)s”, in turn (%(detail)s)"),
        "territory": _("by the rule “%(rule)s”, as the lead lies in %(detail)s"),
        "form": _("as the form “%(rule)s” says, since no rule fits"),
    }
    known = ways.get(how.get("way"), "%(rule)s")
    return str(known % {"rule": how.get("rule", ""), "detail": how.get("detail", "")})
