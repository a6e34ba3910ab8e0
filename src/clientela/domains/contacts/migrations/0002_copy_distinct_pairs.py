"""What is told apart belongs to every entity: the pairs move to the engine."""

from django.db import migrations

COPY = """
INSERT INTO records_distinctpair (id, entity, first, second)
SELECT id, entity, first, second FROM contacts_distinctpair ON CONFLICT DO NOTHING;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0001_initial"),
        ("records", "0002_distinct_pairs_and_what_was_kept"),
    ]
    operations = [migrations.RunSQL(COPY, migrations.RunSQL.noop)]
