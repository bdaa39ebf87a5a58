"""Events, which nobody changes; the seals on them; and the events that wait for a seal."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.db import models

from tideturn.hub.audit.actions import Kind


class Event(models.Model):
    """Something that was done, or somebody who was shown. It holds identifiers and never content."""

    id: models.UUIDField[UUID, UUID] = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    at = models.DateTimeField()
    action = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Kind])
    actor: models.UUIDField[UUID | None, UUID | None] = models.UUIDField(null=True)
    """Account that acted; null for the hub itself, or for somebody without an account."""
    via = models.CharField(max_length=20)
    """Channel of the action: a page, a command, a link without an account, or the worker."""
    table = models.CharField(max_length=80, blank=True)
    record: models.UUIDField[UUID | None, UUID | None] = models.UUIDField(null=True)
    subjects: models.JSONField[Any, Any] = models.JSONField(default=list)
    """Young people that the event is about, by the ids of their records. `Concerned` finds the event by each."""
    site = models.CharField(max_length=40, blank=True)
    details: models.JSONField[Any, Any] = models.JSONField(default=dict)
    key = models.CharField(max_length=16)
    mark = models.CharField(max_length=64)
    """HMAC of the other columns. It proves that the hub wrote them, not somebody who has only the database."""

    class Meta:
        db_table = "audit_event"
        indexes: ClassVar = [
            models.Index(fields=["actor", "at"], name="event_by_actor"),
            models.Index(fields=["record", "at"], name="event_by_record"),
            models.Index(fields=["at"], name="event_by_time"),
        ]


class Concerned(models.Model):
    """A young person that an event is about: an index of `Event.subjects`, checked when the chain is verified."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="concerned")
    subject: models.UUIDField[UUID, UUID] = models.UUIDField()

    class Meta:
        db_table = "audit_concerned"
        constraints: ClassVar = [models.UniqueConstraint(fields=["subject", "event"], name="concerned_once")]


class Unsealed(models.Model):
    """An event that the worker has not sealed yet."""

    event: models.UUIDField[UUID, UUID] = models.UUIDField(primary_key=True)

    class Meta:
        db_table = "audit_unsealed"


class Seal(models.Model):
    """A link of the chain: the event of this number, authenticated together with every one before it.

    A gap is a link too: it says, under the same key, which numbers a restored copy no longer holds.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    event: models.UUIDField[UUID | None, UUID | None] = models.UUIDField(unique=True, null=True)
    gap_from = models.PositiveBigIntegerField(null=True)
    gap_mac = models.CharField(max_length=64, blank=True)
    """MAC of the last link known to have existed, as its anchor gives it; only for a gap."""
    key = models.CharField(max_length=16)
    mac = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        db_table = "audit_seal"
