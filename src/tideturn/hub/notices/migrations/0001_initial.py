"""From nothing."""

import django.db.models.deletion
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
            name="Notice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=80)),
                ("about", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("mail_next_at", models.DateTimeField(blank=True, null=True)),
                ("mail_attempts", models.PositiveSmallIntegerField(default=0)),
                ("mailed_at", models.DateTimeField(blank=True, null=True)),
                ("mail_given_up_at", models.DateTimeField(blank=True, null=True)),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "notices_notice",
                "indexes": [
                    models.Index(fields=["to", "-at"], name="notice_by_whom"),
                    models.Index(condition=models.Q(("read_at", None)), fields=["to"], name="notice_unread"),
                    models.Index(
                        condition=models.Q(("mail_next_at__isnull", False)),
                        fields=["mail_next_at"],
                        name="notice_to_mail",
                    ),
                    models.Index(
                        condition=models.Q(("mail_given_up_at__isnull", False)),
                        fields=["mail_given_up_at"],
                        name="notice_lost",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("read_at", None)),
                        fields=("to", "kind", "about"),
                        name="told_once_until_it_is_read",
                    )
                ],
            },
        ),
    ]
