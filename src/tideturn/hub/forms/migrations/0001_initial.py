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
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("form", models.CharField(max_length=80)),
                ("record", models.UUIDField(null=True)),
                ("subjects", models.JSONField(default=list)),
                ("typed", tideturn.hub.crypto.fields.SpecialTextField()),
                ("began_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField(db_index=True)),
                ("saves", models.PositiveIntegerField(default=1)),
                ("unproven", models.BooleanField(default=False)),
                ("continues", models.UUIDField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("made", models.UUIDField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="drafts", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "forms_draft",
                "indexes": [models.Index(fields=["user", "form", "record"], name="draft_of_a_form")],
            },
        ),
    ]
