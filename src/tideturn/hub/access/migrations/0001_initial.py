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
            name="Refusal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("user", models.UUIDField()),
                ("permission", models.CharField(max_length=80)),
                ("model", models.CharField(blank=True, max_length=80)),
                ("record", models.CharField(blank=True, max_length=36)),
                ("via", models.CharField(max_length=20)),
                ("since", models.DateTimeField(db_index=True)),
                ("more", models.PositiveIntegerField(default=0)),
            ],
            options={
                "db_table": "access_refusal",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "permission", "model", "record"), name="one_refusal_of_a_thing"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Authority",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("caseworker", "Caseworker"),
                            ("team_manager", "Team manager"),
                            ("systems_lead", "Trainer or systems-change lead"),
                            ("programme_manager", "Programme manager"),
                            ("evaluator", "Evaluator"),
                            ("funder", "Funder or board member"),
                            ("safeguarding_lead", "Designated safeguarding lead or deputy"),
                            ("governance_lead", "Information governance lead"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=40,
                    ),
                ),
                ("site", models.CharField(max_length=40)),
                ("given_at", models.DateTimeField()),
                ("waits", models.BooleanField(default=False)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="authorities",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "access_authority",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "caseworker",
                                    "team_manager",
                                    "systems_lead",
                                    "programme_manager",
                                    "evaluator",
                                    "funder",
                                    "safeguarding_lead",
                                    "governance_lead",
                                    "administrator",
                                ],
                            )
                        ),
                        name="authority_over_a_role_there_is",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("site__regex", "^([a-z0-9][a-z0-9_-]*|\\*)$")), name="authority_at_a_site"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("given_by__isnull", True), ("role", "administrator")),
                            models.Q(
                                ("given_by__isnull", False), models.Q(("given_by", models.F("holder")), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="authority_never_to_oneself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                            models.Q(
                                ("confirmed_at__isnull", False),
                                ("confirmed_by__isnull", False),
                                ("given_by__isnull", False),
                                ("waits", False),
                                models.Q(("confirmed_by", models.F("given_by")), _negated=True),
                                models.Q(("confirmed_by", models.F("holder")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="authority_confirmed_by_a_third",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("holder", "role", "site"),
                        name="authority_given_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BreakGlass",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("record", models.UUIDField(db_index=True)),
                ("reason", tideturn.hub.crypto.fields.SealedTextField()),
                ("at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "access_breakglass",
                "indexes": [models.Index(fields=["user", "until"], name="break_glass_in_force")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("at"))), name="break_glass_ends_after_it_began"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("caseworker", "Caseworker"),
                            ("team_manager", "Team manager"),
                            ("systems_lead", "Trainer or systems-change lead"),
                            ("programme_manager", "Programme manager"),
                            ("evaluator", "Evaluator"),
                            ("funder", "Funder or board member"),
                            ("safeguarding_lead", "Designated safeguarding lead or deputy"),
                            ("governance_lead", "Information governance lead"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=40,
                    ),
                ),
                ("site", models.CharField(max_length=40)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("granted_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "covering",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="grants", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "access_grant",
                "indexes": [models.Index(fields=["role", "site"], name="grant_by_role")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "caseworker",
                                    "team_manager",
                                    "systems_lead",
                                    "programme_manager",
                                    "evaluator",
                                    "funder",
                                    "safeguarding_lead",
                                    "governance_lead",
                                    "administrator",
                                ],
                            )
                        ),
                        name="grant_of_a_role_there_is",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("site__regex", "^([a-z0-9][a-z0-9_-]*|\\*)$")), name="grant_at_a_site"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="grant_dates_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("granted_by__isnull", True), ("role", "administrator")),
                            models.Q(
                                ("granted_by__isnull", False), models.Q(("granted_by", models.F("user")), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="grant_never_to_oneself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("covering__isnull", True),
                            models.Q(
                                ("ends_on__isnull", False), models.Q(("covering", models.F("user")), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="cover_ends_and_is_for_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_by__isnull", True),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                models.Q(("withdrawn_by", models.F("user")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="grant_withdrawn_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RestrictedTo",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("record", models.UUIDField(db_index=True)),
                ("named_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "named_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "access_restrictedto",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("record", "user"),
                        name="named_once_for_a_record",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Restriction",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("record", models.UUIDField(db_index=True)),
                ("reason", tideturn.hub.crypto.fields.SealedTextField()),
                ("at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "access_restriction",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at__isnull", True)),
                        fields=("record",),
                        name="one_restriction_of_a_record",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StaffSession",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("browser", models.CharField(blank=True, max_length=40)),
                ("reason", tideturn.hub.crypto.fields.SealedTextField()),
                ("began_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="staff_sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "access_staffsession",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("began_at"))),
                        name="staff_session_ends_after_it_began",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("user",),
                        name="one_open_staff_session_each",
                    ),
                ],
            },
        ),
    ]
