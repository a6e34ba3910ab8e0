"""A note on a tick, and on a share of the credit."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("deals", "0003_processes_people_revenue"),
    ]

    operations = [
        migrations.AddField(
            model_name="dealcheck",
            name="note",
            field=models.TextField(null=True),
        ),
        migrations.AddField(
            model_name="dealsplit",
            name="note",
            field=models.TextField(null=True),
        ),
    ]
