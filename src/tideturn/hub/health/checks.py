"""What a check is: a name for monitors, which is one word, a title for people, and what it finds in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Pressing(StrEnum):
    """How pressing something is."""

    SOON = "soon"
    """Needs attention."""
    NOW = "now"
    """It cannot wait."""


@dataclass(frozen=True)
class Finding:
    """A problem: what it is, how to fix it, and how urgent it is."""

    what: str
    mend: str
    pressing: Pressing = Pressing.SOON


@dataclass(frozen=True)
class Check:
    """Something that is looked at. Where it finds nothing, all is well there, as `well` says."""

    name: str
    title: str
    well: str
    find: Callable[[], Iterable[Finding]]
