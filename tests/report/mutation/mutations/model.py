"""What a mutation says beforehand: what is changed, which sentence is then false, and what is said instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from mutations.edits import Edit
from mutations.printed import Part

GONE: Final = ""
"""What is said instead, where nothing is."""
NEW: Final = ""
"""What was said before, where nothing was."""
FINDINGS: Final = "Every finding and what it rests on"
"""It names for each finding the verdicts of its outcome, and what stops it."""
SUMMARY: Final = "Executive summary"
"""It repeats the numbers of the work and of the outcomes, and counts the findings that follow by rule."""
CONTRIBUTED: Final = "What the programme contributed"
COST: Final = "What it cost"
REACHED_WHO: Final = "Who was reached"
THEMES: Final = ("Challenges", "Implementation", "Learning", "Strengths", "The programme")
"""Where the report tells what people said of no outcome."""
VERDICTS: Final = "The outcomes at a glance"
SURE: Final = "How sure we can be"
"""The part of the summary that counts the verdicts."""


class Said(NamedTuple):
    """A sentence, found by words of it that stand nowhere else in its part, and what is said there in its place."""

    part: str
    """The last headings above it: `A > B`; of a plain version after its name: `partners: B`."""
    before: str
    after: str


class Stopped(NamedTuple):
    """A check that fails for a finding, and did not before."""

    check: str
    claim_id: str


@dataclass(frozen=True)
class Mutation:
    """One change to the folder of the worked example, and its whole effect."""

    name: str
    edits: tuple[Edit, ...]
    said: tuple[Said, ...] = ()
    stopped: tuple[Stopped, ...] = ()
    refused: str = ""
    """The rule of `tideturn check` that finds an error, so that nothing is said at all."""
    asked: str = ""
    """The rule of `tideturn check` that asks about the row."""
    outcomes: tuple[str, ...] = ()
    """The outcomes whose evidence, and whatever is said under their titles, may change."""
    parts: tuple[str, ...] = ()
    """Other headings under which something may change; by their beginning."""
    year: int = 1

    def apart_from(self, other: Mutation) -> bool:
        """Return whether they are of one year, and have neither a file nor an outcome nor a heading in common."""
        if self.year != other.year or self.refused or other.refused:
            return False
        mine, theirs = (
            {*one.outcomes, *one.parts, *(edit.file for edit in one.edits), *(stop.claim_id for stop in one.stopped)}
            for one in (self, other)
        )
        return mine.isdisjoint(theirs)

    def may_change(self, part: Part, titles: dict[str, frozenset[str]]) -> bool:
        """Return whether the mutation has anything to do with a part of a document; `titles` are those of outcomes."""
        own = frozenset[str]().union(*(titles[outcome] for outcome in self.outcomes))
        if FINDINGS in part or (SUMMARY in part and SURE not in part and (self.outcomes or self.stopped)):
            return bool(self.outcomes or self.stopped)
        return not own.isdisjoint(part) or any(heading.startswith(self.parts) for heading in part if self.parts)
