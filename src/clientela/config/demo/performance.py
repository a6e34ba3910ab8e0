"""Quotas of the demo's sellers, and what its forecasts said of the months behind."""

from __future__ import annotations

import random
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone

from clientela.domains.performance import keeping
from clientela.domains.performance.models import Snapshot, Tally
from clientela.domains.performance.scope import following
from clientela.engine.access.actor import SYSTEM
from clientela.engine.access.models import User
from clientela.engine.records import commands

MONTHS_BACK, MONTHS_AHEAD = 11, 3


def quotas(users: Iterable[User]) -> None:
    """A month's quota is what the person wins in a month on average, and a little more, in their own currency."""
    today = timezone.localdate()
    won = Tally.objects.filter(cube="closed", key="won").exclude(currency=None)
    rows = []
    for user in users:
        own = (
            won.filter(owner_id=user.pk)
            .values_list("currency")
            .annotate(sum=Sum("amount"))
            .order_by("-sum")
            .first()
        )
        if own is not None:
            amount = round(own[1] / 24 * Decimal("1.1"), -3)
            months = [following(today, ahead) for ahead in range(-MONTHS_BACK, MONTHS_AHEAD + 1)]
            rows += [
                {"user": user.pk, "month": month.isoformat(), "amount": f"{amount} {own[0]}"}
                for month in months
                if amount
            ]
    commands.create_many(SYSTEM, "quota", rows)


def past_forecasts(chance: random.Random) -> None:
    """As if somebody had looked each month: some too hopeful, some too careful."""
    today = timezone.localdate()
    since = following(today, -MONTHS_BACK)
    won = Tally.objects.filter(cube="closed", key="won", day__gte=since, day__lt=today.replace(day=1))
    totals = won.values("day", "owner_id", "branch_id", "currency").annotate(all=Sum("n"), sum=Sum("amount"))
    Snapshot.objects.bulk_create(
        Snapshot(
            taken_on=row["day"], month=row["day"], owner_id=row["owner_id"], branch_id=row["branch_id"], category="commit",
            currency=row["currency"], n=row["all"], amount=round(row["sum"] * Decimal(chance.randrange(70, 135)) / 100, 2), weighted=row["sum"],
        )
        for row in totals.order_by("day", "owner_id", "currency")
    )  # fmt: skip


def build(chance: random.Random, users: Iterable[User]) -> None:
    """After everything else has been committed: the figures read the change log."""
    keeping.catch_up()
    quotas(users)
    past_forecasts(chance)
