"""How sure a verdict is: it starts high and falls one level for each serious concern, each kept as a sentence.

The four concerns are those of GRADE-CERQual (Lewin and others, 2018, Implementation Science 13, supplement 1).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from tideturn.dataset.wording import listed
from tideturn.evaluation.model import Strand
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.told import Told, joined, stated, stated_noun, told
from tideturn.evaluation.verdicts import MIXED, NEGATIVE, NO_CHANGE, POSITIVE

LEVELS: Final = ("high", "moderate", "low", "very_low")
_SPEAKING: Final = (POSITIVE, NEGATIVE, NO_CHANGE, MIXED)


def confidence(
    strands: Sequence[Strand],
    rules: Rules,
    *,
    sites: Mapping[str, Sequence[Strand]] | None = None,
    names: Mapping[str, str] | None = None,
) -> tuple[str | None, tuple[str, ...]]:
    """The level and its reasons; no level where nothing was measured.

    `sites` holds the strands at each site that the outcome applies to, when the scope is the whole programme.
    """
    if not strands:
        return None, ()
    reasons: list[str] = []
    fallen = 0
    for concern in (
        _methodological(strands),
        _coherence(strands, rules),
        _adequacy(strands, rules),
        _relevance(strands, sites or {}, names or {}),
    ):
        if concern:
            fallen += 1
            reasons.append(concern)
    return LEVELS[min(fallen, len(LEVELS) - 1)], tuple(reasons)


def _methodological(strands: Sequence[Strand]) -> str:
    """One level, however many weaknesses there are; every one of them is said."""
    weaknesses: dict[str, Told] = {}
    for strand in strands:
        for concern in strand.concerns:
            weaknesses.setdefault(str(concern), strand.tells(concern))
    if not weaknesses:
        return ""
    parts = (Told(f"{w[:1].lower()}{w[1:]}".rstrip("."), w.bound) for w in weaknesses.values())
    return told("How it was collected: {weaknesses}.", weaknesses=joined(parts, "; "))


def _coherence(strands: Sequence[Strand], rules: Rules) -> str:
    readings = [strand.reading for strand in strands if strand.reading in _SPEAKING]
    if not readings:
        return ""
    most = max(readings.count(way) for way in (POSITIVE, NEGATIVE, NO_CHANGE))
    if most >= rules.coherence * len(readings) - 1e-12:
        return ""
    if len(readings) == 1:
        return "Coherence: the only reading there is points neither way."
    if not most:
        return told("Coherence: none of {n} readings points one way.", n=stated("readings", len(readings)))
    return told(
        "Coherence: only {most} of {n} readings point one way.",
        most=stated("readings.most", most),
        n=stated("readings", len(readings)),
    )


def _adequacy(strands: Sequence[Strand], rules: Rules) -> str:
    sources = len(frozenset().union(*(strand.origins for strand in strands)))
    sources = max(sources, *(strand.sources for strand in strands))
    answers = sum(strand.answers for strand in strands)
    if sources >= rules.adequacy_sources or answers >= rules.adequacy_answers:
        return ""
    return told(
        "Adequacy: {sources} and {answers} are few to rest on.",
        sources=stated_noun("readings.sources", sources, "source"),
        answers=stated_noun("readings.answers", answers, "answer"),
    )


def _relevance(strands: Sequence[Strand], sites: Mapping[str, Sequence[Strand]], names: Mapping[str, str]) -> str:
    parts = []
    if any(strand.proxy for strand in strands):
        parts.append("a question measures it only indirectly")
    missing = [
        names.get(site, site)
        for site, own in sites.items()
        if not any(strand.evidence or strand.reading in _SPEAKING for strand in own)
    ]
    if missing:
        parts.append(f"there is no evidence from {listed(missing)}")
    return f"Relevance: {' and '.join(parts)}." if parts else ""
