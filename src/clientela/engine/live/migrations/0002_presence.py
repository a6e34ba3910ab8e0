import uuid

import django.contrib.postgres.functions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("live", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_default=django.contrib.postgres.functions.RandomUUID(),
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("stream", models.UUIDField()),
                ("record", models.UUIDField()),
                ("person", models.UUIDField()),
                ("seen_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["record"], name="presence_of")],
                "constraints": [models.UniqueConstraint(fields=("stream", "record"), name="presence_once")],
            },
        ),
        migrations.RunSQL("ALTER TABLE live_presence SET UNLOGGED", migrations.RunSQL.noop),
    ]
