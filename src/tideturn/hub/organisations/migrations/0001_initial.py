"""From nothing."""

import django.db.models.deletion
import tideturn.hub.common.clock
import tideturn.hub.crypto.fields
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
            name="Organisation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(default=tideturn.hub.common.clock.now, editable=False)),
                ("added_at", models.DateTimeField()),
                ("code", models.CharField(max_length=80, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("sector", models.CharField(max_length=60)),
                ("site", models.CharField(max_length=40)),
                (
                    "stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("first contact", "First contact"),
                            ("interested", "Interested"),
                            ("committed", "Committed"),
                            ("acting", "Acting"),
                            ("leading", "Leading"),
                        ],
                        max_length=20,
                    ),
                ),
                ("next_step", models.CharField(blank=True, max_length=300)),
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
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "db_table": "organisations_organisation",
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("added_at", models.DateTimeField()),
                ("text", tideturn.hub.crypto.fields.SealedTextField()),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "db_table": "organisations_note",
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("moved", models.JSONField()),
                ("at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "merged",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
            ],
            options={
                "db_table": "organisations_merge",
            },
        ),
        migrations.CreateModel(
            name="LikelyPair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("likeness", models.PositiveSmallIntegerField()),
                ("not_the_same_at", models.DateTimeField(blank=True, null=True)),
                (
                    "not_the_same_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organisations.organisation"
                    ),
                ),
            ],
            options={
                "db_table": "organisations_likelypair",
            },
        ),
        migrations.CreateModel(
            name="Engagement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(default=tideturn.hub.common.clock.now, editable=False)),
                ("added_at", models.DateTimeField()),
                ("on", models.DateField()),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("first contact", "First contact"),
                            ("interested", "Interested"),
                            ("committed", "Committed"),
                            ("acting", "Acting"),
                            ("leading", "Leading"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "seniority",
                    models.CharField(
                        blank=True,
                        choices=[("operational", "Operational"), ("management", "Management"), ("senior", "Senior")],
                        max_length=20,
                    ),
                ),
                ("barrier", models.CharField(blank=True, max_length=300)),
                ("next_step", models.CharField(blank=True, max_length=300)),
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "db_table": "organisations_engagement",
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(default=tideturn.hub.common.clock.now, editable=False)),
                ("added_at", models.DateTimeField()),
                ("name", models.CharField(max_length=120)),
                ("job_title", models.CharField(blank=True, max_length=120)),
                (
                    "seniority",
                    models.CharField(
                        blank=True,
                        choices=[("operational", "Operational"), ("management", "Management"), ("senior", "Senior")],
                        max_length=20,
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("telephone", models.CharField(blank=True, max_length=40)),
                ("is_main", models.BooleanField(default=False)),
                ("left_on", models.DateField(blank=True, null=True)),
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "db_table": "organisations_contact",
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="crypto.keptfile"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "db_table": "organisations_attachment",
            },
        ),
        migrations.CreateModel(
            name="Sector",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("site", models.CharField(max_length=40)),
            ],
            options={
                "db_table": "organisations_sector",
                "constraints": [models.UniqueConstraint(fields=("site", "name"), name="sector_once_a_site")],
            },
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(
                condition=models.Q(("merged_into", None)), fields=["site", "name", "id"], name="organisation_by_site"
            ),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(
                condition=models.Q(("merged_into", None)), fields=["name", "id"], name="organisation_by_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", models.F("id")), _negated=True), name="organisation_not_into_itself"
            ),
        ),
        migrations.AddConstraint(
            model_name="likelypair",
            constraint=models.UniqueConstraint(fields=("first", "second"), name="likely_pair_once"),
        ),
        migrations.AddConstraint(
            model_name="likelypair",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lt", models.F("second"))), name="likely_pair_in_order"
            ),
        ),
        migrations.AddIndex(
            model_name="engagement",
            index=models.Index(fields=["organisation", "on"], name="engagement_by_day"),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_main", True)), fields=("organisation",), name="one_main_contact_an_organisation"
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_main", False), ("left_on", None), _connector="OR"),
                name="main_contact_is_still_there",
            ),
        ),
    ]
