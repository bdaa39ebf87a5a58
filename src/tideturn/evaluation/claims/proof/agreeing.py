"""Check statements about sources: that they support the outcome, agree, are mixed, disagree or do not show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Final

from tideturn.dataset.verdict import Verdict
from tideturn.evaluation.claims.proof.clause import Ground
from tideturn.evaluation.claims.proof.sources import Source, moved, sources_at
from tideturn.evaluation.claims.proof.stated import Stated
from tideturn.evaluation.claims.strength import INDICATES, SHOWS, SUGGESTS, allowed
from tideturn.evaluation.model import OutcomeVerdict
from tideturn.evaluation.strand import Strand
from tideturn.evaluation.verdicts import FEW, UNCOMPARED, independent_pairs, lack

_READS: Final[Mapping[str, str]] = {
    "bear it out": "positive",
    "positive": "positive",
    "say otherwise": "negative",
    "negative": "negative",
    "are mixed": "mixed",
    "saw no change": "no_change",
    "settle nothing": "insufficient",
}
_SAY: Final = {"suggest": SUGGESTS, "indicate": INDICATES, "show": SHOWS}
_EARLY: Final[Mapping[str, str]] = {
    "favourable": "positive",
    "unfavourable": "negative",
    "mixed": "mixed",
    "no change": "no_change",
}
_FOR_IT: Final = frozenset(
    [
        "suggests",
        "indicates",
        "shows",
        "supports",
        "emerging",
        "so",
        "bear it out",
        "independent",
        "positive",
        *_SAY,
        "so it is",
    ]
)


def holds(ground: Ground, verdict: OutcomeVerdict, stated: Stated, held: Sequence[Stated]) -> bool:
    """Return whether the sources that a statement names point the way that it says."""
    sources: tuple[Source, ...] = stated.gaps.get("sources", ())
    readings = {source.reading for source in sources}
    if "independently" in stated.said and not independent_pairs([one for source in sources for one in source.read]):
        return False
    match stated.means:
        case "suggest" | "indicate" | "show":
            return readings == {"positive"} == {verdict.standing.way} and allowed(verdict) >= _SAY[stated.means]
        case "suggest the opposite":
            return readings == {"negative"} == {verdict.standing.way} and allowed(verdict) >= SUGGESTS
        case "say so" | "say not so":
            asked = any("whether" in one.said for one in held)
            return asked and readings == {"positive" if stated.means == "say so" else "negative"}
        case "agree":
            return len(sources) > 1 and len(readings) == 1 and readings == {verdict.standing.way}
        case "differ":
            return len(sources) > 1 and len(readings) == len(sources) and "" not in readings
        case "independent":
            return readings == {"positive"} and len(sources) > 1 and _each_independent(sources)
        case "bear it out too":
            return readings == {"positive"} and any(_for_it(one, verdict) for one in held)
        case "say it themselves":
            return _themselves(ground) == "positive" and any(_for_it(one, verdict) for one in held)
        case "fell" | "rose":
            return all(_moved(ground, source, stated.means) for source in sources)
        case "nothing else":
            return _alone(verdict, held) or _is_only_support(ground, verdict)
        case "rests only":
            return _positive(verdict) == {strand.key for source in sources for strand in source.read} != set()
        case "rests on staff":
            return bool(_positive(verdict)) and all(
                one.by_staff for one in verdict.strands if one.reading == "positive"
            )
        case "not independent":
            strands = [strand for source in sources for strand in source.read]
            several = len({strand.key for strand in strands}) == len(strands) > 1
            return several and not independent_pairs(strands) and "" not in readings
        case "not compared":
            return lack(verdict.strands, verdict.claim) == UNCOMPARED and not any(
                one.measured for one in verdict.strands if one.reading == "positive"
            )
        case "too few spoke":
            return lack(verdict.strands, verdict.claim) == FEW
        case "early signs read" | "more early signs":
            said_before = bool(held) and held[-1].means in ("early signs read", "more early signs")
            reads = readings == {_EARLY[stated.gaps["sign"].lower()]} and verdict.standing is Verdict.TOO_EARLY
            return reads and (said_before or stated.means == "early signs read")
        case "not alone":
            return any(strand.reading == "positive" and not strand.by_staff for strand in verdict.strands)
    return readings == {_READS[stated.means]}


def _each_independent(sources: Sequence[Source]) -> bool:
    """Return whether every two sources share neither people nor records."""
    strands = [strand for source in sources for strand in source.read]
    pairs = {frozenset((id(one), id(other))) for one, other in independent_pairs(strands)}
    return all(frozenset((id(one), id(other))) in pairs for one, other in combinations(strands, 2))


def _for_it(stated: Stated, verdict: OutcomeVerdict) -> bool:
    """Return whether a statement supports the outcome."""
    if stated.means == "agree":
        return verdict.standing.way == "positive"
    return stated.means in _FOR_IT


def _themselves(ground: Ground) -> str:
    """Return the reading of the title's own subjects: what young people say, if the title is about young people."""
    named = next(sources_at(ground, ground.named, 0), None)
    return named.sources[0].reading if named and len(named.sources) == 1 else ""


def _alone(verdict: OutcomeVerdict, held: Sequence[Stated]) -> bool:
    """Return whether the one source named in support is also the only strand that supports the outcome."""
    named = [source for one in held if _for_it(one, verdict) for source in one.gaps.get("sources", ())]
    return len(named) == 1 and _positive(verdict) == {strand.key for strand in named[0].read} != set()


def _is_only_support(ground: Ground, verdict: OutcomeVerdict) -> bool:
    """Return whether a claim rests only on the one strand that supports the outcome."""
    positive = [strand for strand in verdict.strands if strand.reading == "positive"]
    rests_on = {item.evidence_id for item in ground.items}
    silent = all(one.reading in ("positive", "insufficient") or not _spoken_for(one) for one in verdict.strands)
    return len(positive) == 1 and silent and bool(rests_on) and rests_on <= {*positive[0].evidence}


def _spoken_for(strand: Strand) -> int:
    """Return how many people in a strand speak for the outcome, whatever the strand's reading."""
    return max((strand.k or 0, *(one.k for one in strand.items)))


def _positive(verdict: OutcomeVerdict) -> set[str]:
    return {strand.key for strand in verdict.strands if strand.reading == "positive"}


def _moved(ground: Ground, source: Source, way: str) -> bool:
    """Return whether a source's one series moved this way, or its answers fell since an earlier wave."""
    answers = [strand for strand in source.strands if strand.kind == "survey"]
    fell = bool(answers) and answers == list(source.strands) and all(strand.fell for strand in answers)
    return moved(ground, source) == way or (fell and way == "fell")
