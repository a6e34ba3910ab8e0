"""A public form: filled in without an account it becomes a lead; whatever else is sent to it does no harm."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from clientela.domains.leads.capture import sending
from clientela.domains.leads.models import Lead, LeadForm, Submission
from clientela.domains.leads.setup import commands as setup
from clientela.engine.access import gate
from clientela.engine.errors import Invalid
from tests.screens.conftest import Browser
from tests.world import World

FIELDS = [
    {"key": "name", "required": True},
    {"key": "email", "required": True},
    {"key": "company_name"},
    {"key": "address"},
    {"key": "industry"},
    {"key": "description", "label": "What do you need?"},
]
SENT = {
    "name": "Maria Lis",
    "email": "maria@lis.example",
    "company_name": "Lis",
    "address.country": "Poland",
    "description": "A lathe",
    "consent": "yes",
}


@pytest.fixture
def form(world: World) -> LeadForm:
    return setup.save_form(
        world.actor("root"),
        name="Ask us",
        fields=FIELDS,
        consent="I agree.",
        source="web",
        owner=world.users["ben"].pk,
    )


@pytest.fixture
def visitor() -> Client:
    return Client(enforce_csrf_checks=True)


def token(visitor: Client, path: str = "/f/ask-us/") -> str:
    page = visitor.get(path).content.decode()
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    return found[1]


def leads() -> list[Any]:
    return list(gate.unrestricted(Lead, reason="a test looks"))


def test_a_visitor_becomes_a_lead(world: World, form: LeadForm, visitor: Client) -> None:
    answer = visitor.post(
        "/f/ask-us/",
        {**SENT, "token": token(visitor, "/f/ask-us/?utm_campaign=Spring"), "utm_campaign": "Spring"},
    )
    assert answer.status_code == 200 and "Thank you" in answer.content.decode()
    (found,) = leads()
    assert (found.name, found.source, found.campaign, found.form_id) == (
        "Maria Lis",
        "web",
        "Spring",
        form.pk,
    )
    assert (found.owner_id, found.consent_text, found.address) == (
        world.users["ben"].pk,
        "I agree.",
        {"country": "PL"},
    )
    assert found.consent_at is not None and found.assignment["way"] == "form"
    assert not visitor.cookies


def test_sending_twice_counts_once(form: LeadForm, visitor: Client) -> None:
    sent = {**SENT, "token": token(visitor)}
    assert [visitor.post("/f/ask-us/", sent).status_code for _ in range(3)] == [200] * 3
    assert len(leads()) == 1


def test_it_stands_in_a_frame_anywhere_but_the_page_does_not(form: LeadForm, visitor: Client) -> None:
    framed, page = visitor.get("/f/ask-us/embed/"), visitor.get("/f/ask-us/")
    assert "frame-ancestors *" in framed["Content-Security-Policy"] and "X-Frame-Options" not in framed
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"] and page["X-Frame-Options"] == "DENY"
    assert (
        visitor.post("/f/ask-us/embed/", {**SENT, "token": token(visitor, "/f/ask-us/embed/")}).status_code
        == 200
    )
    assert len(leads()) == 1


HOSTILE = [
    ({"name": ""}, 422, "Please fill this in"),
    ({"email": "nobody"}, 422, "is not an e-mail address"),
    ({"consent": ""}, 422, "Please agree"),
    ({"industry": "piracy"}, 422, "is not an option"),
    ({"address.country": "Atlantis"}, 422, "is not an option"),
    ({"name": "x" * 9_000}, 422, "At most"),
    ({"description": "x" * 9_000}, 422, "At most"),
    ({"token": "forged"}, 409, "drawn anew"),
    ({"token": ""}, 409, "drawn anew"),
]


@pytest.mark.parametrize("wrong, status, words", HOSTILE, ids=str)
def test_what_is_wrong_is_said_and_kept(
    form: LeadForm, visitor: Client, wrong: Any, status: int, words: str
) -> None:
    answer = visitor.post("/f/ask-us/", {**SENT, "token": token(visitor), **wrong})
    page = answer.content.decode()
    assert (answer.status_code, words in page, "A lathe" in page or "description" in wrong) == (
        status,
        True,
        True,
    )
    assert leads() == [] and Submission.objects.count() == 0


ODD = ["<script>alert(1)</script>", "a\x00b", "{{ 7*7 }}", "' OR 1=1 --", "👩‍🏭 \u202eabc", "=HYPERLINK(1)"]


@pytest.mark.parametrize("odd", ODD)
def test_odd_words_are_words(form: LeadForm, visitor: Client, client: Browser, odd: str) -> None:
    visitor.post("/f/ask-us/", {**SENT, "name": odd, "description": odd, "token": token(visitor)})
    (found,) = leads()
    page = client.as_("root").get(f"/leads/{found.pk}/").content.decode()
    assert "<script>alert(1)" not in page and "\x00" not in found.name


def test_fields_that_were_not_asked_for_are_not_read(world: World, form: LeadForm, visitor: Client) -> None:
    evil = {
        "owner": str(world.users["root"].pk),
        "status": "converted",
        "score": "999",
        "id": str(world.company.pk),
        "tags": "vip",
        "source": "referral",
        "revenue.amount": "5",
    }
    assert visitor.post("/f/ask-us/", {**SENT, **evil, "token": token(visitor)}).status_code == 200
    (found,) = leads()
    assert (found.status, found.score, found.tags, found.source, found.revenue) == (
        "new",
        0,
        None,
        "web",
        None,
    )
    assert found.owner_id == world.users["ben"].pk and found.pk != world.company.pk


def test_a_robot_is_thanked_and_nothing_comes_of_it(form: LeadForm, visitor: Client) -> None:
    answer = visitor.post("/f/ask-us/", {**SENT, "fax_number": "1", "token": token(visitor)})
    assert answer.status_code == 200 and "Thank you" in answer.content.decode()
    assert leads() == [] and Submission.objects.get().is_spam


def test_a_flood_is_stopped_for_its_sender_alone(form: LeadForm, visitor: Client) -> None:
    answers = [
        visitor.post("/f/ask-us/", {**SENT, "token": token(visitor)}).status_code
        for _ in range(sending.PER_SENDER + 2)
    ]
    assert answers == [200] * sending.PER_SENDER + [429] * 2
    other = Client(REMOTE_ADDR="203.0.113.9")
    assert other.post("/f/ask-us/", {**SENT, "token": token(other)}).status_code == 200
    assert len(leads()) == sending.PER_SENDER + 1
    assert Submission.objects.filter(sender__contains="127.0.0.1").count() == 0


def test_a_token_is_for_its_own_form(world: World, form: LeadForm, visitor: Client) -> None:
    setup.save_form(world.actor("root"), name="Other", fields=FIELDS)
    assert visitor.post("/f/ask-us/", {**SENT, "token": token(visitor, "/f/other/")}).status_code == 409


def test_a_closed_form_is_not_there(world: World, form: LeadForm, visitor: Client) -> None:
    setup.save_form(world.actor("root"), form.pk, name="Ask us", fields=FIELDS, is_active=False)
    assert visitor.get("/f/ask-us/").status_code == 404
    assert visitor.post("/f/ask-us/", SENT).status_code == 404
    assert visitor.put("/f/ask-us/", SENT).status_code == 405


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"fields": []},
        {"fields": [{"key": "description"}]},
        {"slug": "ask-us"},
        {"source": "nonsense"},
    ],
    ids=str,
)
def test_a_form_that_makes_no_sense_is_refused(world: World, form: LeadForm, wrong: Any) -> None:
    with pytest.raises(Invalid):
        setup.save_form(world.actor("root"), **{"name": "Two", "fields": FIELDS, **wrong})


def test_an_administrator_makes_one_in_the_browser(world: World, client: Browser, visitor: Client) -> None:
    sent = {
        "name": "Request a quote",
        "slug": "",
        "name:shown": "on",
        "name:required": "on",
        "name:position": "1",
        "phone:shown": "on",
        "phone:label": "Your number",
        "phone:position": "2",
        "is_active": "on",
        "source": "web",
    }
    answer = client.as_("root").post("/settings/leads/forms/new/", sent)
    assert answer.status_code == 302
    page = visitor.get("/f/request-a-quote/").content.decode()
    assert "Your number" in page and 'name="email"' not in page
    again = client.post("/settings/leads/forms/new/", sent)
    assert again.status_code == 422 and "is the address of another form" in again.content.decode()
    assert "embed" in client.get(answer.headers["Location"]).content.decode()
