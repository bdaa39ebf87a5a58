"""From nothing."""

import django.db.models.deletion
import tideturn.hub.history.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """From nothing."""

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Version",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=80)),
                ("record", models.UUIDField()),
                ("parent", models.UUIDField(null=True)),
                ("site", models.CharField(blank=True, max_length=40)),
                ("number", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "change",
                    models.CharField(
                        choices=[("added", "Added"), ("changed", "Changed"), ("removed", "Removed")], max_length=10
                    ),
                ),
                ("said", tideturn.hub.history.models.SnapshotField()),
                ("special", tideturn.hub.history.models.SpecialSnapshotField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "history_version",
                "indexes": [models.Index(fields=["parent", "kind"], name="version_by_parent")],
                "constraints": [models.UniqueConstraint(fields=("record", "number"), name="version_in_its_order")],
            },
        ),
    ]
