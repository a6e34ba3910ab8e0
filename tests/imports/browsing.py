"""The wizard as a person walks through it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from clientela.engine.entities import shape
from clientela.engine.imports import run, undoing
from clientela.engine.imports.models import Import, ImportFile
from clientela.engine.jobs.models import Progress, State
from tests.screens.conftest import Browser
from tests.world import World


@dataclass
class Wizard:
    """Does what the worker does itself; each verb gives the page that a person then sees."""

    world: World
    client: Browser
    folder: Path
    who: str = "root"

    @property
    def job(self) -> Import:
        return Import.objects.latest("at")

    @property
    def file(self) -> ImportFile:
        return self.job.files.order_by("position")[0]

    @property
    def path(self) -> str:
        return f"/import/{self.job.pk}/"

    def upload(self, who: str, **files: str) -> str:
        """Files by the stems of their names."""
        return self.send(
            who, *(SimpleUploadedFile(f"{name}.csv", text.encode()) for name, text in files.items())
        )

    def send(self, who: str, *files: SimpleUploadedFile, at: str = "/import/") -> str:
        self.who = who
        return self._seen(self.client.as_(who).post(at, {"files": list(files)}, follow=True))

    def change(self, _what: str = "", **said: Any) -> str:
        return self._seen(self.client.post(f"{self.path}files/{self.file.pk}/{_what}", said, follow=True))

    def begin(self) -> str:
        self._seen(self.client.post(f"{self.path}run/", follow=True))
        run.run(self.world.actor(self.who), self.job.pk)
        Progress.objects.update(state=State.DONE)
        return self._seen(self.client.get(self.path))

    def undo(self) -> None:
        self._seen(self.client.post(f"{self.path}undoing/", follow=True))
        undoing.undo(self.world.actor(self.who), self.job.pk)
        Progress.objects.update(state=State.DONE)

    @staticmethod
    def _seen(response: Any) -> str:
        assert response.status_code == 200, response.content.decode()[:2000]
        text: str = response.content.decode()
        return text


@pytest.fixture
def client(world: World) -> Iterator[Browser]:
    shape.refresh()
    browser = Browser()
    browser.world = world
    yield browser


@pytest.fixture
def wizard(world: World, client: Browser, settings: Any, tmp_path: Path) -> Wizard:
    settings.FILES = tmp_path
    return Wizard(world, client, tmp_path)
