"""Targets and how they were adapted, milestones, and priorities with the steps of their way.

Nothing here is about a young person. Who was consulted is named in words, in clear.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q, TextChoices

from tideturn.hub.forms.models import Added
from tideturn.hub.outcomes.api import Element


class Status(TextChoices):
    """The status of a priority, in the order that it passes through them."""

    DRAFTED = "drafted", "Drafted"
    CONSULTED = "consulted on", "Consulted on"
    AGREED = "agreed", "Agreed"
    RETIRED = "retired", "Retired"


class Departure(TextChoices):
    """How what was done differs from the plan."""

    NOT_DELIVERED = "not_delivered", "Not delivered"
    MODIFIED = "modified", "Delivered in another way"
    ADDED = "added", "Added to the plan"


class Judged(TextChoices):
    """Whether a departure is in line with the theory of change."""

    ADAPTATION = "adaptation", "An adaptation: it is in keeping with the theory"
    DRIFT = "drift", "Drift: no longer in line with the theory of change"


class Target(Added):
    """A line of the plan: how many of something are to be done at a site in a year, and what came of it."""

    component = models.CharField(max_length=200)
    """The part of the work."""
    node = models.ForeignKey("theory.Node", on_delete=models.PROTECT, related_name="+")
    """The box of the theory of change that it is of."""
    site = models.CharField(max_length=40, db_index=True)
    year = models.PositiveSmallIntegerField()
    """The number of the year of the programme."""
    measure = models.CharField(max_length=200)
    """What is counted, worded to follow a number."""
    planned = models.DecimalField(max_digits=14, decimal_places=4)
    delivered = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    quality = models.TextField(blank=True)
    departure = models.CharField(max_length=20, choices=Departure.choices, blank=True)
    judged = models.CharField(max_length=20, choices=Judged.choices, blank=True)
    reason = models.TextField(blank=True)
    """Why what was done differs from the plan."""

    class Meta:
        db_table = "plan_target"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["component", "site", "year", "measure"], name="plan_target_once"),
            models.CheckConstraint(condition=Q(planned__gte=0), name="plan_planned_from_nought"),
            models.CheckConstraint(condition=Q(delivered=None) | Q(delivered__gte=0), name="plan_done_from_nought"),
            models.CheckConstraint(condition=Q(judged="") | ~Q(departure=""), name="plan_departure_is_judged"),
        ]


class Adaptation(Added):
    """That a target was changed on a day: from how many to how many, and why."""

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="adaptations")
    on: models.DateField[date, date] = models.DateField()
    planned_before = models.DecimalField(max_digits=14, decimal_places=4)
    planned_since = models.DecimalField(max_digits=14, decimal_places=4)
    reason = models.TextField()
    learning = models.ForeignKey("learning.LearningPoint", on_delete=models.PROTECT, null=True, related_name="+")
    """The learning point that led to it."""

    class Meta:
        db_table = "plan_adaptation"
        verbose_name = "adaptation of a target"
        verbose_name_plural = "adaptations of targets"

    @property
    def belongs_to(self) -> Target:
        """Return the target that it is part of."""
        return self.target


class Milestone(Added):
    """What is to happen at a site by a day, when it did, what delayed it and what was done about that."""

    code = models.CharField(max_length=80, unique=True)
    """What the programme folder knows it by."""
    site = models.CharField(max_length=40, db_index=True)
    title = models.CharField(max_length=300)
    planned_on: models.DateField[date, date] = models.DateField(db_index=True)
    actual_on: models.DateField[date | None, date | None] = models.DateField(null=True)
    """The day it was reached."""
    cause_of_delay = models.TextField(blank=True)
    response = models.TextField(blank=True)

    class Meta:
        db_table = "plan_milestone"


class Priority(Added):
    """What the programme tries to change in the system, at a site or at all of them."""

    code = models.CharField(max_length=80, unique=True)
    """What the programme folder knows it by."""
    title = models.CharField(max_length=300)
    element = models.CharField(max_length=20, choices=Element.choices)
    site = models.CharField(max_length=40, blank=True, db_index=True)
    """Whose it is; empty where all sites share it."""
    begins_on: models.DateField[date, date] = models.DateField()
    """The day it was agreed; until then, the day it was drafted."""
    ends_on: models.DateField[date | None, date | None] = models.DateField(null=True)
    status = models.CharField(max_length=20, choices=Status.choices, blank=True)
    definition = models.TextField(blank=True)

    class Meta:
        db_table = "plan_priority"
        verbose_name_plural = "priorities"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("begins_on")), name="plan_priority_ends_after_it_begins"
            ),
        ]


class Step(Added):
    """A step of a priority's way; kept in the hub alone."""

    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="steps")
    status = models.CharField(max_length=20, choices=Status.choices)
    on: models.DateField[date, date] = models.DateField()
    with_whom = models.CharField(max_length=200, blank=True)
    """Who was consulted, in words."""
    words = models.TextField(blank=True)
    """What they said; how it was drafted or agreed; why it was retired."""
    changed_because = models.TextField(blank=True)
    """What changed because of what they said."""
    replaced_by = models.ForeignKey(Priority, on_delete=models.PROTECT, null=True, related_name="replaces")
    """The priority in its place, where it was retired for another."""
    status_before = models.CharField(max_length=20, blank=True)
    begins_before: models.DateField[date | None, date | None] = models.DateField(null=True)
    ends_before: models.DateField[date | None, date | None] = models.DateField(null=True)
    """State of the priority before the step, to restore if the step was a mistake."""

    class Meta:
        db_table = "plan_step"
        verbose_name = "step of a priority"
        verbose_name_plural = "steps of priorities"

    @property
    def belongs_to(self) -> Priority:
        """Return the priority that it is part of."""
        return self.priority
