from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("contacts", "0002_copy_distinct_pairs")]
    operations = [migrations.DeleteModel(name="DistinctPair")]
