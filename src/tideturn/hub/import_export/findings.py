"""What comes of what was sent, as pages tell it: what it brings to each table; what is wrong in it, or stays of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tideturn.dataset.problems import Problem, TideturnError
from tideturn.hub.common.errors import HubError

MOST: Final = 500
"""Problems that are told one by one."""


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
    mend: str = ""

    @classmethod
    def of(cls, one: HubError | TideturnError | Problem, place: str | None = None) -> Wrong:
        """An error or a problem, at the place where it says that it is, or at another."""
        return cls(getattr(one, "place", "") if place is None else place, one.what, one.mend)


@dataclass(frozen=True)
class Found:
    """The result of checking an import."""

    wrong: Sequence[Wrong]
    """The errors that stop the import."""
    brings: Sequence[Told] = ()
    notes: Sequence[Wrong] = ()
    """What to look at, which does not stop it."""


def cut_short(found: Sequence[Wrong]) -> list[Wrong]:
    """The first of many, and how many more there are."""
    more = len(found) - MOST
    return [*found[:MOST], *([Wrong("", f"And {more:,} more.")] if more > 0 else [])]
