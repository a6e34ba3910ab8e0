from django.db import migrations, models
from django.db.models import Value


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial")]

    operations = [
        migrations.AddField(
            "progress",
            "undo",
            models.JSONField(default=list, db_default=Value([], models.JSONField())),
        ),
    ]
