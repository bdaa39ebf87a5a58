"""Say how much of a population a piece of evidence covers, step by step, and which step lost most."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from tideturn.evaluation.readings import exceeds
from tideturn.evaluation.told import Told, joined, stated, stated_of, told
from tideturn.evaluation.units import NOUNS, noun

_THINGS: Final = frozenset({"cases", "organisations", "places", "groups", "places and groups", "documents", "events"})
"""Units that are not persons."""


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
    """Name of those in the first step, where it is not the unit's own noun: `people` who came to a training."""
    throughout: bool = False
    """Whether that name holds at every step: the young people whose parents scored themselves."""
    asked_at: int | None = None
    """Number of the `events` that those who were asked had come to; None where they were not asked at events."""
    events: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the four counts, for `evaluation.json`."""
        return {"reached": self.reached, "asked": self.asked, "answered": self.answered, "opinion": self.opinion}

    @property
    def _known(self) -> list[tuple[str, int, str]]:
        fields = ("reached", "asked", "answered", "opinion")
        counts = ((field, getattr(self, field)) for field in fields)
        return [
            (field, count, words) for (field, count), words in zip(counts, self.steps, strict=True) if count is not None
        ]

    def chain(self, unit: str) -> str:
        """Return the whole chain: `666 people came; 264 were asked; 181 answered`.

        Return an empty text if no step is known, or if the first count is nought.
        """
        known = self._known
        if not known or not known[0][1]:
            return ""
        (field, count, words), *others = known
        first = told("{n} {words}", n=self._of(field, count, unit), words=self._did(field, count, words))
        rest = (
            told("{n} {words}", n=stated(f"population.{name}", n), words=self._did(name, n, step))
            for name, n, step in others
        )
        return joined([first, *rest], "; ")

    def _did(self, field: str, count: int, words: str) -> str:
        """Return what these people did; `was` for one person, and for those asked at events, at how many."""
        verb = f"was {words.removeprefix('were ')}" if count == 1 and words.startswith("were ") else words
        if field != "asked" or self.asked_at is None or self.events is None:
            return verb
        if self.events == 1:
            return told("{verb}, at the only event", verb=verb)
        return told(
            "{verb}, at {at} of {events}",
            verb=verb,
            at=stated("population.asked_at", self.asked_at),
            events=stated_of("population.events", self.events, "events"),
        )

    def _of(self, field: str, count: int, unit: str) -> Told:
        if self.who and (self.throughout or field == self._known[0][0]):
            who = "person" if count == 1 and self.who == "people" else self.who
            who = noun(who, count) if who in NOUNS else who
            return told("{n} {who}", n=stated(f"population.{field}", count), who=who)
        return stated_of(f"population.{field}", count, unit)

    def lost_most(self, unit: str, *, share: float) -> tuple[str, ...]:
        """Return a sentence for each step that left fewer than `share` of those before it."""
        return tuple(
            self._lost(one, other, unit)
            for one, other in pairwise(self._known)
            if one[1] and exceeds(share * one[1], other[1])
        )

    def _lost(self, one: tuple[str, int, str], other: tuple[str, int, str], unit: str) -> Told:
        """Return `Only 29 of 60 partners who were asked answered (48%).`

        If nobody did, return `1 source was asked, and none spoke.`
        """
        (earlier, before, first), (field, count, words) = one, other
        of_those = self._of(earlier, before, unit)
        did = self._did(field, count, words)
        if not count:
            none = Told("none", stated(f"population.{field}", count).bound)
            happened = self._did(earlier, before, first)
            return told(
                "{before} {happened}, and {none} {did}.", before=of_those, happened=happened, none=none, did=did
            )
        return told(
            "Only {n} of {before} {who} {first} {did} ({share}).",
            n=stated(f"population.{field}", count),
            before=of_those,
            who="that" if unit in _THINGS else "who",
            first=first,
            did=did,
            share=stated(f"population.{field}/population.{earlier}", count / before, "share"),
        )


NOBODY_KNOWS: Final = Population()
"""Population of evidence where no number is known."""
