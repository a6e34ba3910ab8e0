"""Files on records: stored once, typed by what is in them, behind the gate of their record."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from clientela.engine.documents import contents, files, sniffing
from clientela.engine.documents.models import Content
from clientela.engine.documents.names import safe
from clientela.engine.fields.link import Target
from clientela.engine.records import commands as records
from tests.screens.conftest import Browser
from tests.world import World


def picture() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (900, 300), "red").save(drawn, "PNG")
    return drawn.getvalue()


def sent(name: str, data: bytes, media: str = "text/html") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, media)


def add(browser: Browser, world: World, *uploads: SimpleUploadedFile) -> Any:
    return browser.post(f"/files/about/company/{world.company.pk}/", {"files": list(uploads)})


EVERYBODY = [("ann", 201), ("ben", 403), ("cat", 404), ("dan", 403), ("root", 201), (None, 302)]


@pytest.mark.parametrize("who, status", EVERYBODY)
def test_who_may_change_a_record_adds_files_to_it(
    client: Browser, world: World, who: str | None, status: int
) -> None:
    assert add(client.as_(who), world, sent("a.txt", b"Hello")).status_code == status
    assert len(files.of(world.actor("root"), Target("company", world.company.pk))) == (status == 201)
    assert Content.objects.count() == (status == 201)


@pytest.mark.parametrize(
    "who, status", [("ann", 200), ("ben", 200), ("cat", 404), ("dan", 200), ("root", 200)]
)
def test_who_sees_a_record_gets_its_files_as_attachments(
    client: Browser, world: World, who: str, status: int
) -> None:
    kept = files.keep(
        world.actor("ann"), Target("company", world.company.pk), "Łódź.html", b"<script>1</script>"
    )
    answer = client.as_(who).get(f"/files/{kept.pk}/content/")
    assert answer.status_code == status
    if status == 200:
        assert (
            answer["Content-Disposition"].startswith("attachment")
            and answer["X-Content-Type-Options"] == "nosniff"
        )
        assert answer.content == b"<script>1</script>" and "html" not in answer["Content-Type"]


def test_the_same_file_twice_takes_its_room_once(client: Browser, world: World) -> None:
    add(client.as_("ann"), world, sent("a.txt", b"Hello"), sent("b.txt", b"Hello"))
    assert len(files.of(world.actor("ann"), Target("company", world.company.pk))) == 2
    assert Content.objects.count() == 1


def test_too_large_a_file_is_refused_in_words_and_nothing_is_kept(
    client: Browser, world: World, settings: Any
) -> None:
    settings.FILE_LIMIT = 2**20
    answer = add(client.as_("ann"), world, sent("a.txt", b"ok"), sent("big.bin", b"x" * (2**20 + 1)))
    assert answer.status_code == 413 and "big.bin" in answer.content.decode()
    assert Content.objects.count() == 0


def test_a_picture_has_a_small_one(client: Browser, world: World) -> None:
    kept = files.keep(world.actor("ann"), Target("company", world.company.pk), "p.txt", picture())
    assert kept.media_type == "image/png"
    answer = client.as_("ann").get(f"/files/{kept.pk}/thumbnail/")
    assert answer["Content-Type"] == "image/webp"
    assert Image.open(io.BytesIO(answer.content)).size == (320, 107)


@pytest.mark.parametrize(
    "data, kind",
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"Zwyk\xc5\x82y tekst", "text/plain"),
        (b"\x00\x01\xff", sniffing.UNKNOWN),
        (b"<html>", "text/plain"),
    ],
)
def test_the_type_is_what_is_in_it(data: bytes, kind: str) -> None:
    assert sniffing.media_type(data) == kind


@pytest.mark.parametrize(
    "name, kept",
    [
        ("../../etc/passwd", "passwd"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("", "file"),
        ("C:\\x\\b.txt", "b.txt"),
        ("a" * 300 + ".pdf", "a" * 196 + ".pdf"),
    ],
)
def test_names_are_made_safe(name: str, kept: str) -> None:
    assert safe(name) == kept


def test_a_broken_picture_is_a_file_all_the_same() -> None:
    from clientela.engine.documents import pictures

    assert pictures.thumbnail(picture()[:60], "image/png") is None


def test_a_file_goes_into_the_bin_and_comes_back(client: Browser, world: World) -> None:
    kept = files.keep(world.actor("ann"), Target("company", world.company.pk), "a.txt", b"Hello")
    page = client.as_("ann").get(f"/companies/{world.company.pk}/").content.decode()
    assert page.count("a.txt") >= 2
    records.delete(world.actor("ann"), "file", kept.pk)
    assert client.get(f"/files/{kept.pk}/content/").status_code == 404
    records.restore(world.actor("ann"), "file", kept.pk)
    assert client.get(f"/files/{kept.pk}/content/").status_code == 200
    assert contents.load(str(kept.content_id)) == b"Hello"
