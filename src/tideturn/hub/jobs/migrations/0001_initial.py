"""From nothing."""

import django.db.models.deletion
import tideturn.hub.crypto.fields
import tideturn.hub.jobs.models
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
            name="Job",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=80)),
                ("site", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField()),
                ("arguments", tideturn.hub.crypto.fields.SealedTextField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("running", "running"),
                            ("cancelling", "cancelling"),
                            ("done", "done"),
                            ("failed", "failed"),
                            ("cancelled", "cancelled"),
                        ],
                        max_length=10,
                    ),
                ),
                ("next_at", models.DateTimeField()),
                ("queued", models.UUIDField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("worker", models.CharField(blank=True, max_length=32)),
                ("lease_until", models.DateTimeField(null=True)),
                ("said", models.CharField(blank=True, max_length=200)),
                ("percent", models.PositiveSmallIntegerField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("outcome", tideturn.hub.crypto.fields.SealedTextField(null=True)),
                ("error", tideturn.hub.crypto.fields.SealedTextField(null=True)),
                ("expires_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "made",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="crypto.keptfile"
                    ),
                ),
            ],
            options={
                "db_table": "jobs_job",
                "indexes": [
                    models.Index(fields=["by", "-at"], name="job_by_whom"),
                    models.Index(fields=["state", "next_at"], name="job_by_state"),
                    models.Index(
                        condition=models.Q(("expires_at__isnull", False)), fields=["expires_at"], name="job_to_purge"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    tideturn.hub.jobs.models.State["WAITING"],
                                    tideturn.hub.jobs.models.State["RUNNING"],
                                    tideturn.hub.jobs.models.State["CANCELLING"],
                                    tideturn.hub.jobs.models.State["DONE"],
                                    tideturn.hub.jobs.models.State["FAILED"],
                                    tideturn.hub.jobs.models.State["CANCELLED"],
                                ],
                            )
                        ),
                        name="job_in_a_state_there_is",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", False),
                                (
                                    "state__in",
                                    (
                                        tideturn.hub.jobs.models.State["DONE"],
                                        tideturn.hub.jobs.models.State["FAILED"],
                                        tideturn.hub.jobs.models.State["CANCELLED"],
                                    ),
                                ),
                            ),
                            models.Q(
                                models.Q(
                                    (
                                        "state__in",
                                        (
                                            tideturn.hub.jobs.models.State["DONE"],
                                            tideturn.hub.jobs.models.State["FAILED"],
                                            tideturn.hub.jobs.models.State["CANCELLED"],
                                        ),
                                    ),
                                    _negated=True,
                                ),
                                ("ended_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="job_ended_at_its_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("lease_until__isnull", False),
                                (
                                    "state__in",
                                    (
                                        tideturn.hub.jobs.models.State["RUNNING"],
                                        tideturn.hub.jobs.models.State["CANCELLING"],
                                    ),
                                ),
                            ),
                            models.Q(
                                models.Q(
                                    (
                                        "state__in",
                                        (
                                            tideturn.hub.jobs.models.State["RUNNING"],
                                            tideturn.hub.jobs.models.State["CANCELLING"],
                                        ),
                                    ),
                                    _negated=True,
                                ),
                                ("lease_until", None),
                            ),
                            _connector="OR",
                        ),
                        name="job_leased_while_it_runs",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("percent__isnull", True), ("percent__lte", 100), _connector="OR"),
                        name="job_percent_up_to_a_hundred",
                    ),
                ],
            },
        ),
    ]
