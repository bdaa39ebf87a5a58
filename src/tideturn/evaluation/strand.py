"""All evidence of one kind, voice and unit for an outcome at a scope, and what it reads as."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tideturn.evaluation.answered import AGREEING, Answers
from tideturn.evaluation.population import NOBODY_KNOWS, Population
from tideturn.evaluation.told import OF_STRAND, Told, bound_in
from tideturn.evaluation.units import SELF_SCORING, TRAINED
from tideturn.evaluation.waves import Wave

UNCOMPARED: Final = "uncompared"
MEASURED: Final = "measured"
COMPARED: Final = "compared"
"""Designs of a strand, the weakest first."""
PEOPLE: Final = "people:"
STAFF: Final = f"{PEOPLE}staff"
"""Token for what the programme's own staff say, score or keep."""


@dataclass(frozen=True)
class StrandItem:
    """One question or matched set within a strand, and its own reading; `evidence` is the id of what was read."""

    item: str
    n: int
    k: int
    share: float | None
    low: float | None
    high: float | None
    reading: str
    choices: Answers = AGREEING
    evidence: str = ""
    waves: tuple[Wave, ...] = ()
    """Earlier waves that it is compared with."""
    meaning: str = ""
    """What follows from its share, as a clause."""
    cause: str = ""
    """Why it reads insufficient, a constant of `readings_surveys`; `shown` where it is not read at all."""
    enough: bool = True
    """Whether each wave that it compares has enough opinions, whatever it reads."""


@dataclass(frozen=True)
class Strand:
    """All evidence of one kind, voice and unit for an outcome at a scope, and what it reads as.

    Within monitoring each matched set, indicator, pathway and network is a separate strand, distinguished by `about`.
    """

    kind: str
    voice: str
    reading: str
    why: str
    """One sentence: which test was passed or failed, with its numbers."""
    unit: str
    """Unit that it counts, a key of `units.NOUNS`."""
    population: Population = NOBODY_KNOWS
    about: str = ""
    n: int | None = None
    k: int | None = None
    share: float | None = None
    low: float | None = None
    high: float | None = None
    items: tuple[StrandItem, ...] = ()
    evidence: tuple[str, ...] = ()
    """Ids of its evidence items."""
    sources: int = 0
    """Number of distinct people, documents or datasets that spoke."""
    asked: int | None = None
    """Number of people asked, where known."""
    tokens: frozenset[str] = frozenset()
    """Collections of all its items, and whose accounts they are (`survey:S`, `people:staff`).

    Two strands that share one are not independent.
    """
    design: str = UNCOMPARED
    """Comparison that was made: `compared` with people or places without the programme, `measured` or `uncompared`.

    `measured` means compared with its own past.
    """
    better_of_two: bool = False
    """Whether the first score is the better of two from before the work began."""
    rose: bool = False
    """Whether it is higher than it was in the reference wave; of a series, whether it moved the way registered."""
    fell: bool = False
    """Whether it is lower than it was in an earlier wave; of a series, whether it moved the other way."""
    imprecise: str = ""
    """Why it can show only large changes, as a sentence; empty where it is precise enough."""
    may_support: bool = True
    """Whether enough people spoke, and enough of them for it, to be one of the two strands that *supported* needs."""
    concerns: tuple[str, ...] = ()
    """Serious methodological concerns, each a sentence: response rate, attrition, no baseline."""
    alpha: float | None = None
    """Agreement of those who coded it (Krippendorff’s α), where it is too low."""
    proxy: bool = False
    """Whether any of its questions measures the outcome only indirectly."""
    too_early: int = 0
    """Number of people who said that it is too soon to tell."""
    detail: str = ""
    """Sentences that follow `why`: how far scores moved and who was lost; in no release."""
    smallest_change: str = ""
    """The smallest change that it could have shown, as a phrase, where it reads no change or is insufficient."""
    needs: str = ""
    """What it would need to be read, or to be compared, as a phrase; never more people who agree."""

    @property
    def choices(self) -> Answers:
        """Return the answers for and against its only question; those of agreeing if it has several or none."""
        return self.items[0].choices if len(self.items) == 1 else AGREEING

    @property
    def speaker(self) -> str:
        """Return whose account it is: the unit where it says more than the voice.

        Those who confirmed a change are kept apart.
        """
        who = self.unit if self.unit in (TRAINED, SELF_SCORING) else self.voice
        return f"{who}, of a change" if self.kind == "change" and self.voice != "record" else who

    @property
    def key(self) -> str:
        """Return what distinguishes the strand from others of its outcome and scope: `interview/staff/sources`."""
        return "/".join(part for part in (self.kind, self.voice, self.unit, self.about) if part)

    @property
    def by_staff(self) -> bool:
        """Return whether any of it is the account of the programme's own staff; scores that workers give are theirs."""
        return STAFF in self.tokens

    @property
    def measured(self) -> bool:
        """Return whether it compares: only such evidence can show a change."""
        return self.design != UNCOMPARED

    def tells(self, text: str) -> Told:
        """Return a text of this strand, with its numbers bound to the strand."""
        return Told(text, bound_in(text)).of(f"{OF_STRAND}{self.key}")

    @property
    def name(self) -> str:
        """Return the strand's name: `survey, stakeholder` or `monitoring, record (series nrm)`."""
        return f"{self.kind}, {self.voice}" + (f" ({self.about})" if self.about else "")
