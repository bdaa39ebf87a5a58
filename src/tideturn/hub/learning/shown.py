"""What pages show of learning points, as plain values: no young person is among it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from tideturn.hub.forms.histories import Changed
from tideturn.hub.learning.changed import Change
from tideturn.hub.learning.terms import About, Used

_SHORT: Final = 90
_END: Final = re.compile(r"(?<=[.!?])\s+(?=[A-Z“])")


def short(point: str, most: int = _SHORT) -> str:
    """A point in one line: its first sentence, or as many of its first words as there is room for."""
    words = " ".join(point.split())
    first = _END.split(words, maxsplit=1)[0]
    if len(first) <= most:
        return first
    cut = words[:most].rsplit(" ", 1)[0]
    return f"{cut.rstrip('.,;:')}…"


def rest(point: str, most: int = _SHORT) -> str:
    """What is to be read beneath that: the sentences after the first, or all of it where the first is too long."""
    first, *after = _END.split(point.strip(), maxsplit=1)
    return "".join(after) if len(" ".join(first.split())) <= most else point.strip()


@dataclass(frozen=True)
class PointLine:
    """A line of the log."""

    id: UUID
    code: str
    on: date
    site: str
    point: str
    about: str
    used: str
    holds_too: str
    """Where else it may hold, as it is read."""

    @property
    def short(self) -> str:
        """The point in one line."""
        return short(self.point)

    @property
    def rest(self) -> str:
        """What the line leaves out."""
        return rest(self.point)

    @property
    def about_told(self) -> str:
        """What it is about, as it is read."""
        return str(About(self.about).label) if self.about else ""

    @property
    def used_told(self) -> str:
        """Whether it was used, as it is read."""
        return str(Used(self.used).label) if self.used else ""


@dataclass(frozen=True)
class ShareShown:
    """With whom it was shared on a day."""

    id: UUID
    on: date
    with_whom: str
    words: str
    by: str


@dataclass(frozen=True)
class PointShown:
    """Everything about one."""

    line: PointLine
    version: int
    source: str
    changes_what: str
    shared_before: tuple[str, ...]
    """With whom it was shared, as the folder has it."""
    used_how: str
    shares: tuple[ShareShown, ...]
    changes: tuple[Changed, ...]
    changed: tuple[Change, ...] = ()
    """What it changed, as the rooms above tell."""


@dataclass(frozen=True)
class ShareNamed:
    """What is recorded of sharing, by itself: of which point, in a sentence, and the version at which it is."""

    point: UUID
    told: str
    version: int


@dataclass(frozen=True)
class Told:
    """A point in a digest; whether it is said that it may hold where one works."""

    line: PointLine
    source: str
    holds_here: bool


@dataclass(frozen=True)
class DigestShown:
    """What is new from other sites since a day: what may hold where one works, then the rest."""

    since: date
    here: tuple[Told, ...]
    others: tuple[Told, ...]
