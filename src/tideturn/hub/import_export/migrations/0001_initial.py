"""From nothing."""

import django.db.models.deletion
import tideturn.hub.crypto.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """From nothing."""

    initial = True

    dependencies = [
        ("crypto", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Import",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("read", "Reading the file"),
                            ("to_match", "Columns to match"),
                            ("looked_at", "Checking"),
                            ("refused", "Cannot be imported"),
                            ("ready", "Ready to import"),
                            ("coming_in", "Importing"),
                            ("in", "Imported"),
                            ("going_out", "Undoing import"),
                            ("taken_back", "Import undone"),
                            ("left", "Cancelled"),
                        ],
                        default="looked_at",
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("job", models.UUIDField(null=True)),
                ("told", tideturn.hub.crypto.fields.SealedTextField(null=True)),
                ("problems", tideturn.hub.crypto.fields.SealedTextField(null=True)),
                ("sheet", models.JSONField(null=True)),
                ("answers", tideturn.hub.crypto.fields.SealedTextField(null=True)),
                ("glimpse", tideturn.hub.crypto.fields.SealedTextField(null=True)),
                ("came_in_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="crypto.keptfile"
                    ),
                ),
            ],
            options={
                "db_table": "import_export_import",
            },
        ),
        migrations.CreateModel(
            name="Kept",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField(unique=True)),
                ("at", models.DateTimeField()),
                (
                    "because",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="kept", to="import_export.import"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="crypto.keptfile"
                    ),
                ),
            ],
            options={
                "db_table": "import_export_kept",
            },
        ),
        migrations.CreateModel(
            name="Matching",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("table", models.CharField(max_length=120)),
                ("headings", models.CharField(max_length=64)),
                ("columns", models.JSONField(default=dict)),
                ("order", models.CharField(blank=True, max_length=5)),
                ("words", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "import_export_matching",
            },
        ),
        migrations.CreateModel(
            name="Written",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("place", models.PositiveIntegerField()),
                ("table", models.CharField(max_length=60)),
                ("record", models.UUIDField()),
                ("said", tideturn.hub.crypto.fields.SealedTextField()),
                ("version", models.PositiveIntegerField()),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="written", to="import_export.import"
                    ),
                ),
            ],
            options={
                "db_table": "import_export_written",
            },
        ),
        migrations.CreateModel(
            name="Export",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("why", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("asked", "Waiting for a second person"),
                            ("agreed", "Approved"),
                            ("refused", "Refused"),
                            ("made", "Exported"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True)),
                ("job", models.UUIDField(null=True)),
                ("made_at", models.DateTimeField(null=True)),
                ("rows", models.JSONField(default=list)),
                ("digest", models.CharField(blank=True, max_length=64)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "import_export_export",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("by", models.F("decided_by")), _negated=True),
                        name="export_agreed_by_a_second_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decision", "asked"), ("decided_by__isnull", False), _connector="OR"),
                        name="export_decided_by_somebody",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "read",
                            "to_match",
                            "looked_at",
                            "refused",
                            "ready",
                            "coming_in",
                            "in",
                            "going_out",
                            "taken_back",
                            "left",
                        ],
                    )
                ),
                name="import_in_a_state_there_is",
            ),
        ),
        migrations.AddConstraint(
            model_name="matching",
            constraint=models.UniqueConstraint(
                fields=("table", "headings"), name="one_matching_of_a_table_and_headings"
            ),
        ),
        migrations.AddConstraint(
            model_name="written",
            constraint=models.UniqueConstraint(fields=("of", "place"), name="one_written_at_a_place"),
        ),
    ]
