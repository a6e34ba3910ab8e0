"""Products that were not on sale are discontinued in the words of the new stages of life."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("catalog", "0002_products_whole")]
    operations = [
        migrations.RunSQL(
            "UPDATE catalog_product SET lifecycle = 'discontinued' WHERE NOT is_active",
            migrations.RunSQL.noop,
        )
    ]
