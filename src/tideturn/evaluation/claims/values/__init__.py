"""Read the numbers in a claim's own evidence, by kind."""

from __future__ import annotations

from collections.abc import Iterable

from tideturn.evaluation.claims.model import Edge
from tideturn.evaluation.claims.values.between import changes, growth, sources, spoken, sums
from tideturn.evaluation.claims.values.measured import Numbers
from tideturn.evaluation.claims.values.model import Values
from tideturn.evaluation.units import SELF_SCORING


def values_of(edges: Iterable[Edge], *, sites: int, local_sites: int) -> Values:
    """Gather the numbers of a claim's evidence; `sites` and `local_sites` count the programme's places."""
    items = [edge.item for edge in edges if edge.item is not None]
    held = [Numbers(item) for item in items]
    scopes = {item.scope for item in items}
    return Values(
        counts=(*(one for own in held for one in own.counts), *spoken(items), *growth(items), *sums(items)),
        shares=tuple(one for own in held for one in own.shares),
        pairs=(*(one for own in held for one in own.pairs), *sources(items)),
        differences=tuple(one for own in held for one in own.differences),
        numbers=tuple(one for own in held for one in own.numbers),
        changes=tuple(changes(items)),
        places=frozenset({len(scopes), len(scopes - {"programme"}), sites, local_sites}),
        voices={item.evidence_id: item.voice for item in items if item.voice != "record" and item.unit != SELF_SCORING},
        words=tuple(item.text for item in items if item.value is None),
    )
