"""What people said brought an outcome about, by how many of them said so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tideturn.dataset.model import Dataset
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.dataset.wording import listed
from tideturn.evaluation.claims.number_words import told_count
from tideturn.evaluation.claims.rivals import rivals_for, rivals_in
from tideturn.evaluation.drafting.phrases import lowered, people
from tideturn.evaluation.model import Evaluation, EvidenceItem, OutcomeVerdict, SaidCause

_FEWEST: Final = 2
"""A cause that one person alone named is no finding."""
_NAMED: Final = 3
"""How many causes of one outcome are told."""


@dataclass(frozen=True)
class Cause:
    """The sentence, and its edges as (id, edge, hash)."""

    text: str
    edges: tuple[tuple[str, str, str], ...]


def said_causes(dataset: Dataset, evaluation: Evaluation, verdict: OutcomeVerdict) -> tuple[Cause, ...]:
    """What people interviewed in the year said brought it about; none where too few said, or no rival was considered.

    People are counted once for each cause, and only those who also spoke to the outcome, so that their words can be
    followed; causes further up the map are left to the report. Each cause is a sentence of its own, so that its number
    is that of its evidence, and the first says what else may explain it.
    """
    rivals = rivals_for(rivals_in(dataset, evaluation.year), verdict.outcome_id, verdict.scope)
    spoke: dict[str, list[EvidenceItem]] = {}
    for item in evaluation.evidence:
        if item.outcome_id == verdict.outcome_id and item.kind == "interview" and item.scope != PROGRAMME_SCOPE:
            spoke.setdefault(item.origin, []).append(item)
    named = [
        (cause, who)
        for cause in evaluation.causes
        if cause.outcome_id == verdict.outcome_id and cause.distance == 1
        for who in ([source for source in cause.who if source in spoke],)
        if len(who) >= _FEWEST and any(item.polarity == "supports" for source in who for item in spoke[source])
    ]
    if not named or not rivals:
        return ()
    named.sort(key=lambda pair: (-len(pair[1]), pair[0].cause))
    rival = f". Another explanation cannot be ruled out: {lowered(rivals[0].rstrip('.'))}"
    return tuple(
        _sentence(cause, [item for source in who for item in spoke[source]], len(who), "" if place else rival)
        for place, (cause, who) in enumerate(named[:_NAMED])
    )


def _sentence(cause: SaidCause, items: Sequence[EvidenceItem], many: int, rival: str) -> Cause:
    edges = [
        (item.evidence_id, "supports" if item.polarity == "supports" else "context", item.provenance.sha256)
        for item in items
    ]
    told = f"{told_count(many).capitalize()} people put this down to {_called(cause)}. {_whence(items)}{rival}"
    return Cause(told, tuple(dict.fromkeys(edges)))


def _called(cause: SaidCause) -> str:
    """The cause in people's own words."""
    return listed([lowered(factor) for factor in cause.factors[:2]], "or")


def _whence(items: Sequence[EvidenceItem]) -> str:
    """Whose voices they are, and from how many places."""
    places = len({item.scope for item in items})
    where = "at one place" if places == 1 else f"in {told_count(places).lower()} places"
    return f"They are {listed([people(voice, 2) for voice in sorted({item.voice for item in items})])}, {where}"
