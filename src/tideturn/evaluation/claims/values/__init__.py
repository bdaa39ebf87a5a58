"""Every number that a claim's own evidence holds, by what kind of number it is, to hold its sentences against."""

from __future__ import annotations

from collections.abc import Iterable

from tideturn.evaluation.claims.model import Edge
from tideturn.evaluation.claims.values.between import changes, growth, sources, spoken, sums
from tideturn.evaluation.claims.values.measured import measured
from tideturn.evaluation.claims.values.model import Pair, Value, Values
from tideturn.evaluation.units import SELF_SCORING


def values_of(edges: Iterable[Edge], *, sites: int, local_sites: int) -> Values:
    """Gather the numbers of a claim's evidence; `sites` and `local_sites` count the programme's places."""
    counts: list[Value] = []
    shares: list[Value] = []
    pairs: list[Pair] = []
    differences: list[Value] = []
    numbers: list[Value] = []
    items = [edge.item for edge in edges if edge.item is not None]
    for item in items:
        measured(item, counts, shares, pairs, differences, numbers)
    counts += [*spoken(items), *growth(items), *sums(items)]
    pairs += sources(items)
    scopes = {item.scope for item in items}
    return Values(
        counts=tuple(counts),
        shares=tuple(shares),
        pairs=tuple(pairs),
        differences=tuple(differences),
        numbers=tuple(numbers),
        changes=tuple(changes(items)),
        places=frozenset({len(scopes), len(scopes - {"programme"}), sites, local_sites}),
        voices={item.evidence_id: item.voice for item in items if item.voice != "record" and item.unit != SELF_SCORING},
        words=tuple(item.text for item in items if item.value is None),
    )
