"""Record the hub's backups: where each is, how to recognise it, and which keys it needs."""

from __future__ import annotations

from typing import Any

from django.db import models

from tideturn.hub.crypto.records import Record


class Backup(Record):
    """A copy of the hub as it was at a moment, shut to the recovery key and kept elsewhere."""

    at = models.DateTimeField(db_index=True)
    """The moment whose records it holds."""
    place = models.CharField(max_length=1000)
    name = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    files = models.PositiveIntegerField()
    keys: models.JSONField[Any, Any] = models.JSONField()
    """The names of the keys that it needs, by their purpose."""
    head = models.PositiveBigIntegerField()
    """The number of the audit's last link in it; 0 where there is none."""
    removed = models.DateTimeField(null=True)

    class Meta:
        db_table = "backup_backup"


class KeysCopy(Record):
    """A copy of the keys, shut to the recovery key; it lies elsewhere than the copies of the hub."""

    at = models.DateTimeField(db_index=True)
    keys: models.JSONField[Any, Any] = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        db_table = "backup_keyscopy"


class Rehearsal(Record):
    """A copy was put back in a place of its own, proved, and thrown away."""

    at = models.DateTimeField(db_index=True)
    of = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    seconds = models.PositiveIntegerField()
    """Duration of the backup: a restore takes at least as long."""

    class Meta:
        db_table = "backup_rehearsal"
