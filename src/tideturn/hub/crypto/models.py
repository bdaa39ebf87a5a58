"""A file that belongs to a record: sealed on the disk under the file's own id, its name sealed in the database."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import models

from tideturn.hub.crypto.fields import SealedTextField
from tideturn.hub.crypto.records import Record


class KeptFile(Record):
    """A file. Its content lies sealed in the file store; in quarantine nobody is given it."""

    name = SealedTextField()
    kind = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    quarantined = models.BooleanField(default=False)
    kept_at = models.DateTimeField()

    class Meta:
        db_table = "crypto_keptfile"


class KeyProof(models.Model):
    """A database's proof of a key that it was used with: a fingerprint that does not reveal the key."""

    purpose = models.CharField(max_length=16)
    key = models.CharField(max_length=16)
    fingerprint = models.CharField(max_length=32)

    class Meta:
        db_table = "crypto_keyproof"
        constraints = (models.UniqueConstraint(fields=["purpose", "key"], name="one_proof_a_key"),)


class LedgerEntry(Record):
    """An entry of what an older backup must not bring back: its kind, its subject, and identifiers alone."""

    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    subject: models.UUIDField[UUID, UUID] = models.UUIDField()
    details: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        db_table = "crypto_ledgerentry"
