from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("imports", "0001_initial")]

    operations = [
        migrations.AddField("import", "given", models.JSONField(default=dict)),
        migrations.AddField("import", "trial", models.JSONField(default=dict)),
        migrations.AddField("import", "work", models.UUIDField(null=True)),
    ]
