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
        ("learning", "0001_initial"),
        ("theory", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Milestone",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(default=tideturn.hub.common.clock.now, editable=False)),
                ("added_at", models.DateTimeField()),
                ("code", models.CharField(max_length=80, unique=True)),
                ("site", models.CharField(db_index=True, max_length=40)),
                ("title", models.CharField(max_length=300)),
                ("planned_on", models.DateField(db_index=True)),
                ("actual_on", models.DateField(null=True)),
                ("cause_of_delay", models.TextField(blank=True)),
                ("response", models.TextField(blank=True)),
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
                "db_table": "plan_milestone",
            },
        ),
        migrations.CreateModel(
            name="Priority",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(default=tideturn.hub.common.clock.now, editable=False)),
                ("added_at", models.DateTimeField()),
                ("code", models.CharField(max_length=80, unique=True)),
                ("title", models.CharField(max_length=300)),
                (
                    "element",
                    models.CharField(
                        choices=[
                            ("pathways", "Pathways: what happens to a young person, step by step"),
                            ("structures", "Structures: policies, laws, roles and cultures"),
                            ("collaboration", "Collaboration: working and sharing information together"),
                        ],
                        max_length=20,
                    ),
                ),
                ("site", models.CharField(blank=True, db_index=True, max_length=40)),
                ("begins_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                (
                    "status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("drafted", "Drafted"),
                            ("consulted on", "Consulted on"),
                            ("agreed", "Agreed"),
                            ("retired", "Retired"),
                        ],
                        max_length=20,
                    ),
                ),
                ("definition", models.TextField(blank=True)),
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
                "verbose_name_plural": "priorities",
                "db_table": "plan_priority",
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(default=tideturn.hub.common.clock.now, editable=False)),
                ("added_at", models.DateTimeField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("drafted", "Drafted"),
                            ("consulted on", "Consulted on"),
                            ("agreed", "Agreed"),
                            ("retired", "Retired"),
                        ],
                        max_length=20,
                    ),
                ),
                ("on", models.DateField()),
                ("with_whom", models.CharField(blank=True, max_length=200)),
                ("words", models.TextField(blank=True)),
                ("changed_because", models.TextField(blank=True)),
                ("status_before", models.CharField(blank=True, max_length=20)),
                ("begins_before", models.DateField(null=True)),
                ("ends_before", models.DateField(null=True)),
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
                    "priority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="plan.priority"
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaces",
                        to="plan.priority",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a priority",
                "verbose_name_plural": "steps of priorities",
                "db_table": "plan_step",
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(default=tideturn.hub.common.clock.now, editable=False)),
                ("added_at", models.DateTimeField()),
                ("component", models.CharField(max_length=200)),
                ("site", models.CharField(db_index=True, max_length=40)),
                ("year", models.PositiveSmallIntegerField()),
                ("measure", models.CharField(max_length=200)),
                ("planned", models.DecimalField(decimal_places=4, max_digits=14)),
                ("delivered", models.DecimalField(decimal_places=4, max_digits=14, null=True)),
                ("quality", models.TextField(blank=True)),
                (
                    "departure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_delivered", "Not delivered"),
                            ("modified", "Delivered in another way"),
                            ("added", "Added to the plan"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "judged",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("adaptation", "An adaptation: it is in keeping with the theory"),
                            ("drift", "Drift: no longer in line with the theory of change"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
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
                    "node",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="theory.node"),
                ),
            ],
            options={
                "db_table": "plan_target",
            },
        ),
        migrations.CreateModel(
            name="Adaptation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(default=tideturn.hub.common.clock.now, editable=False)),
                ("added_at", models.DateTimeField()),
                ("on", models.DateField()),
                ("planned_before", models.DecimalField(decimal_places=4, max_digits=14)),
                ("planned_since", models.DecimalField(decimal_places=4, max_digits=14)),
                ("reason", models.TextField()),
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="learning.learningpoint",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="adaptations", to="plan.target"
                    ),
                ),
            ],
            options={
                "verbose_name": "adaptation of a target",
                "verbose_name_plural": "adaptations of targets",
                "db_table": "plan_adaptation",
            },
        ),
        migrations.AddConstraint(
            model_name="priority",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("begins_on")), _connector="OR"),
                name="plan_priority_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.UniqueConstraint(
                fields=("component", "site", "year", "measure"), name="plan_target_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.CheckConstraint(condition=models.Q(("planned__gte", 0)), name="plan_planned_from_nought"),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.CheckConstraint(
                condition=models.Q(("delivered", None), ("delivered__gte", 0), _connector="OR"),
                name="plan_done_from_nought",
            ),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.CheckConstraint(
                condition=models.Q(("judged", ""), models.Q(("departure", ""), _negated=True), _connector="OR"),
                name="plan_departure_is_judged",
            ),
        ),
    ]
