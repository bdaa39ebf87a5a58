"""The theory of change: its versions, their boxes and links, and the next version while somebody edits it.

A page never alters a box or link that is in a version. If the next version says it differently, the old one ends with
the version before, and another begins that `replaces` it. Nothing here is about a person.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q, TextChoices

from tideturn.hub.accounts.models import User
from tideturn.hub.crypto.records import Record
from tideturn.hub.forms.models import Added


class Kind(TextChoices):
    """What kind of part a box is, in the order in which one leads to the next."""

    ACTIVITY = "activity", "Activity"
    OUTPUT = "output", "Output"
    OUTCOME = "outcome", "Outcome"
    IMPACT = "impact", "Impact"


class _Box(models.Model):
    """What a box says."""

    kind = models.CharField(max_length=20, choices=Kind.choices)
    title = models.CharField(max_length=300)
    outcome = models.ForeignKey("outcomes.Outcome", on_delete=models.PROTECT, null=True, related_name="+")
    """Outcome that it represents."""

    class Meta:
        abstract = True

    @property
    def said(self) -> dict[str, Any]:
        """Return what it says, by column."""
        return {"kind": self.kind, "title": self.title, "outcome_id": self.outcome_id}


class Version(Added):
    """A version of the theory, with the day it came into force and why it was changed."""

    number = models.PositiveSmallIntegerField(unique=True)
    on: models.DateField[date, date] = models.DateField()
    reason = models.TextField()
    point = models.ForeignKey("learning.LearningPoint", on_delete=models.PROTECT, null=True, related_name="+")
    """The learning point that led to it."""

    class Meta:
        db_table = "theory_version"
        verbose_name = "version of the theory of change"
        verbose_name_plural = "versions of the theory of change"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(number__gte=1), name="theory_versions_from_one"),
        ]


class _Held(Added):
    """A part of some versions: of a first one, a last one and all between."""

    code = models.CharField(max_length=80, unique=True)
    """Its code in the programme folder."""
    from_version = models.PositiveSmallIntegerField(null=True)
    """The number of the first version that has it; null if it was there from the start."""
    to_version = models.PositiveSmallIntegerField(null=True)
    """The number of the last version that has it; null if the latest has it."""

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(to_version=None) | Q(from_version=None) | Q(to_version__gte=F("from_version")),
                name="%(app_label)s_%(class)s_ends_after_it_came",
            )
        ]


class Node(_Box, _Held):
    """A box of the theory."""

    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    """The box that it was before a page altered it."""

    class Meta(_Held.Meta):
        db_table = "theory_node"
        verbose_name = "box of the theory of change"
        verbose_name_plural = "boxes of the theory of change"


class Link(_Held):
    """A link from one box to another, with its assumption and what else might explain the second."""

    from_node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="leads_to")
    to_node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="comes_from")
    assumption = models.TextField(blank=True)
    rivals = models.TextField(blank=True)
    """Several in one cell."""
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")

    class Meta(_Held.Meta):
        db_table = "theory_link"
        verbose_name = "link of the theory of change"
        verbose_name_plural = "links of the theory of change"
        constraints: ClassVar = [
            *_Held.Meta.constraints,
            models.CheckConstraint(condition=~Q(from_node=F("to_node")), name="theory_link_leads_elsewhere"),
        ]


class Working(Record):
    """The next version while somebody edits it. There is one at a time."""

    only = models.BooleanField(default=True, unique=True, editable=False)
    base = models.PositiveSmallIntegerField()
    """The number of the version that it began as; 0 if there was none."""
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "theory_working"
        constraints: ClassVar = [models.CheckConstraint(condition=Q(only=True), name="theory_one_next_version")]


class _OfNext(Added):
    """A part of the next version."""

    working: models.ForeignKey[Working, Working]

    class Meta:
        abstract = True

    @property
    def belongs_to(self) -> Working:
        """Return the next version."""
        return self.working


class WorkingNode(_Box, _OfNext):
    """A box of the next version."""

    working = models.ForeignKey(Working, on_delete=models.CASCADE, related_name="nodes")
    of = models.ForeignKey(Node, on_delete=models.PROTECT, null=True, related_name="+")
    """The box in the version before; null if it is new."""

    class Meta:
        db_table = "theory_workingnode"
        verbose_name = "box of the theory’s next version"
        verbose_name_plural = "boxes of the theory’s next version"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["working", "of"], name="theory_next_version_has_a_box_once")
        ]


class WorkingLink(_OfNext):
    """A link of the next version."""

    working = models.ForeignKey(Working, on_delete=models.CASCADE, related_name="links")
    of = models.ForeignKey(Link, on_delete=models.PROTECT, null=True, related_name="+")
    """The link in the version before; null if it is new."""
    from_node = models.ForeignKey(WorkingNode, on_delete=models.CASCADE, related_name="leads_to")
    to_node = models.ForeignKey(WorkingNode, on_delete=models.CASCADE, related_name="comes_from")
    assumption = models.TextField(blank=True)
    rivals = models.TextField(blank=True)
    """Several in one cell."""

    class Meta:
        db_table = "theory_workinglink"
        verbose_name = "link of the theory’s next version"
        verbose_name_plural = "links of the theory’s next version"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["working", "from_node", "to_node"], name="theory_next_version_link_once"),
            models.CheckConstraint(condition=~Q(from_node=F("to_node")), name="theory_next_link_leads_elsewhere"),
        ]
