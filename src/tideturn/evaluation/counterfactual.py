"""Say what would change a verdict, by changing each strand's reading in turn, and why the verdict is no higher."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tideturn.dataset.verdict import Verdict
from tideturn.dataset.wording import capital
from tideturn.evaluation import verdicts
from tideturn.evaluation.model import CHANGE, STATE, OutcomeVerdict
from tideturn.evaluation.strand import COMPARED, Strand
from tideturn.evaluation.verdicts import (
    INSUFFICIENT,
    MIXED,
    NEGATIVE,
    NO_CHANGE,
    POSITIVE,
    decide,
    describe,
    lack,
    listed,
)

_LISTEN: Final = "Ask those who see it otherwise why they do. More evidence on the other side would not settle it."
_WORSE: Final = "Ask those who say so what made it worse. More evidence of another kind would not undo what they say."
_PLACES: Final = "Ask at the places where it is negative what differs there."
_ALTERED: Final = (POSITIVE, NEGATIVE, NO_CHANGE, MIXED, INSUFFICIENT)


@dataclass(frozen=True)
class WouldChange:
    """If `strand` read `reading` and all else stayed, the verdict would be `verdict`."""

    strand: Strand
    reading: str
    verdict: Verdict


@dataclass(frozen=True)
class NotHigher:
    """Why a verdict is no higher: the rule that fails, and why, in whole sentences."""

    why: str
    needs: tuple[str, ...] = ()
    """What to do instead of collecting more, or what could have been seen."""
    more: bool = True
    """Whether further evidence could help."""
    again: bool = True
    """Whether the same evidence of another year could show more."""


def what_would_change(
    strands: Sequence[Strand],
    *,
    due_year: int,
    year: int,
    claim: str = CHANGE,
    sites: Mapping[str, Sequence[Strand]] | None = None,
) -> tuple[WouldChange, ...]:
    """Return every single change of one strand's reading that would give another verdict, in the strands' order."""

    def verdict(altered: Sequence[Strand]) -> Verdict:
        return decide(altered, due_year=due_year, year=year, claim=claim, sites=sites).verdict

    now, found = verdict(strands), []
    for place, strand in enumerate(strands):
        for reading in _ALTERED:
            if reading == strand.reading:
                continue
            then = verdict([*strands[:place], replace(strand, reading=reading, fell=False), *strands[place + 1 :]])
            if then != now:
                found.append(WouldChange(strand, reading, then))
    return tuple(found)


def why_not_higher(verdict: OutcomeVerdict, *, due_year: int) -> NotHigher:
    """Return which rule prevents a higher verdict on what is due, or higher confidence in it."""
    strands = verdict.strands
    match verdict.verdict:
        case Verdict.TOO_EARLY:
            first = "What you score, count or ask now can be compared with that year."
            return NotHigher(f"It is not due before Year {due_year}.", (first,), more=False, again=False)
        case Verdict.SUPPORTED:
            return _supported(verdict)
        case Verdict.EMERGING:
            split = lack(strands, verdict.claim) in (verdicts.STILL, verdicts.FALLEN)
            return NotHigher(
                _fails(Verdict.SUPPORTED, lacking(strands, verdict.claim)), (_LISTEN,) if split else (), more=not split
            )
        case Verdict.CONTESTED | Verdict.ADVERSE:
            down = [strand for strand in strands if strand.reading == NEGATIVE]
            against = listed(down) if down else "some places"
            ask = _PLACES if not down else _WORSE if verdict.verdict is Verdict.ADVERSE else _LISTEN
            return NotHigher(_fails(Verdict.SUPPORTED, f"it is negative in {against}"), (ask,), more=False)
        case Verdict.NO_CHANGE:
            still = [strand for strand in strands if strand.reading == NO_CHANGE]
            seen = tuple(
                f"{capital(describe(s))} could have shown {s.smallest_change}." for s in still if s.smallest_change
            )
            return NotHigher(
                _fails(Verdict.EMERGING, f"nothing is positive, and {listed(still)} could have shown a change"), seen
            )
        case Verdict.NOT_MEASURED:
            return NotHigher(_fails(Verdict.EMERGING, "nothing was collected about it"))
    return NotHigher(_fails(Verdict.EMERGING, "nothing that was collected is positive"))


def _fails(higher: Verdict, because: str) -> str:
    return f"Rule {higher.number} ({higher.word.lower()}) does not fit: {because}."


def _supported(verdict: OutcomeVerdict) -> NotHigher:
    own = "The rules’ own verdict" if verdict.override else "This"
    if verdict.confidence == "high":
        return NotHigher(f"{own} is the highest, with the highest confidence.", more=False, again=False)
    if verdict.claim == STATE:
        why = "No verdict is higher. Confidence in a state that holds is never above moderate."
        more = verdict.confidence != "moderate"
        return NotHigher(why, more=more, again=more)
    compared = any(s.design == COMPARED and s.reading == POSITIVE for s in verdict.strands)
    beside = "" if compared else ", or with a comparison with people or places where the work had not begun"
    return NotHigher(f"No verdict is higher. Confidence would be higher without the weaknesses above{beside}.")


def lacking(strands: Sequence[Strand], claim: str) -> str:
    """Return what the rule of *supported* lacks, as a clause, where something is positive and nothing negative."""
    match lack(strands, claim):
        case verdicts.STILL:
            return f"no change was seen in {listed([strand for strand in strands if strand.reading == NO_CHANGE])}"
        case verdicts.FALLEN:
            return f"{listed([strand for strand in strands if strand.fell])} fell"
        case verdicts.UNCOMPARED:
            lacks = "a survey of how things are" if claim == STATE else "a comparison"
            return f"none of the independent sources is {lacks}"
        case verdicts.FEW:
            return "too few people spoke in the interviews, or too few supported it, to be one of its two sources"
    return f"no second positive source is independent of {listed([s for s in strands if s.reading == POSITIVE])}"
