"""Organisations, the people in them, their engagement as partners, and notes and files about them.

Names and addresses here are professionals', in clear text, so that a search finds them with typing mistakes. Barriers
and next steps are in clear text too, because lists show them. Notes are sealed like every long text, because it could
mention a young person.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q, TextChoices

from tideturn.hub.accounts.models import User
from tideturn.hub.crypto.fields import SealedTextField
from tideturn.hub.crypto.models import KeptFile
from tideturn.hub.crypto.records import Record
from tideturn.hub.forms.models import Added
from tideturn.hub.history.models import Versioned


class Stage(TextChoices):
    """The stages of a partner's engagement, from the first meeting on."""

    FIRST_CONTACT = "first contact", "First contact"
    INTERESTED = "interested", "Interested"
    COMMITTED = "committed", "Committed"
    ACTING = "acting", "Acting"
    LEADING = "leading", "Leading"


class Seniority(TextChoices):
    """A person's level in their organisation."""

    OPERATIONAL = "operational", "Operational"
    MANAGEMENT = "management", "Management"
    SENIOR = "senior", "Senior"


class Organisation(Added):
    """An organisation, at a site or at all of them."""

    code = models.CharField(max_length=80, unique=True)
    """Its code in the programme folder."""
    name = models.CharField(max_length=200)
    sector = models.CharField(max_length=60)
    site = models.CharField(max_length=40)
    stage = models.CharField(max_length=20, choices=Stage.choices, blank=True)
    """The stage of its latest engagement; empty until there is one."""
    next_step = models.CharField(max_length=300, blank=True)
    """The next step of its latest engagement."""
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    """The record that it was merged into."""

    class Meta:
        db_table = "organisations_organisation"
        indexes: ClassVar = [
            models.Index(fields=["site", "name", "id"], condition=Q(merged_into=None), name="organisation_by_site"),
            models.Index(fields=["name", "id"], condition=Q(merged_into=None), name="organisation_by_name"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="organisation_not_into_itself"),
        ]


class Sector(models.Model):
    """A sector that an organisation of a site has had. The list's filter offers these without reading organisations."""

    name = models.CharField(max_length=60)
    site = models.CharField(max_length=40)
    """Whose staff typed it: what a person writes as a sector may name somebody."""

    class Meta:
        db_table = "organisations_sector"
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "name"], name="sector_once_a_site")]


class _Within(Record):
    """A record that belongs to an organisation, and moves with it in a merge."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="%(class)ss")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @property
    def belongs_to(self) -> Organisation:
        """Return the organisation that it is part of."""
        return self.organisation


class Contact(_Within, Versioned):
    """Somebody who works there."""

    name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=120, blank=True)
    seniority = models.CharField(max_length=20, choices=Seniority.choices, blank=True)
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    is_main = models.BooleanField(default=False)
    """Whether this is the main contact. An organisation has one at most."""
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "organisations_contact"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(is_main=True), name="one_main_contact_an_organisation"
            ),
            models.CheckConstraint(condition=Q(is_main=False) | Q(left_on=None), name="main_contact_is_still_there"),
        ]


class Engagement(_Within, Versioned):
    """A partner's engagement on a day, with its barriers and next step."""

    on = models.DateField()
    stage = models.CharField(max_length=20, choices=Stage.choices)
    seniority = models.CharField(max_length=20, choices=Seniority.choices, blank=True)
    barrier = models.CharField(max_length=300, blank=True)
    next_step = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "organisations_engagement"
        indexes: ClassVar = [models.Index(fields=["organisation", "on"], name="engagement_by_day")]

    @property
    def title(self) -> str:
        """Return the stage and the level in words, for pages."""
        stage = str(Stage(self.stage).label)
        return f"{stage}, {Seniority(self.seniority).label.lower()} level" if self.seniority else stage


class Note(_Within):
    """What somebody noted."""

    text = SealedTextField()

    class Meta:
        db_table = "organisations_note"


class Attachment(_Within):
    """A file about an organisation."""

    file = models.OneToOneField(KeptFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "organisations_attachment"


class Merge(Record):
    """A merge of two records of one organisation. It keeps what moved, so that somebody can undo it."""

    kept = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="merges")
    merged = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    moved = models.JSONField()
    """The ids of the records that moved, by kind."""
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        db_table = "organisations_merge"


class LikelyPair(models.Model):
    """Two records whose names are so alike that they may be one organisation."""

    first = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    likeness = models.PositiveSmallIntegerField()
    """Similarity of the names, from 0 to 100."""
    not_the_same_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    not_the_same_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "organisations_likelypair"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="likely_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="likely_pair_in_order"),
        ]
