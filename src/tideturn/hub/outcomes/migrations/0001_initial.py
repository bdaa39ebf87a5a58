"""From nothing."""

import django.db.models.deletion
import tideturn.hub.common.clock
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
            name="Definition",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(default=tideturn.hub.common.clock.now, editable=False)),
                ("added_at", models.DateTimeField()),
                ("term", models.CharField(max_length=120, unique=True)),
                ("for_staff", models.TextField(max_length=2000)),
                ("for_partners", models.TextField(max_length=2000)),
                ("for_young_people", models.TextField(max_length=2000)),
                ("on", models.DateField()),
                ("reason", models.CharField(max_length=300)),
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
                "db_table": "outcomes_definition",
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(default=tideturn.hub.common.clock.now, editable=False)),
                ("added_at", models.DateTimeField()),
                ("code", models.CharField(max_length=80, unique=True)),
                (
                    "area",
                    models.CharField(
                        choices=[
                            ("cyp", "Children and young people"),
                            ("practitioner", "Practitioners"),
                            ("system", "The system around them"),
                        ],
                        max_length=20,
                    ),
                ),
                ("title", models.CharField(max_length=300)),
                ("due_year", models.PositiveSmallIntegerField()),
                ("looked_at_by", models.CharField(blank=True, max_length=200)),
                (
                    "claim",
                    models.CharField(
                        blank=True,
                        choices=[("state", "How things are"), ("change", "That something changed")],
                        max_length=10,
                    ),
                ),
                (
                    "element",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("pathways", "Pathways: what happens to a young person, step by step"),
                            ("structures", "Structures: policies, laws, roles and cultures"),
                            ("collaboration", "Collaboration: working and sharing information together"),
                        ],
                        max_length=20,
                    ),
                ),
                ("definition", models.TextField(blank=True, max_length=5000)),
                (
                    "better",
                    models.CharField(
                        blank=True,
                        choices=[("up", "More of it is better"), ("down", "Less of it is better")],
                        max_length=10,
                    ),
                ),
                ("sites", models.JSONField(default=list)),
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
                "db_table": "outcomes_outcome",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("due_year__gte", 1)), name="outcome_due_in_a_year"),
                    models.CheckConstraint(
                        condition=models.Q(("element", ""), ("area", "system"), _connector="OR"),
                        name="outcome_element_of_the_system_alone",
                    ),
                ],
            },
        ),
    ]
