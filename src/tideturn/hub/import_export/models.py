"""Imports, what the hub keeps of them, and exports.

A folder holds pseudonyms only, and it is sealed all the same.
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
"""Period in which an agreement to an export is valid."""


_BEFORE: Final = {
    State.READ: State.REFUSED,
    State.LOOKED_AT: State.REFUSED,
    State.COMING_IN: State.READY,
    State.GOING_OUT: State.IN,
}
"""State of an import after its job has ended without changing it: the job failed or was cancelled."""


class Import(Record):
    """A folder or a spreadsheet that somebody sent, what was found in it, and its result."""

    name = models.CharField(max_length=200)
    """Name of the file, as it was sent."""
    file = models.ForeignKey(KeptFile, on_delete=models.PROTECT, related_name="+", null=True)
    """File that was sent; null after it was imported or cancelled."""
    state = models.CharField(max_length=20, choices=State.choices, default=State.LOOKED_AT)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    job: models.UUIDField[UUID | None, UUID | None] = models.UUIDField(null=True)
    """Id of the running job, or of the last one."""
    told: SealedOrNone = SealedTextField(null=True)  # type: ignore[misc, assignment]
    """JSON with the number of rows of each table that are new, changed, the same, and left as they are."""
    problems: SealedOrNone = SealedTextField(null=True)  # type: ignore[misc, assignment]
    """JSON with the problems, or with what stayed after an undo. It may quote cells."""
    sheet: models.JSONField[Any, Any] = models.JSONField(null=True)
    """Match of a spreadsheet: which sheet, which table, and the meaning of each column. Null for a folder. After
    matching, only the sheet and the table.
    """
    answers: SealedOrNone = SealedTextField(null=True)  # type: ignore[misc, assignment]
    """JSON with the answers to what a spreadsheet leaves open: values for missing columns, whether the day or the month
    comes first, the terms for words. It may quote cells, and is deleted with the file.
    """
    glimpse: SealedOrNone = SealedTextField(null=True)  # type: ignore[misc, assignment]
    """JSON with the first rows of a spreadsheet and the words in its columns. It is deleted with the file."""
    came_in_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    """Time when it was undone, refused or cancelled."""

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
    """How the columns of a spreadsheet were matched to a table; offered for the next one with the same headings."""

    table = models.CharField(max_length=120)
    headings = models.CharField(max_length=64)
    """SHA-256 of all headings. Headings of columns that were left out are stored nowhere."""
    columns: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """Table's column for each heading."""
    order = models.CharField(max_length=5, blank=True)
    """Whether the day or the month comes first, if somebody had to say so."""
    words: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """Term for each word, by column of the table. Words are stored only as keyed hashes: the hub recognises them again,
    and cannot read them.
    """
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
    """Position in the order in which the records were written."""
    table = models.CharField(max_length=60)
    record = models.UUIDField()
    said = SealedTextField()
    """JSON with the text that people know it by, and its version before (null if it was added)."""
    version = models.PositiveIntegerField()
    """Version that the import left it at."""

    class Meta:
        db_table = "import_export_written"
        constraints: ClassVar = [models.UniqueConstraint(fields=["of", "place"], name="one_written_at_a_place")]


class Kept(Record):
    """A state of what the hub keeps of all imported folders together; each change adds one."""

    number = models.PositiveIntegerField(unique=True)
    """Number of the state; the highest is the current one."""
    file = models.ForeignKey(KeptFile, on_delete=models.PROTECT, related_name="+", null=True)
    """Sealed folder; null if nobody can need it any more."""
    at = models.DateTimeField()
    because = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="kept")
    """Import that caused this state, by being imported or undone."""

    class Meta:
        db_table = "import_export_kept"


class Export(Record):
    """A person's request to export the whole folder, a second person's decision, and what left the hub."""

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
    """Number of rows of each table that left the hub."""
    digest = models.CharField(max_length=64, blank=True)
    """SHA-256 of the file, to recognise a copy that is found somewhere."""

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
        """Return when the agreement ends; None if it has ended or nobody agreed."""
        if self.decision != Decision.AGREED or self.decided_at is None:
            return None
        until: datetime = self.decided_at + HOLDS
        return until if clock.now() <= until else None
