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
            name="DigestWanted",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("since", models.DateTimeField()),
                ("upto", models.DateTimeField(db_index=True)),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "learning_digestwanted",
            },
        ),
        migrations.CreateModel(
            name="LearningPoint",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(default=tideturn.hub.common.clock.now, editable=False)),
                ("code", models.CharField(max_length=80, unique=True)),
                ("on", models.DateField()),
                ("site", models.CharField(max_length=40)),
                ("point", models.TextField()),
                ("source", models.TextField(blank=True)),
                (
                    "about",
                    models.CharField(
                        blank=True, choices=[("problem", "The problem"), ("work", "The work")], max_length=20
                    ),
                ),
                ("changes_what", models.TextField(blank=True)),
                ("shared_with", models.TextField(blank=True)),
                ("transferable_to", models.TextField(blank=True)),
                ("used", models.CharField(blank=True, choices=[("yes", "Yes"), ("no", "Not yet")], max_length=5)),
                ("used_how", models.TextField(blank=True)),
                ("added_at", models.DateTimeField(db_index=True)),
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
                "db_table": "learning_learningpoint",
            },
        ),
        migrations.CreateModel(
            name="Elsewhere",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("site", models.CharField(max_length=40)),
                ("since", models.DateTimeField()),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="elsewhere",
                        to="learning.learningpoint",
                    ),
                ),
            ],
            options={
                "db_table": "learning_elsewhere",
            },
        ),
        migrations.CreateModel(
            name="Share",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(default=tideturn.hub.common.clock.now, editable=False)),
                ("added_at", models.DateTimeField()),
                ("on", models.DateField()),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("inside", "Colleagues in the programme"),
                            ("site", "Another site"),
                            ("partner", "A partner organisation"),
                        ],
                        max_length=20,
                    ),
                ),
                ("site", models.CharField(blank=True, max_length=40)),
                ("whom", models.CharField(blank=True, max_length=200)),
                ("words", models.TextField(blank=True)),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="shares", to="learning.learningpoint"
                    ),
                ),
            ],
            options={
                "db_table": "learning_share",
            },
        ),
        migrations.AddIndex(
            model_name="learningpoint",
            index=models.Index(fields=["-on", "id"], name="learning_point_by_day"),
        ),
        migrations.AddIndex(
            model_name="elsewhere",
            index=models.Index(fields=["site", "since"], name="elsewhere_by_site"),
        ),
        migrations.AddConstraint(
            model_name="elsewhere",
            constraint=models.UniqueConstraint(fields=("point", "site"), name="elsewhere_once"),
        ),
    ]
