"""Every address × every member of the cast, as every_url.txt says; and none is missing from that table."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from clientela.domains.leads import commands as leads
from clientela.domains.leads import converting
from clientela.domains.leads.setup import commands as setup
from clientela.domains.orders import commands as quotes
from clientela.domains.orders import links
from clientela.domains.telesales import lists as call_lists
from clientela.domains.telesales import outcomes
from clientela.domains.territories import commands as market
from clientela.engine.access.models import ApiToken, Role
from clientela.engine.documents import files, templates
from clientela.engine.entities import commands as shapes
from clientela.engine.entities import registry, shape
from clientela.engine.fields.link import Target
from clientela.engine.imports import drafts, run
from clientela.engine.jobs import outputs, progress
from clientela.engine.live.models import Notification
from clientela.engine.query import saved
from clientela.engine.records import commands, merging
from tests import world as people
from tests.api.conftest import token_of

TABLE = Path(__file__).with_suffix(".txt").with_name("every_url.txt")
ROLES = ("visitor", "dan", "ann", "ben", "cat", "root")
NOTHING = "0199aa10-7c5e-7d2a-9a53-0c8f5a6f0c11"

# Without the mark no test database is made, and the fixture of the module would write into its template.
pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Line:
    """One line of the table; `route` is the pattern that answers to it."""

    method: str
    address: str
    sent: str
    statuses: tuple[str, ...]

    @property
    def route(self) -> str:
        path = re.sub(r"\$\w+", NOTHING, self.address.partition("?")[0])
        return resolve(path).route

    def __str__(self) -> str:
        return f"{self.method} {self.address} {self.sent}".strip()


def _read(line: str) -> Line:
    found = re.fullmatch(r"(\w+) +(\S+)(?: +(\S+))??((?: +\d{3}){6})", line)
    assert found, f"{TABLE.name} has a line that cannot be read: {line}"
    method, address, sent, statuses = found.groups()
    return Line(method, address, sent or "", tuple(statuses.split()))


LINES = [_read(line) for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]


# -- who and what ----------------------------------------------------------------------------------------------------
def cast(world: people.World) -> dict[str, Any]:
    """What the table's names stand for."""
    ann, root = world.actor("ann"), world.actor("root")
    made: dict[str, Any] = {
        "ann": world.users["ann"].pk,
        "nothing": NOTHING,
        "stage": world.stages["Proposal"].pk,
        "pipeline": world.pipeline.pk,
    }
    made |= {"company": world.company.pk, "person": world.person.pk, "deal": world.deal.pk}
    for name, title in (
        ("other", "Zakłady w Łodzi"),
        ("binned", "Gone"),
        ("winner", "One"),
        ("loser", "Another"),
    ):
        made[name] = commands.create(ann, "company", {"name": title}).pk
    commands.delete(ann, "company", made["binned"])
    made["merge"] = merging.merge(ann, "company", made["winner"], [made["loser"]]).pk
    made["task"] = commands.create(ann, "activity", {"kind": "task", "subject": "Ring back"}).pk
    made["view"] = saved.save(ann, registry.get("company"), name="Ann's").pk
    made["job"] = progress.start(ann, "test", "A job of Ann's").pk
    made["export"] = exported(ann)
    made["news"] = Notification.objects.create(
        user=world.users["ann"], key="test", text="News", link="/today/"
    ).pk
    made["token"] = ApiToken.objects.create(
        user=world.users["ann"], name="test", digest="0" * 64, hint="clt_"
    ).pk
    made |= leads_made(world)
    made |= configured(world)
    made |= dealt(world, made["product"])
    made["role"] = Role.objects.get(name="Seller").pk
    made["field"] = shapes.add_field(root, "deal", label="Floor", kind="text")
    made |= sold(world)
    made |= written(world, made["product"])
    made |= called(world)
    return (
        made | imported(world, "import", "file", done=False) | imported(world, "done", "donefile", done=True)
    )


def written(world: people.World, product: Any) -> dict[str, Any]:
    """A page of Ann's about a product, with a passage."""
    ann = world.actor("ann")
    article = commands.create(ann, "article", {"name": "Lathes", "product": product})
    passage = commands.create(ann, "passage", {"article": article.pk, "kind": "what", "text": "It turns."})
    return {"article": article.pk, "passage": passage.pk}


