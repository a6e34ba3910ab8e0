"""Figures of the board come from the index alone: by stage, only lately closed ones, of one's own or one's branch."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("deals", "0001_initial")]
    operations = [
        AddIndexConcurrently(
            model_name="deal",
            index=models.Index(
                fields=["stage", "closed_on", "owner", "amount_currency"],
                name="deal_pulse",
                include=["amount", "branch"],
                condition=models.Q(deleted_at=None),
            ),
        ),
        RemoveIndexConcurrently(model_name="deal", name="deal_board"),
    ]
