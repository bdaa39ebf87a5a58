"""Name what is counted, with the noun that every count prints, and how much of a population it covers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from tideturn.dataset.vocabulary import VOICE
from tideturn.evaluation.rounding import percent

NOUNS: Final[Mapping[str, tuple[str, str]]] = {
    "young people": ("young person", "young people"),
    "families": ("family member", "family members"),
    "places": ("place", "places"),
    "groups": ("group", "groups"),
    "places and groups": ("place or group", "places and groups"),
    "staff": ("member of staff", "staff"),
    "partners": ("partner", "partners"),
    "adults": ("adult", "adults"),
    "people trained": ("person trained", "people trained"),
    "attendances": ("attendance", "attendances"),
    "responses": ("response", "responses"),
    "referrals": ("referral", "referrals"),
    "sessions": ("session", "sessions"),
    "cases": ("case", "cases"),
    "events": ("event", "events"),
    "organisations": ("organisation", "organisations"),
    "documents": ("document", "documents"),
    "changes": ("change", "changes"),
    "sources": ("source", "sources"),
    "records": ("record", "records"),
}
"""Each unit with its noun for one and for several."""
OF_VOICE: Final[Mapping[str, str]] = {
    "staff": "staff",
    "stakeholder": "partners",
    "young_person": "young people",
    "family": "families",
}
"""The unit of the people who answer with each voice."""
TRAINED: Final = "people trained"
"""The unit of people who answer at or after a training, whatever their voice."""
YOUNG: Final = frozenset({"young people", "families", "referrals", "sessions", "cases", "records"})
"""Units whose small counts could show who a young person or a family member is."""
_SLACK: Final = 1e-12


def whose(voice: str, unit: str) -> str:
    """Return whose account something is, in words: those trained are called so, everybody else by their voice."""
    return TRAINED if unit == TRAINED else VOICE.terms[voice]


def noun(unit: str, count: float) -> str:
    """Return what the unit calls so many: `young person`, `young people`. Raises KeyError for an unknown unit."""
    one, several = NOUNS[unit]
    return one if count == 1 else several


def of_unit(count: int, unit: str) -> str:
    """Return a count with its noun: `1 partner`, `1,300 people trained`."""
    return f"{count:,} {noun(unit, count)}"


@dataclass(frozen=True)
class Population:
    """How many a piece of evidence could have covered, and how many it did, step by step; None where unknown."""

    reached: int | None = None
    asked: int | None = None
    answered: int | None = None
    opinion: int | None = None
    steps: tuple[str, str, str, str] = ("were reached", "were asked", "answered", "gave an opinion")
    """What happened at each step, as words that follow the number."""
    who: str = ""
    """What the first of them are called, where that is not the unit's own noun: `people` who came to a training."""

    def as_dict(self) -> dict[str, Any]:
        """Return the four counts, for `evaluation.json`."""
        return {"reached": self.reached, "asked": self.asked, "answered": self.answered, "opinion": self.opinion}

    @property
    def _known(self) -> list[tuple[int, str]]:
        counts = (self.reached, self.asked, self.answered, self.opinion)
        return [(count, words) for count, words in zip(counts, self.steps, strict=True) if count is not None]

    def chain(self, unit: str) -> str:
        """Return the whole chain: `666 people came; 264 were asked; 181 answered`. Empty where none is known."""
        known = self._known
        if not known or not known[0][0]:
            return ""
        first, *others = known
        return "; ".join([f"{self._of(first[0], unit)} {first[1]}", *(f"{count:,} {words}" for count, words in others)])

    def _of(self, count: int, unit: str) -> str:
        return f"{count:,} {self.who}" if self.who and count == self._known[0][0] else of_unit(count, unit)

    def lost_most(self, unit: str, *, share: float) -> tuple[str, ...]:
        """Return a sentence for each step at which fewer than `share` of those before it were left."""
        known = self._known
        return tuple(
            f"Only {count:,} of {self._of(before, unit)} {words} ({percent(count / before)})."
            for (before, _), (count, words) in pairwise(known)
            if before and count < share * before - _SLACK
        )


NOBODY_KNOWS: Final = Population()
"""The population of evidence for which none is known."""
