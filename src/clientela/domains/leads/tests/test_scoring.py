"""Scores follow from rules, at once when a lead changes and by a job when rules do, and say why."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection

from clientela.domains.leads import scoring, tasks
from clientela.domains.leads.models import ScoreRule
from clientela.domains.leads.setup import commands as setup
from clientela.domains.leads.tests.conftest import stored
from clientela.engine.errors import Invalid
from clientela.engine.jobs.models import Progress
from clientela.engine.jobs.work import Work
from clientela.engine.records import commands
from tests.api.conftest import Caller
from tests.screens.conftest import Browser
from tests.world import World

FAIR = {"all": [{"field": "source", "op": "eq", "value": "fair"}]}
LARGE = {"all": [{"field": "employees", "op": "gte", "value": "100"}]}


def rule(
    world: World, name: str = "Trade fair", filter: Any = FAIR, points: int = 20, **more: Any
) -> ScoreRule:
    return setup.save_score_rule(world.actor("root"), name=name, filter=filter, points=points, **more)


def test_points_add_up_with_their_reasons(world: World, calls: Caller, client: Browser) -> None:
    rule(world)
    rule(world, "Large", LARGE, 15)
    rule(world, "Free mail", {"all": [{"field": "email", "op": "contains", "value": "gmail"}]}, -10)
    made = (
        calls("ann")
        .post("/leads", {"name": "Jan", "source": "fair", "employees": "250", "email": "j@gmail.com"})
        .body
    )
    assert made["score"] == "25" and made["score_because"] == "Trade fair +20, Large +15, Free mail -10"
    assert calls("ann").get("/leads?score__gte=25").body["items"][0]["id"] == made["id"]
    page = client.as_("ann").get(f"/leads/{made['id']}/").content.decode()
    assert "Trade fair" in page and "+20" in page and "-10" in page


def test_a_change_of_the_lead_changes_its_score_and_not_its_version(world: World, lead: Any) -> None:
    rule(world)
    commands.update(world.actor("ann"), "lead", lead.pk, {"job_title": "Buyer"})
    assert (stored(lead).score, stored(lead).version) == (20, 2)
    commands.update(world.actor("ann"), "lead", lead.pk, {"source": "web"})
    assert (stored(lead).score, stored(lead).score_reasons, stored(lead).version) == (0, [], 3)


def test_a_change_of_the_rules_changes_all_scores_by_a_job(world: World, lead: Any, client: Browser) -> None:
    root = client.as_("root")
    sent = {
        "name": "Fair",
        "points": "20",
        "is_active": "on",
        "c0.field": "source",
        "c0.op": "eq",
        "c0.value": "fair",
    }
    root.post("/settings/leads/scoring/new/", sent)
    job = Progress.objects.get(kind="leads.score")
    tasks.score_all.function(Work(job.pk, world.actor("root")))
    assert stored(lead).score == 20
    root.post(f"/settings/leads/scoring/{ScoreRule.objects.get().pk}/deletion/")
    assert Progress.objects.filter(kind="leads.score").count() == 2
    tasks.score_all.function(Work(job.pk, world.actor("root")))
    assert stored(lead).score == 0


def test_points_fade(world: World, lead: Any) -> None:
    rule(world, half_life=10)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE leads_lead SET created_at = now() - interval '20 days' WHERE id = %s", [lead.pk]
        )
    tasks.age()
    assert stored(lead).score == 5


def test_a_rule_about_a_field_that_is_gone_gives_nothing(world: World, lead: Any) -> None:
    ScoreRule.objects.create(
        name="Gone", filter={"all": [{"field": "gone", "op": "eq", "value": "1"}]}, points=9
    )
    assert scoring.rescore([lead.pk]) == 0
    assert stored(lead).score == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"points": 0},
        {"points": 99_999},
        {"half_life": 0},
        {"name": " "},
        {"filter": {"all": [{"field": "score", "op": "gt", "value": "1"}]}},
    ],
    ids=str,
)
def test_a_rule_that_makes_no_sense_is_refused(world: World, wrong: Any) -> None:
    with pytest.raises(Invalid):
        rule(world, **wrong)


def test_the_settings_pages_make_and_change_rules(world: World, client: Browser) -> None:
    root = client.as_("root")
    sent = {
        "name": "Fair",
        "points": "20",
        "is_active": "on",
        "mode": "all",
        "c0.field": "source",
        "c0.op": "in",
        "c0.value": ["fair", "web"],
        "c1.field": "",
    }
    assert root.post("/settings/leads/scoring/new/", sent).status_code == 302
    made = ScoreRule.objects.get()
    assert made.filter == {"all": [{"field": "source", "op": "in", "value": "fair,web"}]}
    page = root.get("/settings/leads/scoring/").content.decode()
    assert "Trade fair" in page and "+20" in page
    assert 'value="fair" selected' in root.get(f"/settings/leads/scoring/{made.pk}/").content.decode()
    bad = root.post("/settings/leads/scoring/new/", {**sent, "points": "many"})
    assert bad.status_code == 422 and "is not a whole number" in bad.content.decode()
    row = root.get("/settings/leads/condition/", {"at": "1", "c1.field": "created_at"})
    assert row.status_code == 200 and 'name="c1.op"' in row.content.decode()
    assert root.post(f"/settings/leads/scoring/{made.pk}/deletion/").status_code == 302
    assert not ScoreRule.objects.exists()


def test_recycled_leads_come_back_with_a_task(world: World, lead: Any, calls: Caller) -> None:
    from clientela.domains.activities.models import Activity
    from clientela.domains.leads import commands as leads
    from clientela.engine.access import gate

    tomorrow = dt.date.today() + dt.timedelta(1)
    mine = calls("ann")
    assert mine.post(f"/leads/{lead.pk}/disqualification", {"reason": "nonsense"}).status == 422
    assert (
        mine.post(
            f"/leads/{lead.pk}/disqualification", {"reason": "too-early", "recycle_on": "2020-01-01"}
        ).status
        == 422
    )
    done = mine.post(
        f"/leads/{lead.pk}/disqualification", {"reason": "too-early", "recycle_on": tomorrow.isoformat()}
    )
    assert (done.status, done.body["status"]) == (200, "disqualified")
    leads.recycle_all()
    assert stored(lead).status == "disqualified"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE leads_lead SET recycle_on = current_date WHERE id = %s", [lead.pk])
    leads.recycle_all()
    leads.recycle_all()
    assert (stored(lead).status, stored(lead).recycle_on, stored(lead).disqualified_because) == (
        "new",
        None,
        None,
    )
    made = gate.unrestricted(Activity, reason="a test looks").filter(about_id=lead.pk, kind="task")
    assert [task.owner_id for task in made] == [world.users["ann"].pk]


def test_a_disqualified_lead_needs_a_reason_on_the_board_too(
    world: World, lead: Any, client: Browser
) -> None:
    ann = client.as_("ann")
    answer = ann.fragment("post", f"/leads/{lead.pk}/move/", {"stage": "disqualified"})
    assert answer.status_code == 422
    answer = ann.fragment(
        "post", f"/leads/{lead.pk}/move/", {"stage": "disqualified", "disqualified_because": "no-need"}
    )
    assert answer.status_code == 200 and stored(lead).status == "disqualified"
    assert ann.fragment("post", f"/leads/{lead.pk}/move/", {"stage": "converted"}).status_code == 422
    assert ann.fragment("post", f"/leads/{lead.pk}/reopening/").status_code == 200
