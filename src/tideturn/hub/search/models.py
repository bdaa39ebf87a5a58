"""What is found: names, and the words of texts. All of it lies in clear: nothing of a young person is among it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from django.db import models


class Name(models.Model):
    """What something is called, as it is looked for."""

    kind = models.CharField(max_length=60)
    record = models.UUIDField()
    name = models.CharField(max_length=200)

    class Meta:
        db_table = "search_name"
        constraints: ClassVar = [models.UniqueConstraint(fields=("kind", "record"), name="one_name_a_record")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record}"


class Entry(models.Model):
    """A record that is found by its words. It is kept apart from them, so that thousands are gone through quickly."""

    kind = models.CharField(max_length=40)
    record: models.UUIDField[UUID, UUID] = models.UUIDField()
    site = models.CharField(max_length=40, blank=True)
    """Whose it is; empty where it is no site’s."""
    day: models.DateField[date | None, date | None] = models.DateField(null=True)
    """The day that it tells of."""

    class Meta:
        db_table = "search_entry"
        constraints: ClassVar = [models.UniqueConstraint(fields=("kind", "record"), name="one_entry_a_record")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record}"


class Wording(models.Model):
    """What a record says, and the stems by which it is found; each stem once, with a blank between two."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True)
    title = models.TextField()
    text = models.TextField(blank=True)
    """Each of its texts on lines of its own."""
    title_stems = models.TextField(blank=True)
    stems = models.TextField(blank=True)
    """Those of the title among them."""

    entry_id: int

    class Meta:
        db_table = "search_wording"

    def __str__(self) -> str:
        return str(self.entry_id)


class VocabularyWord(models.Model):
    """A word that stands somewhere, as it was written, for what is typed with a mistake.

    It may be there twice: two who write it at the same moment do not wait for one another.
    """

    word = models.CharField(max_length=60, db_index=True)

    class Meta:
        db_table = "search_vocabularyword"

    def __str__(self) -> str:
        return self.word


class Filled(models.Model):
    """That all records of a kind were gone through, and by which way of cutting words."""

    kind = models.CharField(max_length=40, primary_key=True)
    made_by = models.CharField(max_length=80)

    class Meta:
        db_table = "search_filled"

    def __str__(self) -> str:
        return self.kind
