"""What the pages show of folders that came in and went out: plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tideturn.dataset.schema import Table
from tideturn.hub.import_export.spreadsheets import tables
from tideturn.hub.import_export.spreadsheets.glimpsing import Glimpse
from tideturn.hub.import_export.spreadsheets.headings import Headings, headings_in
from tideturn.hub.import_export.terms import Decision, State
from tideturn.hub.jobs.api import JobShown


@dataclass(frozen=True)
class Told:
    """Of a table, how many rows come in, differ, are there already, and are left as they are."""

    name: str
    title: str
    """The table in words; empty for other files."""
    added: int
    changed: int
    same: int
    left: int


@dataclass(frozen=True)
class Wrong:
    """What is wrong, or stays: where, what, and how it is mended."""

    place: str
    what: str
    mend: str


@dataclass(frozen=True)
class ImportLine:
    """A folder in the list of those that came in."""

    id: UUID
    name: str
    at: datetime
    by: str
    state: State

    @property
    def told(self) -> str:
        """At which point it is."""
        return str(self.state.label)


@dataclass(frozen=True)
class SheetTold:
    """Of a spreadsheet: which sheet, and of which table, in words; empty until that is said."""

    sheet: str
    table: str


@dataclass(frozen=True)
class Glimpsed:
    """What is shown of a spreadsheet while it is matched, and how far it is."""

    name: str
    state: State
    said: Mapping[str, Any]
    sheets: tuple[Glimpse, ...]

    @property
    def sheet(self) -> Glimpse:
        """The one that was chosen, or else the first."""
        return next((one for one in self.sheets if one.name == self.said.get("sheet")), self.sheets[0])

    @property
    def table(self) -> Table:
        """The table that was chosen."""
        return tables.called(self.said["table"])

    @property
    def headings(self) -> Headings | None:
        """Its headings, as the table has them found."""
        return headings_in(self.sheet.head, self.table)


@dataclass(frozen=True)
class Remembered:
    """How a sheet with the same headings was matched, when and by whom."""

    columns: Mapping[int, str]
    order: str
    words: Mapping[str, Mapping[str, str]]
    """By column, the term that is meant by each word, which is there by its mark."""
    at: datetime
    by: str


@dataclass(frozen=True)
class ImportShown:
    """A folder that was sent."""

    line: ImportLine
    own: bool
    held: bool
    """Whether what was sent is still there."""
    told: tuple[Told, ...] = ()
    problems: tuple[Wrong, ...] = ()
    came_in_at: datetime | None = None
    ended_at: datetime | None = None
    job: JobShown | None = None
    """The work for it, to whoever started that; None where none is under way and none went wrong."""
    sheet: SheetTold | None = None
    """None of a folder."""

    @property
    def goes_on(self) -> bool:
        """Whether the page is worth looking at again."""
        return self.job is not None and self.job.goes_on

    @property
    def changes(self) -> int:
        """How many rows it adds or changes."""
        return sum(one.added + one.changed for one in self.told)


@dataclass(frozen=True)
class Left:
    """Of a table, how many rows left the hub."""

    name: str
    rows: int


@dataclass(frozen=True)
class ExportShown:
    """Somebody's wish to take the folder out."""

    id: UUID
    why: str
    at: datetime
    by: str
    own: bool
    decision: Decision
    decided_by: str
    decided_at: datetime | None
    answer: str
    holds_until: datetime | None
    """Until when it may be made that was agreed to."""
    made_at: datetime | None
    rows: tuple[Left, ...]
    digest: str
    job: JobShown | None = None

    @property
    def told(self) -> str:
        """What was said to it."""
        return str(self.decision.label)
