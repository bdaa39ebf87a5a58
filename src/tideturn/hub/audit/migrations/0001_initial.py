"""From nothing."""

from tideturn.hub.audit.migrations import _by_hand
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    """From nothing."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("event", models.UUIDField(null=True, unique=True)),
                ("gap_from", models.PositiveBigIntegerField(null=True)),
                ("gap_mac", models.CharField(blank=True, max_length=64)),
                ("key", models.CharField(max_length=16)),
                ("mac", models.CharField(max_length=64)),
                ("sealed_at", models.DateTimeField()),
            ],
            options={
                "db_table": "audit_seal",
            },
        ),
        migrations.CreateModel(
            name="Unsealed",
            fields=[
                ("event", models.UUIDField(primary_key=True, serialize=False)),
            ],
            options={
                "db_table": "audit_unsealed",
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("action", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[("write", "write"), ("disclosure", "disclosure"), ("refusal", "refusal")],
                        max_length=10,
                    ),
                ),
                ("actor", models.UUIDField(null=True)),
                ("via", models.CharField(max_length=20)),
                ("table", models.CharField(blank=True, max_length=80)),
                ("record", models.UUIDField(null=True)),
                ("subjects", models.JSONField(default=list)),
                ("site", models.CharField(blank=True, max_length=40)),
                ("details", models.JSONField(default=dict)),
                ("key", models.CharField(max_length=16)),
                ("mark", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "audit_event",
                "indexes": [
                    models.Index(fields=["actor", "at"], name="event_by_actor"),
                    models.Index(fields=["record", "at"], name="event_by_record"),
                    models.Index(fields=["at"], name="event_by_time"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Concerned",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.UUIDField()),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="concerned", to="audit.event"
                    ),
                ),
            ],
            options={
                "db_table": "audit_concerned",
                "constraints": [models.UniqueConstraint(fields=("subject", "event"), name="concerned_once")],
            },
        ),
    ]


Migration.operations = [*_by_hand.BEFORE, *Migration.operations, *_by_hand.AFTER]
