"""What every record of the hub is: known by a random id of its own, which says nothing of when or where."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django.db import models

from tideturn.hub.crypto.fields import BlindIndexField


class Record(models.Model):
    """A record, known by a UUID that it has before it is saved: what is sealed in it is sealed for that id."""

    id: models.UUIDField[UUID, UUID] = models.UUIDField(primary_key=True, default=uuid4, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.id)

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Save; where only some fields are, their indexes go with them, or a name would be found by its old one."""
        if update_fields is not None:
            named = set(update_fields)
            fields = self._meta.local_concrete_fields
            named |= {field.name for field in fields if isinstance(field, BlindIndexField) and field.of in named}
            update_fields = named
        super().save(*args, update_fields=update_fields, **kwargs)
