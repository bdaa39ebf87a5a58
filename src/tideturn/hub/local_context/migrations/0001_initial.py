"""From nothing."""

import django.db.models.deletion
import tideturn.hub.common.clock
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """From nothing."""

    initial = True

    dependencies = [
        ("learning", "0001_initial"),
        ("outcomes", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Baseline",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(default=tideturn.hub.common.clock.now, editable=False)),
                ("added_at", models.DateTimeField()),
                ("site", models.CharField(db_index=True, max_length=40)),
                ("measure", models.CharField(max_length=300)),
                ("value", models.DecimalField(decimal_places=6, max_digits=20)),
                ("on", models.DateField()),
                ("agreed_with", models.CharField(blank=True, max_length=300)),
                ("source", models.CharField(blank=True, max_length=300)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "local_context_baseline",
            },
        ),
        migrations.CreateModel(
            name="Circumstance",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(default=tideturn.hub.common.clock.now, editable=False)),
                ("added_at", models.DateTimeField()),
                ("site", models.CharField(db_index=True, max_length=40)),
                ("code", models.CharField(max_length=80, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("local_service", "Another service there"),
                            ("national_trend", "Something that happened everywhere"),
                            ("policy", "A policy or law"),
                            ("event", "An event"),
                        ],
                        max_length=20,
                    ),
                ),
                ("description", models.TextField()),
                ("begins_on", models.DateField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="circumstances",
                        to="outcomes.outcome",
                    ),
                ),
            ],
            options={
                "db_table": "local_context_circumstance",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("begins_on", None),
                            ("ends_on", None),
                            ("ends_on__gte", models.F("begins_on")),
                            _connector="OR",
                        ),
                        name="circumstance_days_in_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(default=tideturn.hub.common.clock.now, editable=False)),
                ("added_at", models.DateTimeField()),
                ("site", models.CharField(db_index=True, max_length=40)),
                ("code", models.CharField(max_length=80, unique=True)),
                ("text", models.TextField()),
                ("begins_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("reason", models.TextField(blank=True)),
                ("ended_because", models.TextField(blank=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "learning",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="criteria",
                        to="learning.learningpoint",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="local_context.criterion",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "criteria",
                "db_table": "local_context_criterion",
                "indexes": [models.Index(fields=["site", "begins_on"], name="criterion_by_site")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("begins_on")), _connector="OR"),
                        name="criterion_days_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("replaces", models.F("id")), _negated=True), name="criterion_not_of_itself"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DataAsk",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(default=tideturn.hub.common.clock.now, editable=False)),
                ("added_at", models.DateTimeField()),
                ("site", models.CharField(db_index=True, max_length=40)),
                ("what", models.CharField(max_length=300)),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("to_ask", "Still to ask"),
                            ("asked", "Asked"),
                            ("agreed", "Agreed"),
                            ("not_to_be_had", "Not to be had"),
                        ],
                        default="to_ask",
                        max_length=20,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "thing to ask for",
                "verbose_name_plural": "things to ask for",
                "db_table": "local_context_dataask",
                "constraints": [models.UniqueConstraint(fields=("site", "what"), name="data_ask_once_a_site")],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(default=tideturn.hub.common.clock.now, editable=False)),
                ("added_at", models.DateTimeField()),
                ("site", models.CharField(db_index=True, max_length=40)),
                ("code", models.CharField(max_length=80, unique=True)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("casework", "Casework"),
                            ("systems_change", "Systems change"),
                            ("dual", "Casework and systems change"),
                            ("manager", "Manager"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("advertised_on", models.DateField(blank=True, null=True)),
                ("filled_on", models.DateField(blank=True, null=True)),
                ("left_on", models.DateField(blank=True, null=True)),
                ("fte", models.DecimalField(blank=True, decimal_places=4, max_digits=5, null=True)),
                ("is_over", models.BooleanField(default=False)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "follows",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed",
                        to="local_context.post",
                    ),
                ),
            ],
            options={
                "db_table": "local_context_post",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("filled_on", None),
                                ("advertised_on", None),
                                ("filled_on__gte", models.F("advertised_on")),
                                _connector="OR",
                            ),
                            models.Q(("left_on", None), ("left_on__gte", models.F("filled_on")), _connector="OR"),
                        ),
                        name="post_days_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fte", None),
                            models.Q(("fte__gte", Decimal("0")), ("fte__lte", Decimal("1"))),
                            _connector="OR",
                        ),
                        name="post_of_at_most_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_over", False), models.Q(("left_on", None), _negated=True), _connector="OR"
                        ),
                        name="post_over_once_left",
                    ),
                ],
            },
        ),
    ]
