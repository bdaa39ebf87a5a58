"""Check statements about sources: that they support the outcome, agree, are mixed, say otherwise or do not show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from tideturn.evaluation.claims.proof.clause import Ground
from tideturn.evaluation.claims.proof.sources import Source, moved, sources_at
from tideturn.evaluation.claims.proof.stated import Stated
from tideturn.evaluation.claims.strength import SUGGESTS, allowed
from tideturn.evaluation.model import OutcomeVerdict

_READS: Final[Mapping[str, str]] = {
    "bear it out": "positive",
    "positive": "positive",
    "say otherwise": "negative",
    "negative": "negative",
    "are mixed": "mixed",
    "saw no change": "no_change",
    "settle nothing": "insufficient",
}
_FOR_IT: Final = frozenset(
    ["suggests", "indicates", "shows", "supports", "emerging", "so", "bear it out", "positive", "suggest", "so it is"]
)
_SIGN: Final[Mapping[str, str]] = {"supported": "positive", "emerging": "positive", "adverse": "negative"}


def holds(ground: Ground, verdict: OutcomeVerdict, stated: Stated, held: Sequence[Stated]) -> bool:
    """Return whether the sources that a statement names read as the statement says."""
    sources: tuple[Source, ...] = stated.gaps.get("sources", ())
    readings = {source.reading for source in sources}
    match stated.means:
        case "suggest":
            return readings == {"positive"} == {_SIGN.get(verdict.standing)} and allowed(verdict) >= SUGGESTS
        case "agree":
            return len(sources) > 1 and len(readings) == 1 and readings == {_SIGN.get(verdict.standing)}
        case "differ":
            return len(sources) > 1 and len(readings) == len(sources) and "" not in readings
        case "bear it out too":
            return readings == {"positive"} and any(_for_it(one, verdict) for one in held)
        case "say it themselves":
            return _themselves(ground) == "positive" and any(_for_it(one, verdict) for one in held)
        case "fell" | "rose":
            return all(moved(ground, source) == stated.means for source in sources)
        case "nothing else":
            return _alone(verdict, held)
        case "not alone":
            return any(strand.reading == "positive" and not strand.by_staff for strand in verdict.strands)
    return readings == {_READS[stated.means]}


def _for_it(stated: Stated, verdict: OutcomeVerdict) -> bool:
    """Return whether a statement supports the outcome."""
    if stated.means == "agree":
        return _SIGN.get(verdict.standing) == "positive"
    return stated.means in (
        "suggests",
        "indicates",
        "shows",
        "supports",
        "emerging",
        "so",
        "bear it out",
        "positive",
        "suggest",
        "so it is",
    )


def _themselves(ground: Ground) -> str:
    """Return the reading of the title's own subjects: what young people say, if the title is about young people."""
    named = next(sources_at(ground, ground.named, 0), None)
    return named.sources[0].reading if named and len(named.sources) == 1 else ""


def _alone(verdict: OutcomeVerdict, held: Sequence[Stated]) -> bool:
    """Return whether the one source named in support is also the only strand that supports the outcome."""
    named = [source for one in held if _for_it(one, verdict) for source in one.gaps.get("sources", ())]
    positive = {strand.key for strand in verdict.strands if strand.reading == "positive"}
    return len(named) == 1 and positive == {strand.key for strand in named[0].read} != set()
