"""The forecast of a month: what is won, what is counted on, what is possible; the quota and the manager's own figure."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from clientela.domains.catalog.models import Product
from clientela.domains.performance.figures.base import Sums, ratio
from clientela.domains.performance.models import Adjustment, Quota, Snapshot
from clientela.domains.performance.scope import Scope, following
from clientela.engine.access import gate
from clientela.engine.access.models import User
from clientela.engine.fields.base import BadValue

CATEGORIES = {
    "won": lazy("Won"),
    "commit": lazy("Commit"),
    "best": lazy("Best case"),
    "pipeline": lazy("Pipeline"),
}
BY = {"person": lazy("Person"), "team": lazy("Team"), "region": lazy("Country"), "product": lazy("Product")}
MONTHS_AHEAD = 5


@dataclass
class Line:
    """What is forecast for one person, team, country or product."""

    key: str
    label: str
    sums: dict[str, Sums] = field(default_factory=lambda: defaultdict(Sums))
    quota: Decimal | None = None
    adjusted: Decimal | None = None
    note: str = ""
    links: Mapping[str, str] = field(default_factory=dict)

    @property
    def forecast(self) -> Decimal:
        """The manager's figure, else what is won and counted on."""
        return (
            self.sums["won"].amount + self.sums["commit"].amount if self.adjusted is None else self.adjusted
        )

    @property
    def attainment(self) -> float | None:
        return ratio(self.sums["won"].amount, self.quota) if self.quota else None


@dataclass(frozen=True)
class Forecast:
    month: dt.date
    by: str
    lines: list[Line]
    total: Line


def months(today: dt.date) -> list[dt.date]:
    """The months that can be forecast: the last one, this one and those ahead."""
    return [following(today, ahead) for ahead in range(-1, MONTHS_AHEAD + 1)]


def month_of(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(f"{text}-01") if text else timezone.localdate().replace(day=1)
    except ValueError:
        raise BadValue(_("“%s” is not a month; write it like 2026-03.") % text[:40]) from None


def forecast(scope: Scope, by: str, month: dt.date) -> Forecast:
    """Raises BadValue for an unknown `by`."""
    if by not in BY:
        raise BadValue(_("“%s” is nothing to forecast by; choose one of the list.") % by[:40])
    lines: dict[str, Line] = {}
    for key, category, sums in _sums(scope, by, month):
        lines.setdefault(key, Line(key, "")).sums[category].add(vars(sums))
    _name(scope, by, lines)
    _judge(scope, by, month, lines)
    for line in lines.values():
        line.links = _links(scope, by, month, line.key)
    total = Line("", _("Total"), links=_links(scope, "", month, ""))
    for line in lines.values():
        _into(total, line)
    return Forecast(month, by, sorted(lines.values(), key=lambda line: (-line.forecast, line.label)), total)


def _sums(scope: Scope, by: str, month: dt.date) -> Any:
    """(key, category, sums) of the month, from the cubes of deals expected and of deals closed."""
    if by in ("person", "team"):
        teams = _teams(scope) if by == "team" else {}
        for total in scope.totals("expected", "closed", by=("cube", "day", "key", "owner_id"), whole=True):
            if total["day"] == month and total["key"] != "lost":
                owner = total["owner_id"]
                yield str((teams.get(owner) if by == "team" else owner) or ""), total["key"], Sums.of(total)
        return
    for total in scope.totals(f"expected_{by}", by, by=("day", "key"), whole=True):
        category, _colon, key = total["key"].partition(":")
        if total["day"] == month and category != "lost":
            yield key, category, Sums.of(total)


def _teams(scope: Scope) -> dict[uuid.UUID, uuid.UUID | None]:
    users = gate.unrestricted(User, reason="who is on which team is no secret").filter(pk__in=scope.people)
    return dict(users.values_list("pk", "team_id"))


def _name(scope: Scope, by: str, lines: Mapping[str, Line]) -> None:
    names: dict[str, str] = {key: key for key in lines}
    if by == "product":
        ids = [uuid.UUID(key) for key in lines if key]
        names = {
            str(key): name
            for key, name in gate.visible(scope.actor, Product).filter(pk__in=ids).values_list("pk", "name")
        }
    elif by != "region":
        known = scope.people if by == "person" else scope.teams
        names = {str(key): name for key, name in known.items()}
    for key, line in lines.items():
        line.label = names.get(key) or _("Not said")


def _judge(scope: Scope, by: str, month: dt.date, lines: Mapping[str, Line]) -> None:
    """Quotas of people and teams, and what managers said of people."""
    if by not in ("person", "team"):
        return
    column = "user_id" if by == "person" else "team_id"
    quotas = gate.visible(scope.actor, Quota).filter(month=month, amount_currency=scope.currency)
    for key, amount in (
        quotas.exclude(**{column: None}).order_by().values_list(column).annotate(sum=Sum("amount"))
    ):
        if str(key) in lines:
            lines[str(key)].quota = amount
    if by == "person":
        said = gate.visible(scope.actor, Adjustment).filter(month=month, amount_currency=scope.currency)
        for one in said.order_by("user_id", "-created_at", "-pk").distinct("user_id"):
            if str(one.user_id) in lines:
                lines[str(one.user_id)].adjusted, lines[str(one.user_id)].note = one.amount, one.note


def _links(scope: Scope, by: str, month: dt.date, key: str) -> dict[str, str]:
    path = {
        "person": "owner",
        "team": "team",
        "region": "company__address.country",
        "product": "product",
    }.get(by)
    own = {path: key} if path and key else {}
    expected = {
        "stage__kind": "open",
        "expected_close__gte": month,
        "expected_close__lt": following(month, 1),
    }
    won = {"stage__kind": "won", "closed_on__gte": month, "closed_on__lt": following(month, 1)}
    bounds: dict[str, dict[str, Any]] = {
        "commit": {"probability__gte": 80},
        "best": {"probability__gte": 50, "probability__lt": 80},
        "pipeline": {"probability__lt": 50},
    }
    return {"won": scope.deals(**own, **won)} | {
        category: scope.deals(**own, **expected, **bound) for category, bound in bounds.items()
    }


def _into(total: Line, line: Line) -> None:
    for category, sums in line.sums.items():
        total.sums[category].add(vars(sums))
    if line.quota is not None:
        total.quota = (total.quota or Decimal(0)) + line.quota
    if line.adjusted is not None or total.adjusted is not None:
        before = total.adjusted if total.adjusted is not None else total.forecast - _counted(line)
        total.adjusted = before + line.forecast


def _counted(line: Line) -> Decimal:
    return line.sums["won"].amount + line.sums["commit"].amount


TAKE = """
INSERT INTO performance_snapshot (taken_on, month, owner_id, branch_id, category, currency, n, amount, weighted)
SELECT %(day)s, day, owner_id, branch_id, key, currency, sum(n), sum(amount), sum(weighted)
FROM performance_tally
WHERE cube IN ('expected', 'closed') AND key <> 'lost' AND day >= %(since)s AND day < %(until)s
GROUP BY day, owner_id, branch_id, key, currency
HAVING sum(n) <> 0
ON CONFLICT DO NOTHING
"""


@transaction.atomic
def take_snapshot() -> None:
    """Keep what is forecast, once a week; a second run in the same week changes nothing."""
    monday = timezone.localdate() - dt.timedelta(timezone.localdate().weekday())
    if not Snapshot.objects.filter(taken_on=monday).exists():
        bounds = {"day": monday, "since": following(monday, 0), "until": following(monday, MONTHS_AHEAD + 1)}
        with connection.cursor() as cursor:
            cursor.execute(TAKE, bounds)
