"""What a page of figures is about: whose deals, which pipeline, which months, which currency; from its address."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from clientela.domains.deals.models import Deal, Pipeline, Stage
from clientela.domains.performance.models import Step, Tally
from clientela.engine.access import gate
from clientela.engine.access.actor import Actor
from clientela.engine.access.models import Team, User
from clientela.engine.entities import registry
from clientela.engine.fields.base import BadValue

PERIODS = {
    "3m": (3, lazy("Last 3 months")),
    "6m": (6, lazy("Last 6 months")),
    "12m": (12, lazy("Last 12 months")),
    "24m": (24, lazy("Last 24 months")),
    "60m": (60, lazy("Last 5 years")),
}
USUAL = "12m"


@dataclass(frozen=True)
class Choice:
    """One thing a page of figures can be narrowed to."""

    key: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Scope:
    """Deals that the actor may see. `since` is the first day of a month, `until` the first day after the last one."""

    actor: Actor
    period: str
    since: dt.date
    until: dt.date
    pipeline: uuid.UUID | None
    who: str
    currency: str

    @classmethod
    def of(cls, actor: Actor, given: Mapping[str, str]) -> Scope:
        """From the parameters of an address. Raises BadValue for what there is not."""
        period = given.get("period") or USUAL
        if period not in PERIODS:
            raise BadValue(_("“%s” is not a period; choose one of the list.") % period[:40])
        until = following(timezone.localdate(), 1)
        scope = cls(
            actor, period, following(until, -PERIODS[period][0]), until, None, given.get("who") or "", ""
        )
        pipelines = {str(one.pk): one.pk for one in scope.pipelines}
        chosen = given.get("pipeline") or ""
        if chosen and chosen not in pipelines:
            raise BadValue(_("There is no such pipeline; choose one of the list."))
        scope = replace(scope, pipeline=pipelines.get(chosen))
        return replace(scope, currency=given.get("currency", "").upper()[:3] or scope.usual_currency)

    # ── rows ──────────────────────────────────────────────────────────────
    @cached_property
    def rights(self) -> Q:
        """The deals that the actor may see, as a condition on anything that carries a deal's owner and branch."""
        return gate.rule_for(self.actor, Deal, "view")

    @cached_property
    def owners(self) -> Q:
        kind, _colon, number = self.who.partition(":")
        if not self.who:
            return Q()
        try:
            found = uuid.UUID(number)
        except ValueError:
            raise BadValue(_("There is no such person or team; choose one of the list.")) from None
        if kind == "user":
            return Q(owner_id=found)
        people = gate.unrestricted(User, reason="who is on which team is no secret").filter(team_id=found)
        return Q(owner_id__in=list(people.values_list("pk", flat=True)))

    def narrowed(self) -> Q:
        found = self.rights & self.owners
        return found & Q(pipeline_id=self.pipeline) if self.pipeline else found

    def tallies(self, *cubes: str, whole: bool = False) -> QuerySet[Tally]:
        """Sums of these cubes in the period (`whole`: of all times), in the currency, of what the actor may see."""
        rows = Tally.objects.filter(self.narrowed(), self.money, cube__in=cubes)
        return rows if whole else rows.filter(day__gte=self.since, day__lt=self.until)

    def totals(self, *cubes: str, by: tuple[str, ...], whole: bool = False) -> list[dict[str, Any]]:
        """Those sums (n, amount, weighted, days) by these columns (day, key, owner_id …)."""
        measures = {name: Sum(name) for name in ("n", "amount", "weighted", "days")}
        return [dict(row) for row in self.tallies(*cubes, whole=whole).values(*by).annotate(**measures)]

    def steps(self, since: dt.datetime) -> QuerySet[Step]:
        return Step.objects.filter(self.narrowed(), self.money, at__gte=since)

    @property
    def money(self) -> Q:
        """Deals without an amount have no currency; they count too."""
        return Q(currency=self.currency) | Q(currency=None)

    # ── what can be chosen ────────────────────────────────────────────────
    @cached_property
    def pipelines(self) -> list[Pipeline]:
        return list(gate.visible(self.actor, Pipeline).order_by("position", "name"))

    @cached_property
    def stages(self) -> list[Stage]:
        rows = gate.visible(self.actor, Stage).order_by("pipeline__position", "position", "pk")
        return list(rows.filter(pipeline_id=self.pipeline) if self.pipeline else rows)

    @cached_property
    def currencies(self) -> list[str]:
        """Those of open deals, the most used first."""
        rows = Tally.objects.filter(self.narrowed(), cube="created").exclude(currency=None)
        used = rows.values("currency").annotate(many=Sum("n")).order_by("-many")[:20]
        return [str(row["currency"]) for row in used]

    @property
    def usual_currency(self) -> str:
        return next(iter(self.currencies), "EUR")

    @cached_property
    def people(self) -> dict[uuid.UUID, str]:
        """Names of those whose deals the actor may see."""
        owners = Tally.objects.filter(self.rights, cube="created").values("owner_id").distinct()
        users = gate.unrestricted(User, reason="names of colleagues are no secret").filter(pk__in=owners)
        return dict(users.order_by("name").values_list("pk", "name"))

    @cached_property
    def teams(self) -> dict[uuid.UUID, str]:
        users = gate.unrestricted(User, reason="who is on which team is no secret").filter(pk__in=self.people)
        teams = gate.unrestricted(Team, reason="names of teams are no secret").filter(
            pk__in=users.values("team_id")
        )
        return dict(teams.order_by("name").values_list("pk", "name"))

    def choices(self) -> dict[str, list[Choice]]:
        """What the selects of a page offer, by parameter."""
        who = {f"team:{key}": name for key, name in self.teams.items()} if len(self.teams) > 1 else {}
        who |= {f"user:{key}": name for key, name in self.people.items()} if len(self.people) > 1 else {}
        return {
            "pipeline": _choices({"": _("All pipelines")} | {str(p.pk): p.name for p in self.pipelines}, str(self.pipeline or "")),
            "who": _choices({"": _("Everybody")} | who, self.who),
            "period": _choices({key: str(label) for key, (_months, label) in PERIODS.items()}, self.period),
            "currency": _choices({code: code for code in self.currencies or [self.currency]}, self.currency),
        }  # fmt: skip

    @property
    def query(self) -> str:
        given = {"pipeline": self.pipeline, "who": self.who, "period": self.period, "currency": self.currency}
        return urlencode({key: str(value) for key, value in given.items() if value})

    def deals(self, **conditions: object) -> str:
        """The address of the list of deals behind a figure."""
        return self.records("deal", "", **conditions)

    def records(self, entity: str, path: str, /, **conditions: object) -> str:
        """The address of the list behind a figure, of records that lead to their deals by `path`."""
        kind, _colon, number = self.who.partition(":")
        owner = {"user": "owner", "team": "team"}.get(kind)
        given = {
            f"{path}pipeline": self.pipeline,
            **({f"{path}{owner}": number} if owner else {}),
            **conditions,
        }
        found = {key: str(value) for key, value in given.items() if value not in (None, "")}
        return f"/{registry.get(entity).slug}/?{urlencode(found)}"


def following(day: dt.date, months: int) -> dt.date:
    """The first day of the month so many months after a day's."""
    whole = day.year * 12 + day.month - 1 + months
    return dt.date(whole // 12, whole % 12 + 1, 1)


def _choices(offered: Mapping[str, str], chosen: str) -> list[Choice]:
    return [Choice(key, label, key == chosen) for key, label in offered.items()]
