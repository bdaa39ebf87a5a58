"""Say what people said helped an outcome and what held it back, by how many of them said so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tideturn.dataset.model import Dataset
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.dataset.wording import capital, listed
from tideturn.evaluation.claims.checks.exposure import PROTECTED
from tideturn.evaluation.claims.number_words import told_count
from tideturn.evaluation.claims.rivals import rivals_at, rivals_in
from tideturn.evaluation.drafting.phrases import lowered, people
from tideturn.evaluation.model import Evaluation, EvidenceItem, OutcomeVerdict
from tideturn.evaluation.theory_records import SaidCause
from tideturn.methods.causal_map import HELPS, HINDERS

RULED_OUT: Final = "ruled_out"
_FEWEST: Final = 2
"""Minimum people who name a cause: one person alone is not a finding."""
_NAMED: Final = 3
"""Maximum number of causes of one outcome that help, and as many that hinder."""
_BEARS: Final = {
    HELPS: {"supports": "supports"},
    HINDERS: {"contradicts": "contradicts", "no_change": "contradicts"},
}
"""Relation to an outcome of people's words on it, where they name a cause of each effect; other words are context."""
_NAMED_AS: Final = {
    (HELPS, True): "put this down to {}",
    (HELPS, False): "named {} as what helps",
    (HINDERS, True): "named {} as what held it back",
    (HINDERS, False): "named {} as what gets in the way",
}


@dataclass(frozen=True)
class Cause:
    """A sentence on a cause, its type, and its edges as (id, edge, hash)."""

    text: str
    type: str
    edges: tuple[tuple[str, str, str], ...]


def said_causes(dataset: Dataset, evaluation: Evaluation, verdict: OutcomeVerdict) -> tuple[Cause, ...]:
    """Return what people interviewed in the year said helped, then what they said held it back; empty if too few did.

    People are counted once for each cause, and only those who also spoke to the outcome, so that readers can trace
    their words. Causes further up the map are left to the report. Each cause has a sentence of its own, so that its
    number is that of its evidence. A sentence gives a cause for a change only where the outcome came about and a rival
    was considered: the first sentence names the rival.
    """
    spoke: dict[str, list[EvidenceItem]] = {}
    for item in evaluation.evidence:
        if item.outcome_id == verdict.outcome_id and item.kind == "interview" and item.scope != PROGRAMME_SCOPE:
            spoke.setdefault(item.origin, []).append(item)
    own = [cause for cause in evaluation.causes if cause.outcome_id == verdict.outcome_id and cause.distance == 1]
    came_about = verdict.standing.came_about
    rivals = rivals_at(rivals_in(dataset, evaluation.year), verdict.outcome_id, verdict.scope)
    open_ = [rival.text for rival in rivals if rival.weight != RULED_OUT]
    effects = (HELPS, HINDERS) if rivals or not came_about else (HINDERS,)
    return tuple(
        _sentence(cause, items, came_about, "" if place or not came_about or not open_ else open_[0])
        for effect in effects
        for place, (cause, items) in enumerate(_most_named(own, effect, spoke))
    )


def _most_named(
    causes: Sequence[SaidCause], effect: str, spoke: Mapping[str, Sequence[EvidenceItem]]
) -> list[tuple[SaidCause, list[EvidenceItem]]]:
    """Return the causes of one effect that most people named, with what these people said about the outcome."""
    found = []
    for cause in causes:
        who = [source for source in cause.who if source in spoke]
        items = [item for source in who for item in spoke[source]]
        if cause.effect == effect and len(who) >= _FEWEST and any(i.polarity in _BEARS[effect] for i in items):
            found.append((cause, items))
    return sorted(found, key=lambda named: (-_many(named[1]), named[0].cause))[:_NAMED]


def _many(items: Sequence[EvidenceItem]) -> int:
    return len({item.origin for item in items})


def _sentence(cause: SaidCause, items: Sequence[EvidenceItem], came_about: bool, rival: str) -> Cause:
    bears = _BEARS[cause.effect]
    edges = [(item.evidence_id, bears.get(item.polarity, "context"), item.provenance.sha256) for item in items]
    named = _NAMED_AS[cause.effect, came_about].format(_called(cause))
    told = f"{capital(_who(items))} {named}"
    if rival and cause.effect == HELPS:
        told += f". Another explanation cannot be ruled out: {lowered(rival.rstrip('.'))}"
    type_ = "contribution" if came_about and cause.effect == HELPS else "descriptive"
    return Cause(told, type_, tuple(dict.fromkeys(edges)))


def _called(cause: SaidCause) -> str:
    """Return the cause in people's own words."""
    return listed([lowered(factor) for factor in cause.factors[:2]], "or")


def _who(items: Sequence[EvidenceItem]) -> str:
    """Say how many of each voice and of how many places; only how many people if young people are among them."""
    voices = {item.origin: item.voice for item in items}
    if PROTECTED & set(voices.values()):
        return f"{told_count(len(voices))} people interviewed"
    counts = Counter(voices[origin] for origin in sorted(voices))
    who = listed([f"{told_count(counts[voice])} {people(voice, counts[voice])}" for voice in sorted(counts)])
    places = len({item.scope for item in items})
    return f"{who}, in {told_count(places)} places," if places > 1 else who
