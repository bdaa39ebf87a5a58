"""What somebody who holds a role does first. Access says it for each role, and each room adds what it is for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tideturn.hub.common.unruled import unruled
from tideturn.hub.ui.navigation import Visible, everybody


@dataclass(frozen=True)
class Step:
    """A thing to do, the reason, and its page, linked for people who may open it."""

    title: str
    why: str
    url_name: str = ""
    open_to: Visible = everybody
    there: Callable[[], str] = lambda: ""
    """Progress in words (“4 sites”); empty if there is none. It gives counts alone, since everybody with the role sees
    it.
    """
    shown: Callable[[], bool] = lambda: True
    """Whether it is a step at all by now."""
    place: int = 0
    """Position among the steps, since some setup steps come before others."""


@dataclass(frozen=True)
class FirstUse:
    """What the hub is to a role, in a sentence, and what to do first."""

    lede: str
    steps: tuple[Step, ...]


FIRST_USE: Final[dict[str, FirstUse]] = {}
"""First steps by the role's code."""


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
    """Return a count in words; empty if it is 0."""
    return f"{many:,} {one if many == 1 else several or f'{one}s'}" if many else ""


@unruled("Counts what a programme has set up so far: a number, or none yet.")
def how_much(there: Callable[[], str]) -> str:
    """Return what a step says is there."""
    return there()
