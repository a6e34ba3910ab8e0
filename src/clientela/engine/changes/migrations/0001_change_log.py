"""The partitioned change log and the function that makes its monthly partitions."""

from django.db import migrations, models

SQL = """
CREATE SEQUENCE change_seq AS bigint CACHE 1;

CREATE TABLE change (
    seq bigint NOT NULL DEFAULT nextval('change_seq'),
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    at timestamptz NOT NULL DEFAULT now(),
    actor uuid,
    command text NOT NULL,
    source text NOT NULL,
    entity text NOT NULL,
    record uuid NOT NULL,
    operation "char" NOT NULL,
    diff jsonb NOT NULL
) PARTITION BY RANGE (at);

CREATE TABLE change_default PARTITION OF change DEFAULT;
CREATE INDEX change_frontier ON change (xid, seq);
CREATE INDEX change_record ON change (record, seq);

-- Makes the partitions from this month to so many months ahead; safe to call at any time, by anyone, twice.
CREATE FUNCTION change_partitions(months integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    month date;
    made integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('change_partitions'));
    FOR i IN 0..months LOOP
        month := (date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => i))::date;
        IF to_regclass(format('change_%s', to_char(month, 'YYYYMM'))) IS NULL
           AND NOT EXISTS (SELECT FROM change_default WHERE at >= month::timestamp AT TIME ZONE 'UTC'
                           AND at < (month + interval '1 month')::timestamp AT TIME ZONE 'UTC') THEN
            EXECUTE format('CREATE TABLE change_%s PARTITION OF change FOR VALUES FROM (%L) TO (%L)',
                           to_char(month, 'YYYYMM'), month::timestamp AT TIME ZONE 'UTC',
                           (month + interval '1 month')::timestamp AT TIME ZONE 'UTC');
            made := made + 1;
        END IF;
    END LOOP;
    RETURN made;
END $$;

SELECT change_partitions(3);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(
            SQL, "DROP TABLE change; DROP FUNCTION change_partitions; DROP SEQUENCE change_seq"
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("xid", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("actor", models.UUIDField(null=True)),
                ("command", models.TextField()),
                ("source", models.TextField()),
                ("entity", models.TextField()),
                ("record", models.UUIDField()),
                ("operation", models.CharField(max_length=1)),
                ("diff", models.JSONField()),
            ],
            options={"db_table": "change", "managed": False},
        ),
    ]
