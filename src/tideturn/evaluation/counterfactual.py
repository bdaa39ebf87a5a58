"""What would change a verdict: each strand's reading altered in turn, and the rules applied again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tideturn.evaluation.model import Strand
from tideturn.evaluation.verdicts import INSUFFICIENT, MIXED, NEGATIVE, NO_CHANGE, POSITIVE, decide

_ALTERED = (POSITIVE, NEGATIVE, NO_CHANGE, MIXED, INSUFFICIENT)


@dataclass(frozen=True)
class WouldChange:
    """If `strand` read `reading` and all else stayed, the verdict would be `verdict`."""

    strand: Strand
    reading: str
    verdict: str
    takes: str
    """What it would take, as a phrase, where that is known."""


def what_would_change(
    strands: Sequence[Strand],
    *,
    due_year: int,
    year: int,
    sites: Mapping[str, Sequence[Strand]] | None = None,
) -> tuple[WouldChange, ...]:
    """Every single change of one strand's reading that would give another verdict, in the strands' order.

    Beside those, a missing second opinion is tried: a positive strand from outside the programme.
    """
    now = decide(strands, due_year=due_year, year=year, sites=sites).verdict
    found = []
    for place, strand in enumerate(strands):
        for reading in _ALTERED:
            if reading == strand.reading:
                continue
            altered = [*strands]
            altered[place] = replace(strand, reading=reading)
            verdict = decide(altered, due_year=due_year, year=year, sites=sites).verdict
            if verdict != now:
                takes = strand.needs if reading == POSITIVE else ""
                found.append(WouldChange(strand, reading, verdict, takes))
    if not any(strand.voice == "stakeholder" and strand.kind == "interview" for strand in strands):
        outside = Strand("interview", "stakeholder", POSITIVE, "", "sources", origins=frozenset({"somebody new"}))
        verdict = decide([*strands, outside], due_year=due_year, year=year, sites=sites).verdict
        if verdict != now:
            found.append(WouldChange(outside, POSITIVE, verdict, ""))
    return tuple(found)
