"""A foreign key is checked by an index over all rows; a partial one made every removal of a person read all activities."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("activities", "0001_initial")]

    operations = [
        AddIndexConcurrently(
            "activity", models.Index(fields=["company", "happened_at", "id"], name="activity_of_company")
        ),
        AddIndexConcurrently(
            "activity", models.Index(fields=["person", "happened_at", "id"], name="activity_of_person")
        ),
        RemoveIndexConcurrently("activity", "activity_company"),
        RemoveIndexConcurrently("activity", "activity_person"),
    ]
