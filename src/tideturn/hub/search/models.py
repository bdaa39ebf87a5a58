"""The names that are found. They lie in clear: a young person's has no place among them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Name(models.Model):
    """What something is called, as it is looked for."""

    kind = models.CharField(max_length=60)
    record = models.UUIDField()
    name = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "record"], name="one_name_a_record")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record}"
