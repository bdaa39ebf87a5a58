"""Years that were judged, and the documents that came of it."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.db import models

from tideturn.hub.accounts.models import User
from tideturn.hub.crypto.fields import SealedOrNone, SealedTextField
from tideturn.hub.crypto.models import KeptFile
from tideturn.hub.crypto.records import Record


class Evaluation(Record):
    """A year of the programme, judged from what the hub held at the time."""

    year = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    job: models.UUIDField[UUID | None, UUID | None] = models.UUIDField(null=True)
    judged_at = models.DateTimeField(null=True)
    """When it was done; null while it is under way, or where it did not work."""
    digest = models.CharField(max_length=64, blank=True)
    """SHA-256 of its evaluation.json."""
    verdicts: SealedOrNone = SealedTextField(null=True)  # type: ignore[misc, assignment]
    """The verdict on each outcome for the programme and at each site, as JSON."""
    queries = models.PositiveIntegerField(default=0)
    """Number of the check's questions that nobody had answered."""

    class Meta:
        db_table = "evaluations_evaluation"


class Document(Record):
    """A document of an evaluation, under the name that the command gives it."""

    of = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="documents")
    name = models.CharField(max_length=80)
    file = models.ForeignKey(KeptFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "evaluations_document"
        constraints: ClassVar = [models.UniqueConstraint(fields=["of", "name"], name="one_document_of_a_name")]
