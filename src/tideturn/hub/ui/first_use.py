"""What somebody who holds a role does first. Access says it for each role, and each room adds what it is for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tideturn.hub.common.unruled import unruled
from tideturn.hub.ui.navigation import Visible, everybody


@dataclass(frozen=True)
class Step:
    """One thing to do, why, and the page where it is done, which is linked for whom it is there."""

    title: str
    why: str
    url_name: str = ""
    open_to: Visible = everybody
    there: Callable[[], str] = lambda: ""
    """What there is of it already, in words (“4 sites”); empty where nothing is. Counts alone: it is shown to whoever
    holds the role.
    """
    shown: Callable[[], bool] = lambda: True
    """Whether it is a step at all by now."""
    place: int = 0
    """Among the steps: from an empty hub to a first year some come before others."""


@dataclass(frozen=True)
class FirstUse:
    """What the hub is to a role, in a sentence, and what to do first."""

    lede: str
    steps: tuple[Step, ...]


FIRST_USE: Final[dict[str, FirstUse]] = {}
"""By the role's code."""


def begins(role: str, lede: str, *steps: Step) -> None:
    """Say what the hub is to a role, and what comes first. Raises ValueError where it was said already."""
    if role in FIRST_USE:
        raise ValueError(f"what the role {role} does first was said already")
    FIRST_USE[role] = FirstUse(lede, steps)


def then(role: str, *steps: Step) -> None:
    """Add what comes next for a role. Raises ValueError where nothing comes first."""
    if role not in FIRST_USE:
        raise ValueError(f"nobody said what the role {role} does first")
    every = sorted((*FIRST_USE[role].steps, *steps), key=lambda step: step.place)
    FIRST_USE[role] = FirstUse(FIRST_USE[role].lede, tuple(every))


def counted(many: int, one: str, several: str = "") -> str:
    """So many of something, in words; empty where there is none."""
    return f"{many:,} {one if many == 1 else several or f'{one}s'}" if many else ""


@unruled("Counts what a programme has set up so far: a number, or none yet.")
def how_much(there: Callable[[], str]) -> str:
    """Return what a step says is there."""
    return there()
