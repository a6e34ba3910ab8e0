"""What an import read, how far it came, what became of every row, and by which names other systems know our records."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from clientela.engine.records.models import uuid7


class Import(models.Model):
    """One import of one or several files. `state`: planned, running, done, failed, undoing, undone.

    While it is planned in the browser, `given` is what its person says against the guesses (see mapping), `trial` what
    a dry run found (see trial). `work` is the job that is or was at it last.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=20, default="planned")
    options = models.JSONField(default=dict)
    given = models.JSONField(default=dict)
    trial = models.JSONField(default=dict)
    work = models.UUIDField(null=True)
    error = models.TextField(default="", blank=True)
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at"]

    def __str__(self) -> str:
        return str(self.id)


class ImportFile(models.Model):
    """One file of an import, in its turn. `cursor` is the last row (its number in the file) whose fate is committed.

    `plan` is how it is read and mapped (see plan.FilePlan), `counts` outcome → rows, `report` the problems met.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    run = models.ForeignKey(Import, models.CASCADE, related_name="files")
    position = models.IntegerField()
    name = models.CharField(max_length=300)
    path = models.TextField()
    digest = models.CharField(max_length=64)
    entity = models.CharField(max_length=60)
    plan = models.JSONField()
    total = models.BigIntegerField(null=True)
    cursor = models.BigIntegerField(default=0)
    chunks = models.IntegerField(default=0)
    rows = models.BigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    report = models.JSONField(default=list)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["run", "position"], name="importfile_position"),
        ]

    def __str__(self) -> str:
        return self.name


class ImportChunk(models.Model):
    """The rows that one transaction wrote, with what became of each; the change log knows the rest by `xid` and `at`.

    `outcomes` is packed (see outcomes.Outcomes); `kept` says, after an undo, which rows stayed as they were and why.
    """

    id = models.BigAutoField(primary_key=True)
    file = models.ForeignKey(ImportFile, models.CASCADE, related_name="pieces")
    number = models.IntegerField()
    xid = models.BigIntegerField()
    at = models.DateTimeField()
    outcomes = models.JSONField()
    undone_at = models.DateTimeField(null=True)
    kept = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["file", "number"], name="importchunk_number"),
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.number}"


class KnownAs(models.Model):
    """The name by which another system (`system`) knows a record of ours: its id there."""

    id = models.BigAutoField(primary_key=True)
    entity = models.CharField(max_length=60)
    system = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    record = models.UUIDField(db_index=True)
    run = models.ForeignKey(Import, models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["entity", "system", "key"], name="knownas_key"),
        ]

    def __str__(self) -> str:
        return f"{self.system}:{self.key}"
