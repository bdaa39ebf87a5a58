"""What search finds: names, and the words of texts. Everything is in clear, and nothing is about a young person."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from django.db import models


class Name(models.Model):
    """A name of a record, in the form that search compares."""

    kind = models.CharField(max_length=60)
    record = models.UUIDField()
    name = models.CharField(max_length=200)

    class Meta:
        db_table = "search_name"
        constraints: ClassVar = [models.UniqueConstraint(fields=("kind", "record"), name="one_name_a_record")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record}"


class Entry(models.Model):
    """A searchable record. Its words are in a table of their own, so that the hub can go through thousands of entries
    quickly.
    """

    kind = models.CharField(max_length=40)
    record: models.UUIDField[UUID, UUID] = models.UUIDField()
    site = models.CharField(max_length=40, blank=True)
    """Site that the record belongs to; empty if it belongs to none."""
    day: models.DateField[date | None, date | None] = models.DateField(null=True)
    """Date that the record is about."""

    class Meta:
        db_table = "search_entry"
        constraints: ClassVar = [models.UniqueConstraint(fields=("kind", "record"), name="one_entry_a_record")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record}"


class Wording(models.Model):
    """The words of a record, and the stems that find it: each stem once, separated by blanks."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True)
    title = models.TextField()
    text = models.TextField(blank=True)
    """All its texts, each starting on a new line."""
    title_stems = models.TextField(blank=True)
    stems = models.TextField(blank=True)
    """Stems of the text and the title."""

    entry_id: int

    class Meta:
        db_table = "search_wording"

    def __str__(self) -> str:
        return str(self.entry_id)


class VocabularyWord(models.Model):
    """A word used in some text, as it was written; it helps to correct typing mistakes.

    It may be there twice, because two people who write it at the same moment do not wait for each other.
    """

    word = models.CharField(max_length=60, db_index=True)

    class Meta:
        db_table = "search_vocabularyword"

    def __str__(self) -> str:
        return self.word


class Filled(models.Model):
    """A kind with all its records indexed, and the method that cut their words."""

    kind = models.CharField(max_length=40, primary_key=True)
    made_by = models.CharField(max_length=80)

    class Meta:
        db_table = "search_filled"

    def __str__(self) -> str:
        return self.kind
