"""The theory of change: its versions, the boxes and links that they hold, and the next version as it is worked on.

A box or link that stands in a version is never altered by a page: where the next version says it otherwise, it ends
with the version before, and another begins that `replaces` it. Nothing here is about a person.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from tideturn.hub.accounts.models import User
from tideturn.hub.crypto.records import Record
from tideturn.hub.forms.models import Versioned
from tideturn.hub.theory.terms import Kind


class Version(Versioned, Record):
    """A version of the theory, with the day on which it came into force and why it was altered."""

    number = models.PositiveSmallIntegerField(unique=True)
    on: models.DateField[date, date] = models.DateField()
    reason = models.TextField()
    point = models.ForeignKey("learning.LearningPoint", on_delete=models.PROTECT, null=True, related_name="+")
    """The learning point that led to it."""
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    point_id: UUID | None

    class Meta:
        db_table = "theory_version"
        verbose_name = "version of the theory of change"
        verbose_name_plural = "versions of the theory of change"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(number__gte=1), name="theory_versions_from_one"),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"


class _Held(Versioned, Record):
    """What versions hold: from one of them on, up to another."""

    code = models.CharField(max_length=80, unique=True)
    """What the programme folder knows it by."""
    from_version = models.PositiveSmallIntegerField(null=True)
    """The number of the version that it came with; null where it was there from the first."""
    to_version = models.PositiveSmallIntegerField(null=True)
    """The number of the last version that held it; null where the latest does."""
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.code


class Node(_Held):
    """A box of the theory."""

    kind = models.CharField(max_length=20, choices=Kind.choices)
    title = models.CharField(max_length=300)
    outcome = models.ForeignKey("outcomes.Outcome", on_delete=models.PROTECT, null=True, related_name="+")
    """The outcome of the framework that it stands for."""
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    """The box that said it before, where it was altered in a page."""

    outcome_id: UUID | None
    replaces_id: UUID | None

    class Meta:
        db_table = "theory_node"
        verbose_name = "box of the theory of change"
        verbose_name_plural = "boxes of the theory of change"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(to_version=None) | Q(from_version=None) | Q(to_version__gte=F("from_version")),
                name="theory_node_ends_after_it_came",
            )
        ]


class Link(_Held):
    """That one box leads to another, on what assumption, and what else might explain it."""

    from_node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="leads_to")
    to_node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="comes_from")
    assumption = models.TextField(blank=True)
    rivals = models.TextField(blank=True)
    """Several as one cell."""
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")

    from_node_id: UUID
    to_node_id: UUID
    replaces_id: UUID | None

    class Meta:
        db_table = "theory_link"
        verbose_name = "link of the theory of change"
        verbose_name_plural = "links of the theory of change"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(to_version=None) | Q(from_version=None) | Q(to_version__gte=F("from_version")),
                name="theory_link_ends_after_it_came",
            ),
            models.CheckConstraint(condition=~Q(from_node=F("to_node")), name="theory_link_leads_elsewhere"),
        ]


class Working(Record):
    """The next version while it is worked on. There is one at a time."""

    only = models.BooleanField(default=True, unique=True, editable=False)
    base = models.PositiveSmallIntegerField()
    """The number of the version with which it was begun; 0 where there was none."""
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "theory_working"
        constraints: ClassVar = [models.CheckConstraint(condition=Q(only=True), name="theory_one_next_version")]

    def __str__(self) -> str:
        return f"After version {self.base}"


class WorkingNode(Versioned, Record):
    """A box of the next version."""

    working = models.ForeignKey(Working, on_delete=models.CASCADE, related_name="nodes")
    of = models.ForeignKey(Node, on_delete=models.PROTECT, null=True, related_name="+")
    """The box as it stands in the version before; null where it is new."""
    kind = models.CharField(max_length=20, choices=Kind.choices)
    title = models.CharField(max_length=300)
    outcome = models.ForeignKey("outcomes.Outcome", on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    of_id: UUID | None
    outcome_id: UUID | None

    class Meta:
        db_table = "theory_workingnode"
        verbose_name = "box of the theory’s next version"
        verbose_name_plural = "boxes of the theory’s next version"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["working", "of"], name="theory_next_version_has_a_box_once")
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def belongs_to(self) -> Working:
        """Return the next version that it is part of."""
        return self.working


class WorkingLink(Versioned, Record):
    """A link of the next version."""

    working = models.ForeignKey(Working, on_delete=models.CASCADE, related_name="links")
    of = models.ForeignKey(Link, on_delete=models.PROTECT, null=True, related_name="+")
    from_node = models.ForeignKey(WorkingNode, on_delete=models.CASCADE, related_name="leads_to")
    to_node = models.ForeignKey(WorkingNode, on_delete=models.CASCADE, related_name="comes_from")
    assumption = models.TextField(blank=True)
    rivals = models.TextField(blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    of_id: UUID | None
    from_node_id: UUID
    to_node_id: UUID

    class Meta:
        db_table = "theory_workinglink"
        verbose_name = "link of the theory’s next version"
        verbose_name_plural = "links of the theory’s next version"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["working", "from_node", "to_node"], name="theory_next_version_link_once"),
            models.CheckConstraint(condition=~Q(from_node=F("to_node")), name="theory_next_link_leads_elsewhere"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def rivals_by_line(self) -> str:
        """Each on a line of its own, as a form has them."""
        return self.rivals.replace("|", "\n")

    @property
    def belongs_to(self) -> Working:
        """Return the next version that it is part of."""
        return self.working
