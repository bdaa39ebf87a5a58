"""What is looked at: each check with a name for monitors, a title for people, and what it finds in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Pressing(StrEnum):
    """How pressing something is."""

    SOON = "soon"
    """To be seen to."""
    NOW = "now"
    """It cannot wait."""


@dataclass(frozen=True)
class Finding:
    """Something to see to: what it is, how to mend it, and how pressing it is."""

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


CHECKS: Final[dict[str, Check]] = {}
"""Every check by its name, in the order in which they are shown."""


def check(name: str, *, title: str, well: str) -> Callable[[Callable[[], Iterable[Finding]]], Check]:
    """Have something looked at. Raises ValueError for a name that is taken, or that is more than a word."""

    def made(find: Callable[[], Iterable[Finding]]) -> Check:
        if name in CHECKS or not name.isalpha():
            raise ValueError(f"{name} is taken, or is no name of a check: say one word")
        return CHECKS.setdefault(name, Check(name, title, well, find))

    return made
