"""What would change a verdict: each strand read otherwise in turn; and why it is no higher, with what that would take.

Nobody is ever told to collect agreement: what is lacking is a comparison, another account, or more people who may say
either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tideturn.dataset.vocabulary import VERDICT
from tideturn.dataset.wording import capital
from tideturn.evaluation import verdicts
from tideturn.evaluation.gaps import Wanted
from tideturn.evaluation.model import CHANGE, STATE, OutcomeVerdict, Strand
from tideturn.evaluation.verdicts import (
    INSUFFICIENT,
    MIXED,
    NEGATIVE,
    NO_CHANGE,
    POSITIVE,
    QUIET,
    decide,
    describe,
    lack,
    listed,
)

_LISTEN: Final = "Ask those who see it otherwise why they do. More evidence on the other side would not settle it."
_ANOTHER: Final = "It takes another account of it: from other people, or from another survey, record or document."
_WAITING: Final = (
    "Ten young people who wait, scored twice 60 days or more apart, beside 20 who are served could show a change."
)
_ALTERED: Final = (POSITIVE, NEGATIVE, NO_CHANGE, MIXED, INSUFFICIENT)


@dataclass(frozen=True)
class WouldChange:
    """If `strand` read `reading` and all else stayed, the verdict would be `verdict`."""

    strand: Strand
    reading: str
    verdict: str


@dataclass(frozen=True)
class NotHigher:
    """Why a verdict is no higher: the rule that fails, why, and what evidence could show more; whole sentences."""

    why: str
    needs: tuple[str, ...] = ()


def what_would_change(
    strands: Sequence[Strand],
    *,
    due_year: int,
    year: int,
    claim: str = CHANGE,
    sites: Mapping[str, Sequence[Strand]] | None = None,
) -> tuple[WouldChange, ...]:
    """Every single change of one strand's reading that would give another verdict, in the strands' order."""

    def verdict(altered: Sequence[Strand]) -> str:
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


def why_not_higher(verdict: OutcomeVerdict, *, due_year: int, wanted: Sequence[Wanted]) -> NotHigher:
    """Return which rule stands in the way of a higher verdict on what is due, or of being surer, and what it takes.

    `wanted` are the kinds of evidence that would best show the outcome, from `gaps.wanted_for`.
    """
    strands = verdict.strands
    match verdict.verdict:
        case "too_early":
            first = "What you score, count or ask now can be compared with that year."
            return NotHigher(f"It is not due before Year {due_year}.", (first,))
        case "supported":
            return _supported(verdict, wanted)
        case "emerging":
            return _emerging(verdict, wanted)
        case "contested" | "adverse":
            down = [strand for strand in strands if strand.reading == NEGATIVE]
            against = listed(down) if down else "some places"
            return NotHigher(_fails(6, f"it is negative in {against}"), (_LISTEN,))
        case "no_change_observed":
            still = [strand for strand in strands if strand.reading == NO_CHANGE]
            seen = tuple(
                f"{capital(describe(s))} could have shown {s.smallest_change}." for s in still if s.smallest_change
            )
            return NotHigher(_fails(7, f"nothing is positive, and {listed(still)} could have shown a change"), seen)
        case "not_measured":
            return NotHigher(_fails(7, "nothing was collected about it"), _comparisons(strands, wanted))
    return NotHigher(_fails(7, "nothing that was collected is positive"), _needed(strands, wanted))


def _fails(rule: int, because: str) -> str:
    name = {6: "supported", 7: "emerging"}[rule]
    return f"Rule {rule} ({VERDICT.terms[name].lower()}) does not fit: {because}."


def _supported(verdict: OutcomeVerdict, wanted: Sequence[Wanted]) -> NotHigher:
    if verdict.confidence == "high":
        return NotHigher("This is the highest verdict, with the highest confidence.")
    if verdict.claim == STATE:
        return NotHigher("No verdict is higher. Confidence in a state that holds is never above moderate.")
    return NotHigher(
        "No verdict is higher. Confidence would be higher without the weaknesses above, or with a comparison with "
        "people or places without the programme.",
        _comparisons(verdict.strands, wanted),
    )


def _emerging(verdict: OutcomeVerdict, wanted: Sequence[Wanted]) -> NotHigher:
    """What the rule of *supported* lacks, and what could show it."""
    strands = verdict.strands
    why = _fails(6, lacking(strands, verdict.claim))
    match lack(strands, verdict.claim):
        case verdicts.STILL | verdicts.FALLEN:
            return NotHigher(why, (_LISTEN,))
        case verdicts.UNCOMPARED:
            return NotHigher(why, _needed(strands, wanted))
        case verdicts.FEW:
            return NotHigher(why, ("Ask more people, whatever their view.",))
    positive = [strand for strand in strands if strand.reading == POSITIVE]
    shared = sorted(frozenset[str]().union(*(strand.tokens for strand in positive)))
    why = f"{why.removesuffix('.')} ({', '.join(shared)})."
    return NotHigher(why, (_ANOTHER, *_needed(strands, wanted)))


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
    return f"no second source is independent of {listed([s for s in strands if s.reading == POSITIVE])}"


def _needed(strands: Sequence[Strand], wanted: Sequence[Wanted]) -> tuple[str, ...]:
    """What would let each strand be read or be compared; then the comparisons that are lacking."""
    own = (f"{capital(describe(s))}: it takes {s.needs}." for s in strands if s.needs and not s.measured)
    return (*own, *_comparisons(strands, wanted))


def _comparisons(strands: Sequence[Strand], wanted: Sequence[Wanted]) -> tuple[str, ...]:
    """How to collect the first two kinds that are lacking, or that are there without a comparison."""
    there = {(s.kind, s.voice) for s in strands if s.measured and s.reading not in QUIET}
    lacking = [how for kind, voice, how, _ in wanted if (kind, voice) not in there][:2]
    waits = (_WAITING,) if any("those who wait" in how for how in lacking) else ()
    return (*(f"{how}." for how in lacking), *waits)
