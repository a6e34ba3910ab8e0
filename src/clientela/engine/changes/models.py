"""The change log: one append-only table, partitioned by month, written by triggers and read by everyone."""

from __future__ import annotations

from django.db import models


class Change(models.Model):
    """One change of one row. Django only reads it; the table is made by the migration's own SQL."""

    seq = models.BigIntegerField(primary_key=True)
    xid = models.BigIntegerField()
    at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    command = models.TextField()
    source = models.TextField()
    entity = models.TextField()
    record = models.UUIDField()
    operation = models.CharField(max_length=1)
    diff = models.JSONField()

    class Meta:
        managed = False
        db_table = "change"

    def __str__(self) -> str:
        return f"{self.operation} {self.entity} {self.record}"
