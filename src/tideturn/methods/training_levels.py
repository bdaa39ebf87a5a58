"""Barr's levels of what training changed, and the most that a claim based on each may say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Level:
    """One level: its rank in the order of ambition, what a claim may say, and what it may not."""

    rank: int
    may_say: str
    may_not_say: str


CAPS: Final[dict[str, Level]] = {
    "1": Level(1, "how people found the training", "that anybody learned or changed anything"),
    "2a": Level(2, "that views or confidence differ", "that people know more or act differently"),
    "2b": Level(3, "that people know or can do more", "that they act differently"),
    "3": Level(4, "that people say they act differently", "that others have seen it"),
    "3a": Level(4, "that people say they act differently", "that others have seen it"),
    "3b": Level(5, "that others see people act differently", "that the organisation changed"),
    "4a": Level(6, "that an organisation’s practice changed", "that young people are better off"),
    "4b": Level(7, "that young people are better off", ""),
}
"""Limits of what a claim may say, by level. Source of the levels: Barr, Koppel, Reeves, Hammick & Freeth 2005,
Effective Interprofessional Education: Argument, Assumption and Evidence, after Kirkpatrick. We split 3 by who saw the
behaviour, we count an unsplit 3 as self-reported, and we chose what each level may say."""


def may_claim(measured: str, claimed: str) -> bool:
    """Return whether an item at level `measured` can support a claim at level `claimed`. Raise KeyError if unknown."""
    return CAPS[claimed].rank <= CAPS[measured].rank
