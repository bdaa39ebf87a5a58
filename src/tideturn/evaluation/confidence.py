"""How sure a verdict is: it starts from how its evidence was compared and falls one level for each serious concern.

The concerns are those of GRADE-CERQual (Lewin and others, 2018, Implementation Science 13, supplement 1), with GRADE's
imprecision in place of adequacy. Each is kept as a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from tideturn.dataset.verdict import Verdict
from tideturn.dataset.wording import listed as in_words
from tideturn.evaluation.model import CHANGE, STATE
from tideturn.evaluation.readings import at_least
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.strand import COMPARED, Strand
from tideturn.evaluation.told import Told, joined, stated, told
from tideturn.evaluation.verdicts import (
    MIXED,
    NEGATIVE,
    NO_CHANGE,
    POSITIVE,
    Decision,
    describe,
    independent_pairs,
    listed,
    shows,
)

LEVELS: Final = ("high", "moderate", "low", "very_low")
HIGH, MODERATE, LOW = range(3)
_STARTS: Final = ("high", "at moderate", "low")
STARTS_HIGH: Final = f"It starts {_STARTS[HIGH]}"
"""Opening words of the reasons, where confidence starts at the highest level."""
_SPEAKING: Final = (POSITIVE, NEGATIVE, NO_CHANGE, MIXED)
_UNSURE: Final = (Verdict.NOT_MEASURED, Verdict.INSUFFICIENT)
_FEWEST_OPINIONS: Final = 10
_FEWEST_SPEAKERS: Final = 5
"""Minimum opinions or speakers on each side of a contested verdict, for it to start at moderate."""
_OWN: Final = ("young_person", "family")
"""Voices whose absence makes the evidence for an outcome for children and young people less relevant."""
_WITHOUT: Final = "there is a comparison with people or places where the work had not begun"
_EVERYWHERE: Final = "at each of these places, something weakens the evidence"
Sure = tuple[str | None, tuple[str, ...]]
"""A level with its reasons; None for a verdict without confidence."""


@dataclass(frozen=True)
class Asked:
    """What the outcome is, and where else it was judged: `sites` is empty for a site.

    `at_most` is the programme's level, which no site may exceed; None where the programme itself is judged.
    """

    claim: str = CHANGE
    area: str = ""
    sites: Mapping[str, Sequence[Strand]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    at_most: str | None = None


def confidence(decision: Decision, strands: Sequence[Strand], rules: Rules, asked: Asked) -> Sure:
    """Return the level and its reasons; the first reason says where it starts."""
    if decision.verdict in _UNSURE or not decision.carried:
        return None, ()
    start, because = _start(decision, asked.claim)
    concerns = [
        _methodological(decision, strands, asked.claim),
        "" if decision.verdict in (Verdict.CONTESTED, Verdict.MIXED) else _coherence(strands, rules),
        _imprecision(decision.carried, strands),
        _relevance(strands, asked),
    ]
    fallen = [concern for concern in concerns if concern]
    level = min(start + len(fallen), len(LEVELS) - 1)
    reasons = [f"It starts {_STARTS[start]}: {because}.", *fallen]
    if asked.at_most is not None and LEVELS.index(asked.at_most) > level:
        level = LEVELS.index(asked.at_most)
        reasons.append("Confidence at a place is never above that for the whole programme.")
    return LEVELS[level], tuple(reasons)


def _start(decision: Decision, claim: str) -> tuple[int, str]:
    """Return the starting level, as an index into LEVELS, and why, as a clause.

    The level follows from the design of the strands that carry the verdict.
    """
    carried = decision.carried
    holds = claim == STATE and decision.verdict is Verdict.SUPPORTED
    compared = [strand for strand in carried if strand.design == COMPARED]
    if compared and not holds:
        return HIGH, f"{_WITHOUT} ({listed(compared)})"
    if pairs := independent_pairs(carried):
        return MODERATE, f"{describe(pairs[0][0])} and {describe(pairs[0][1])} are independent of each other"
    measured = [strand for strand in carried if strand.measured and not strand.by_staff]
    if measured:
        return MODERATE, f"the measurement is not the programme’s own ({listed(measured)})"
    if better := [strand for strand in carried if strand.better_of_two]:
        return MODERATE, f"the first score is the better of two ({listed(better)})"
    if level := [s for s in carried if claim == STATE and s.kind == "survey" and not s.by_staff]:
        return MODERATE, f"people outside the programme’s staff say how things are ({listed(level)})"
    if decision.verdict is Verdict.CONTESTED and all(map(_many, _sides(carried))):
        return MODERATE, "on both sides, enough people answered or spoke"
    if any(strand.measured for strand in carried):
        return LOW, "the only measurement is the programme’s own, and nothing independent confirms it"
    return LOW, "the evidence behind it makes no comparison, and has no sources that are independent of each other"


def _sides(carried: Iterable[Strand]) -> tuple[list[Strand], list[Strand]]:
    held = list(carried)
    up, down = ([strand for strand in held if strand.reading == way] for way in (POSITIVE, NEGATIVE))
    return up, down


def _many(side: Iterable[Strand]) -> bool:
    """Return whether a side has a survey with enough opinions, or interviews in which enough people spoke."""
    return any(
        (s.kind == "survey" and max([s.n or 0, *(item.n for item in s.items)]) >= _FEWEST_OPINIONS)
        or (s.kind == "interview" and s.sources >= _FEWEST_SPEAKERS)
        for s in side
    )


def _methodological(decision: Decision, strands: Sequence[Strand], claim: str) -> str:
    """Return one concern, however many weaknesses there are, if every strand that carries the verdict has one.

    Otherwise return an empty string. A concern lowers confidence by one level.
    """
    carried = list(decision.carried)
    if decision.verdict is Verdict.SUPPORTED:
        carried = [strand for strand in carried if shows(strand, claim)]
    if not all(strand.concerns for strand in carried):
        return ""
    if not _among(carried, strands):
        return f"How it was collected: {_EVERYWHERE}."
    weaknesses = (strand.tells(concern) for strand in carried for concern in strand.concerns)
    return told("How it was collected: {weaknesses}.", weaknesses=_in_a_row(weaknesses))


def _among(carried: Iterable[Strand], strands: Sequence[Strand]) -> bool:
    """Return whether these strands are the scope's own.

    Where places differ, the strands of those places carry the verdict, and their weaknesses are described there.
    """
    return all(any(strand is own for own in strands) for strand in carried)


def _in_a_row(sentences: Iterable[Told]) -> Told:
    once = {str(one): one for one in sentences}
    return joined((Told(f"{s[:1].lower()}{s[1:]}".rstrip("."), s.bound) for s in once.values()), "; ")


def _coherence(strands: Sequence[Strand], rules: Rules) -> str:
    readings = [strand.reading for strand in strands if strand.reading in _SPEAKING]
    most = max(readings.count(way) for way in (POSITIVE, NEGATIVE, NO_CHANGE))
    if at_least(rules.coherence, most, len(readings)):
        return ""
    if len(readings) == 1:
        return "Coherence: the only reading points in no clear direction."
    if not most:
        return told("Coherence: none of {n} readings points in a clear direction.", n=stated("readings", len(readings)))
    return told(
        "Coherence: no more than {most} of {n} readings {point} in any one direction.",
        most=stated("readings.most", most),
        n=stated("readings", len(readings)),
        point="points" if most == 1 else "point",
    )


def _imprecision(carried: Sequence[Strand], strands: Sequence[Strand]) -> str:
    """Return a concern if every strand that carries the verdict could show only large changes, else an empty string.

    A concern lowers confidence by one level.
    """
    if not all(strand.imprecise for strand in carried):
        return ""
    if not _among(carried, strands):
        return f"Imprecision: {_EVERYWHERE}."
    reasons = _in_a_row(strand.tells(strand.imprecise) for strand in carried)
    return told("Imprecision: {reasons}.", reasons=reasons)


def _relevance(strands: Sequence[Strand], asked: Asked) -> str:
    parts = []
    if any(strand.proxy for strand in strands):
        parts.append("a question measures it only indirectly")
    missing = [
        asked.names.get(site, site)
        for site, own in asked.sites.items()
        if not any(strand.evidence or strand.reading in _SPEAKING for strand in own)
    ]
    if missing:
        parts.append(f"there is no evidence from {in_words(missing)}")
    if asked.area == "cyp" and not any(strand.voice in _OWN and strand.evidence for strand in strands):
        parts.append("no young person or family speaks of it")
    return f"Relevance: {in_words(parts)}." if parts else ""