def called(world: people.World) -> dict[str, Any]:
    """A call list of Ann's, from which she calls, with one lead to call and one that was called."""
    ann = world.actor("ann")
    values = {"name": "Fair", "kind": "lead", "hours": "mon-sun 0-24"}
    made = call_lists.make(ann, values, filter={}, callers=[world.users["ann"].pk])
    entries = [
        commands.create(
            ann,
            "callentry",
            {
                "call_list": made.pk,
                "customer": f"lead:{commands.create(ann, 'lead', {'name': f'L{at}', 'phone': f'+4842555010{at}'}).pk}",
            },
        ).pk
        for at in range(2)
    ]
    outcome = outcomes.current(ann)[0].pk
    found = {"calllist": made.pk, "callentry": entries[0], "calloutcome": outcome}
    found["attempt"] = outcomes.note(ann, entries[1], outcome).pk
    found["callscript"] = commands.create(ann, "callscript", {"name": "Fair"}).pk
    return found


def leads_made(world: people.World) -> dict[str, Any]:
    """A lead of Ann's with a checklist, one that she converted, and what an administrator set up around them."""
    ann, root = world.actor("ann"), world.actor("root")
    checklist = commands.create(root, "checklist", {"name": "Direct"})
    item = commands.create(root, "checklistitem", {"checklist": checklist.pk, "name": "Budget known"})
    made = {"checkitem": item.pk}
    for name in ("lead", "wasted", "became"):
        made[name] = commands.create(ann, "lead", {"name": name.title(), "company_name": f"{name} Ltd"}).pk
    converting.convert(ann, made["became"])
    leads.disqualify(ann, made["wasted"], reason="no-need")
    made["leadform"] = setup.save_form(root, name="Ask us", fields=[{"key": "name"}]).pk
    made["leadrule"] = setup.save_assignment_rule(
        root, name="All", filter={}, way="person", person=world.users["ben"].pk
    ).pk
    made["scorerule"] = setup.save_score_rule(root, name="All", filter={}, points=5).pk
    made["territory"] = commands.create(root, "territory", {"name": "Poland", "countries": ["PL"]}).pk
    made["cut"] = market.preview(root).pk
    return made


def dealt(world: people.World, product: Any) -> dict[str, Any]:
    """A product on Ann's deal, and a deal of hers with something to tick before it may leave its stage."""
    ann, stage = world.actor("ann"), world.stages["Negotiation"].pk
    item = commands.create(world.actor("root"), "stagecheck", {"stage": stage, "name": "Budget known"})
    held = commands.create(ann, "deal", {"name": "Held up", "company": world.company.pk, "stage": stage})
    line = commands.create(ann, "dealline", {"deal": world.deal.pk, "product": product})
    return {"stageitem": item.pk, "heldup": held.pk, "dealline": line.pk}


def configured(world: people.World) -> dict[str, Any]:
    """A product of Ann's with something to choose, in variants, and what she has chosen."""
    ann, root = world.actor("ann"), world.actor("root")
    product = commands.create(ann, "product", {"name": "Cabinet"}).pk
    commands.create(ann, "attribute", {"product": product, "name": "Colour", "options": ["red", "grey"]})
    group = commands.create(root, "optiongroup", {"name": "Cooling", "product": product}).pk
    commands.create(root, "option", {"name": "Water", "group": group})
    kept = commands.create(ann, "configuration", {"product": product, "choices": ["water"]}).pk
    return {"product": product, "configuration": kept}


