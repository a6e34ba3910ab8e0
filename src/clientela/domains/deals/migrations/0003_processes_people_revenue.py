"""Rules of stages, versions of processes, people and competitors on deals, shared credit, recurring revenue."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

import clientela.engine.records.search_field


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_log_without_token_use"),
        ("catalog", "0001_initial"),
        ("contacts", "0003_distinct_pairs_moved"),
        ("deals", "0002_board_figures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Competitor",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("version", models.IntegerField(default=1, editable=False)),
                ("custom", models.JSONField(blank=True, default=dict)),
                ("search", clientela.engine.records.search_field.SearchDocument(editable=False, null=True)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("name", models.TextField()),
                ("website", models.TextField(null=True)),
                ("strengths", models.TextField(null=True)),
                ("weaknesses", models.TextField(null=True)),
                ("description", models.TextField(null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="DealCheck",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("version", models.IntegerField(default=1, editable=False)),
                ("custom", models.JSONField(blank=True, default=dict)),
                ("search", clientela.engine.records.search_field.SearchDocument(editable=False, null=True)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="DealCompetitor",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("version", models.IntegerField(default=1, editable=False)),
                ("custom", models.JSONField(blank=True, default=dict)),
                ("search", clientela.engine.records.search_field.SearchDocument(editable=False, null=True)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("standing", models.TextField(null=True)),
                ("strength", models.TextField(null=True)),
                ("weakness", models.TextField(null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="DealRole",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("version", models.IntegerField(default=1, editable=False)),
                ("custom", models.JSONField(blank=True, default=dict)),
                ("search", clientela.engine.records.search_field.SearchDocument(editable=False, null=True)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("role", models.TextField(default="influences")),
                ("stance", models.TextField(null=True)),
                ("note", models.TextField(null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="DealSplit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("version", models.IntegerField(default=1, editable=False)),
                ("custom", models.JSONField(blank=True, default=dict)),
                ("search", clientela.engine.records.search_field.SearchDocument(editable=False, null=True)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("percent", models.DecimalField(decimal_places=6, default=100, max_digits=20)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="ProcessVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.IntegerField()),
                ("document", models.JSONField()),
                ("note", models.TextField(null=True)),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StageCheck",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("version", models.IntegerField(default=1, editable=False)),
                ("custom", models.JSONField(blank=True, default=dict)),
                ("search", clientela.engine.records.search_field.SearchDocument(editable=False, null=True)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("name", models.TextField()),
                ("position", models.DecimalField(decimal_places=6, default=0, max_digits=20)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="StageTask",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("version", models.IntegerField(default=1, editable=False)),
                ("custom", models.JSONField(blank=True, default=dict)),
                ("search", clientela.engine.records.search_field.SearchDocument(editable=False, null=True)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("subject", models.TextField()),
                ("due_days", models.DecimalField(decimal_places=6, max_digits=20, null=True)),
                ("position", models.DecimalField(decimal_places=6, default=0, max_digits=20)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="deal",
            name="log_i",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="deal",
            name="log_u",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="deal",
            name="log_d",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="pipeline",
            name="log_i",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="pipeline",
            name="log_u",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="pipeline",
            name="log_d",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="stage",
            name="log_i",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="stage",
            name="log_u",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="stage",
            name="log_d",
        ),
        migrations.AddField(
            model_name="deal",
            name="recurring",
            field=models.DecimalField(decimal_places=2, max_digits=20, null=True),
        ),
        migrations.AddField(
            model_name="deal",
            name="term_months",
            field=models.DecimalField(decimal_places=6, max_digits=20, null=True),
        ),
        migrations.AddField(
            model_name="deal",
            name="recurring_currency",
            field=models.CharField(max_length=3, null=True),
        ),
        migrations.AddField(
            model_name="deal",
            name="win_reason",
            field=models.TextField(null=True),
        ),
        migrations.AddField(
            model_name="pipeline",
            name="loss_reasons",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), null=True, size=None
            ),
        ),
        migrations.AddField(
            model_name="pipeline",
            name="process",
            field=models.TextField(null=True),
        ),
        migrations.AddField(
            model_name="pipeline",
            name="win_reasons",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), null=True, size=None
            ),
        ),
        migrations.AddField(
            model_name="stage",
            name="required_fields",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), null=True, size=None
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deal",
            trigger=pgtrigger.compiler.Trigger(
                name="log_i",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO change (actor, command, source, entity, record, operation, diff)\n    SELECT \n        nullif(current_setting('clientela.actor', true), '')::uuid,\n        coalesce(current_setting('clientela.command', true), ''),\n        coalesce(nullif(current_setting('clientela.source', true), ''), 'sql'), 'deal', record, 'i', diff\n    FROM (SELECT n.id AS record, CASE WHEN n.\"owner_id\" IS NULL THEN '{}' ELSE jsonb_build_object('owner_id', jsonb_build_array(NULL, to_jsonb(n.\"owner_id\"))) END\n            || CASE WHEN n.\"branch_id\" IS NULL THEN '{}' ELSE jsonb_build_object('branch_id', jsonb_build_array(NULL, to_jsonb(n.\"branch_id\"))) END\n            || CASE WHEN n.\"custom\" IS NULL THEN '{}' ELSE jsonb_build_object('custom', jsonb_build_array(NULL, to_jsonb(n.\"custom\"))) END\n            || CASE WHEN n.\"deleted_at\" IS NULL THEN '{}' ELSE jsonb_build_object('deleted_at', jsonb_build_array(NULL, to_jsonb(n.\"deleted_at\"))) END\n            || CASE WHEN n.\"name\" IS NULL THEN '{}' ELSE jsonb_build_object('name', jsonb_build_array(NULL, to_jsonb(n.\"name\"))) END\n            || CASE WHEN n.\"company_id\" IS NULL THEN '{}' ELSE jsonb_build_object('company_id', jsonb_build_array(NULL, to_jsonb(n.\"company_id\"))) END\n            || CASE WHEN n.\"person_id\" IS NULL THEN '{}' ELSE jsonb_build_object('person_id', jsonb_build_array(NULL, to_jsonb(n.\"person_id\"))) END\n            || CASE WHEN n.\"pipeline_id\" IS NULL THEN '{}' ELSE jsonb_build_object('pipeline_id', jsonb_build_array(NULL, to_jsonb(n.\"pipeline_id\"))) END\n            || CASE WHEN n.\"stage_id\" IS NULL THEN '{}' ELSE jsonb_build_object('stage_id', jsonb_build_array(NULL, to_jsonb(n.\"stage_id\"))) END\n            || CASE WHEN n.\"amount\" IS NULL THEN '{}' ELSE jsonb_build_object('amount', jsonb_build_array(NULL, to_jsonb(n.\"amount\"))) END\n            || CASE WHEN n.\"amount_currency\" IS NULL THEN '{}' ELSE jsonb_build_object('amount_currency', jsonb_build_array(NULL, to_jsonb(n.\"amount_currency\"))) END\n            || CASE WHEN n.\"recurring\" IS NULL THEN '{}' ELSE jsonb_build_object('recurring', jsonb_build_array(NULL, to_jsonb(n.\"recurring\"))) END\n            || CASE WHEN n.\"recurring_currency\" IS NULL THEN '{}' ELSE jsonb_build_object('recurring_currency', jsonb_build_array(NULL, to_jsonb(n.\"recurring_currency\"))) END\n            || CASE WHEN n.\"term_months\" IS NULL THEN '{}' ELSE jsonb_build_object('term_months', jsonb_build_array(NULL, to_jsonb(n.\"term_months\"))) END\n            || CASE WHEN n.\"list_amount\" IS NULL THEN '{}' ELSE jsonb_build_object('list_amount', jsonb_build_array(NULL, to_jsonb(n.\"list_amount\"))) END\n            || CASE WHEN n.\"list_amount_currency\" IS NULL THEN '{}' ELSE jsonb_build_object('list_amount_currency', jsonb_build_array(NULL, to_jsonb(n.\"list_amount_currency\"))) END\n            || CASE WHEN n.\"probability\" IS NULL THEN '{}' ELSE jsonb_build_object('probability', jsonb_build_array(NULL, to_jsonb(n.\"probability\"))) END\n            || CASE WHEN n.\"product_id\" IS NULL THEN '{}' ELSE jsonb_build_object('product_id', jsonb_build_array(NULL, to_jsonb(n.\"product_id\"))) END\n            || CASE WHEN n.\"team_id\" IS NULL THEN '{}' ELSE jsonb_build_object('team_id', jsonb_build_array(NULL, to_jsonb(n.\"team_id\"))) END\n            || CASE WHEN n.\"opened_on\" IS NULL THEN '{}' ELSE jsonb_build_object('opened_on', jsonb_build_array(NULL, to_jsonb(n.\"opened_on\"))) END\n            || CASE WHEN n.\"expected_close\" IS NULL THEN '{}' ELSE jsonb_build_object('expected_close', jsonb_build_array(NULL, to_jsonb(n.\"expected_close\"))) END\n            || CASE WHEN n.\"closed_on\" IS NULL THEN '{}' ELSE jsonb_build_object('closed_on', jsonb_build_array(NULL, to_jsonb(n.\"closed_on\"))) END\n            || CASE WHEN n.\"stage_since\" IS NULL THEN '{}' ELSE jsonb_build_object('stage_since', jsonb_build_array(NULL, to_jsonb(n.\"stage_since\"))) END\n            || CASE WHEN n.\"win_reason\" IS NULL THEN '{}' ELSE jsonb_build_object('win_reason', jsonb_build_array(NULL, to_jsonb(n.\"win_reason\"))) END\n            || CASE WHEN n.\"loss_reason\" IS NULL THEN '{}' ELSE jsonb_build_object('loss_reason', jsonb_build_array(NULL, to_jsonb(n.\"loss_reason\"))) END\n            || CASE WHEN n.\"lost_to_id\" IS NULL THEN '{}' ELSE jsonb_build_object('lost_to_id', jsonb_build_array(NULL, to_jsonb(n.\"lost_to_id\"))) END\n            || CASE WHEN n.\"next_step\" IS NULL THEN '{}' ELSE jsonb_build_object('next_step', jsonb_build_array(NULL, to_jsonb(n.\"next_step\"))) END\n            || CASE WHEN n.\"next_step_on\" IS NULL THEN '{}' ELSE jsonb_build_object('next_step_on', jsonb_build_array(NULL, to_jsonb(n.\"next_step_on\"))) END\n            || CASE WHEN n.\"code\" IS NULL THEN '{}' ELSE jsonb_build_object('code', jsonb_build_array(NULL, to_jsonb(n.\"code\"))) END\n            || CASE WHEN n.\"source\" IS NULL THEN '{}' ELSE jsonb_build_object('source', jsonb_build_array(NULL, to_jsonb(n.\"source\"))) END\n            || CASE WHEN n.\"description\" IS NULL THEN '{}' ELSE jsonb_build_object('description', jsonb_build_array(NULL, to_jsonb(n.\"description\"))) END AS diff FROM new_rows n) AS changed\n    WHERE 'i' <> 'u' OR diff <> '{}'::jsonb;\n    RETURN NULL;",
                    hash="b26b0950d052c05d2c5086fc75bde46e5626901a",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_log_i_e1750",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="deals_deal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deal",
            trigger=pgtrigger.compiler.Trigger(
                name="log_u",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='\n    INSERT INTO change (actor, command, source, entity, record, operation, diff)\n    SELECT \n        nullif(current_setting(\'clientela.actor\', true), \'\')::uuid,\n        coalesce(current_setting(\'clientela.command\', true), \'\'),\n        coalesce(nullif(current_setting(\'clientela.source\', true), \'\'), \'sql\'), \'deal\', record, \'u\', diff\n    FROM (SELECT id AS record, CASE WHEN o."owner_id" IS DISTINCT FROM n."owner_id" THEN jsonb_build_object(\'owner_id\', jsonb_build_array(to_jsonb(o."owner_id"), to_jsonb(n."owner_id"))) ELSE \'{}\' END\n            || CASE WHEN o."branch_id" IS DISTINCT FROM n."branch_id" THEN jsonb_build_object(\'branch_id\', jsonb_build_array(to_jsonb(o."branch_id"), to_jsonb(n."branch_id"))) ELSE \'{}\' END\n            || CASE WHEN o."custom" IS DISTINCT FROM n."custom" THEN jsonb_build_object(\'custom\', jsonb_build_array(to_jsonb(o."custom"), to_jsonb(n."custom"))) ELSE \'{}\' END\n            || CASE WHEN o."deleted_at" IS DISTINCT FROM n."deleted_at" THEN jsonb_build_object(\'deleted_at\', jsonb_build_array(to_jsonb(o."deleted_at"), to_jsonb(n."deleted_at"))) ELSE \'{}\' END\n            || CASE WHEN o."name" IS DISTINCT FROM n."name" THEN jsonb_build_object(\'name\', jsonb_build_array(to_jsonb(o."name"), to_jsonb(n."name"))) ELSE \'{}\' END\n            || CASE WHEN o."company_id" IS DISTINCT FROM n."company_id" THEN jsonb_build_object(\'company_id\', jsonb_build_array(to_jsonb(o."company_id"), to_jsonb(n."company_id"))) ELSE \'{}\' END\n            || CASE WHEN o."person_id" IS DISTINCT FROM n."person_id" THEN jsonb_build_object(\'person_id\', jsonb_build_array(to_jsonb(o."person_id"), to_jsonb(n."person_id"))) ELSE \'{}\' END\n            || CASE WHEN o."pipeline_id" IS DISTINCT FROM n."pipeline_id" THEN jsonb_build_object(\'pipeline_id\', jsonb_build_array(to_jsonb(o."pipeline_id"), to_jsonb(n."pipeline_id"))) ELSE \'{}\' END\n            || CASE WHEN o."stage_id" IS DISTINCT FROM n."stage_id" THEN jsonb_build_object(\'stage_id\', jsonb_build_array(to_jsonb(o."stage_id"), to_jsonb(n."stage_id"))) ELSE \'{}\' END\n            || CASE WHEN o."amount" IS DISTINCT FROM n."amount" THEN jsonb_build_object(\'amount\', jsonb_build_array(to_jsonb(o."amount"), to_jsonb(n."amount"))) ELSE \'{}\' END\n            || CASE WHEN o."amount_currency" IS DISTINCT FROM n."amount_currency" THEN jsonb_build_object(\'amount_currency\', jsonb_build_array(to_jsonb(o."amount_currency"), to_jsonb(n."amount_currency"))) ELSE \'{}\' END\n            || CASE WHEN o."recurring" IS DISTINCT FROM n."recurring" THEN jsonb_build_object(\'recurring\', jsonb_build_array(to_jsonb(o."recurring"), to_jsonb(n."recurring"))) ELSE \'{}\' END\n            || CASE WHEN o."recurring_currency" IS DISTINCT FROM n."recurring_currency" THEN jsonb_build_object(\'recurring_currency\', jsonb_build_array(to_jsonb(o."recurring_currency"), to_jsonb(n."recurring_currency"))) ELSE \'{}\' END\n            || CASE WHEN o."term_months" IS DISTINCT FROM n."term_months" THEN jsonb_build_object(\'term_months\', jsonb_build_array(to_jsonb(o."term_months"), to_jsonb(n."term_months"))) ELSE \'{}\' END\n            || CASE WHEN o."list_amount" IS DISTINCT FROM n."list_amount" THEN jsonb_build_object(\'list_amount\', jsonb_build_array(to_jsonb(o."list_amount"), to_jsonb(n."list_amount"))) ELSE \'{}\' END\n            || CASE WHEN o."list_amount_currency" IS DISTINCT FROM n."list_amount_currency" THEN jsonb_build_object(\'list_amount_currency\', jsonb_build_array(to_jsonb(o."list_amount_currency"), to_jsonb(n."list_amount_currency"))) ELSE \'{}\' END\n            || CASE WHEN o."probability" IS DISTINCT FROM n."probability" THEN jsonb_build_object(\'probability\', jsonb_build_array(to_jsonb(o."probability"), to_jsonb(n."probability"))) ELSE \'{}\' END\n            || CASE WHEN o."product_id" IS DISTINCT FROM n."product_id" THEN jsonb_build_object(\'product_id\', jsonb_build_array(to_jsonb(o."product_id"), to_jsonb(n."product_id"))) ELSE \'{}\' END\n            || CASE WHEN o."team_id" IS DISTINCT FROM n."team_id" THEN jsonb_build_object(\'team_id\', jsonb_build_array(to_jsonb(o."team_id"), to_jsonb(n."team_id"))) ELSE \'{}\' END\n            || CASE WHEN o."opened_on" IS DISTINCT FROM n."opened_on" THEN jsonb_build_object(\'opened_on\', jsonb_build_array(to_jsonb(o."opened_on"), to_jsonb(n."opened_on"))) ELSE \'{}\' END\n            || CASE WHEN o."expected_close" IS DISTINCT FROM n."expected_close" THEN jsonb_build_object(\'expected_close\', jsonb_build_array(to_jsonb(o."expected_close"), to_jsonb(n."expected_close"))) ELSE \'{}\' END\n            || CASE WHEN o."closed_on" IS DISTINCT FROM n."closed_on" THEN jsonb_build_object(\'closed_on\', jsonb_build_array(to_jsonb(o."closed_on"), to_jsonb(n."closed_on"))) ELSE \'{}\' END\n            || CASE WHEN o."stage_since" IS DISTINCT FROM n."stage_since" THEN jsonb_build_object(\'stage_since\', jsonb_build_array(to_jsonb(o."stage_since"), to_jsonb(n."stage_since"))) ELSE \'{}\' END\n            || CASE WHEN o."win_reason" IS DISTINCT FROM n."win_reason" THEN jsonb_build_object(\'win_reason\', jsonb_build_array(to_jsonb(o."win_reason"), to_jsonb(n."win_reason"))) ELSE \'{}\' END\n            || CASE WHEN o."loss_reason" IS DISTINCT FROM n."loss_reason" THEN jsonb_build_object(\'loss_reason\', jsonb_build_array(to_jsonb(o."loss_reason"), to_jsonb(n."loss_reason"))) ELSE \'{}\' END\n            || CASE WHEN o."lost_to_id" IS DISTINCT FROM n."lost_to_id" THEN jsonb_build_object(\'lost_to_id\', jsonb_build_array(to_jsonb(o."lost_to_id"), to_jsonb(n."lost_to_id"))) ELSE \'{}\' END\n            || CASE WHEN o."next_step" IS DISTINCT FROM n."next_step" THEN jsonb_build_object(\'next_step\', jsonb_build_array(to_jsonb(o."next_step"), to_jsonb(n."next_step"))) ELSE \'{}\' END\n            || CASE WHEN o."next_step_on" IS DISTINCT FROM n."next_step_on" THEN jsonb_build_object(\'next_step_on\', jsonb_build_array(to_jsonb(o."next_step_on"), to_jsonb(n."next_step_on"))) ELSE \'{}\' END\n            || CASE WHEN o."code" IS DISTINCT FROM n."code" THEN jsonb_build_object(\'code\', jsonb_build_array(to_jsonb(o."code"), to_jsonb(n."code"))) ELSE \'{}\' END\n            || CASE WHEN o."source" IS DISTINCT FROM n."source" THEN jsonb_build_object(\'source\', jsonb_build_array(to_jsonb(o."source"), to_jsonb(n."source"))) ELSE \'{}\' END\n            || CASE WHEN o."description" IS DISTINCT FROM n."description" THEN jsonb_build_object(\'description\', jsonb_build_array(to_jsonb(o."description"), to_jsonb(n."description"))) ELSE \'{}\' END AS diff FROM old_rows o JOIN new_rows n USING (id)) AS changed\n    WHERE \'u\' <> \'u\' OR diff <> \'{}\'::jsonb;\n    RETURN NULL;',
                    hash="a13a765e842cac335532fe367c85bf0535538db1",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_log_u_07faa",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="deals_deal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deal",
            trigger=pgtrigger.compiler.Trigger(
                name="log_d",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO change (actor, command, source, entity, record, operation, diff)\n    SELECT \n        nullif(current_setting('clientela.actor', true), '')::uuid,\n        coalesce(current_setting('clientela.command', true), ''),\n        coalesce(nullif(current_setting('clientela.source', true), ''), 'sql'), 'deal', record, 'd', diff\n    FROM (SELECT o.id AS record, CASE WHEN o.\"owner_id\" IS NULL THEN '{}' ELSE jsonb_build_object('owner_id', jsonb_build_array(to_jsonb(o.\"owner_id\"), NULL)) END\n            || CASE WHEN o.\"branch_id\" IS NULL THEN '{}' ELSE jsonb_build_object('branch_id', jsonb_build_array(to_jsonb(o.\"branch_id\"), NULL)) END\n            || CASE WHEN o.\"custom\" IS NULL THEN '{}' ELSE jsonb_build_object('custom', jsonb_build_array(to_jsonb(o.\"custom\"), NULL)) END\n            || CASE WHEN o.\"deleted_at\" IS NULL THEN '{}' ELSE jsonb_build_object('deleted_at', jsonb_build_array(to_jsonb(o.\"deleted_at\"), NULL)) END\n            || CASE WHEN o.\"name\" IS NULL THEN '{}' ELSE jsonb_build_object('name', jsonb_build_array(to_jsonb(o.\"name\"), NULL)) END\n            || CASE WHEN o.\"company_id\" IS NULL THEN '{}' ELSE jsonb_build_object('company_id', jsonb_build_array(to_jsonb(o.\"company_id\"), NULL)) END\n            || CASE WHEN o.\"person_id\" IS NULL THEN '{}' ELSE jsonb_build_object('person_id', jsonb_build_array(to_jsonb(o.\"person_id\"), NULL)) END\n            || CASE WHEN o.\"pipeline_id\" IS NULL THEN '{}' ELSE jsonb_build_object('pipeline_id', jsonb_build_array(to_jsonb(o.\"pipeline_id\"), NULL)) END\n            || CASE WHEN o.\"stage_id\" IS NULL THEN '{}' ELSE jsonb_build_object('stage_id', jsonb_build_array(to_jsonb(o.\"stage_id\"), NULL)) END\n            || CASE WHEN o.\"amount\" IS NULL THEN '{}' ELSE jsonb_build_object('amount', jsonb_build_array(to_jsonb(o.\"amount\"), NULL)) END\n            || CASE WHEN o.\"amount_currency\" IS NULL THEN '{}' ELSE jsonb_build_object('amount_currency', jsonb_build_array(to_jsonb(o.\"amount_currency\"), NULL)) END\n            || CASE WHEN o.\"recurring\" IS NULL THEN '{}' ELSE jsonb_build_object('recurring', jsonb_build_array(to_jsonb(o.\"recurring\"), NULL)) END\n            || CASE WHEN o.\"recurring_currency\" IS NULL THEN '{}' ELSE jsonb_build_object('recurring_currency', jsonb_build_array(to_jsonb(o.\"recurring_currency\"), NULL)) END\n            || CASE WHEN o.\"term_months\" IS NULL THEN '{}' ELSE jsonb_build_object('term_months', jsonb_build_array(to_jsonb(o.\"term_months\"), NULL)) END\n            || CASE WHEN o.\"list_amount\" IS NULL THEN '{}' ELSE jsonb_build_object('list_amount', jsonb_build_array(to_jsonb(o.\"list_amount\"), NULL)) END\n            || CASE WHEN o.\"list_amount_currency\" IS NULL THEN '{}' ELSE jsonb_build_object('list_amount_currency', jsonb_build_array(to_jsonb(o.\"list_amount_currency\"), NULL)) END\n            || CASE WHEN o.\"probability\" IS NULL THEN '{}' ELSE jsonb_build_object('probability', jsonb_build_array(to_jsonb(o.\"probability\"), NULL)) END\n            || CASE WHEN o.\"product_id\" IS NULL THEN '{}' ELSE jsonb_build_object('product_id', jsonb_build_array(to_jsonb(o.\"product_id\"), NULL)) END\n            || CASE WHEN o.\"team_id\" IS NULL THEN '{}' ELSE jsonb_build_object('team_id', jsonb_build_array(to_jsonb(o.\"team_id\"), NULL)) END\n            || CASE WHEN o.\"opened_on\" IS NULL THEN '{}' ELSE jsonb_build_object('opened_on', jsonb_build_array(to_jsonb(o.\"opened_on\"), NULL)) END\n            || CASE WHEN o.\"expected_close\" IS NULL THEN '{}' ELSE jsonb_build_object('expected_close', jsonb_build_array(to_jsonb(o.\"expected_close\"), NULL)) END\n            || CASE WHEN o.\"closed_on\" IS NULL THEN '{}' ELSE jsonb_build_object('closed_on', jsonb_build_array(to_jsonb(o.\"closed_on\"), NULL)) END\n            || CASE WHEN o.\"stage_since\" IS NULL THEN '{}' ELSE jsonb_build_object('stage_since', jsonb_build_array(to_jsonb(o.\"stage_since\"), NULL)) END\n            || CASE WHEN o.\"win_reason\" IS NULL THEN '{}' ELSE jsonb_build_object('win_reason', jsonb_build_array(to_jsonb(o.\"win_reason\"), NULL)) END\n            || CASE WHEN o.\"loss_reason\" IS NULL THEN '{}' ELSE jsonb_build_object('loss_reason', jsonb_build_array(to_jsonb(o.\"loss_reason\"), NULL)) END\n            || CASE WHEN o.\"lost_to_id\" IS NULL THEN '{}' ELSE jsonb_build_object('lost_to_id', jsonb_build_array(to_jsonb(o.\"lost_to_id\"), NULL)) END\n            || CASE WHEN o.\"next_step\" IS NULL THEN '{}' ELSE jsonb_build_object('next_step', jsonb_build_array(to_jsonb(o.\"next_step\"), NULL)) END\n            || CASE WHEN o.\"next_step_on\" IS NULL THEN '{}' ELSE jsonb_build_object('next_step_on', jsonb_build_array(to_jsonb(o.\"next_step_on\"), NULL)) END\n            || CASE WHEN o.\"code\" IS NULL THEN '{}' ELSE jsonb_build_object('code', jsonb_build_array(to_jsonb(o.\"code\"), NULL)) END\n            || CASE WHEN o.\"source\" IS NULL THEN '{}' ELSE jsonb_build_object('source', jsonb_build_array(to_jsonb(o.\"source\"), NULL)) END\n            || CASE WHEN o.\"description\" IS NULL THEN '{}' ELSE jsonb_build_object('description', jsonb_build_array(to_jsonb(o.\"description\"), NULL)) END AS diff FROM old_rows o) AS changed\n    WHERE 'd' <> 'u' OR diff <> '{}'::jsonb;\n    RETURN NULL;",
                    hash="de11a661199e7bd309645cd3f7e233ba4bb1f315",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_log_d_0a6ad",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="deals_deal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pipeline",
            trigger=pgtrigger.compiler.Trigger(
                name="log_i",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO change (actor, command, source, entity, record, operation, diff)\n    SELECT \n        nullif(current_setting('clientela.actor', true), '')::uuid,\n        coalesce(current_setting('clientela.command', true), ''),\n        coalesce(nullif(current_setting('clientela.source', true), ''), 'sql'), 'pipeline', record, 'i', diff\n    FROM (SELECT n.id AS record, CASE WHEN n.\"owner_id\" IS NULL THEN '{}' ELSE jsonb_build_object('owner_id', jsonb_build_array(NULL, to_jsonb(n.\"owner_id\"))) END\n            || CASE WHEN n.\"branch_id\" IS NULL THEN '{}' ELSE jsonb_build_object('branch_id', jsonb_build_array(NULL, to_jsonb(n.\"branch_id\"))) END\n            || CASE WHEN n.\"custom\" IS NULL THEN '{}' ELSE jsonb_build_object('custom', jsonb_build_array(NULL, to_jsonb(n.\"custom\"))) END\n            || CASE WHEN n.\"deleted_at\" IS NULL THEN '{}' ELSE jsonb_build_object('deleted_at', jsonb_build_array(NULL, to_jsonb(n.\"deleted_at\"))) END\n            || CASE WHEN n.\"name\" IS NULL THEN '{}' ELSE jsonb_build_object('name', jsonb_build_array(NULL, to_jsonb(n.\"name\"))) END\n            || CASE WHEN n.\"position\" IS NULL THEN '{}' ELSE jsonb_build_object('position', jsonb_build_array(NULL, to_jsonb(n.\"position\"))) END\n            || CASE WHEN n.\"process\" IS NULL THEN '{}' ELSE jsonb_build_object('process', jsonb_build_array(NULL, to_jsonb(n.\"process\"))) END\n            || CASE WHEN n.\"win_reasons\" IS NULL THEN '{}' ELSE jsonb_build_object('win_reasons', jsonb_build_array(NULL, to_jsonb(n.\"win_reasons\"))) END\n            || CASE WHEN n.\"loss_reasons\" IS NULL THEN '{}' ELSE jsonb_build_object('loss_reasons', jsonb_build_array(NULL, to_jsonb(n.\"loss_reasons\"))) END AS diff FROM new_rows n) AS changed\n    WHERE 'i' <> 'u' OR diff <> '{}'::jsonb;\n    RETURN NULL;",
                    hash="94083b6827ff97ab6a04bddf89b63cb774825339",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_log_i_3b543",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="deals_pipeline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pipeline",
            trigger=pgtrigger.compiler.Trigger(
                name="log_u",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='\n    INSERT INTO change (actor, command, source, entity, record, operation, diff)\n    SELECT \n        nullif(current_setting(\'clientela.actor\', true), \'\')::uuid,\n        coalesce(current_setting(\'clientela.command\', true), \'\'),\n        coalesce(nullif(current_setting(\'clientela.source\', true), \'\'), \'sql\'), \'pipeline\', record, \'u\', diff\n    FROM (SELECT id AS record, CASE WHEN o."owner_id" IS DISTINCT FROM n."owner_id" THEN jsonb_build_object(\'owner_id\', jsonb_build_array(to_jsonb(o."owner_id"), to_jsonb(n."owner_id"))) ELSE \'{}\' END\n            || CASE WHEN o."branch_id" IS DISTINCT FROM n."branch_id" THEN jsonb_build_object(\'branch_id\', jsonb_build_array(to_jsonb(o."branch_id"), to_jsonb(n."branch_id"))) ELSE \'{}\' END\n            || CASE WHEN o."custom" IS DISTINCT FROM n."custom" THEN jsonb_build_object(\'custom\', jsonb_build_array(to_jsonb(o."custom"), to_jsonb(n."custom"))) ELSE \'{}\' END\n            || CASE WHEN o."deleted_at" IS DISTINCT FROM n."deleted_at" THEN jsonb_build_object(\'deleted_at\', jsonb_build_array(to_jsonb(o."deleted_at"), to_jsonb(n."deleted_at"))) ELSE \'{}\' END\n            || CASE WHEN o."name" IS DISTINCT FROM n."name" THEN jsonb_build_object(\'name\', jsonb_build_array(to_jsonb(o."name"), to_jsonb(n."name"))) ELSE \'{}\' END\n            || CASE WHEN o."position" IS DISTINCT FROM n."position" THEN jsonb_build_object(\'position\', jsonb_build_array(to_jsonb(o."position"), to_jsonb(n."position"))) ELSE \'{}\' END\n            || CASE WHEN o."process" IS DISTINCT FROM n."process" THEN jsonb_build_object(\'process\', jsonb_build_array(to_jsonb(o."process"), to_jsonb(n."process"))) ELSE \'{}\' END\n            || CASE WHEN o."win_reasons" IS DISTINCT FROM n."win_reasons" THEN jsonb_build_object(\'win_reasons\', jsonb_build_array(to_jsonb(o."win_reasons"), to_jsonb(n."win_reasons"))) ELSE \'{}\' END\n            || CASE WHEN o."loss_reasons" IS DISTINCT FROM n."loss_reasons" THEN jsonb_build_object(\'loss_reasons\', jsonb_build_array(to_jsonb(o."loss_reasons"), to_jsonb(n."loss_reasons"))) ELSE \'{}\' END AS diff FROM old_rows o JOIN new_rows n USING (id)) AS changed\n    WHERE \'u\' <> \'u\' OR diff <> \'{}\'::jsonb;\n    RETURN NULL;',
                    hash="2a7aca397264af1ad0416cf07379e42c9b5ad589",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_log_u_ab7f3",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="deals_pipeline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pipeline",
            trigger=pgtrigger.compiler.Trigger(
                name="log_d",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO change (actor, command, source, entity, record, operation, diff)\n    SELECT \n        nullif(current_setting('clientela.actor', true), '')::uuid,\n        coalesce(current_setting('clientela.command', true), ''),\n        coalesce(nullif(current_setting('clientela.source', true), ''), 'sql'), 'pipeline', record, 'd', diff\n    FROM (SELECT o.id AS record, CASE WHEN o.\"owner_id\" IS NULL THEN '{}' ELSE jsonb_build_object('owner_id', jsonb_build_array(to_jsonb(o.\"owner_id\"), NULL)) END\n            || CASE WHEN o.\"branch_id\" IS NULL THEN '{}' ELSE jsonb_build_object('branch_id', jsonb_build_array(to_jsonb(o.\"branch_id\"), NULL)) END\n            || CASE WHEN o.\"custom\" IS NULL THEN '{}' ELSE jsonb_build_object('custom', jsonb_build_array(to_jsonb(o.\"custom\"), NULL)) END\n            || CASE WHEN o.\"deleted_at\" IS NULL THEN '{}' ELSE jsonb_build_object('deleted_at', jsonb_build_array(to_jsonb(o.\"deleted_at\"), NULL)) END\n            || CASE WHEN o.\"name\" IS NULL THEN '{}' ELSE jsonb_build_object('name', jsonb_build_array(to_jsonb(o.\"name\"), NULL)) END\n            || CASE WHEN o.\"position\" IS NULL THEN '{}' ELSE jsonb_build_object('position', jsonb_build_array(to_jsonb(o.\"position\"), NULL)) END\n            || CASE WHEN o.\"process\" IS NULL THEN '{}' ELSE jsonb_build_object('process', jsonb_build_array(to_jsonb(o.\"process\"), NULL)) END\n            || CASE WHEN o.\"win_reasons\" IS NULL THEN '{}' ELSE jsonb_build_object('win_reasons', jsonb_build_array(to_jsonb(o.\"win_reasons\"), NULL)) END\n            || CASE WHEN o.\"loss_reasons\" IS NULL THEN '{}' ELSE jsonb_build_object('loss_reasons', jsonb_build_array(to_jsonb(o.\"loss_reasons\"), NULL)) END AS diff FROM old_rows o) AS changed\n    WHERE 'd' <> 'u' OR diff <> '{}'::jsonb;\n    RETURN NULL;",
                    hash="32a83938ac8d70acf5629494d25ab1523e2e8f03",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_log_d_7d292",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="deals_pipeline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stage",
            trigger=pgtrigger.compiler.Trigger(
                name="log_i",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO change (actor, command, source, entity, record, operation, diff)\n    SELECT \n        nullif(current_setting('clientela.actor', true), '')::uuid,\n        coalesce(current_setting('clientela.command', true), ''),\n        coalesce(nullif(current_setting('clientela.source', true), ''), 'sql'), 'stage', record, 'i', diff\n    FROM (SELECT n.id AS record, CASE WHEN n.\"owner_id\" IS NULL THEN '{}' ELSE jsonb_build_object('owner_id', jsonb_build_array(NULL, to_jsonb(n.\"owner_id\"))) END\n            || CASE WHEN n.\"branch_id\" IS NULL THEN '{}' ELSE jsonb_build_object('branch_id', jsonb_build_array(NULL, to_jsonb(n.\"branch_id\"))) END\n            || CASE WHEN n.\"custom\" IS NULL THEN '{}' ELSE jsonb_build_object('custom', jsonb_build_array(NULL, to_jsonb(n.\"custom\"))) END\n            || CASE WHEN n.\"deleted_at\" IS NULL THEN '{}' ELSE jsonb_build_object('deleted_at', jsonb_build_array(NULL, to_jsonb(n.\"deleted_at\"))) END\n            || CASE WHEN n.\"pipeline_id\" IS NULL THEN '{}' ELSE jsonb_build_object('pipeline_id', jsonb_build_array(NULL, to_jsonb(n.\"pipeline_id\"))) END\n            || CASE WHEN n.\"name\" IS NULL THEN '{}' ELSE jsonb_build_object('name', jsonb_build_array(NULL, to_jsonb(n.\"name\"))) END\n            || CASE WHEN n.\"position\" IS NULL THEN '{}' ELSE jsonb_build_object('position', jsonb_build_array(NULL, to_jsonb(n.\"position\"))) END\n            || CASE WHEN n.\"probability\" IS NULL THEN '{}' ELSE jsonb_build_object('probability', jsonb_build_array(NULL, to_jsonb(n.\"probability\"))) END\n            || CASE WHEN n.\"kind\" IS NULL THEN '{}' ELSE jsonb_build_object('kind', jsonb_build_array(NULL, to_jsonb(n.\"kind\"))) END\n            || CASE WHEN n.\"rot_days\" IS NULL THEN '{}' ELSE jsonb_build_object('rot_days', jsonb_build_array(NULL, to_jsonb(n.\"rot_days\"))) END\n            || CASE WHEN n.\"required_fields\" IS NULL THEN '{}' ELSE jsonb_build_object('required_fields', jsonb_build_array(NULL, to_jsonb(n.\"required_fields\"))) END AS diff FROM new_rows n) AS changed\n    WHERE 'i' <> 'u' OR diff <> '{}'::jsonb;\n    RETURN NULL;",
                    hash="91a26fc716e8e80f3cef1bc6ce65acac1a0dcb19",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_log_i_47575",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="deals_stage",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stage",
            trigger=pgtrigger.compiler.Trigger(
                name="log_u",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='\n    INSERT INTO change (actor, command, source, entity, record, operation, diff)\n    SELECT \n        nullif(current_setting(\'clientela.actor\', true), \'\')::uuid,\n        coalesce(current_setting(\'clientela.command\', true), \'\'),\n        coalesce(nullif(current_setting(\'clientela.source\', true), \'\'), \'sql\'), \'stage\', record, \'u\', diff\n    FROM (SELECT id AS record, CASE WHEN o."owner_id" IS DISTINCT FROM n."owner_id" THEN jsonb_build_object(\'owner_id\', jsonb_build_array(to_jsonb(o."owner_id"), to_jsonb(n."owner_id"))) ELSE \'{}\' END\n            || CASE WHEN o."branch_id" IS DISTINCT FROM n."branch_id" THEN jsonb_build_object(\'branch_id\', jsonb_build_array(to_jsonb(o."branch_id"), to_jsonb(n."branch_id"))) ELSE \'{}\' END\n            || CASE WHEN o."custom" IS DISTINCT FROM n."custom" THEN jsonb_build_object(\'custom\', jsonb_build_array(to_jsonb(o."custom"), to_jsonb(n."custom"))) ELSE \'{}\' END\n            || CASE WHEN o."deleted_at" IS DISTINCT FROM n."deleted_at" THEN jsonb_build_object(\'deleted_at\', jsonb_build_array(to_jsonb(o."deleted_at"), to_jsonb(n."deleted_at"))) ELSE \'{}\' END\n            || CASE WHEN o."pipeline_id" IS DISTINCT FROM n."pipeline_id" THEN jsonb_build_object(\'pipeline_id\', jsonb_build_array(to_jsonb(o."pipeline_id"), to_jsonb(n."pipeline_id"))) ELSE \'{}\' END\n            || CASE WHEN o."name" IS DISTINCT FROM n."name" THEN jsonb_build_object(\'name\', jsonb_build_array(to_jsonb(o."name"), to_jsonb(n."name"))) ELSE \'{}\' END\n            || CASE WHEN o."position" IS DISTINCT FROM n."position" THEN jsonb_build_object(\'position\', jsonb_build_array(to_jsonb(o."position"), to_jsonb(n."position"))) ELSE \'{}\' END\n            || CASE WHEN o."probability" IS DISTINCT FROM n."probability" THEN jsonb_build_object(\'probability\', jsonb_build_array(to_jsonb(o."probability"), to_jsonb(n."probability"))) ELSE \'{}\' END\n            || CASE WHEN o."kind" IS DISTINCT FROM n."kind" THEN jsonb_build_object(\'kind\', jsonb_build_array(to_jsonb(o."kind"), to_jsonb(n."kind"))) ELSE \'{}\' END\n            || CASE WHEN o."rot_days" IS DISTINCT FROM n."rot_days" THEN jsonb_build_object(\'rot_days\', jsonb_build_array(to_jsonb(o."rot_days"), to_jsonb(n."rot_days"))) ELSE \'{}\' END\n            || CASE WHEN o."required_fields" IS DISTINCT FROM n."required_fields" THEN jsonb_build_object(\'required_fields\', jsonb_build_array(to_jsonb(o."required_fields"), to_jsonb(n."required_fields"))) ELSE \'{}\' END AS diff FROM old_rows o JOIN new_rows n USING (id)) AS changed\n    WHERE \'u\' <> \'u\' OR diff <> \'{}\'::jsonb;\n    RETURN NULL;',
                    hash="829b32256ec050ec421206262e564b2ed13d26af",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_log_u_71be3",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="deals_stage",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stage",
            trigger=pgtrigger.compiler.Trigger(
                name="log_d",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO change (actor, command, source, entity, record, operation, diff)\n    SELECT \n        nullif(current_setting('clientela.actor', true), '')::uuid,\n        coalesce(current_setting('clientela.command', true), ''),\n        coalesce(nullif(current_setting('clientela.source', true), ''), 'sql'), 'stage', record, 'd', diff\n    FROM (SELECT o.id AS record, CASE WHEN o.\"owner_id\" IS NULL THEN '{}' ELSE jsonb_build_object('owner_id', jsonb_build_array(to_jsonb(o.\"owner_id\"), NULL)) END\n            || CASE WHEN o.\"branch_id\" IS NULL THEN '{}' ELSE jsonb_build_object('branch_id', jsonb_build_array(to_jsonb(o.\"branch_id\"), NULL)) END\n            || CASE WHEN o.\"custom\" IS NULL THEN '{}' ELSE jsonb_build_object('custom', jsonb_build_array(to_jsonb(o.\"custom\"), NULL)) END\n            || CASE WHEN o.\"deleted_at\" IS NULL THEN '{}' ELSE jsonb_build_object('deleted_at', jsonb_build_array(to_jsonb(o.\"deleted_at\"), NULL)) END\n            || CASE WHEN o.\"pipeline_id\" IS NULL THEN '{}' ELSE jsonb_build_object('pipeline_id', jsonb_build_array(to_jsonb(o.\"pipeline_id\"), NULL)) END\n            || CASE WHEN o.\"name\" IS NULL THEN '{}' ELSE jsonb_build_object('name', jsonb_build_array(to_jsonb(o.\"name\"), NULL)) END\n            || CASE WHEN o.\"position\" IS NULL THEN '{}' ELSE jsonb_build_object('position', jsonb_build_array(to_jsonb(o.\"position\"), NULL)) END\n            || CASE WHEN o.\"probability\" IS NULL THEN '{}' ELSE jsonb_build_object('probability', jsonb_build_array(to_jsonb(o.\"probability\"), NULL)) END\n            || CASE WHEN o.\"kind\" IS NULL THEN '{}' ELSE jsonb_build_object('kind', jsonb_build_array(to_jsonb(o.\"kind\"), NULL)) END\n            || CASE WHEN o.\"rot_days\" IS NULL THEN '{}' ELSE jsonb_build_object('rot_days', jsonb_build_array(to_jsonb(o.\"rot_days\"), NULL)) END\n            || CASE WHEN o.\"required_fields\" IS NULL THEN '{}' ELSE jsonb_build_object('required_fields', jsonb_build_array(to_jsonb(o.\"required_fields\"), NULL)) END AS diff FROM old_rows o) AS changed\n    WHERE 'd' <> 'u' OR diff <> '{}'::jsonb;\n    RETURN NULL;",
                    hash="94a4cab5b763447d38dd2f9ea8c0f4ac9ef37742",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_log_d_0c749",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="deals_stage",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="competitor",
            name="branch",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.branch",
                verbose_name="Branch",
            ),
        ),
        migrations.AddField(
            model_name="competitor",
            name="company",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="contacts.company",
            ),
        ),
        migrations.AddField(
            model_name="competitor",
            name="created_by",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="competitor",
            name="owner",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="Owner",
            ),
        ),
        migrations.AddField(
            model_name="competitor",
            name="updated_by",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="deal",
            name="lost_to",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="deals.competitor",
            ),
        ),
        migrations.AddField(
            model_name="dealcheck",
            name="branch",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.branch",
                verbose_name="Branch",
            ),
        ),
        migrations.AddField(
            model_name="dealcheck",
            name="created_by",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="dealcheck",
            name="deal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="ticks", to="deals.deal"
            ),
        ),
        migrations.AddField(
            model_name="dealcheck",
            name="owner",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="Owner",
            ),
        ),
        migrations.AddField(
            model_name="dealcheck",
            name="updated_by",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="dealcompetitor",
            name="branch",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.branch",
                verbose_name="Branch",
            ),
        ),
        migrations.AddField(
            model_name="dealcompetitor",
            name="competitor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="deals", to="deals.competitor"
            ),
        ),
        migrations.AddField(
            model_name="dealcompetitor",
            name="created_by",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="dealcompetitor",
            name="deal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="competitors", to="deals.deal"
            ),
        ),
        migrations.AddField(
            model_name="dealcompetitor",
            name="owner",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="Owner",
            ),
        ),
        migrations.AddField(
            model_name="dealcompetitor",
            name="updated_by",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="dealrole",
            name="branch",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.branch",
                verbose_name="Branch",
            ),
        ),
        migrations.AddField(
            model_name="dealrole",
            name="created_by",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="dealrole",
            name="deal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="roles", to="deals.deal"
            ),
        ),
        migrations.AddField(
            model_name="dealrole",
            name="owner",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="Owner",
            ),
        ),
        migrations.AddField(
            model_name="dealrole",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="deal_roles", to="contacts.person"
            ),
        ),
        migrations.AddField(
            model_name="dealrole",
            name="updated_by",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="dealsplit",
            name="branch",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.branch",
                verbose_name="Branch",
            ),
        ),
        migrations.AddField(
            model_name="dealsplit",
            name="created_by",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="dealsplit",
            name="deal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="splits", to="deals.deal"
            ),
        ),
        migrations.AddField(
            model_name="dealsplit",
            name="owner",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="Owner",
            ),
        ),
        migrations.AddField(
            model_name="dealsplit",
            name="updated_by",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="dealsplit",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="processversion",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="processversion",
            name="pipeline",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="deals.pipeline"
            ),
        ),
        migrations.AddField(
            model_name="stagecheck",
            name="branch",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.branch",
                verbose_name="Branch",
            ),
        ),
        migrations.AddField(
            model_name="stagecheck",
            name="created_by",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="stagecheck",
            name="owner",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="Owner",
            ),
        ),
        migrations.AddField(
            model_name="stagecheck",
            name="stage",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="checks", to="deals.stage"
            ),
        ),
        migrations.AddField(
            model_name="stagecheck",
            name="updated_by",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="dealcheck",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="deals.stagecheck"
            ),
        ),
        migrations.AddField(
            model_name="stagetask",
            name="branch",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.branch",
                verbose_name="Branch",
            ),
        ),
        migrations.AddField(
            model_name="stagetask",
            name="created_by",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="stagetask",
            name="owner",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="Owner",
            ),
        ),
        migrations.AddField(
            model_name="stagetask",
            name="stage",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="tasks", to="deals.stage"
            ),
        ),
        migrations.AddField(
            model_name="stagetask",
            name="updated_by",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="competitor",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="competitor_search"),
        ),
        migrations.AddIndex(
            model_name="competitor",
            index=models.Index(
                condition=models.Q(("deleted_at", None)),
                fields=["updated_at", "id"],
                name="competitor_recent",
            ),
        ),
        migrations.AddIndex(
            model_name="competitor",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", False)),
                fields=["deleted_at"],
                name="competitor_bin",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="competitor",
            trigger=pgtrigger.compiler.Trigger(
                name="log_i",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO change (actor, command, source, entity, record, operation, diff)\n    SELECT \n        nullif(current_setting('clientela.actor', true), '')::uuid,\n        coalesce(current_setting('clientela.command', true), ''),\n        coalesce(nullif(current_setting('clientela.source', true), ''), 'sql'), 'competitor', record, 'i', diff\n    FROM (SELECT n.id AS record, CASE WHEN n.\"owner_id\" IS NULL THEN '{}' ELSE jsonb_build_object('owner_id', jsonb_build_array(NULL, to_jsonb(n.\"owner_id\"))) END\n            || CASE WHEN n.\"branch_id\" IS NULL THEN '{}' ELSE jsonb_build_object('branch_id', jsonb_build_array(NULL, to_jsonb(n.\"branch_id\"))) END\n            || CASE WHEN n.\"custom\" IS NULL THEN '{}' ELSE jsonb_build_object('custom', jsonb_build_array(NULL, to_jsonb(n.\"custom\"))) END\n            || CASE WHEN n.\"deleted_at\" IS NULL THEN '{}' ELSE jsonb_build_object('deleted_at', jsonb_build_array(NULL, to_jsonb(n.\"deleted_at\"))) END\n            || CASE WHEN n.\"name\" IS NULL THEN '{}' ELSE jsonb_build_object('name', jsonb_build_array(NULL, to_jsonb(n.\"name\"))) END\n            || CASE WHEN n.\"website\" IS NULL THEN '{}' ELSE jsonb_build_object('website', jsonb_build_array(NULL, to_jsonb(n.\"website\"))) END\n            || CASE WHEN n.\"company_id\" IS NULL THEN '{}' ELSE jsonb_build_object('company_id', jsonb_build_array(NULL, to_jsonb(n.\"company_id\"))) END\n            || CASE WHEN n.\"strengths\" IS NULL THEN '{}' ELSE jsonb_build_object('strengths', jsonb_build_array(NULL, to_jsonb(n.\"strengths\"))) END\n            || CASE WHEN n.\"weaknesses\" IS NULL THEN '{}' ELSE jsonb_build_object('weaknesses', jsonb_build_array(NULL, to_jsonb(n.\"weaknesses\"))) END\n            || CASE WHEN n.\"description\" IS NULL THEN '{}' ELSE jsonb_build_object('description', jsonb_build_array(NULL, to_jsonb(n.\"description\"))) END AS diff FROM new_rows n) AS changed\n    WHERE 'i' <> 'u' OR diff <> '{}'::jsonb;\n    RETURN NULL;",
                    hash="f154386d10b7aae83f2665ff7d9ec6572a3cf2e6",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_log_i_fe678",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="deals_competitor",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="competitor",
            trigger=pgtrigger.compiler.Trigger(
                name="log_u",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='\n    INSERT INTO change (actor, command, source, entity, record, operation, diff)\n    SELECT \n        nullif(current_setting(\'clientela.actor\', true), \'\')::uuid,\n        coalesce(current_setting(\'clientela.command\', true), \'\'),\n        coalesce(nullif(current_setting(\'clientela.source\', true), \'\'), \'sql\'), \'competitor\', record, \'u\', diff\n    FROM (SELECT id AS record, CASE WHEN o."owner_id" IS DISTINCT FROM n."owner_id" THEN jsonb_build_object(\'owner_id\', jsonb_build_array(to_jsonb(o."owner_id"), to_jsonb(n."owner_id"))) ELSE \'{}\' END\n            || CASE WHEN o."branch_id" IS DISTINCT FROM n."branch_id" THEN jsonb_build_object(\'branch_id\', jsonb_build_array(to_jsonb(o."branch_id"), to_jsonb(n."branch_id"))) ELSE \'{}\' END\n            || CASE WHEN o."custom" IS DISTINCT FROM n."custom" THEN jsonb_build_object(\'custom\', jsonb_build_array(to_jsonb(o."custom"), to_jsonb(n."custom"))) ELSE \'{}\' END\n            || CASE WHEN o."deleted_at" IS DISTINCT FROM n."deleted_at" THEN jsonb_build_object(\'deleted_at\', jsonb_build_array(to_jsonb(o."deleted_at"), to_jsonb(n."deleted_at"))) ELSE \'{}\' END\n            || CASE WHEN o."name" IS DISTINCT FROM n."name" THEN jsonb_build_object(\'name\', jsonb_build_array(to_jsonb(o."name"), to_jsonb(n."name"))) ELSE \'{}\' END\n            || CASE WHEN o."website" IS DISTINCT FROM n."website" THEN jsonb_build_object(\'website\', jsonb_build_array(to_jsonb(o."website"), to_jsonb(n."website"))) ELSE \'{}\' END\n            || CASE WHEN o."company_id" IS DISTINCT FROM n."company_id" THEN jsonb_build_object(\'company_id\', jsonb_build_array(to_jsonb(o."company_id"), to_jsonb(n."company_id"))) ELSE \'{}\' END\n            || CASE WHEN o."strengths" IS DISTINCT FROM n."strengths" THEN jsonb_build_object(\'strengths\', jsonb_build_array(to_jsonb(o."strengths"), to_jsonb(n."strengths"))) ELSE \'{}\' END\n            || CASE WHEN o."weaknesses" IS DISTINCT FROM n."weaknesses" THEN jsonb_build_object(\'weaknesses\', jsonb_build_array(to_jsonb(o."weaknesses"), to_jsonb(n."weaknesses"))) ELSE \'{}\' END\n            || CASE WHEN o."description" IS DISTINCT FROM n."description" THEN jsonb_build_object(\'description\', jsonb_build_array(to_jsonb(o."description"), to_jsonb(n."description"))) ELSE \'{}\' END AS diff FROM old_rows o JOIN new_rows n USING (id)) AS changed\n    WHERE \'u\' <> \'u\' OR diff <> \'{}\'::jsonb;\n    RETURN NULL;',
                    hash="872818b12d3414c9f6778c0a814077a25f2fd2b8",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_log_u_cc53b",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="deals_competitor",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="competitor",
            trigger=pgtrigger.compiler.Trigger(
                name="log_d",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO change (actor, command, source, entity, record, operation, diff)\n    SELECT \n        nullif(current_setting('clientela.actor', true), '')::uuid,\n        coalesce(current_setting('clientela.command', true), ''),\n        coalesce(nullif(current_setting('clientela.source', true), ''), 'sql'), 'competitor', record, 'd', diff\n    FROM (SELECT o.id AS record, CASE WHEN o.\"owner_id\" IS NULL THEN '{}' ELSE jsonb_build_object('owner_id', jsonb_build_array(to_jsonb(o.\"owner_id\"), NULL)) END\n            || CASE WHEN o.\"branch_id\" IS NULL THEN '{}' ELSE jsonb_build_object('branch_id', jsonb_build_array(to_jsonb(o.\"branch_id\"), NULL)) END\n            || CASE WHEN o.\"custom\" IS NULL THEN '{}' ELSE jsonb_build_object('custom', jsonb_build_array(to_jsonb(o.\"custom\"), NULL)) END\n            || CASE WHEN o.\"deleted_at\" IS NULL THEN '{}' ELSE jsonb_build_object('deleted_at', jsonb_build_array(to_jsonb(o.\"deleted_at\"), NULL)) END\n            || CASE WHEN o.\"name\" IS NULL THEN '{}' ELSE jsonb_build_object('name', jsonb_build_array(to_jsonb(o.\"name\"), NULL)) END\n            || CASE WHEN o.\"website\" IS NULL THEN '{}' ELSE jsonb_build_object('website', jsonb_build_array(to_jsonb(o.\"website\"), NULL)) END\n            || CASE WHEN o.\"company_id\" IS NULL THEN '{}' ELSE jsonb_build_object('company_id', jsonb_build_array(to_jsonb(o.\"company_id\"), NULL)) END\n            || CASE WHEN o.\"strengths\" IS NULL THEN '{}' ELSE jsonb_build_object('strengths', jsonb_build_array(to_jsonb(o.\"strengths\"), NULL)) END\n            || CASE WHEN o.\"weaknesses\" IS NULL THEN '{}' ELSE jsonb_build_object('weaknesses', jsonb_build_array(to_jsonb(o.\"weaknesses\"), NULL)) END\n            || CASE WHEN o.\"description\" IS NULL THEN '{}' ELSE jsonb_build_object('description', jsonb_build_array(to_jsonb(o.\"description\"), NULL)) END AS diff FROM old_rows o) AS changed\n    WHERE 'd' <> 'u' OR diff <> '{}'::jsonb;\n    RETURN NULL;",
                    hash="c7255f4434949da5f86df7a646572de7ae715e99",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_log_d_26c16",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="deals_competitor",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="competitor",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_id",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id"))',
                    func="RAISE EXCEPTION 'a record keeps its id for ever';",
                    hash="f452f277da158e1bc4289224cd2c3b94420df232",
                    operation='UPDATE OF "id"',
                    pgid="pgtrigger_keep_id_8ccb2",
                    table="deals_competitor",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="competitor",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('clientela.truncate', true), '') <> 'on' THEN RAISE EXCEPTION 'TRUNCATE would escape the change log; use DELETE'; END IF; RETURN NULL;",
                    hash="1312e4c96f316018225f7b76ff6d408b946a0053",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_c0e92",
                    table="deals_competitor",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="deal",
            name="contract_value",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(amount=None, recurring=None, then=models.Value(None)),
                    default=django.db.models.expressions.CombinedExpression(
                        django.db.models.functions.comparison.Coalesce(
                            models.F("amount"),
                            models.Value(
                                0, output_field=models.DecimalField(decimal_places=2, max_digits=20)
                            ),
                        ),
                        "+",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.functions.comparison.Coalesce(
                                models.F("recurring"),
                                models.Value(
                                    0, output_field=models.DecimalField(decimal_places=2, max_digits=20)
                                ),
                            ),
                            "*",
                            django.db.models.functions.comparison.Coalesce(
                                models.F("term_months"),
                                models.Value(
                                    0, output_field=models.DecimalField(decimal_places=2, max_digits=20)
                                ),
                            ),
                        ),
                    ),
                    output_field=models.DecimalField(decimal_places=2, max_digits=20),
                ),
                null=True,
                output_field=models.DecimalField(decimal_places=2, max_digits=20),
            ),
        ),
        migrations.AddField(
            model_name="deal",
            name="contract_value_currency",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.comparison.Coalesce(
                    "amount_currency", "recurring_currency"
                ),
                null=True,
                output_field=models.CharField(max_length=3),
            ),
        ),
        migrations.AddField(
            model_name="deal",
            name="no_next_step",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Q(("closed_on", None), ("next_step", None), ("next_step_on", None)),
                null=True,
                output_field=models.BooleanField(),
            ),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                condition=models.Q(("deleted_at", None)),
                fields=["contract_value", "id"],
                name="deal_contract",
            ),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                condition=models.Q(("deleted_at", None), ("no_next_step", True)),
                fields=["owner", "amount", "id"],
                name="deal_no_step",
            ),
        ),
        migrations.AddIndex(
            model_name="dealcompetitor",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="dealcompetitor_search"),
        ),
        migrations.AddIndex(
            model_name="dealcompetitor",
            index=models.Index(
                condition=models.Q(("deleted_at", None)),
                fields=["updated_at", "id"],
                name="dealcompetitor_recent",
            ),
        ),
        migrations.AddIndex(
            model_name="dealcompetitor",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", False)),
                fields=["deleted_at"],
                name="dealcompetitor_bin",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dealcompetitor",
            trigger=pgtrigger.compiler.Trigger(
                name="log_i",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO change (actor, command, source, entity, record, operation, diff)\n    SELECT \n        nullif(current_setting('clientela.actor', true), '')::uuid,\n        coalesce(current_setting('clientela.command', true), ''),\n        coalesce(nullif(current_setting('clientela.source', true), ''), 'sql'), 'dealcompetitor', record, 'i', diff\n    FROM (SELECT n.id AS record, CASE WHEN n.\"owner_id\" IS NULL THEN '{}' ELSE jsonb_build_object('owner_id', jsonb_build_array(NULL, to_jsonb(n.\"owner_id\"))) END\n            || CASE WHEN n.\"branch_id\" IS NULL THEN '{}' ELSE jsonb_build_object('branch_id', jsonb_build_array(NULL, to_jsonb(n.\"branch_id\"))) END\n            || CASE WHEN n.\"custom\" IS NULL THEN '{}' ELSE jsonb_build_object('custom', jsonb_build_array(NULL, to_jsonb(n.\"custom\"))) END\n            || CASE WHEN n.\"deleted_at\" IS NULL THEN '{}' ELSE jsonb_build_object('deleted_at', jsonb_build_array(NULL, to_jsonb(n.\"deleted_at\"))) END\n            || CASE WHEN n.\"deal_id\" IS NULL THEN '{}' ELSE jsonb_build_object('deal_id', jsonb_build_array(NULL, to_jsonb(n.\"deal_id\"))) END\n            || CASE WHEN n.\"competitor_id\" IS NULL THEN '{}' ELSE jsonb_build_object('competitor_id', jsonb_build_array(NULL, to_jsonb(n.\"competitor_id\"))) END\n            || CASE WHEN n.\"standing\" IS NULL THEN '{}' ELSE jsonb_build_object('standing', jsonb_build_array(NULL, to_jsonb(n.\"standing\"))) END\n            || CASE WHEN n.\"strength\" IS NULL THEN '{}' ELSE jsonb_build_object('strength', jsonb_build_array(NULL, to_jsonb(n.\"strength\"))) END\n            || CASE WHEN n.\"weakness\" IS NULL THEN '{}' ELSE jsonb_build_object('weakness', jsonb_build_array(NULL, to_jsonb(n.\"weakness\"))) END AS diff FROM new_rows n) AS changed\n    WHERE 'i' <> 'u' OR diff <> '{}'::jsonb;\n    RETURN NULL;",
                    hash="9fb87ba66937bf34ee409dcf5187e3d8f1e33e4a",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_log_i_3ab14",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="deals_dealcompetitor",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dealcompetitor",
            trigger=pgtrigger.compiler.Trigger(
                name="log_u",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='\n    INSERT INTO change (actor, command, source, entity, record, operation, diff)\n    SELECT \n        nullif(current_setting(\'clientela.actor\', true), \'\')::uuid,\n        coalesce(current_setting(\'clientela.command\', true), \'\'),\n        coalesce(nullif(current_setting(\'clientela.source\', true), \'\'), \'sql\'), \'dealcompetitor\', record, \'u\', diff\n    FROM (SELECT id AS record, CASE WHEN o."owner_id" IS DISTINCT FROM n."owner_id" THEN jsonb_build_object(\'owner_id\', jsonb_build_array(to_jsonb(o."owner_id"), to_jsonb(n."owner_id"))) ELSE \'{}\' END\n            || CASE WHEN o."branch_id" IS DISTINCT FROM n."branch_id" THEN jsonb_build_object(\'branch_id\', jsonb_build_array(to_jsonb(o."branch_id"), to_jsonb(n."branch_id"))) ELSE \'{}\' END\n            || CASE WHEN o."custom" IS DISTINCT FROM n."custom" THEN jsonb_build_object(\'custom\', jsonb_build_array(to_jsonb(o."custom"), to_jsonb(n."custom"))) ELSE \'{}\' END\n            || CASE WHEN o."deleted_at" IS DISTINCT FROM n."deleted_at" THEN jsonb_build_object(\'deleted_at\', jsonb_build_array(to_jsonb(o."deleted_at"), to_jsonb(n."deleted_at"))) ELSE \'{}\' END\n            || CASE WHEN o."deal_id" IS DISTINCT FROM n."deal_id" THEN jsonb_build_object(\'deal_id\', jsonb_build_array(to_jsonb(o."deal_id"), to_jsonb(n."deal_id"))) ELSE \'{}\' END\n            || CASE WHEN o."competitor_id" IS DISTINCT FROM n."competitor_id" THEN jsonb_build_object(\'competitor_id\', jsonb_build_array(to_jsonb(o."competitor_id"), to_jsonb(n."competitor_id"))) ELSE \'{}\' END\n            || CASE WHEN o."standing" IS DISTINCT FROM n."standing" THEN jsonb_build_object(\'standing\', jsonb_build_array(to_jsonb(o."standing"), to_jsonb(n."standing"))) ELSE \'{}\' END\n            || CASE WHEN o."strength" IS DISTINCT FROM n."strength" THEN jsonb_build_object(\'strength\', jsonb_build_array(to_jsonb(o."strength"), to_jsonb(n."strength"))) ELSE \'{}\' END\n            || CASE WHEN o."weakness" IS DISTINCT FROM n."weakness" THEN jsonb_build_object(\'weakness\', jsonb_build_array(to_jsonb(o."weakness"), to_jsonb(n."weakness"))) ELSE \'{}\' END AS diff FROM old_rows o JOIN new_rows n USING (id)) AS changed\n    WHERE \'u\' <> \'u\' OR diff <> \'{}\'::jsonb;\n    RETURN NULL;',
                    hash="5692b9ec32b9faa3a667336e6f92a2308bf83708",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_log_u_d2220",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="deals_dealcompetitor",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dealcompetitor",
            trigger=pgtrigger.compiler.Trigger(
                name="log_d",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO change (actor, command, source, entity, record, operation, diff)\n    SELECT \n        nullif(current_setting('clientela.actor', true), '')::uuid,\n        coalesce(current_setting('clientela.command', true), ''),\n        coalesce(nullif(current_setting('clientela.source', true), ''), 'sql'), 'dealcompetitor', record, 'd', diff\n    FROM (SELECT o.id AS record, CASE WHEN o.\"owner_id\" IS NULL THEN '{}' ELSE jsonb_build_object('owner_id', jsonb_build_array(to_jsonb(o.\"owner_id\"), NULL)) END\n            || CASE WHEN o.\"branch_id\" IS NULL THEN '{}' ELSE jsonb_build_object('branch_id', jsonb_build_array(to_jsonb(o.\"branch_id\"), NULL)) END\n            || CASE WHEN o.\"custom\" IS NULL THEN '{}' ELSE jsonb_build_object('custom', jsonb_build_array(to_jsonb(o.\"custom\"), NULL)) END\n            || CASE WHEN o.\"deleted_at\" IS NULL THEN '{}' ELSE jsonb_build_object('deleted_at', jsonb_build_array(to_jsonb(o.\"deleted_at\"), NULL)) END\n            || CASE WHEN o.\"deal_id\" IS NULL THEN '{}' ELSE jsonb_build_object('deal_id', jsonb_build_array(to_jsonb(o.\"deal_id\"), NULL)) END\n            || CASE WHEN o.\"competitor_id\" IS NULL THEN '{}' ELSE jsonb_build_object('competitor_id', jsonb_build_array(to_jsonb(o.\"competitor_id\"), NULL)) END\n            || CASE WHEN o.\"standing\" IS NULL THEN '{}' ELSE jsonb_build_object('standing', jsonb_build_array(to_jsonb(o.\"standing\"), NULL)) END\n            || CASE WHEN o.\"strength\" IS NULL THEN '{}' ELSE jsonb_build_object('strength', jsonb_build_array(to_jsonb(o.\"strength\"), NULL)) END\n            || CASE WHEN o.\"weakness\" IS NULL THEN '{}' ELSE jsonb_build_object('weakness', jsonb_build_array(to_jsonb(o.\"weakness\"), NULL)) END AS diff FROM old_rows o) AS changed\n    WHERE 'd' <> 'u' OR diff <> '{}'::jsonb;\n    RETURN NULL;",
                    hash="3def8d2d6eaf43777fb89419c32959028010e3cf",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_log_d_d9f93",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="deals_dealcompetitor",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dealcompetitor",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_id",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id"))',
                    func="RAISE EXCEPTION 'a record keeps its id for ever';",
                    hash="f66033d12e7b9f8e4c61ebba8fefda338f74dd36",
                    operation='UPDATE OF "id"',
                    pgid="pgtrigger_keep_id_1a711",
                    table="deals_dealcompetitor",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dealcompetitor",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('clientela.truncate', true), '') <> 'on' THEN RAISE EXCEPTION 'TRUNCATE would escape the change log; use DELETE'; END IF; RETURN NULL;",
                    hash="967be4f081c4707c8f54bd4d2bad38cfdb287b45",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_9a1f6",
                    table="deals_dealcompetitor",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="dealrole",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="dealrole_search"),
        ),
        migrations.AddIndex(
            model_name="dealrole",
            index=models.Index(
                condition=models.Q(("deleted_at", None)), fields=["updated_at", "id"], name="dealrole_recent"
            ),
        ),
        migrations.AddIndex(
            model_name="dealrole",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", False)), fields=["deleted_at"], name="dealrole_bin"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dealrole",
            trigger=pgtrigger.compiler.Trigger(
                name="log_i",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO change (actor, command, source, entity, record, operation, diff)\n    SELECT \n        nullif(current_setting('clientela.actor', true), '')::uuid,\n        coalesce(current_setting('clientela.command', true), ''),\n        coalesce(nullif(current_setting('clientela.source', true), ''), 'sql'), 'dealrole', record, 'i', diff\n    FROM (SELECT n.id AS record, CASE WHEN n.\"owner_id\" IS NULL THEN '{}' ELSE jsonb_build_object('owner_id', jsonb_build_array(NULL, to_jsonb(n.\"owner_id\"))) END\n            || CASE WHEN n.\"branch_id\" IS NULL THEN '{}' ELSE jsonb_build_object('branch_id', jsonb_build_array(NULL, to_jsonb(n.\"branch_id\"))) END\n            || CASE WHEN n.\"custom\" IS NULL THEN '{}' ELSE jsonb_build_object('custom', jsonb_build_array(NULL, to_jsonb(n.\"custom\"))) END\n            || CASE WHEN n.\"deleted_at\" IS NULL THEN '{}' ELSE jsonb_build_object('deleted_at', jsonb_build_array(NULL, to_jsonb(n.\"deleted_at\"))) END\n            || CASE WHEN n.\"deal_id\" IS NULL THEN '{}' ELSE jsonb_build_object('deal_id', jsonb_build_array(NULL, to_jsonb(n.\"deal_id\"))) END\n            || CASE WHEN n.\"person_id\" IS NULL THEN '{}' ELSE jsonb_build_object('person_id', jsonb_build_array(NULL, to_jsonb(n.\"person_id\"))) END\n            || CASE WHEN n.\"role\" IS NULL THEN '{}' ELSE jsonb_build_object('role', jsonb_build_array(NULL, to_jsonb(n.\"role\"))) END\n            || CASE WHEN n.\"stance\" IS NULL THEN '{}' ELSE jsonb_build_object('stance', jsonb_build_array(NULL, to_jsonb(n.\"stance\"))) END\n            || CASE WHEN n.\"note\" IS NULL THEN '{}' ELSE jsonb_build_object('note', jsonb_build_array(NULL, to_jsonb(n.\"note\"))) END AS diff FROM new_rows n) AS changed\n    WHERE 'i' <> 'u' OR diff <> '{}'::jsonb;\n    RETURN NULL;",
                    hash="4b8dc2d40ead3026bfcc5c5fb4e63f92e878c947",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_log_i_0eb39",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="deals_dealrole",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dealrole",
            trigger=pgtrigger.compiler.Trigger(
                name="log_u",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='\n    INSERT INTO change (actor, command, source, entity, record, operation, diff)\n    SELECT \n        nullif(current_setting(\'clientela.actor\', true), \'\')::uuid,\n        coalesce(current_setting(\'clientela.command\', true), \'\'),\n        coalesce(nullif(current_setting(\'clientela.source\', true), \'\'), \'sql\'), \'dealrole\', record, \'u\', diff\n    FROM (SELECT id AS record, CASE WHEN o."owner_id" IS DISTINCT FROM n."owner_id" THEN jsonb_build_object(\'owner_id\', jsonb_build_array(to_jsonb(o."owner_id"), to_jsonb(n."owner_id"))) ELSE \'{}\' END\n            || CASE WHEN o."branch_id" IS DISTINCT FROM n."branch_id" THEN jsonb_build_object(\'branch_id\', jsonb_build_array(to_jsonb(o."branch_id"), to_jsonb(n."branch_id"))) ELSE \'{}\' END\n            || CASE WHEN o."custom" IS DISTINCT FROM n."custom" THEN jsonb_build_object(\'custom\', jsonb_build_array(to_jsonb(o."custom"), to_jsonb(n."custom"))) ELSE \'{}\' END\n            || CASE WHEN o."deleted_at" IS DISTINCT FROM n."deleted_at" THEN jsonb_build_object(\'deleted_at\', jsonb_build_array(to_jsonb(o."deleted_at"), to_jsonb(n."deleted_at"))) ELSE \'{}\' END\n            || CASE WHEN o."deal_id" IS DISTINCT FROM n."deal_id" THEN jsonb_build_object(\'deal_id\', jsonb_build_array(to_jsonb(o."deal_id"), to_jsonb(n."deal_id"))) ELSE \'{}\' END\n            || CASE WHEN o."person_id" IS DISTINCT FROM n."person_id" THEN jsonb_build_object(\'person_id\', jsonb_build_array(to_jsonb(o."person_id"), to_jsonb(n."person_id"))) ELSE \'{}\' END\n            || CASE WHEN o."role" IS DISTINCT FROM n."role" THEN jsonb_build_object(\'role\', jsonb_build_array(to_jsonb(o."role"), to_jsonb(n."role"))) ELSE \'{}\' END\n            || CASE WHEN o."stance" IS DISTINCT FROM n."stance" THEN jsonb_build_object(\'stance\', jsonb_build_array(to_jsonb(o."stance"), to_jsonb(n."stance"))) ELSE \'{}\' END\n            || CASE WHEN o."note" IS DISTINCT FROM n."note" THEN jsonb_build_object(\'note\', jsonb_build_array(to_jsonb(o."note"), to_jsonb(n."note"))) ELSE \'{}\' END AS diff FROM old_rows o JOIN new_rows n USING (id)) AS changed\n    WHERE \'u\' <> \'u\' OR diff <> \'{}\'::jsonb;\n    RETURN NULL;',
                    hash="b7759ee2d302088208c7efd04a96c9ff58d12c6f",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_log_u_a2f58",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="deals_dealrole",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dealrole",
            trigger=pgtrigger.compiler.Trigger(
                name="log_d",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO change (actor, command, source, entity, record, operation, diff)\n    SELECT \n        nullif(current_setting('clientela.actor', true), '')::uuid,\n        coalesce(current_setting('clientela.command', true), ''),\n        coalesce(nullif(current_setting('clientela.source', true), ''), 'sql'), 'dealrole', record, 'd', diff\n    FROM (SELECT o.id AS record, CASE WHEN o.\"owner_id\" IS NULL THEN '{}' ELSE jsonb_build_object('owner_id', jsonb_build_array(to_jsonb(o.\"owner_id\"), NULL)) END\n            || CASE WHEN o.\"branch_id\" IS NULL THEN '{}' ELSE jsonb_build_object('branch_id', jsonb_build_array(to_jsonb(o.\"branch_id\"), NULL)) END\n            || CASE WHEN o.\"custom\" IS NULL THEN '{}' ELSE jsonb_build_object('custom', jsonb_build_array(to_jsonb(o.\"custom\"), NULL)) END\n            || CASE WHEN o.\"deleted_at\" IS NULL THEN '{}' ELSE jsonb_build_object('deleted_at', jsonb_build_array(to_jsonb(o.\"deleted_at\"), NULL)) END\n            || CASE WHEN o.\"deal_id\" IS NULL THEN '{}' ELSE jsonb_build_object('deal_id', jsonb_build_array(to_jsonb(o.\"deal_id\"), NULL)) END\n            || CASE WHEN o.\"person_id\" IS NULL THEN '{}' ELSE jsonb_build_object('person_id', jsonb_build_array(to_jsonb(o.\"person_id\"), NULL)) END\n            || CASE WHEN o.\"role\" IS NULL THEN '{}' ELSE jsonb_build_object('role', jsonb_build_array(to_jsonb(o.\"role\"), NULL)) END\n            || CASE WHEN o.\"stance\" IS NULL THEN '{}' ELSE jsonb_build_object('stance', jsonb_build_array(to_jsonb(o.\"stance\"), NULL)) END\n            || CASE WHEN o.\"note\" IS NULL THEN '{}' ELSE jsonb_build_object('note', jsonb_build_array(to_jsonb(o.\"note\"), NULL)) END AS diff FROM old_rows o) AS changed\n    WHERE 'd' <> 'u' OR diff <> '{}'::jsonb;\n    RETURN NULL;",
                    hash="598845c7e2481579df719cdf1469bbc37b09ce07",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_log_d_09cb1",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="deals_dealrole",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dealrole",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_id",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id"))',
                    func="RAISE EXCEPTION 'a record keeps its id for ever';",
                    hash="392b09351a9e82dee942c6632d1643bb71405a4d",
                    operation='UPDATE OF "id"',
                    pgid="pgtrigger_keep_id_0608a",
                    table="deals_dealrole",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dealrole",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('clientela.truncate', true), '') <> 'on' THEN RAISE EXCEPTION 'TRUNCATE would escape the change log; use DELETE'; END IF; RETURN NULL;",
                    hash="91ae58345bf47b61917456ccbddb737d2763a1fd",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_62249",
                    table="deals_dealrole",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="dealsplit",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="dealsplit_search"),
        ),
        migrations.AddIndex(
            model_name="dealsplit",
            index=models.Index(
                condition=models.Q(("deleted_at", None)), fields=["updated_at", "id"], name="dealsplit_recent"
            ),
        ),
        migrations.AddIndex(
            model_name="dealsplit",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", False)), fields=["deleted_at"], name="dealsplit_bin"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dealsplit",
            trigger=pgtrigger.compiler.Trigger(
                name="log_i",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO change (actor, command, source, entity, record, operation, diff)\n    SELECT \n        nullif(current_setting('clientela.actor', true), '')::uuid,\n        coalesce(current_setting('clientela.command', true), ''),\n        coalesce(nullif(current_setting('clientela.source', true), ''), 'sql'), 'dealsplit', record, 'i', diff\n    FROM (SELECT n.id AS record, CASE WHEN n.\"owner_id\" IS NULL THEN '{}' ELSE jsonb_build_object('owner_id', jsonb_build_array(NULL, to_jsonb(n.\"owner_id\"))) END\n            || CASE WHEN n.\"branch_id\" IS NULL THEN '{}' ELSE jsonb_build_object('branch_id', jsonb_build_array(NULL, to_jsonb(n.\"branch_id\"))) END\n            || CASE WHEN n.\"custom\" IS NULL THEN '{}' ELSE jsonb_build_object('custom', jsonb_build_array(NULL, to_jsonb(n.\"custom\"))) END\n            || CASE WHEN n.\"deleted_at\" IS NULL THEN '{}' ELSE jsonb_build_object('deleted_at', jsonb_build_array(NULL, to_jsonb(n.\"deleted_at\"))) END\n            || CASE WHEN n.\"deal_id\" IS NULL THEN '{}' ELSE jsonb_build_object('deal_id', jsonb_build_array(NULL, to_jsonb(n.\"deal_id\"))) END\n            || CASE WHEN n.\"user_id\" IS NULL THEN '{}' ELSE jsonb_build_object('user_id', jsonb_build_array(NULL, to_jsonb(n.\"user_id\"))) END\n            || CASE WHEN n.\"percent\" IS NULL THEN '{}' ELSE jsonb_build_object('percent', jsonb_build_array(NULL, to_jsonb(n.\"percent\"))) END AS diff FROM new_rows n) AS changed\n    WHERE 'i' <> 'u' OR diff <> '{}'::jsonb;\n    RETURN NULL;",
                    hash="4ab2a394fddfe718b1d9b1d4252e90315a9aec36",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_log_i_f3cae",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="deals_dealsplit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dealsplit",
            trigger=pgtrigger.compiler.Trigger(
                name="log_u",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='\n    INSERT INTO change (actor, command, source, entity, record, operation, diff)\n    SELECT \n        nullif(current_setting(\'clientela.actor\', true), \'\')::uuid,\n        coalesce(current_setting(\'clientela.command\', true), \'\'),\n        coalesce(nullif(current_setting(\'clientela.source\', true), \'\'), \'sql\'), \'dealsplit\', record, \'u\', diff\n    FROM (SELECT id AS record, CASE WHEN o."owner_id" IS DISTINCT FROM n."owner_id" THEN jsonb_build_object(\'owner_id\', jsonb_build_array(to_jsonb(o."owner_id"), to_jsonb(n."owner_id"))) ELSE \'{}\' END\n            || CASE WHEN o."branch_id" IS DISTINCT FROM n."branch_id" THEN jsonb_build_object(\'branch_id\', jsonb_build_array(to_jsonb(o."branch_id"), to_jsonb(n."branch_id"))) ELSE \'{}\' END\n            || CASE WHEN o."custom" IS DISTINCT FROM n."custom" THEN jsonb_build_object(\'custom\', jsonb_build_array(to_jsonb(o."custom"), to_jsonb(n."custom"))) ELSE \'{}\' END\n            || CASE WHEN o."deleted_at" IS DISTINCT FROM n."deleted_at" THEN jsonb_build_object(\'deleted_at\', jsonb_build_array(to_jsonb(o."deleted_at"), to_jsonb(n."deleted_at"))) ELSE \'{}\' END\n            || CASE WHEN o."deal_id" IS DISTINCT FROM n."deal_id" THEN jsonb_build_object(\'deal_id\', jsonb_build_array(to_jsonb(o."deal_id"), to_jsonb(n."deal_id"))) ELSE \'{}\' END\n            || CASE WHEN o."user_id" IS DISTINCT FROM n."user_id" THEN jsonb_build_object(\'user_id\', jsonb_build_array(to_jsonb(o."user_id"), to_jsonb(n."user_id"))) ELSE \'{}\' END\n            || CASE WHEN o."percent" IS DISTINCT FROM n."percent" THEN jsonb_build_object(\'percent\', jsonb_build_array(to_jsonb(o."percent"), to_jsonb(n."percent"))) ELSE \'{}\' END AS diff FROM old_rows o JOIN new_rows n USING (id)) AS changed\n    WHERE \'u\' <> \'u\' OR diff <> \'{}\'::jsonb;\n    RETURN NULL;',
                    hash="2a682bca7db7344e325ca1d1daa2e2f443adbc22",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_log_u_ff302",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="deals_dealsplit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dealsplit",
            trigger=pgtrigger.compiler.Trigger(
                name="log_d",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO change (actor, command, source, entity, record, operation, diff)\n    SELECT \n        nullif(current_setting('clientela.actor', true), '')::uuid,\n        coalesce(current_setting('clientela.command', true), ''),\n        coalesce(nullif(current_setting('clientela.source', true), ''), 'sql'), 'dealsplit', record, 'd', diff\n    FROM (SELECT o.id AS record, CASE WHEN o.\"owner_id\" IS NULL THEN '{}' ELSE jsonb_build_object('owner_id', jsonb_build_array(to_jsonb(o.\"owner_id\"), NULL)) END\n            || CASE WHEN o.\"branch_id\" IS NULL THEN '{}' ELSE jsonb_build_object('branch_id', jsonb_build_array(to_jsonb(o.\"branch_id\"), NULL)) END\n            || CASE WHEN o.\"custom\" IS NULL THEN '{}' ELSE jsonb_build_object('custom', jsonb_build_array(to_jsonb(o.\"custom\"), NULL)) END\n            || CASE WHEN o.\"deleted_at\" IS NULL THEN '{}' ELSE jsonb_build_object('deleted_at', jsonb_build_array(to_jsonb(o.\"deleted_at\"), NULL)) END\n            || CASE WHEN o.\"deal_id\" IS NULL THEN '{}' ELSE jsonb_build_object('deal_id', jsonb_build_array(to_jsonb(o.\"deal_id\"), NULL)) END\n            || CASE WHEN o.\"user_id\" IS NULL THEN '{}' ELSE jsonb_build_object('user_id', jsonb_build_array(to_jsonb(o.\"user_id\"), NULL)) END\n            || CASE WHEN o.\"percent\" IS NULL THEN '{}' ELSE jsonb_build_object('percent', jsonb_build_array(to_jsonb(o.\"percent\"), NULL)) END AS diff FROM old_rows o) AS changed\n    WHERE 'd' <> 'u' OR diff <> '{}'::jsonb;\n    RETURN NULL;",
                    hash="2064b4ca7fd66d85960e66882e1d06ab8bafdd05",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_log_d_94d5a",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="deals_dealsplit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dealsplit",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_id",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id"))',
                    func="RAISE EXCEPTION 'a record keeps its id for ever';",
                    hash="2dcff69375fed8588fe277cc3bb2ac4d70a8ff6b",
                    operation='UPDATE OF "id"',
                    pgid="pgtrigger_keep_id_289c1",
                    table="deals_dealsplit",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dealsplit",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('clientela.truncate', true), '') <> 'on' THEN RAISE EXCEPTION 'TRUNCATE would escape the change log; use DELETE'; END IF; RETURN NULL;",
                    hash="444f669ba1a4ffbd3b8e17f0bfb11e69728e93c0",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_0a079",
                    table="deals_dealsplit",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="processversion",
            constraint=models.UniqueConstraint(fields=("pipeline", "number"), name="processversion_number"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="processversion",
            trigger=pgtrigger.compiler.Trigger(
                name="log_i",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO change (actor, command, source, entity, record, operation, diff)\n    SELECT \n        nullif(current_setting('clientela.actor', true), '')::uuid,\n        coalesce(current_setting('clientela.command', true), ''),\n        coalesce(nullif(current_setting('clientela.source', true), ''), 'sql'), 'processversion', record, 'i', diff\n    FROM (SELECT n.id AS record, CASE WHEN n.\"pipeline_id\" IS NULL THEN '{}' ELSE jsonb_build_object('pipeline_id', jsonb_build_array(NULL, to_jsonb(n.\"pipeline_id\"))) END\n            || CASE WHEN n.\"number\" IS NULL THEN '{}' ELSE jsonb_build_object('number', jsonb_build_array(NULL, to_jsonb(n.\"number\"))) END\n            || CASE WHEN n.\"document\" IS NULL THEN '{}' ELSE jsonb_build_object('document', jsonb_build_array(NULL, to_jsonb(n.\"document\"))) END\n            || CASE WHEN n.\"note\" IS NULL THEN '{}' ELSE jsonb_build_object('note', jsonb_build_array(NULL, to_jsonb(n.\"note\"))) END\n            || CASE WHEN n.\"at\" IS NULL THEN '{}' ELSE jsonb_build_object('at', jsonb_build_array(NULL, to_jsonb(n.\"at\"))) END\n            || CASE WHEN n.\"by_id\" IS NULL THEN '{}' ELSE jsonb_build_object('by_id', jsonb_build_array(NULL, to_jsonb(n.\"by_id\"))) END AS diff FROM new_rows n) AS changed\n    WHERE 'i' <> 'u' OR diff <> '{}'::jsonb;\n    RETURN NULL;",
                    hash="8038e5948cd631d65e3ba658bcbb884647706f6c",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_log_i_7a1f3",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="deals_processversion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="processversion",
            trigger=pgtrigger.compiler.Trigger(
                name="log_u",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO change (actor, command, source, entity, record, operation, diff)\n    SELECT \n        nullif(current_setting('clientela.actor', true), '')::uuid,\n        coalesce(current_setting('clientela.command', true), ''),\n        coalesce(nullif(current_setting('clientela.source', true), ''), 'sql'), 'processversion', record, 'u', diff\n    FROM (SELECT id AS record, CASE WHEN o.\"pipeline_id\" IS DISTINCT FROM n.\"pipeline_id\" THEN jsonb_build_object('pipeline_id', jsonb_build_array(to_jsonb(o.\"pipeline_id\"), to_jsonb(n.\"pipeline_id\"))) ELSE '{}' END\n            || CASE WHEN o.\"number\" IS DISTINCT FROM n.\"number\" THEN jsonb_build_object('number', jsonb_build_array(to_jsonb(o.\"number\"), to_jsonb(n.\"number\"))) ELSE '{}' END\n            || CASE WHEN o.\"document\" IS DISTINCT FROM n.\"document\" THEN jsonb_build_object('document', jsonb_build_array(to_jsonb(o.\"document\"), to_jsonb(n.\"document\"))) ELSE '{}' END\n            || CASE WHEN o.\"note\" IS DISTINCT FROM n.\"note\" THEN jsonb_build_object('note', jsonb_build_array(to_jsonb(o.\"note\"), to_jsonb(n.\"note\"))) ELSE '{}' END\n            || CASE WHEN o.\"at\" IS DISTINCT FROM n.\"at\" THEN jsonb_build_object('at', jsonb_build_array(to_jsonb(o.\"at\"), to_jsonb(n.\"at\"))) ELSE '{}' END\n            || CASE WHEN o.\"by_id\" IS DISTINCT FROM n.\"by_id\" THEN jsonb_build_object('by_id', jsonb_build_array(to_jsonb(o.\"by_id\"), to_jsonb(n.\"by_id\"))) ELSE '{}' END AS diff FROM old_rows o JOIN new_rows n USING (id)) AS changed\n    WHERE 'u' <> 'u' OR diff <> '{}'::jsonb;\n    RETURN NULL;",
                    hash="28dd895dfe87b0c07df8f4b6e65b7f8bbfb5df1f",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_log_u_237fa",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="deals_processversion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="processversion",
            trigger=pgtrigger.compiler.Trigger(
                name="log_d",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO change (actor, command, source, entity, record, operation, diff)\n    SELECT \n        nullif(current_setting('clientela.actor', true), '')::uuid,\n        coalesce(current_setting('clientela.command', true), ''),\n        coalesce(nullif(current_setting('clientela.source', true), ''), 'sql'), 'processversion', record, 'd', diff\n    FROM (SELECT o.id AS record, CASE WHEN o.\"pipeline_id\" IS NULL THEN '{}' ELSE jsonb_build_object('pipeline_id', jsonb_build_array(to_jsonb(o.\"pipeline_id\"), NULL)) END\n            || CASE WHEN o.\"number\" IS NULL THEN '{}' ELSE jsonb_build_object('number', jsonb_build_array(to_jsonb(o.\"number\"), NULL)) END\n            || CASE WHEN o.\"document\" IS NULL THEN '{}' ELSE jsonb_build_object('document', jsonb_build_array(to_jsonb(o.\"document\"), NULL)) END\n            || CASE WHEN o.\"note\" IS NULL THEN '{}' ELSE jsonb_build_object('note', jsonb_build_array(to_jsonb(o.\"note\"), NULL)) END\n            || CASE WHEN o.\"at\" IS NULL THEN '{}' ELSE jsonb_build_object('at', jsonb_build_array(to_jsonb(o.\"at\"), NULL)) END\n            || CASE WHEN o.\"by_id\" IS NULL THEN '{}' ELSE jsonb_build_object('by_id', jsonb_build_array(to_jsonb(o.\"by_id\"), NULL)) END AS diff FROM old_rows o) AS changed\n    WHERE 'd' <> 'u' OR diff <> '{}'::jsonb;\n    RETURN NULL;",
                    hash="9acfbe9547e2b84568c11a969f3e4d102820c046",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_log_d_0055a",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="deals_processversion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="processversion",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_id",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id"))',
                    func="RAISE EXCEPTION 'a record keeps its id for ever';",
                    hash="a61586f1ffae3b18043f403d15bba942fe01078d",
                    operation='UPDATE OF "id"',
                    pgid="pgtrigger_keep_id_92621",
                    table="deals_processversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="processversion",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('clientela.truncate', true), '') <> 'on' THEN RAISE EXCEPTION 'TRUNCATE would escape the change log; use DELETE'; END IF; RETURN NULL;",
                    hash="c021a083695d456b297662c735b9b29ba034a62b",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_93a11",
                    table="deals_processversion",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="stagecheck",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="stagecheck_search"),
        ),
        migrations.AddIndex(
            model_name="stagecheck",
            index=models.Index(
                condition=models.Q(("deleted_at", None)),
                fields=["updated_at", "id"],
                name="stagecheck_recent",
            ),
        ),
        migrations.AddIndex(
            model_name="stagecheck",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", False)),
                fields=["deleted_at"],
                name="stagecheck_bin",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stagecheck",
            trigger=pgtrigger.compiler.Trigger(
                name="log_i",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO change (actor, command, source, entity, record, operation, diff)\n    SELECT \n        nullif(current_setting('clientela.actor', true), '')::uuid,\n        coalesce(current_setting('clientela.command', true), ''),\n        coalesce(nullif(current_setting('clientela.source', true), ''), 'sql'), 'stagecheck', record, 'i', diff\n    FROM (SELECT n.id AS record, CASE WHEN n.\"owner_id\" IS NULL THEN '{}' ELSE jsonb_build_object('owner_id', jsonb_build_array(NULL, to_jsonb(n.\"owner_id\"))) END\n            || CASE WHEN n.\"branch_id\" IS NULL THEN '{}' ELSE jsonb_build_object('branch_id', jsonb_build_array(NULL, to_jsonb(n.\"branch_id\"))) END\n            || CASE WHEN n.\"custom\" IS NULL THEN '{}' ELSE jsonb_build_object('custom', jsonb_build_array(NULL, to_jsonb(n.\"custom\"))) END\n            || CASE WHEN n.\"deleted_at\" IS NULL THEN '{}' ELSE jsonb_build_object('deleted_at', jsonb_build_array(NULL, to_jsonb(n.\"deleted_at\"))) END\n            || CASE WHEN n.\"stage_id\" IS NULL THEN '{}' ELSE jsonb_build_object('stage_id', jsonb_build_array(NULL, to_jsonb(n.\"stage_id\"))) END\n            || CASE WHEN n.\"name\" IS NULL THEN '{}' ELSE jsonb_build_object('name', jsonb_build_array(NULL, to_jsonb(n.\"name\"))) END\n            || CASE WHEN n.\"position\" IS NULL THEN '{}' ELSE jsonb_build_object('position', jsonb_build_array(NULL, to_jsonb(n.\"position\"))) END AS diff FROM new_rows n) AS changed\n    WHERE 'i' <> 'u' OR diff <> '{}'::jsonb;\n    RETURN NULL;",
                    hash="4803381ed2cbfff341a95274f6164e39a7f9efed",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_log_i_84877",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="deals_stagecheck",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stagecheck",
            trigger=pgtrigger.compiler.Trigger(
                name="log_u",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='\n    INSERT INTO change (actor, command, source, entity, record, operation, diff)\n    SELECT \n        nullif(current_setting(\'clientela.actor\', true), \'\')::uuid,\n        coalesce(current_setting(\'clientela.command\', true), \'\'),\n        coalesce(nullif(current_setting(\'clientela.source\', true), \'\'), \'sql\'), \'stagecheck\', record, \'u\', diff\n    FROM (SELECT id AS record, CASE WHEN o."owner_id" IS DISTINCT FROM n."owner_id" THEN jsonb_build_object(\'owner_id\', jsonb_build_array(to_jsonb(o."owner_id"), to_jsonb(n."owner_id"))) ELSE \'{}\' END\n            || CASE WHEN o."branch_id" IS DISTINCT FROM n."branch_id" THEN jsonb_build_object(\'branch_id\', jsonb_build_array(to_jsonb(o."branch_id"), to_jsonb(n."branch_id"))) ELSE \'{}\' END\n            || CASE WHEN o."custom" IS DISTINCT FROM n."custom" THEN jsonb_build_object(\'custom\', jsonb_build_array(to_jsonb(o."custom"), to_jsonb(n."custom"))) ELSE \'{}\' END\n            || CASE WHEN o."deleted_at" IS DISTINCT FROM n."deleted_at" THEN jsonb_build_object(\'deleted_at\', jsonb_build_array(to_jsonb(o."deleted_at"), to_jsonb(n."deleted_at"))) ELSE \'{}\' END\n            || CASE WHEN o."stage_id" IS DISTINCT FROM n."stage_id" THEN jsonb_build_object(\'stage_id\', jsonb_build_array(to_jsonb(o."stage_id"), to_jsonb(n."stage_id"))) ELSE \'{}\' END\n            || CASE WHEN o."name" IS DISTINCT FROM n."name" THEN jsonb_build_object(\'name\', jsonb_build_array(to_jsonb(o."name"), to_jsonb(n."name"))) ELSE \'{}\' END\n            || CASE WHEN o."position" IS DISTINCT FROM n."position" THEN jsonb_build_object(\'position\', jsonb_build_array(to_jsonb(o."position"), to_jsonb(n."position"))) ELSE \'{}\' END AS diff FROM old_rows o JOIN new_rows n USING (id)) AS changed\n    WHERE \'u\' <> \'u\' OR diff <> \'{}\'::jsonb;\n    RETURN NULL;',
                    hash="6ad294f02b941521cc1a774b0acd34f78a14c184",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_log_u_3ef23",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="deals_stagecheck",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stagecheck",
            trigger=pgtrigger.compiler.Trigger(
                name="log_d",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO change (actor, command, source, entity, record, operation, diff)\n    SELECT \n        nullif(current_setting('clientela.actor', true), '')::uuid,\n        coalesce(current_setting('clientela.command', true), ''),\n        coalesce(nullif(current_setting('clientela.source', true), ''), 'sql'), 'stagecheck', record, 'd', diff\n    FROM (SELECT o.id AS record, CASE WHEN o.\"owner_id\" IS NULL THEN '{}' ELSE jsonb_build_object('owner_id', jsonb_build_array(to_jsonb(o.\"owner_id\"), NULL)) END\n            || CASE WHEN o.\"branch_id\" IS NULL THEN '{}' ELSE jsonb_build_object('branch_id', jsonb_build_array(to_jsonb(o.\"branch_id\"), NULL)) END\n            || CASE WHEN o.\"custom\" IS NULL THEN '{}' ELSE jsonb_build_object('custom', jsonb_build_array(to_jsonb(o.\"custom\"), NULL)) END\n            || CASE WHEN o.\"deleted_at\" IS NULL THEN '{}' ELSE jsonb_build_object('deleted_at', jsonb_build_array(to_jsonb(o.\"deleted_at\"), NULL)) END\n            || CASE WHEN o.\"stage_id\" IS NULL THEN '{}' ELSE jsonb_build_object('stage_id', jsonb_build_array(to_jsonb(o.\"stage_id\"), NULL)) END\n            || CASE WHEN o.\"name\" IS NULL THEN '{}' ELSE jsonb_build_object('name', jsonb_build_array(to_jsonb(o.\"name\"), NULL)) END\n            || CASE WHEN o.\"position\" IS NULL THEN '{}' ELSE jsonb_build_object('position', jsonb_build_array(to_jsonb(o.\"position\"), NULL)) END AS diff FROM old_rows o) AS changed\n    WHERE 'd' <> 'u' OR diff <> '{}'::jsonb;\n    RETURN NULL;",
                    hash="d1b4b5a6e752a07601df90ea94a9165282a117a1",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_log_d_bc775",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="deals_stagecheck",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stagecheck",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_id",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id"))',
                    func="RAISE EXCEPTION 'a record keeps its id for ever';",
                    hash="89741b83bc5cc06170acf21b27db5d70c27ca47b",
                    operation='UPDATE OF "id"',
                    pgid="pgtrigger_keep_id_7b209",
                    table="deals_stagecheck",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stagecheck",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('clientela.truncate', true), '') <> 'on' THEN RAISE EXCEPTION 'TRUNCATE would escape the change log; use DELETE'; END IF; RETURN NULL;",
                    hash="6717ede5aa46a48823df3fcbdf0895fce7884900",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_abf47",
                    table="deals_stagecheck",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="dealcheck",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="dealcheck_search"),
        ),
        migrations.AddIndex(
            model_name="dealcheck",
            index=models.Index(
                condition=models.Q(("deleted_at", None)), fields=["updated_at", "id"], name="dealcheck_recent"
            ),
        ),
        migrations.AddIndex(
            model_name="dealcheck",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", False)), fields=["deleted_at"], name="dealcheck_bin"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dealcheck",
            trigger=pgtrigger.compiler.Trigger(
                name="log_i",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO change (actor, command, source, entity, record, operation, diff)\n    SELECT \n        nullif(current_setting('clientela.actor', true), '')::uuid,\n        coalesce(current_setting('clientela.command', true), ''),\n        coalesce(nullif(current_setting('clientela.source', true), ''), 'sql'), 'dealcheck', record, 'i', diff\n    FROM (SELECT n.id AS record, CASE WHEN n.\"owner_id\" IS NULL THEN '{}' ELSE jsonb_build_object('owner_id', jsonb_build_array(NULL, to_jsonb(n.\"owner_id\"))) END\n            || CASE WHEN n.\"branch_id\" IS NULL THEN '{}' ELSE jsonb_build_object('branch_id', jsonb_build_array(NULL, to_jsonb(n.\"branch_id\"))) END\n            || CASE WHEN n.\"custom\" IS NULL THEN '{}' ELSE jsonb_build_object('custom', jsonb_build_array(NULL, to_jsonb(n.\"custom\"))) END\n            || CASE WHEN n.\"deleted_at\" IS NULL THEN '{}' ELSE jsonb_build_object('deleted_at', jsonb_build_array(NULL, to_jsonb(n.\"deleted_at\"))) END\n            || CASE WHEN n.\"deal_id\" IS NULL THEN '{}' ELSE jsonb_build_object('deal_id', jsonb_build_array(NULL, to_jsonb(n.\"deal_id\"))) END\n            || CASE WHEN n.\"item_id\" IS NULL THEN '{}' ELSE jsonb_build_object('item_id', jsonb_build_array(NULL, to_jsonb(n.\"item_id\"))) END AS diff FROM new_rows n) AS changed\n    WHERE 'i' <> 'u' OR diff <> '{}'::jsonb;\n    RETURN NULL;",
                    hash="277724bb6b7b2fc7a9c2be477959601f08b547d0",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_log_i_6ba69",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="deals_dealcheck",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dealcheck",
            trigger=pgtrigger.compiler.Trigger(
                name="log_u",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO change (actor, command, source, entity, record, operation, diff)\n    SELECT \n        nullif(current_setting('clientela.actor', true), '')::uuid,\n        coalesce(current_setting('clientela.command', true), ''),\n        coalesce(nullif(current_setting('clientela.source', true), ''), 'sql'), 'dealcheck', record, 'u', diff\n    FROM (SELECT id AS record, CASE WHEN o.\"owner_id\" IS DISTINCT FROM n.\"owner_id\" THEN jsonb_build_object('owner_id', jsonb_build_array(to_jsonb(o.\"owner_id\"), to_jsonb(n.\"owner_id\"))) ELSE '{}' END\n            || CASE WHEN o.\"branch_id\" IS DISTINCT FROM n.\"branch_id\" THEN jsonb_build_object('branch_id', jsonb_build_array(to_jsonb(o.\"branch_id\"), to_jsonb(n.\"branch_id\"))) ELSE '{}' END\n            || CASE WHEN o.\"custom\" IS DISTINCT FROM n.\"custom\" THEN jsonb_build_object('custom', jsonb_build_array(to_jsonb(o.\"custom\"), to_jsonb(n.\"custom\"))) ELSE '{}' END\n            || CASE WHEN o.\"deleted_at\" IS DISTINCT FROM n.\"deleted_at\" THEN jsonb_build_object('deleted_at', jsonb_build_array(to_jsonb(o.\"deleted_at\"), to_jsonb(n.\"deleted_at\"))) ELSE '{}' END\n            || CASE WHEN o.\"deal_id\" IS DISTINCT FROM n.\"deal_id\" THEN jsonb_build_object('deal_id', jsonb_build_array(to_jsonb(o.\"deal_id\"), to_jsonb(n.\"deal_id\"))) ELSE '{}' END\n            || CASE WHEN o.\"item_id\" IS DISTINCT FROM n.\"item_id\" THEN jsonb_build_object('item_id', jsonb_build_array(to_jsonb(o.\"item_id\"), to_jsonb(n.\"item_id\"))) ELSE '{}' END AS diff FROM old_rows o JOIN new_rows n USING (id)) AS changed\n    WHERE 'u' <> 'u' OR diff <> '{}'::jsonb;\n    RETURN NULL;",
                    hash="83dd9f58df4b79be5986abc1fd258b2c148a6d7c",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_log_u_73049",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="deals_dealcheck",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dealcheck",
            trigger=pgtrigger.compiler.Trigger(
                name="log_d",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO change (actor, command, source, entity, record, operation, diff)\n    SELECT \n        nullif(current_setting('clientela.actor', true), '')::uuid,\n        coalesce(current_setting('clientela.command', true), ''),\n        coalesce(nullif(current_setting('clientela.source', true), ''), 'sql'), 'dealcheck', record, 'd', diff\n    FROM (SELECT o.id AS record, CASE WHEN o.\"owner_id\" IS NULL THEN '{}' ELSE jsonb_build_object('owner_id', jsonb_build_array(to_jsonb(o.\"owner_id\"), NULL)) END\n            || CASE WHEN o.\"branch_id\" IS NULL THEN '{}' ELSE jsonb_build_object('branch_id', jsonb_build_array(to_jsonb(o.\"branch_id\"), NULL)) END\n            || CASE WHEN o.\"custom\" IS NULL THEN '{}' ELSE jsonb_build_object('custom', jsonb_build_array(to_jsonb(o.\"custom\"), NULL)) END\n            || CASE WHEN o.\"deleted_at\" IS NULL THEN '{}' ELSE jsonb_build_object('deleted_at', jsonb_build_array(to_jsonb(o.\"deleted_at\"), NULL)) END\n            || CASE WHEN o.\"deal_id\" IS NULL THEN '{}' ELSE jsonb_build_object('deal_id', jsonb_build_array(to_jsonb(o.\"deal_id\"), NULL)) END\n            || CASE WHEN o.\"item_id\" IS NULL THEN '{}' ELSE jsonb_build_object('item_id', jsonb_build_array(to_jsonb(o.\"item_id\"), NULL)) END AS diff FROM old_rows o) AS changed\n    WHERE 'd' <> 'u' OR diff <> '{}'::jsonb;\n    RETURN NULL;",
                    hash="4af366054d13a03eef4978c44101c0c4edaa53e5",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_log_d_8e78d",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="deals_dealcheck",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dealcheck",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_id",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id"))',
                    func="RAISE EXCEPTION 'a record keeps its id for ever';",
                    hash="28abf8cf2268b554af00c7827a2ec87ae21dc928",
                    operation='UPDATE OF "id"',
                    pgid="pgtrigger_keep_id_05065",
                    table="deals_dealcheck",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dealcheck",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('clientela.truncate', true), '') <> 'on' THEN RAISE EXCEPTION 'TRUNCATE would escape the change log; use DELETE'; END IF; RETURN NULL;",
                    hash="2cead85023c862b64f7579eb30ff391b2e9e8a09",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_08400",
                    table="deals_dealcheck",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="stagetask",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="stagetask_search"),
        ),
        migrations.AddIndex(
            model_name="stagetask",
            index=models.Index(
                condition=models.Q(("deleted_at", None)), fields=["updated_at", "id"], name="stagetask_recent"
            ),
        ),
        migrations.AddIndex(
            model_name="stagetask",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", False)), fields=["deleted_at"], name="stagetask_bin"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stagetask",
            trigger=pgtrigger.compiler.Trigger(
                name="log_i",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO change (actor, command, source, entity, record, operation, diff)\n    SELECT \n        nullif(current_setting('clientela.actor', true), '')::uuid,\n        coalesce(current_setting('clientela.command', true), ''),\n        coalesce(nullif(current_setting('clientela.source', true), ''), 'sql'), 'stagetask', record, 'i', diff\n    FROM (SELECT n.id AS record, CASE WHEN n.\"owner_id\" IS NULL THEN '{}' ELSE jsonb_build_object('owner_id', jsonb_build_array(NULL, to_jsonb(n.\"owner_id\"))) END\n            || CASE WHEN n.\"branch_id\" IS NULL THEN '{}' ELSE jsonb_build_object('branch_id', jsonb_build_array(NULL, to_jsonb(n.\"branch_id\"))) END\n            || CASE WHEN n.\"custom\" IS NULL THEN '{}' ELSE jsonb_build_object('custom', jsonb_build_array(NULL, to_jsonb(n.\"custom\"))) END\n            || CASE WHEN n.\"deleted_at\" IS NULL THEN '{}' ELSE jsonb_build_object('deleted_at', jsonb_build_array(NULL, to_jsonb(n.\"deleted_at\"))) END\n            || CASE WHEN n.\"stage_id\" IS NULL THEN '{}' ELSE jsonb_build_object('stage_id', jsonb_build_array(NULL, to_jsonb(n.\"stage_id\"))) END\n            || CASE WHEN n.\"subject\" IS NULL THEN '{}' ELSE jsonb_build_object('subject', jsonb_build_array(NULL, to_jsonb(n.\"subject\"))) END\n            || CASE WHEN n.\"due_days\" IS NULL THEN '{}' ELSE jsonb_build_object('due_days', jsonb_build_array(NULL, to_jsonb(n.\"due_days\"))) END\n            || CASE WHEN n.\"position\" IS NULL THEN '{}' ELSE jsonb_build_object('position', jsonb_build_array(NULL, to_jsonb(n.\"position\"))) END AS diff FROM new_rows n) AS changed\n    WHERE 'i' <> 'u' OR diff <> '{}'::jsonb;\n    RETURN NULL;",
                    hash="d232d4880b104a9c381e9e79ede25f71a20ea3c5",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_log_i_4072f",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="deals_stagetask",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stagetask",
            trigger=pgtrigger.compiler.Trigger(
                name="log_u",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='\n    INSERT INTO change (actor, command, source, entity, record, operation, diff)\n    SELECT \n        nullif(current_setting(\'clientela.actor\', true), \'\')::uuid,\n        coalesce(current_setting(\'clientela.command\', true), \'\'),\n        coalesce(nullif(current_setting(\'clientela.source\', true), \'\'), \'sql\'), \'stagetask\', record, \'u\', diff\n    FROM (SELECT id AS record, CASE WHEN o."owner_id" IS DISTINCT FROM n."owner_id" THEN jsonb_build_object(\'owner_id\', jsonb_build_array(to_jsonb(o."owner_id"), to_jsonb(n."owner_id"))) ELSE \'{}\' END\n            || CASE WHEN o."branch_id" IS DISTINCT FROM n."branch_id" THEN jsonb_build_object(\'branch_id\', jsonb_build_array(to_jsonb(o."branch_id"), to_jsonb(n."branch_id"))) ELSE \'{}\' END\n            || CASE WHEN o."custom" IS DISTINCT FROM n."custom" THEN jsonb_build_object(\'custom\', jsonb_build_array(to_jsonb(o."custom"), to_jsonb(n."custom"))) ELSE \'{}\' END\n            || CASE WHEN o."deleted_at" IS DISTINCT FROM n."deleted_at" THEN jsonb_build_object(\'deleted_at\', jsonb_build_array(to_jsonb(o."deleted_at"), to_jsonb(n."deleted_at"))) ELSE \'{}\' END\n            || CASE WHEN o."stage_id" IS DISTINCT FROM n."stage_id" THEN jsonb_build_object(\'stage_id\', jsonb_build_array(to_jsonb(o."stage_id"), to_jsonb(n."stage_id"))) ELSE \'{}\' END\n            || CASE WHEN o."subject" IS DISTINCT FROM n."subject" THEN jsonb_build_object(\'subject\', jsonb_build_array(to_jsonb(o."subject"), to_jsonb(n."subject"))) ELSE \'{}\' END\n            || CASE WHEN o."due_days" IS DISTINCT FROM n."due_days" THEN jsonb_build_object(\'due_days\', jsonb_build_array(to_jsonb(o."due_days"), to_jsonb(n."due_days"))) ELSE \'{}\' END\n            || CASE WHEN o."position" IS DISTINCT FROM n."position" THEN jsonb_build_object(\'position\', jsonb_build_array(to_jsonb(o."position"), to_jsonb(n."position"))) ELSE \'{}\' END AS diff FROM old_rows o JOIN new_rows n USING (id)) AS changed\n    WHERE \'u\' <> \'u\' OR diff <> \'{}\'::jsonb;\n    RETURN NULL;',
                    hash="446b943aac561c48ed5fedc457e105cae79f4a6e",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_log_u_a6c38",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="deals_stagetask",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stagetask",
            trigger=pgtrigger.compiler.Trigger(
                name="log_d",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO change (actor, command, source, entity, record, operation, diff)\n    SELECT \n        nullif(current_setting('clientela.actor', true), '')::uuid,\n        coalesce(current_setting('clientela.command', true), ''),\n        coalesce(nullif(current_setting('clientela.source', true), ''), 'sql'), 'stagetask', record, 'd', diff\n    FROM (SELECT o.id AS record, CASE WHEN o.\"owner_id\" IS NULL THEN '{}' ELSE jsonb_build_object('owner_id', jsonb_build_array(to_jsonb(o.\"owner_id\"), NULL)) END\n            || CASE WHEN o.\"branch_id\" IS NULL THEN '{}' ELSE jsonb_build_object('branch_id', jsonb_build_array(to_jsonb(o.\"branch_id\"), NULL)) END\n            || CASE WHEN o.\"custom\" IS NULL THEN '{}' ELSE jsonb_build_object('custom', jsonb_build_array(to_jsonb(o.\"custom\"), NULL)) END\n            || CASE WHEN o.\"deleted_at\" IS NULL THEN '{}' ELSE jsonb_build_object('deleted_at', jsonb_build_array(to_jsonb(o.\"deleted_at\"), NULL)) END\n            || CASE WHEN o.\"stage_id\" IS NULL THEN '{}' ELSE jsonb_build_object('stage_id', jsonb_build_array(to_jsonb(o.\"stage_id\"), NULL)) END\n            || CASE WHEN o.\"subject\" IS NULL THEN '{}' ELSE jsonb_build_object('subject', jsonb_build_array(to_jsonb(o.\"subject\"), NULL)) END\n            || CASE WHEN o.\"due_days\" IS NULL THEN '{}' ELSE jsonb_build_object('due_days', jsonb_build_array(to_jsonb(o.\"due_days\"), NULL)) END\n            || CASE WHEN o.\"position\" IS NULL THEN '{}' ELSE jsonb_build_object('position', jsonb_build_array(to_jsonb(o.\"position\"), NULL)) END AS diff FROM old_rows o) AS changed\n    WHERE 'd' <> 'u' OR diff <> '{}'::jsonb;\n    RETURN NULL;",
                    hash="140c9a8e0c8442237272c13f1a26b59139aea934",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_log_d_1cac8",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="deals_stagetask",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stagetask",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_id",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id"))',
                    func="RAISE EXCEPTION 'a record keeps its id for ever';",
                    hash="4d5143f017776aee4f5d3c7121ffcd5122546690",
                    operation='UPDATE OF "id"',
                    pgid="pgtrigger_keep_id_a2d94",
                    table="deals_stagetask",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stagetask",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('clientela.truncate', true), '') <> 'on' THEN RAISE EXCEPTION 'TRUNCATE would escape the change log; use DELETE'; END IF; RETURN NULL;",
                    hash="bb19d92d14955cf69cd5f8f465fa61114b702088",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_2de6b",
                    table="deals_stagetask",
                    when="BEFORE",
                ),
            ),
        ),
    ]
