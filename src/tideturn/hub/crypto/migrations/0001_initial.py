"""From nothing."""

import tideturn.hub.crypto.fields
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    """From nothing."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="KeptFile",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", tideturn.hub.crypto.fields.SealedTextField()),
                ("kind", models.CharField(max_length=120)),
                ("size", models.PositiveIntegerField()),
                ("quarantined", models.BooleanField(default=False)),
                ("kept_at", models.DateTimeField()),
            ],
            options={
                "db_table": "crypto_keptfile",
            },
        ),
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("kind", models.CharField(max_length=40)),
                ("subject", models.UUIDField()),
                ("details", models.JSONField(default=dict)),
            ],
            options={
                "db_table": "crypto_ledgerentry",
            },
        ),
        migrations.CreateModel(
            name="KeyProof",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("purpose", models.CharField(max_length=16)),
                ("key", models.CharField(max_length=16)),
                ("fingerprint", models.CharField(max_length=32)),
            ],
            options={
                "db_table": "crypto_keyproof",
                "constraints": [models.UniqueConstraint(fields=("purpose", "key"), name="one_proof_a_key")],
            },
        ),
    ]
