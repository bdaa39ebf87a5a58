"""Outcomes, and what the programme means by its words. Nothing here is about a person."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Final

from django.db import models
from django.db.models import Q, TextChoices

from tideturn.hub.forms.models import Added


class Area(TextChoices):
    """Who or what an outcome is about, in the order on pages."""

    CYP = "cyp", "Children and young people"
    PRACTITIONER = "practitioner", "Practitioners"
    SYSTEM = "system", "The system around them"


class Element(TextChoices):
    """The part of the system that an outcome is about."""

    PATHWAYS = "pathways", "Pathways: what happens to a young person, step by step"
    STRUCTURES = "structures", "Structures: policies, laws, roles and cultures"
    COLLABORATION = "collaboration", "Collaboration: working and sharing information together"


class Claim(TextChoices):
    """What an outcome claims; empty means change."""

    STATE = "state", "How things are"
    CHANGE = "change", "That something changed"


class Better(TextChoices):
    """The better direction; up if nobody chose one."""

    UP = "up", "More of it is better"
    DOWN = "down", "Less of it is better"


NOBODY_YET: Final = "Nobody is named yet"
"""Who will look at an outcome due after the last year, if it came from a folder: the folder does not say."""


class Outcome(Added):
    """Something that the programme hopes to change, and the programme year in which it expects the change."""

    code = models.CharField(max_length=80, unique=True)
    """What the programme folder knows it by; it is never changed."""
    area = models.CharField(max_length=20, choices=Area.choices)
    title = models.CharField(max_length=300)
    due_year = models.PositiveSmallIntegerField()
    """The number of the year; it may come after the last one."""
    looked_at_by = models.CharField(max_length=200, blank=True)
    """Who will look then, where the programme will have ended."""
    claim = models.CharField(max_length=10, choices=Claim.choices, blank=True)
    """Whether it claims that things are so or that they changed; empty: changed."""
    element = models.CharField(max_length=20, choices=Element.choices, blank=True)
    definition = models.TextField(max_length=5_000, blank=True)
    better = models.CharField(max_length=10, choices=Better.choices, blank=True)
    sites: models.JSONField[Any, Any] = models.JSONField(default=list)
    """Codes of the sites that it applies to; empty if it applies to all."""

    class Meta:
        db_table = "outcomes_outcome"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(due_year__gte=1), name="outcome_due_in_a_year"),
            models.CheckConstraint(
                condition=Q(element="") | Q(area=Area.SYSTEM), name="outcome_element_of_the_system_alone"
            ),
        ]


class Definition(Added):
    """What the programme means by a term, in words for three kinds of readers. Its history is its earlier wordings."""

    term = models.CharField(max_length=120, unique=True)
    for_staff = models.TextField(max_length=2_000)
    for_partners = models.TextField(max_length=2_000)
    for_young_people = models.TextField(max_length=2_000)
    on: models.DateField[date, date] = models.DateField()
    """The day since which it is worded so."""
    reason = models.CharField(max_length=300)
    """Why it is worded so."""

    class Meta:
        db_table = "outcomes_definition"
