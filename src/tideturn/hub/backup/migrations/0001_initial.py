"""From nothing."""

import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    """From nothing."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Backup",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_index=True)),
                ("place", models.CharField(max_length=1000)),
                ("name", models.CharField(max_length=100)),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("files", models.PositiveIntegerField()),
                ("keys", models.JSONField()),
                ("head", models.PositiveBigIntegerField()),
                ("removed", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "backup_backup",
            },
        ),
        migrations.CreateModel(
            name="KeysCopy",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_index=True)),
                ("keys", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "backup_keyscopy",
            },
        ),
        migrations.CreateModel(
            name="Rehearsal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_index=True)),
                ("of", models.CharField(max_length=100)),
                ("sha256", models.CharField(max_length=64)),
                ("seconds", models.PositiveIntegerField()),
            ],
            options={
                "db_table": "backup_rehearsal",
            },
        ),
    ]
