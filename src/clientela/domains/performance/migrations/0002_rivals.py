from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

# What the tallies hold is made from the log; they are made again with what is new in them.
AGAIN = """
DELETE FROM performance_tally; DELETE FROM performance_fact; DELETE FROM performance_step;
UPDATE performance_mark SET cursor = NULL
"""


class Migration(migrations.Migration):
    dependencies = [("performance", "0001_initial")]

    operations = [
        migrations.AddField("fact", "rivals", ArrayField(models.UUIDField(), default=list)),
        migrations.AddField("fact", "lost_to", models.UUIDField(null=True)),
        migrations.RunSQL(AGAIN, migrations.RunSQL.noop),
    ]
