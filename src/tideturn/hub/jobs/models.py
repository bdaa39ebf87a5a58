"""A job: what somebody had begun, how far it is, and what came of it. What it was given and what it made are sealed."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Final
from uuid import UUID

from django.db import models
from django.db.models import Q

from tideturn.hub.accounts.models import User
from tideturn.hub.crypto.fields import SealedOrNone, SealedTextField
from tideturn.hub.crypto.models import KeptFile
from tideturn.hub.crypto.records import Record


class State(StrEnum):
    """Where a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    CANCELLING = "cancelling"
    """It runs, and is to stop at its next step."""
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


HELD: Final = (State.RUNNING, State.CANCELLING)
"""A worker has it."""
ENDED: Final = (State.DONE, State.FAILED, State.CANCELLED)


class Job(Record):
    """A job. While a worker has it, the lease says until when it is believed to be alive."""

    kind = models.CharField(max_length=80)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    site = models.CharField(max_length=40, blank=True)
    """Site where the person needs the permission; empty if any site will do."""
    at = models.DateTimeField()
    arguments: SealedOrNone = SealedTextField(null=True)  # type: ignore[misc, assignment]
    """JSON, deleted when the job has ended."""
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in State])
    next_at = models.DateTimeField()
    """Before this it is not begun, or not again."""
    queued: models.UUIDField[UUID | None, UUID | None] = models.UUIDField(null=True)
    """Its last entry in the queue."""
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True)
    said = models.CharField(max_length=200, blank=True)
    percent = models.PositiveSmallIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome: SealedOrNone = SealedTextField(null=True)  # type: ignore[misc, assignment]
    error: SealedOrNone = SealedTextField(null=True)  # type: ignore[misc, assignment]
    made = models.ForeignKey(KeptFile, on_delete=models.PROTECT, related_name="+", null=True)
    expires_at = models.DateTimeField(null=True)
    """When what came of it is deleted; null where there is nothing, or nothing any more."""

    class Meta:
        db_table = "jobs_job"
        indexes: ClassVar = [
            models.Index(fields=["by", "-at"], name="job_by_whom"),
            models.Index(fields=["state", "next_at"], name="job_by_state"),
            models.Index(fields=["expires_at"], condition=Q(expires_at__isnull=False), name="job_to_purge"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=list(State)), name="job_in_a_state_there_is"),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, ended_at__isnull=False) | ~Q(state__in=ENDED) & Q(ended_at__isnull=True),
                name="job_ended_at_its_end",
            ),
            models.CheckConstraint(
                condition=Q(state__in=HELD, lease_until__isnull=False) | ~Q(state__in=HELD) & Q(lease_until=None),
                name="job_leased_while_it_runs",
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__lte=100), name="job_percent_up_to_a_hundred"
            ),
        ]

    @property
    def has_ended(self) -> bool:
        """Return whether the job has ended."""
        return self.state in ENDED

    @property
    def reference(self) -> str:
        """Return the reference that users and administrators use to find the job in the log."""
        return self.id.hex[:8]
