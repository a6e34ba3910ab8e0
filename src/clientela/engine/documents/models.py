"""Files, their contents, and templates of documents."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from clientela.engine.records.models import Record


class Content(models.Model):
    """The bytes of a file, kept once however many files hold them. Not in the change log: bytes never change."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    media_type = models.TextField()
    data = models.BinaryField()
    thumbnail = models.BinaryField(null=True)
    stored_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.sha256[:12]


class File(Record):
    """A file on a record, or a link to where a document lives elsewhere (then without contents)."""

    name = models.TextField()
    about_entity = models.TextField(null=True)
    about_id = models.UUIDField(null=True)
    content = models.ForeignKey(Content, models.PROTECT, null=True, related_name="files", db_index=False)
    media_type = models.TextField(null=True)
    size = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    link = models.TextField(null=True)
    description = models.TextField(null=True)

    class Meta(Record.Meta):
        indexes: ClassVar[list[models.Index] | tuple[models.Index, ...]] = [
            *Record.Meta.indexes,
            models.Index(
                fields=["about_id", "created_at", "id"], name="file_about", condition=Q(deleted_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        return (self.media_type or "").startswith("image/")


class Template(Record):
    """How a kind of document looks: Typst source, or a DOCX file with fields to fill.

    One of a kind and language may be the standard one; without any, the one that comes with Clientela is used.
    """

    name = models.TextField()
    kind = models.TextField()
    language = models.TextField(null=True)
    source = models.TextField(null=True)
    content = models.ForeignKey(Content, models.PROTECT, null=True, related_name="+")
    is_standard = models.BooleanField(default=False)
    description = models.TextField(null=True)

    class Meta(Record.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "language"],
                name="template_standard",
                condition=Q(deleted_at=None, is_standard=True),
                nulls_distinct=False,
            ),
        )

    def __str__(self) -> str:
        return self.name
