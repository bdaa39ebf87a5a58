"""The one table in which the history of every record is kept."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.db import models

from tideturn.hub.accounts.models import User
from tideturn.hub.common.record_ids import RecordId
from tideturn.hub.crypto.fields import SealedTextField
from tideturn.hub.crypto.records import Record


class Change(models.TextChoices):
    """What made a version."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


class SnapshotField(SealedTextField):
    """What a record said, sealed for its version, and opened by a disclosure of that record."""

    def opened_with(self, instance: Any) -> RecordId:
        """Return the record of which it is a snapshot: whoever may not be shown that, may not be shown this."""
        return RecordId(instance.kind, instance.record)


class Version(Record):
    """What a record said once somebody had added, changed or removed it. It stays when the record is removed."""

    kind = models.CharField(max_length=80)
    """The kind of the record, as `RecordId.model` names it."""
    record: models.UUIDField[UUID, UUID] = models.UUIDField()
    parent: models.UUIDField[UUID | None, UUID | None] = models.UUIDField(null=True)
    """The record that it belonged to then, whose page tells its history too."""
    site = models.CharField(max_length=40, blank=True)
    """The site's code then: not where the record is now, which is what its rule asks for."""
    number = models.PositiveIntegerField()
    """Its place among the versions of the record, from 1."""
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    change = models.CharField(max_length=10, choices=Change.choices)
    said = SnapshotField()
    """As JSON, by column."""

    class Meta:
        db_table = "history_version"
        indexes: ClassVar = [models.Index(fields=["parent", "kind"], name="version_by_parent")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["record", "number"], name="version_in_its_order")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record} {self.number}"
