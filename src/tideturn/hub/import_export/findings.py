"""Results of a check or an undo, as pages show them: the changes to each table, and what is wrong or stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tideturn.dataset.problems import Problem, TideturnError
from tideturn.hub.common.errors import HubError

MOST: Final = 500
"""Maximum number of problems listed one by one."""


@dataclass(frozen=True)
class Told:
    """For one table, how many rows are new, changed, the same, and left as they are."""

    name: str
    title: str
    """Name of the table in words; empty for other files."""
    added: int
    changed: int
    same: int
    left: int


@dataclass(frozen=True)
class Wrong:
    """A problem, or something that stays after an undo: where, what, and how to fix it."""

    place: str
    what: str
    mend: str = ""

    @classmethod
    def of(cls, one: HubError | TideturnError | Problem, place: str | None = None) -> Wrong:
        """Return an error or a problem, at its own place or at another."""
        return cls(getattr(one, "place", "") if place is None else place, one.what, one.mend)


@dataclass(frozen=True)
class Found:
    """The result of checking an import."""

    wrong: Sequence[Wrong]
    """Errors that stop the import."""
    brings: Sequence[Told] = ()
    notes: Sequence[Wrong] = ()
    """Queries and notes to look at, which do not stop it."""


def cut_short(found: Sequence[Wrong]) -> list[Wrong]:
    """Return the first problems, and one line with the number of the others."""
    more = len(found) - MOST
    return [*found[:MOST], *([Wrong("", f"And {more:,} more.")] if more > 0 else [])]
