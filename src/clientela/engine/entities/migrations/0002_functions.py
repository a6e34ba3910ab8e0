"""The shape's version row, and the function that reads a JSON list of texts as text[] so that it can be indexed."""

from django.db import migrations

SQL = """
INSERT INTO entities_shapeversion (id, number) VALUES (1, 1);

CREATE FUNCTION clientela_texts(document jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN jsonb_typeof(document) = 'array'
                THEN ARRAY(SELECT jsonb_array_elements_text(document)) END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("entities", "0001_initial")]
    operations = [migrations.RunSQL(SQL, "DROP FUNCTION clientela_texts; DELETE FROM entities_shapeversion")]
