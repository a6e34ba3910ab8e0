"""Large workbooks: written by the worker, for one person, with the rights of the moment."""

from __future__ import annotations

import io
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from openpyxl.reader.excel import load_workbook

from clientela.engine.errors import Denied
from clientela.engine.jobs import outputs, progress
from clientela.engine.jobs.models import Output, OutputPiece, Progress
from clientela.engine.jobs.tasks import tidy
from clientela.engine.jobs.work import Work
from clientela.engine.records import commands
from clientela.engine.screens import export, tasks
from tests import world as cast
from tests.screens.conftest import Browser

URL = "/companies/export/?form=xlsx&what=shown&columns=name,state&sort=-name"


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch, client: Browser) -> None:
    monkeypatch.setattr(export, "AT_ONCE", 2)
    ann = client.world.actor("ann")
    commands.create_many(ann, "company", [{"name": name, "state": "lead"} for name in ("Aa", "Bb", "Cc")])


def asked(client: Browser, url: str = URL, **sent: Any) -> Progress:
    response = client.post(url, sent) if sent else client.get(url)
    assert response.status_code == 302, response.content.decode()
    return Progress.objects.get(pk=uuid.UUID(response["Location"].split("/")[2]))


def work_on(world: cast.World, job: Progress, who: str = "ann") -> Work:
    """As the worker does: with the arguments that wait in the queue."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    arguments = ProcrastinateJob.objects.get(pk=job.job).args["arguments"]
    work = Work(job.pk, world.actor(who))
    tasks.export.function(work, **arguments)
    return work


def names(response: Any) -> list[object]:
    assert response.status_code == 200
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert sheet is not None
    return [cell.value for cell in sheet["A"]]


def test_a_small_workbook_and_any_csv_come_at_once(client: Browser) -> None:
    client.as_("ann")
    assert names(client.get(f"{URL}&name=Aa")) == ["Name", "Aa"]
    csv: Any = client.get(URL.replace("xlsx", "csv"))
    assert (
        b"".join(csv.streaming_content).count(b"\r\n") == 5
    )  # read to its end, where its place is given back
    assert not Output.objects.exists()


def test_a_large_one_becomes_a_job_whose_page_has_the_file(client: Browser) -> None:
    job = asked(client.as_("ann"))
    assert "Download" not in client.get(job.href).content.decode()
    assert client.get(f"{job.href}file/").status_code == 404
    work = work_on(client.world, job)
    assert work.is_told and "7 days" in work.message
    assert "Download" in client.get(job.href).content.decode()
    response = client.get(f"{job.href}file/")
    assert response["Content-Disposition"].startswith('attachment; filename="companies-')
    assert names(response) == ["Name", "Zakłady Łódź", "Cc", "Bb", "Aa"]


def test_filters_and_selections_are_kept(client: Browser) -> None:
    job = asked(client.as_("ann"), f"{URL}&state=lead")
    work_on(client.world, job)
    assert names(client.get(f"{job.href}file/")) == ["Name", "Cc", "Bb", "Aa"]
    chosen = asked(client, URL, all="1")
    commands.create(client.world.actor("ann"), "company", {"name": "Later"})
    work_on(client.world, chosen)
    assert "Later" not in names(client.get(f"{chosen.href}file/"))


def test_what_the_view_says_later_does_not_matter(client: Browser) -> None:
    client.as_("ann").post(
        "/companies/views/?state=lead&columns=name,state", {"name": "Leads", "audience": "private"}
    )
    job = asked(client, "/companies/export/?form=xlsx&state=lead&columns=name,state")
    same = asked(client, "/companies/export/?form=xlsx&view=all&state=lead&columns=name,state")
    assert same == job


def test_asking_again_while_it_is_made_is_still_one_job(client: Browser) -> None:
    first = asked(client.as_("ann"))
    assert asked(client) == first
    assert asked(client, f"{URL}&state=lead") != first
    progress.finish(first.pk)
    Progress.objects.filter(pk=first.pk).update(state="done")
    assert asked(client) != first


def test_a_job_that_is_taken_up_again_makes_one_file(client: Browser) -> None:
    job = asked(client.as_("ann"))
    work_on(client.world, job)
    made = Output.objects.get(pk=job.pk)
    work_on(client.world, job)
    assert Output.objects.get(pk=job.pk).made_at == made.made_at
    assert OutputPiece.objects.filter(output=made).count() == 1


@pytest.mark.parametrize("who", ["ben", "cat", "dan", "root"])
def test_the_file_is_its_own_persons_only(client: Browser, who: str) -> None:
    job = asked(client.as_("ann"))
    work_on(client.world, job)
    assert client.as_(who).get(f"{job.href}file/").status_code == 404
    assert "/file/" not in client.get(job.href).content.decode()


def test_who_may_not_export_starts_and_makes_nothing(client: Browser) -> None:
    assert client.as_("dan").get(URL).status_code == 403
    job = asked(client.as_("ann"))
    with pytest.raises(Denied):
        work_on(client.world, job, "dan")
    assert not Output.objects.filter(made_at__isnull=False).exists()


def test_rights_taken_away_meanwhile_close_the_file(client: Browser) -> None:
    job = asked(client.as_("ann"))
    work_on(client.world, job)
    role = client.world.users["ann"].roles.get()
    role.grants = {**role.grants, "note": {"view": "own"}}
    role.save()
    response = client.get(f"{job.href}file/")
    assert response.status_code == 409 and "rights have changed" in response.content.decode()
    role.grants = {"*": {"view": "all"}}
    role.save()
    assert client.get(f"{job.href}file/").status_code == 403


def test_files_go_after_some_days(client: Browser) -> None:
    young, old = asked(client.as_("ann")), asked(client, f"{URL}&state=lead")
    for job in (young, old):
        work_on(client.world, job)
    Output.objects.filter(pk=old.pk).update(made_at=timezone.now() - outputs.KEPT - timedelta(hours=1))
    tidy()
    assert list(Output.objects.values_list("pk", flat=True)) == [young.pk]
    assert client.get(f"{old.href}file/").status_code == 404
    assert client.get(old.href).status_code == 200


def test_a_file_of_many_pieces_is_whole(client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outputs, "PIECE", 1_000)
    job = asked(client.as_("ann"))
    work_on(client.world, job)
    response = client.get(f"{job.href}file/")
    assert OutputPiece.objects.count() > 3
    assert names(response)[0] == "Name"
