"""Learning points, who each was shared with, other sites where it may hold, and who subscribed to new ones.

All of it is in clear text, so that the search finds it. A point may name no young person, and its form says so.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models

from tideturn.hub.access.site_names import site_names
from tideturn.hub.accounts.models import User
from tideturn.hub.crypto.records import Record
from tideturn.hub.forms.cells import parted
from tideturn.hub.forms.models import Added


class About(models.TextChoices):
    """What a point is about."""

    PROBLEM = "problem", "The problem"
    WORK = "work", "The work"


class Used(models.TextChoices):
    """Whether it has been acted on."""

    YES = "yes", "Yes"
    NO = "no", "Not yet"


class Audience(models.TextChoices):
    """Who it was shared with."""

    INSIDE = "inside", "Colleagues in the programme"
    SITE = "site", "Another site"
    PARTNER = "partner", "A partner organisation"


def places_in(cell: str) -> list[tuple[str, str]]:
    """Return each place that a cell names, with its site's code; empty if it is not a site's code or name."""
    parts = parted(cell)
    if not parts:
        return []
    codes = {name.casefold(): code for code, name in site_names().items()}
    codes |= {code: code for code in codes.values()}
    return [(part, codes.get(part) or codes.get(part.casefold(), "")) for part in parts]


def sites_meant(cell: str) -> tuple[str, ...]:
    """Return the codes of the sites that a cell names."""
    return tuple(dict.fromkeys(code for _, code in places_in(cell) if code))


def further_words(cell: str) -> tuple[str, ...]:
    """Return the places in a cell that are not sites."""
    return tuple(part for part, code in places_in(cell) if not code)


class LearningPoint(Added):
    """What was learnt on a day at a site."""

    code = models.CharField(max_length=80, unique=True)
    """What the programme folder knows it by."""
    on: models.DateField[date, date] = models.DateField()
    site = models.CharField(max_length=40)
    point = models.TextField()
    source = models.TextField(blank=True)
    """Where it came from."""
    about = models.CharField(max_length=20, choices=About.choices, blank=True)
    changes_what = models.TextField(blank=True)
    """What it changes, in words. The apps with the changed records say what it did change."""
    shared_with = models.TextField(blank=True)
    """Several in one cell, as imported from the folder. Sharing entered in the hub has records of its own."""
    transferable_to = models.TextField(blank=True)
    """Where else it may hold, several as one cell: sites by code or name, and others in words."""
    used = models.CharField(max_length=5, choices=Used.choices, blank=True)
    used_how = models.TextField(blank=True)
    """What was done with it; kept in the hub alone."""
    added_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "learning_learningpoint"
        indexes: ClassVar = [models.Index(fields=["-on", "id"], name="learning_point_by_day")]

    @property
    def transferable_sites(self) -> list[str]:
        """Return the codes of the sites where it may also apply, for the form."""
        return list(sites_meant(self.transferable_to))

    @property
    def transferable_words(self) -> str:
        """Return the other places where it may also apply, one on each line."""
        return "\n".join(further_words(self.transferable_to))


class Share(Added):
    """That it was shared with somebody on a day."""

    point = models.ForeignKey(LearningPoint, on_delete=models.CASCADE, related_name="shares")
    on: models.DateField[date, date] = models.DateField()
    audience = models.CharField(max_length=20, choices=Audience.choices)
    site = models.CharField(max_length=40, blank=True)
    """The other site, where it was one."""
    whom = models.CharField(max_length=200, blank=True)
    """Which colleagues or organisation, in words."""
    words = models.TextField(blank=True)
    """Means of sharing, and the response."""

    class Meta:
        db_table = "learning_share"

    @property
    def belongs_to(self) -> LearningPoint:
        """Return the learning point that it is part of."""
        return self.point


class Elsewhere(models.Model):
    """A site where a point may hold too, and since when somebody says so: for the digest of the people there."""

    point = models.ForeignKey(LearningPoint, on_delete=models.CASCADE, related_name="elsewhere")
    site = models.CharField(max_length=40)
    since = models.DateTimeField()

    class Meta:
        db_table = "learning_elsewhere"
        constraints: ClassVar = [models.UniqueConstraint(fields=["point", "site"], name="elsewhere_once")]
        indexes: ClassVar = [models.Index(fields=["site", "since"], name="elsewhere_by_site")]


class DigestWanted(Record):
    """A person's subscription to the weekly digest of what other sites learnt."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    """Start of the period that the last digest covered."""
    upto = models.DateTimeField(db_index=True)
    """End of the period that the last digest covered; the next one begins here."""

    class Meta:
        db_table = "learning_digestwanted"
