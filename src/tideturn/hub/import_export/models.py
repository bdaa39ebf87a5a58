"""Folders that come in, what the hub keeps of them, and who wished to take one out.

A folder holds pseudonyms alone, and it is sealed all the same.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, Final
from uuid import UUID

from django.db import models
from django.db.models import Q

from tideturn.hub.accounts.models import User
from tideturn.hub.common import clock
from tideturn.hub.crypto.fields import SealedOrNone, SealedTextField
from tideturn.hub.crypto.models import KeptFile
from tideturn.hub.crypto.records import Record
from tideturn.hub.import_export.terms import Decision as Decision
from tideturn.hub.import_export.terms import State as State
from tideturn.hub.jobs.api import has_ended

HOLDS: Final = timedelta(days=7)
"""For so long an agreement to take the folder out holds."""


_BEFORE: Final = {
    State.READ: State.REFUSED,
    State.LOOKED_AT: State.REFUSED,
    State.COMING_IN: State.READY,
    State.GOING_OUT: State.IN,
}
"""What an import is when the work for it has ended and left it there: it failed, or was cancelled."""


class Import(Record):
    """A folder or a spreadsheet that somebody sent: what was found in it, and what came of it."""

    name = models.CharField(max_length=200)
    """Of the file, as it was sent."""
    file = models.ForeignKey(KeptFile, on_delete=models.PROTECT, related_name="+", null=True)
    """What was sent; null once it has come in, or was left."""
    state = models.CharField(max_length=20, choices=State.choices, default=State.LOOKED_AT)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    job: models.UUIDField[UUID | None, UUID | None] = models.UUIDField(null=True)
    """The work that is under way for it, or was last."""
    told: SealedOrNone = SealedTextField(null=True)  # type: ignore[misc, assignment]
    """Of each table, how many rows it adds, changes, finds there already and leaves as they are; as JSON."""
    problems: SealedOrNone = SealedTextField(null=True)  # type: ignore[misc, assignment]
    """What is wrong in it, or what stays of it that was to be taken back; as JSON. It may say what stands in a cell."""
    sheet: models.JSONField[Any, Any] = models.JSONField(null=True)
    """How a spreadsheet is matched: which sheet of it, which table, and what each column says. Null of a folder.
    Once nothing more is matched, which sheet and table alone."""
    answers: SealedOrNone = SealedTextField(null=True)  # type: ignore[misc, assignment]
    """What was said to what a spreadsheet leaves open, as JSON: what fills a column, what comes first in a day, which
    term is meant by which words. It may say what stands in a cell, and goes with the file."""
    glimpse: SealedOrNone = SealedTextField(null=True)  # type: ignore[misc, assignment]
    """The first rows of a spreadsheet and the words in its columns, as JSON; it goes with the file."""
    came_in_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    """When it was taken back, refused or left."""

    class Meta:
        db_table = "import_export_import"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="import_in_a_state_there_is"),
        ]

    @property
    def at_rest(self) -> State:
        """Return its state if no job is running for it: a job may have ended before it was done."""
        state = State(self.state)
        return _BEFORE[state] if state in _BEFORE and has_ended(self.job) else state


class Matching(Record):
    """How the columns of a spreadsheet were matched to a table, offered where one with the same headings comes."""

    table = models.CharField(max_length=120)
    headings = models.CharField(max_length=64)
    """SHA-256 of all of them: those that were left out are kept nowhere."""
    columns: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """By heading, the column of the table."""
    order = models.CharField(max_length=5, blank=True)
    """What comes first in a day, where that had to be said."""
    words: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """By column of the table, which term is meant by which word. The words are there by their marks alone: they are
    known again, and cannot be read."""
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "import_export_matching"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["table", "headings"], name="one_matching_of_a_table_and_headings"),
        ]


class Written(Record):
    """A record that an import wrote, and its version before: with these the import can be undone, for thirty days."""

    of = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="written")
    place = models.PositiveIntegerField()
    """As which of them it was written."""
    table = models.CharField(max_length=60)
    record = models.UUIDField()
    said = SealedTextField()
    """What people know it by, and the version at which it was before (null if it was added); as JSON."""
    version = models.PositiveIntegerField()
    """At which it was left."""

    class Meta:
        db_table = "import_export_written"
        constraints: ClassVar = [models.UniqueConstraint(fields=["of", "place"], name="one_written_at_a_place")]


class Kept(Record):
    """What the hub keeps of the folders that came in, all of it together, each time that it was changed."""

    number = models.PositiveIntegerField(unique=True)
    """The highest is what is kept now."""
    file = models.ForeignKey(KeptFile, on_delete=models.PROTECT, related_name="+", null=True)
    """Null where nobody can need it any more."""
    at = models.DateTimeField()
    because = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="kept")
    """The import that it was changed by, or for which it was changed back."""

    class Meta:
        db_table = "import_export_kept"


class Export(Record):
    """Somebody's wish to take the whole folder out, what a second person said to it, and what left the hub."""

    why = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.ASKED)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    answer = models.TextField(blank=True)
    job: models.UUIDField[UUID | None, UUID | None] = models.UUIDField(null=True)
    made_at = models.DateTimeField(null=True)
    rows: models.JSONField[Any, Any] = models.JSONField(default=list)
    """Of each table, how many rows left the hub."""
    digest = models.CharField(max_length=64, blank=True)
    """SHA-256 of the file that was made: by this a copy that is found somewhere is known again."""

    class Meta:
        db_table = "import_export_export"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(by=models.F("decided_by")), name="export_agreed_by_a_second_person"),
            models.CheckConstraint(
                condition=Q(decision=Decision.ASKED) | Q(decided_by__isnull=False), name="export_decided_by_somebody"
            ),
        ]

    @property
    def holds_until(self) -> datetime | None:
        """Until when it may be made that was agreed to; None where that is over, or nobody agreed."""
        if self.decision != Decision.AGREED or self.decided_at is None:
            return None
        until: datetime = self.decided_at + HOLDS
        return until if clock.now() <= until else None
