"""Records as rows of the programme folder: each table is declared once, by the app that keeps it.

An app declares `resources.folder.InFolder`, which gives a table. What leaves the hub and what comes in go through the
same rules, services and audit as any page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol
from uuid import UUID

from tideturn.hub.access.standing import Standing
from tideturn.hub.forms.models import Versioned

Cells = Mapping[str, str]
"""A row by the names of the folder's columns: text as the folder has it (days as 2026-09-01, yes and no, several values
separated by `|`), empty where nothing is said. Every column of the table that the room keeps is there."""


@dataclass(frozen=True)
class FolderRow:
    """A record as a row, with the version at which it is."""

    record: UUID
    version: int
    cells: Cells


class Adds(Protocol):
    """Makes a record of a row, by a service. Raises HubError or RefusedError."""

    def __call__(self, *, by: Standing, cells: Cells) -> Versioned:
        """Make it."""
        ...


class Changes(Protocol):
    """Has a record say what a row says, by a service. Raises HubError, RefusedError or EditsMeetError."""

    def __call__(self, *, by: Standing, pk: UUID, expected: int, cells: Cells) -> Versioned:
        """Change it, if it is at that version."""
        ...


class Removes(Protocol):
    """Takes a record away, by a service. Raises HubError where something stands on it, or EditsMeetError."""

    def __call__(self, *, by: Standing, pk: UUID, expected: int) -> None:
        """Remove it, if it is at that version."""
        ...


class Undoes(Protocol):
    """Has a record say again what it said at an earlier version. Raises HubError, RefusedError or EditsMeetError."""

    def __call__(self, *, by: Standing, pk: UUID, expected: int, version: int) -> None:
        """Undo what was changed since, if it is at the expected version."""
        ...


@dataclass(frozen=True, kw_only=True)
class FolderTable:
    """A table of the folder that a room keeps. Its rows are those that whoever asks may see."""

    name: str
    key: tuple[str, ...]
    """The columns by which one row is told from another; they are never changed. None where equal rows are meant."""
    columns: tuple[str, ...]
    """Those that the room keeps, in the folder's order."""
    after: tuple[str, ...]
    """Tables whose rows its own name, so that these are written first."""
    rows: Callable[[Standing], Iterable[FolderRow]]
    add: Adds
    change: Changes
    remove: Removes
    undo: Undoes
    same_by: tuple[str, ...] = ()
    """Of a table without a key, the columns by which a row is another's correction, where no two rows share them."""

    def told_by(self, cells: Cells) -> str:
        """By what people know which row it is: its key or, without one, what it says."""
        return " ".join(cells[name] for name in self.key or self.same_by or self.columns if cells[name])


FOLDER_TABLES: Final[dict[str, FolderTable]] = {}
"""Every table that a room keeps, by its name."""


def folder_table(table: FolderTable) -> None:
    """Declare a table. Raises ValueError where another room keeps it, or its key is no column."""
    if not {*table.key, *table.same_by} <= set(table.columns):
        raise ValueError(f"the key of {table.name} is none of its columns")
    if FOLDER_TABLES.setdefault(table.name, table) is not table:
        raise ValueError(f"there is a table {table.name} already")


def in_order() -> tuple[FolderTable, ...]:
    """Every table after those that it names. Raises ValueError where two name each other."""
    placed: dict[str, FolderTable] = {}
    waiting = dict(sorted(FOLDER_TABLES.items()))
    while waiting:
        ready = [name for name, table in waiting.items() if not set(table.after) & (waiting.keys() - {name})]
        if not ready:
            raise ValueError(f"these tables name each other: {', '.join(waiting)}")
        for name in ready:
            placed[name] = waiting.pop(name)
    return tuple(placed.values())
