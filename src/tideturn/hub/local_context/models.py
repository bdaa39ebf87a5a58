"""What each site is like and how it adapts: posts, circumstances, referral criteria and baselines.

Nothing here is about a person: a post is a post, whoever is in it, and neither a criterion nor a count names anybody.
All of it is in clear.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from tideturn.hub.accounts.models import User
from tideturn.hub.crypto.records import Record
from tideturn.hub.forms.models import Versioned
from tideturn.hub.local_context.terms import Asked, Kind, Role


class _AtSite(Versioned, Record):
    """What is kept of a site."""

    site = models.CharField(max_length=40, db_index=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.id)


class Post(_AtSite):
    """A post, from when it was advertised until whoever took it left. It is never the person in it."""

    code = models.CharField(max_length=80, unique=True)
    """What the programme folder knows it by."""
    role = models.CharField(max_length=20, choices=Role.choices)
    advertised_on: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    filled_on: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    """The first day of whoever took it."""
    left_on: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    """Their last day."""
    fte: models.DecimalField[Decimal | None, Decimal | None] = models.DecimalField(
        max_digits=5, decimal_places=4, null=True, blank=True
    )
    follows: models.OneToOneField[Post | None, Post | None] = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed"
    )
    """The post as it was filled before, where it was advertised again; kept in the hub alone."""
    is_over = models.BooleanField(default=False)
    """Whether nobody is to follow who has left; kept in the hub alone."""

    follows_id: UUID | None

    class Meta:
        db_table = "local_context_post"
        verbose_name = "post"
        verbose_name_plural = "posts"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(filled_on=None) | Q(advertised_on=None) | Q(filled_on__gte=F("advertised_on")))
                & (Q(left_on=None) | Q(left_on__gte=F("filled_on"))),
                name="post_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(fte=None) | Q(fte__gte=Decimal(0), fte__lte=Decimal(1)), name="post_of_at_most_one"
            ),
            models.CheckConstraint(condition=Q(is_over=False) | ~Q(left_on=None), name="post_over_once_left"),
        ]


class Circumstance(_AtSite):
    """What else there is at a place, or what else was going on: a rival explanation where it may explain an outcome."""

    code = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    description = models.TextField()
    begins_on: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    ends_on: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    """Its last day; null while it goes on."""
    outcome = models.ForeignKey(
        "outcomes.Outcome", on_delete=models.PROTECT, null=True, blank=True, related_name="circumstances"
    )
    """What it may explain."""

    outcome_id: UUID | None

    class Meta:
        db_table = "local_context_circumstance"
        verbose_name = "circumstance"
        verbose_name_plural = "circumstances"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(begins_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("begins_on")),
                name="circumstance_days_in_order",
            ),
        ]


class Criterion(_AtSite):
    """A referral criterion or threshold, as it held from a day until another. A changed one is another criterion."""

    code = models.CharField(max_length=80, unique=True)
    text = models.TextField()
    begins_on: models.DateField[date, date] = models.DateField()
    ends_on: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    """The last day on which it held; null while it does."""
    reason = models.TextField(blank=True)
    """Why it came in, or why it was changed to this."""
    ended_because = models.TextField(blank=True)
    """Why it went, where nothing came in its place; the programme folder has it behind the reason."""
    learning = models.ForeignKey(
        "learning.LearningPoint", on_delete=models.PROTECT, null=True, blank=True, related_name="criteria"
    )
    """The learning point that led to it."""
    replaces: models.OneToOneField[Criterion | None, Criterion | None] = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    """The one that it was changed from, which held until the day before; kept in the hub alone."""

    learning_id: UUID | None
    replaces_id: UUID | None

    class Meta:
        db_table = "local_context_criterion"
        verbose_name = "criterion"
        verbose_name_plural = "criteria"
        indexes: ClassVar = [models.Index(fields=["site", "begins_on"], name="criterion_by_site")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("begins_on")), name="criterion_days_in_order"
            ),
            models.CheckConstraint(condition=~Q(replaces=F("id")), name="criterion_not_of_itself"),
        ]


class Baseline(_AtSite):
    """Where something stood on a day before work began at a site, as partners agreed."""

    measure = models.CharField(max_length=300)
    value: models.DecimalField[Decimal, Decimal] = models.DecimalField(max_digits=20, decimal_places=6)
    on: models.DateField[date, date] = models.DateField()
    agreed_with = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "local_context_baseline"
        verbose_name = "baseline"
        verbose_name_plural = "baselines"


class DataAsk(_AtSite):
    """What partners at a site are asked for before work begins, and how far that has come; kept in the hub alone."""

    what = models.CharField(max_length=300)
    place = models.PositiveSmallIntegerField()
    """Where it stands in the list."""
    state = models.CharField(max_length=20, choices=Asked.choices, default=Asked.TO_ASK)
    note = models.TextField(blank=True)

    class Meta:
        db_table = "local_context_dataask"
        verbose_name = "thing to ask for"
        verbose_name_plural = "things to ask for"
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "what"], name="data_ask_once_a_site")]
