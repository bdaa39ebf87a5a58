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
        ("outcomes", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Node",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(default=tideturn.hub.common.clock.now, editable=False)),
                ("added_at", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("activity", "Activity"),
                            ("output", "Output"),
                            ("outcome", "Outcome"),
                            ("impact", "Impact"),
                        ],
                        max_length=20,
                    ),
                ),
                ("title", models.CharField(max_length=300)),
                ("code", models.CharField(max_length=80, unique=True)),
                ("from_version", models.PositiveSmallIntegerField(null=True)),
                ("to_version", models.PositiveSmallIntegerField(null=True)),
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
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="outcomes.outcome"
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="theory.node",
                    ),
                ),
            ],
            options={
                "verbose_name": "box of the theory of change",
                "verbose_name_plural": "boxes of the theory of change",
                "db_table": "theory_node",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(default=tideturn.hub.common.clock.now, editable=False)),
                ("added_at", models.DateTimeField()),
                ("code", models.CharField(max_length=80, unique=True)),
                ("from_version", models.PositiveSmallIntegerField(null=True)),
                ("to_version", models.PositiveSmallIntegerField(null=True)),
                ("assumption", models.TextField(blank=True)),
                ("rivals", models.TextField(blank=True)),
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
                    "replaces",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="theory.link",
                    ),
                ),
                (
                    "from_node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="leads_to", to="theory.node"
                    ),
                ),
                (
                    "to_node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="comes_from", to="theory.node"
                    ),
                ),
            ],
            options={
                "verbose_name": "link of the theory of change",
                "verbose_name_plural": "links of the theory of change",
                "db_table": "theory_link",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(default=tideturn.hub.common.clock.now, editable=False)),
                ("added_at", models.DateTimeField()),
                ("number", models.PositiveSmallIntegerField(unique=True)),
                ("on", models.DateField()),
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
                    "point",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="learning.learningpoint",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of the theory of change",
                "verbose_name_plural": "versions of the theory of change",
                "db_table": "theory_version",
            },
        ),
        migrations.CreateModel(
            name="Working",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("only", models.BooleanField(default=True, editable=False, unique=True)),
                ("base", models.PositiveSmallIntegerField()),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "theory_working",
            },
        ),
        migrations.CreateModel(
            name="WorkingNode",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(default=tideturn.hub.common.clock.now, editable=False)),
                ("added_at", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("activity", "Activity"),
                            ("output", "Output"),
                            ("outcome", "Outcome"),
                            ("impact", "Impact"),
                        ],
                        max_length=20,
                    ),
                ),
                ("title", models.CharField(max_length=300)),
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
                    "of",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="theory.node"
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="outcomes.outcome"
                    ),
                ),
                (
                    "working",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="nodes", to="theory.working"
                    ),
                ),
            ],
            options={
                "verbose_name": "box of the theory’s next version",
                "verbose_name_plural": "boxes of the theory’s next version",
                "db_table": "theory_workingnode",
            },
        ),
        migrations.CreateModel(
            name="WorkingLink",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(default=tideturn.hub.common.clock.now, editable=False)),
                ("added_at", models.DateTimeField()),
                ("assumption", models.TextField(blank=True)),
                ("rivals", models.TextField(blank=True)),
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
                    "of",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="theory.link"
                    ),
                ),
                (
                    "working",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="theory.working"
                    ),
                ),
                (
                    "from_node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="leads_to", to="theory.workingnode"
                    ),
                ),
                (
                    "to_node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="comes_from", to="theory.workingnode"
                    ),
                ),
            ],
            options={
                "verbose_name": "link of the theory’s next version",
                "verbose_name_plural": "links of the theory’s next version",
                "db_table": "theory_workinglink",
            },
        ),
        migrations.AddConstraint(
            model_name="node",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("to_version", None),
                    ("from_version", None),
                    ("to_version__gte", models.F("from_version")),
                    _connector="OR",
                ),
                name="theory_node_ends_after_it_came",
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("to_version", None),
                    ("from_version", None),
                    ("to_version__gte", models.F("from_version")),
                    _connector="OR",
                ),
                name="theory_link_ends_after_it_came",
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_node", models.F("to_node")), _negated=True),
                name="theory_link_leads_elsewhere",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="theory_versions_from_one"),
        ),
        migrations.AddConstraint(
            model_name="working",
            constraint=models.CheckConstraint(condition=models.Q(("only", True)), name="theory_one_next_version"),
        ),
        migrations.AddConstraint(
            model_name="workingnode",
            constraint=models.UniqueConstraint(fields=("working", "of"), name="theory_next_version_has_a_box_once"),
        ),
        migrations.AddConstraint(
            model_name="workinglink",
            constraint=models.UniqueConstraint(
                fields=("working", "from_node", "to_node"), name="theory_next_version_link_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="workinglink",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_node", models.F("to_node")), _negated=True),
                name="theory_next_link_leads_elsewhere",
            ),
        ),
    ]
