"""Records that count their changes, and the table with the history of every one."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.db import models

from tideturn.hub.accounts.models import User
from tideturn.hub.common import clock
from tideturn.hub.common.record_ids import RecordId
from tideturn.hub.crypto.fields import SealedTextField, SpecialTextField
from tideturn.hub.crypto.records import Record


class Versioned(models.Model):
    """A record that counts its changes, so that nobody writes over what they have not seen, and keeps its history."""

    version = models.PositiveIntegerField(default=1, editable=False)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, editable=False)
    changed_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True

    @property
    def belongs_to(self) -> Record | None:
        """Return the record that this one is a part of. Its page shows this one's history too."""
        return None


class Change(models.TextChoices):
    """The kind of change that made a version."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


class SnapshotField(SealedTextField):
    """What a record said. It is sealed for its version, and a disclosure of that record opens it."""

    def opened_with(self, instance: Any) -> RecordId:
        """Return the record that it is a snapshot of: only a person who may see the record may see this."""
        return RecordId(instance.kind, instance.record)


class SpecialSnapshotField(SpecialTextField):
    """What a record said in its special fields."""

    def opened_with(self, instance: Any) -> RecordId:
        """Return what opens the special fields of the record that it is a snapshot of."""
        return RecordId(instance.kind, instance.record).special


class Version(Record):
    """What a record said after somebody added, changed or removed it. It outlives the record."""

    kind = models.CharField(max_length=80)
    """The kind of the record, as `RecordId.model` names it."""
    record: models.UUIDField[UUID, UUID] = models.UUIDField()
    parent: models.UUIDField[UUID | None, UUID | None] = models.UUIDField(null=True)
    """The record that it belonged to then. That record's page shows this history too."""
    site = models.CharField(max_length=40, blank=True)
    """The code of the record's site then. The rule checks the site where the record is now."""
    number = models.PositiveIntegerField()
    """The number of this version of the record, from 1."""
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    change = models.CharField(max_length=10, choices=Change.choices)
    said = SnapshotField()
    """JSON, by column."""
    special: models.TextField[str | None, str | None] = SpecialSnapshotField(null=True)  # type: ignore[misc, assignment]
    """The special columns, in the same way; null if the record has none."""

    class Meta:
        db_table = "history_version"
        indexes: ClassVar = [models.Index(fields=["parent", "kind"], name="version_by_parent")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["record", "number"], name="version_in_its_order")]
