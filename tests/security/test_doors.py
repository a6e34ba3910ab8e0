"""The doors: signing in, sessions, forms sent from elsewhere, addresses, headers, uploads."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from clientela.engine.access.commands import set_password
from clientela.engine.access.models import User
from clientela.engine.imports.models import ImportFile
from clientela.engine.records import commands
from tests.api.conftest import Caller
from tests.security.conftest import SignedIn
from tests.world import PASSWORD, World

BACKEND = "clientela.engine.access.backend.Backend"


@pytest.fixture
def ann(world: World) -> User:
    """Ann with a password and the address she signs in with."""
    person = world.users["ann"]
    set_password(world.actor("ann"), person.pk, PASSWORD)
    person.emailaddress_set.create(email=person.email or "", verified=True, primary=True)
    cache.clear()
    return person


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "localhost@evil.example", ""])
def test_a_foreign_host_is_refused(world: World, host: str) -> None:
    assert (
        Client(raise_request_exception=False).get("/account/login/", headers={"Host": host}).status_code
        == 400
    )


def test_the_link_that_resets_a_password_leads_here(ann: User, mailoutbox: Any, settings: Any) -> None:
    settings.BASE_URL = "https://crm.example.com"
    Client().post("/account/password/reset/", {"email": ann.email}, headers={"Host": "localhost:666"})
    (mail,) = mailoutbox
    links = re.findall(r"https?://\S+", mail.body)
    assert links and all(
        link.startswith("https://crm.example.com/account/password/reset/key/") for link in links
    )
    answer = Client().get(links[0].removeprefix("https://crm.example.com"), follow=True)
    assert b'type="password"' in answer.content


def test_nobody_learns_who_has_an_account(ann: User, mailoutbox: Any) -> None:
    known = Client().post("/account/password/reset/", {"email": ann.email})
    unknown = Client().post("/account/password/reset/", {"email": "nobody@example.org"})
    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )
    assert [mail.to for mail in mailoutbox] == [[ann.email]], "and the system writes to no strangers"
    wrong = [
        Client().post("/account/login/", {"login": who, "password": "x"})
        for who in (ann.email, "nobody@example.org")
    ]
    errors = [re.findall(rb'role="alert".*?</', answer.content, re.S) for answer in wrong]
    assert errors[0] == errors[1]


def test_passwords_are_not_tried_for_ever(ann: User) -> None:
    answers = [
        Client().post("/account/login/", {"login": ann.email, "password": f"wrong {n}"}) for n in range(8)
    ]
    last = Client().post("/account/login/", {"login": ann.email, "password": PASSWORD})
    assert answers[0].status_code == 200
    assert last.status_code != 302, "after so many failures even the right one has to wait"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_signing_in_leads_nowhere_else(ann: User, target: str) -> None:
    answer = Client().post("/account/login/", {"login": ann.email, "password": PASSWORD, "next": target})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"


def test_the_first_page_is_closed_once_there_is_an_administrator(ann: User) -> None:
    form = {"name": "Eve", "email": "eve@example.org", "password": PASSWORD}
    for answer in (Client().get("/setup/"), Client().post("/setup/", form)):
        assert answer.headers["Location"] == "/account/login/"
    assert not User.objects.filter(email="eve@example.org").exists()


def test_nobody_signs_up(world: World) -> None:
    Client().post(
        "/account/signup/", {"email": "eve@example.org", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert not User.objects.filter(email="eve@example.org").exists()


def test_forms_from_elsewhere_are_refused(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.users["ann"], backend=BACKEND)
    here = f"{world.company.pk}"
    assert client.post(f"/companies/{here}/deletion/").status_code == 403
    body, media = b'{"name": "X"}', "application/json"
    assert client.patch(f"/api/v1/companies/{here}", body, media).status_code == 403
    assert client.post("/api/v1/companies", body, media).status_code == 403
    assert client.delete(f"/api/v1/companies/{here}").status_code == 403


def test_a_new_password_ends_other_sessions(ann: User, signed_in: SignedIn, world: World) -> None:
    before = Client()
    before.force_login(User.objects.get(pk=ann.pk), backend=BACKEND)
    assert before.get("/companies/").status_code == 200
    set_password(world.actor("root"), ann.pk, PASSWORD + " 2")
    assert before.get("/companies/").status_code == 302


def test_who_was_put_out_is_out_at_once(world: World, signed_in: SignedIn, calls: Caller) -> None:
    browser, program = signed_in("ann"), calls("ann")
    assert (browser.get("/companies/").status_code, program.get("/companies").status) == (200, 200)
    commands.update(world.actor("root"), "user", world.users["ann"].pk, {"is_active": False})
    assert (browser.get("/companies/").status_code, program.get("/companies").status) == (302, 401)


@pytest.mark.parametrize(
    "path", ["/account/login/", "/companies/", "/healthz", "/api/v1/companies", "/no/such/page/"]
)
def test_every_answer_carries_the_headers(world: World, signed_in: SignedIn, path: str) -> None:
    answer = signed_in("ann").get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"


EVIL = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'{{7*7}}"


def test_what_people_type_is_shown_as_text(world: World, signed_in: SignedIn) -> None:
    ann = world.actor("ann")
    company = commands.create(ann, "company", {"name": EVIL, "tags": [EVIL[:40]], "address.city": EVIL})
    commands.create(ann, "deal", {"name": EVIL, "company": company.pk})
    browser = signed_in("ann")
    for path in (
        "/companies/?columns=name,tags,address.city", "/deals/?layout=board", "/deals/", f"/companies/{company.pk}/",
        f"/companies/{company.pk}/edit/", "/search/?q=script", "/pick/company/?q=script", "/today/", f"/companies/?q={EVIL}",
        f"/companies/?name__contains={EVIL}", f"/companies/{company.pk}/history/name/", f"/companies/?sort={EVIL}",
    ):  # fmt: skip
        text = browser.get(path).content.decode()
        assert "<script>alert" not in text and "<img src=x" not in text, path
        assert ">'49" not in text


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "javascript://a.b/%0aalert(1)", "data:text/html,x", "JaVaScript:x.y"]
)
def test_a_web_address_runs_nothing(world: World, calls: Caller, address: str) -> None:
    made = calls("ann").post("/companies", {"name": "A", "website": address})
    assert made.status == 422 or made.body["website"].startswith("https://")


def test_secrets_are_not_in_the_change_log(world: World) -> None:
    set_password(world.actor("root"), world.users["ann"].pk, PASSWORD)
    digest = User.objects.values_list("password", flat=True).get(pk=world.users["ann"].pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM change WHERE diff::text LIKE %s", [f"%{digest[-20:]}%"])
        assert cursor.fetchone()[0] == 0


def test_a_used_key_of_a_request_is_nobody_elses(world: World, calls: Caller) -> None:
    first = calls("ann").post("/companies", {"name": "Ann's secret"}, Idempotency_Key="k1")
    other = calls("cat").post("/companies", {"name": "Ann's secret"}, Idempotency_Key="k1")
    assert first.status == other.status == 201
    assert first.body["id"] != other.body["id"]


@pytest.mark.parametrize(
    "name", ["../../../../evil.csv", "/etc/evil.csv", "..\\..\\evil.csv", "a\0b.csv", "." * 300, "a.\n.csv"]
)
def test_the_name_of_an_upload_is_no_path(
    world: World, signed_in: SignedIn, settings: Any, tmp_path: Any, name: str
) -> None:
    settings.FILES = tmp_path / "files"
    upload = SimpleUploadedFile("x.csv", b"name;city\nA;B\n")
    upload.name = name
    assert signed_in("ann").post("/import/", {"files": upload}).status_code < 500
    for stored in ImportFile.objects.all():
        assert stored.path.startswith(str(tmp_path / "files" / "imports"))
    outside = [path for path in tmp_path.rglob("*") if path.is_file() and "imports" not in path.parts]
    assert outside == []


@pytest.mark.parametrize(
    "encoding", ["zlib_codec", "hex", "rot13", "undefined", "idna", "no-such", "unicode_escape", "\0"]
)
def test_a_file_is_read_in_encodings_of_text_only(
    world: World, signed_in: SignedIn, settings: Any, tmp_path: Any, encoding: str
) -> None:
    settings.FILES = tmp_path / "files"
    browser = signed_in("ann")
    browser.post("/import/", {"files": SimpleUploadedFile("companies.csv", b"name;city\nA;B\n")})
    stored = ImportFile.objects.get()
    changed = browser.post(
        f"/import/{stored.run_id}/files/{stored.pk}/", {"encoding": encoding, "delimiter": ";"}
    )
    assert changed.status_code in (302, 400, 409, 422)
    assert browser.get(f"/import/{stored.run_id}/").status_code == 200
