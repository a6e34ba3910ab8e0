"""Rules of stages, versions of processes, people and competitors on deals, shared credit, recurring revenue."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

import clientela.engine.records.search_field


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_initial"),
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
                expression=models.ExpressionWrapper(
                    models.Q(("closed_on", None), ("next_step", None), ("next_step_on", None)),
                    models.BooleanField(),
                ),
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
        migrations.AddConstraint(
            model_name="processversion",
            constraint=models.UniqueConstraint(fields=("pipeline", "number"), name="processversion_number"),
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
    ]
