"""The pages of background work and of notifications: what they show, to whom, and what their buttons do."""

from __future__ import annotations

import pytest
from django.test import Client

from clientela.engine.jobs import progress
from clientela.engine.jobs.models import Progress, State
from clientela.engine.live import notices
from tests import world as cast


def signed_in(world: cast.World, name: str) -> Client:
    client = Client()
    client.force_login(world.users[name])
    return client


@pytest.fixture
def job(world: cast.World) -> Progress:
    started = progress.start(
        world.actor("ann"), "import.run", "Import of people.csv", total=200, link="/people/"
    )
    Progress.objects.filter(pk=started.pk).update(state=State.RUNNING, done=50, message="Row 50")
    return started


@pytest.mark.parametrize("who, status", [("ann", 200), ("ben", 404), ("cat", 404), ("root", 200)])
def test_a_job_is_shown_to_its_starter_and_administrators(
    world: cast.World, job: Progress, who: str, status: int
) -> None:
    client = signed_in(world, who)
    assert client.get(f"/jobs/{job.pk}/").status_code == status
    listed = client.get("/jobs/")
    assert listed.status_code == 200 and ("people.csv" in listed.content.decode()) == (status == 200)


def test_a_visitor_is_sent_to_sign_in(world: cast.World, job: Progress) -> None:
    for path in ("/jobs/", f"/jobs/{job.pk}/", "/notifications/"):
        assert Client().get(path).status_code == 302


def test_the_frame_shows_how_far_it_is(world: cast.World, job: Progress) -> None:
    client = signed_in(world, "ann")
    bar = client.get("/jobs/", headers={"HX-Request": "true", "HX-Target": "div#jobs"}).content.decode()
    assert "<html" not in bar and 'value="25"' in bar and f"/jobs/{job.pk}/" in bar
    page = client.get(
        f"/jobs/{job.pk}/", headers={"HX-Request": "true", "HX-Target": "div#job"}
    ).content.decode()
    assert "<html" not in page and "50" in page and "Row 50" in page and "Cancel" in page


def test_cancelling_asks_a_running_job_to_stop(transactional_db: None) -> None:
    world = cast.build()
    started = progress.start(world.actor("ann"), "import.run", "Import", total=200)
    progress.begin(started.pk)
    client = signed_in(world, "ann")
    assert signed_in(world, "ben").post(f"/jobs/{started.pk}/cancellation/").status_code == 404
    assert client.get(f"/jobs/{started.pk}/cancellation/").status_code == 405
    assert client.post(f"/jobs/{started.pk}/cancellation/").status_code == 302
    assert progress.step(started.pk, 3) is True
    progress.finish(started.pk, State.CANCELLED)
    assert client.post(f"/jobs/{started.pk}/cancellation/").status_code == 409


def test_the_bell_counts_and_following_news_is_reading_it(world: cast.World) -> None:
    for number in range(3):
        notices.notify(world.users["ann"], f"News {number}", f"/deals/{number}/", key=str(number))
    ann = signed_in(world, "ann")
    bell = {"HX-Request": "true", "HX-Target": "div#bell"}
    assert "3 unread notifications" in ann.get("/notifications/", headers=bell).content.decode()
    told = notices.recent(world.actor("ann"))[0]
    assert signed_in(world, "ben").get(f"/notifications/{told.pk}/").status_code == 404
    assert ann.get(f"/notifications/{told.pk}/").headers["Location"] == "/deals/2/"
    assert notices.unread(world.actor("ann")) == 2
    assert "Mark all as read" in ann.get("/notifications/").content.decode()
    assert ann.post("/notifications/read/").status_code == 302
    assert notices.unread(world.actor("ann")) == 0
    assert "Mark all as read" not in ann.get("/notifications/").content.decode()


def test_news_is_shown_as_text(world: cast.World) -> None:
    notices.notify(world.users["ann"], "<script>alert(1)</script>")
    assert "<script>alert" not in signed_in(world, "ann").get("/notifications/").content.decode()
