"""The programme's name, years and sites. Nothing here is about a person."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q, TextChoices

from tideturn.hub.forms.models import Added


class Kind(TextChoices):
    """The kind of site: a place or the national team."""

    LOCAL = "local", "A city or area"
    NATIONAL = "national", "The national team"


class Programme(Added):
    """What the programme is called. A hub is one programme's: there is one record of it, or none yet."""

    code: ClassVar = "name"
    """The row of the folder's sheet of names and values that it fills."""
    name = models.CharField(max_length=200)
    only = models.BooleanField(default=True, unique=True, editable=False)
    """The same of each, so that there is no second."""

    class Meta:
        db_table = "programme_programme"
        constraints: ClassVar = [models.CheckConstraint(condition=Q(only=True), name="one_programme_alone")]


class Site(Added):
    """A place where the programme works with a team of its own, or its national team."""

    code = models.CharField(max_length=40, unique=True)
    """What roles, records and the programme folder know it by; it is never changed."""
    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)

    class Meta:
        db_table = "programme_site"


class Year(Added):
    """A year that the programme reports by. It need not match the calendar year."""

    number = models.PositiveSmallIntegerField(unique=True)
    starts_on: models.DateField[date, date] = models.DateField()
    ends_on: models.DateField[date, date] = models.DateField()
    """Its last day."""

    class Meta:
        db_table = "programme_year"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="year_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"Year {self.number}"