def sold(world: people.World) -> dict[str, Any]:
    """A quote of Ann's, one that was sent, an order, a file, a template of quotes."""
    ann = world.actor("ann")
    made: dict[str, Any] = {
        "quote": commands.create(ann, "quote", {"subject": "Lathes", "company": world.company.pk}).pk
    }
    sent: Any = commands.create(ann, "quote", {"subject": "Mills", "company": world.company.pk})
    values = {"quote": sent.pk, "name": "Mill", "price": "100 EUR"}
    commands.create(ann, "quoteline", values)
    sent = quotes.send(ann, sent.pk, to="igor@example.org")
    made["sentquote"] = sent.pk
    made["quotetoken"] = links.path(sent).split("/")[2]
    order: Any = commands.create(ann, "order", {"subject": "Lathes", "company": world.company.pk})
    made |= {"order": order.pk, "orderstage": order.stage_id}
    made["invoice"] = commands.create(ann, "invoice", {"subject": "Lathes", "company": world.company.pk}).pk
    made["contract"] = commands.create(ann, "contract", {"name": "Service", "company": world.company.pk}).pk
    made["quotefile"] = files.keep(ann, Target("company", world.company.pk), "note.txt", b"Hello").pk
    made["template"] = templates.begin(world.actor("root"), "quote").pk
    return made


def imported(world: people.World, name: str, file: str, *, done: bool) -> dict[str, Any]:
    """An import of Ann's, with a draft that waits or with its rows in."""
    table = SimpleUploadedFile("firms.csv", b"Name,City\nNowa,Gdynia\n")
    job, unread = drafts.stage(world.actor("ann"), [table], "company")
    assert job is not None and not unread
    if done:
        run.run(world.actor("ann"), job.pk)
    return {name: job.pk, file: job.files.get().pk}


def exported(ann: Any) -> Any:
    """A job of Ann's whose file is there."""
    started = outputs.once(ann, "company", {}, lambda: progress.start(ann, "screens.export", "A workbook"))
    outputs.keep(ann, started.pk, "companies.xlsx", "application/zip", io.BytesIO(b"bytes"))
    return started.pk


@dataclass(frozen=True)
class Stage:
    names: dict[str, str]
    callers: dict[str, Client]
    tokens: dict[str, str]

    def status(self, line: Line, who: str) -> int:
        """What one of the cast is answered; nothing of it stays."""
        place, sent = (Template(text).safe_substitute(self.names) for text in (line.address, line.sent))
        media = "application/json" if place.startswith("/api/") else "application/x-www-form-urlencoded"
        headers = (
            {"Authorization": f"Bearer {self.tokens[who]}"}
            if "/api/v1/" in place and who in self.tokens
            else {}
        )
        client = Client(raise_request_exception=False)
        client.cookies.update(self.callers[who].cookies)
        with transaction.atomic():
            answer = client.generic(line.method, place, sent.encode(), content_type=media, headers=headers)
            if answer.streaming:
                b"".join(answer)
            transaction.set_rollback(True)
        return int(answer.status_code)


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    """The cast signed in, once for the whole table; every request is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = people.build()
        callers, tokens = {"visitor": Client()}, {}
        for name, user in world.users.items():
            callers[name] = Client()
            callers[name].force_login(user)
            tokens[name] = token_of(world, name)
        yield Stage({key: str(value) for key, value in cast(world).items()}, callers, tokens)
        transaction.set_rollback(True)


# -- the promises ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("line", LINES, ids=str)
def test_everybody_gets_the_answer_that_is_theirs(stage: Stage, line: Line) -> None:
    shape.refresh()
    assert {who: stage.status(line, who) for who in ROLES} == {
        who: int(status) for who, status in zip(ROLES, line.statuses, strict=True)
    }


def _routes(resolver: Any, before: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        # Joined as Django joins them for a match: a later part loses its ^.
        route = before + (str(entry.pattern).removeprefix("^") if before else str(entry.pattern))
        if isinstance(entry, URLPattern):
            yield route
        elif isinstance(entry, URLResolver):
            yield from _routes(entry, route)


def unlisted(routes: Iterator[str], lines: list[Line]) -> set[str]:
    return set(routes) - {line.route for line in lines}


def test_every_address_is_in_the_table() -> None:
    assert unlisted(_routes(get_resolver()), LINES) == set()


def test_an_address_that_is_not_in_the_table_is_noticed() -> None:
    assert unlisted(iter(["deals/<uuid:deal_id>/secret/", LINES[0].route]), LINES) == {
        "deals/<uuid:deal_id>/secret/"
    }


def test_nobody_is_told_of_a_mistake_of_ours() -> None:
    assert [str(line) for line in LINES if any(status.startswith("5") for status in line.statuses)] == []
