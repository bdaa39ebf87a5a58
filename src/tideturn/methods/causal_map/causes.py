"""What people say brought an outcome about: directly, and further up the map."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from tideturn.methods.causal_map.flow import ArrowGraph, reached
from tideturn.methods.causal_map.model import Arrow, CausalMap, Cause, Part


def causes_of(causal_map: CausalMap, outcome: Part) -> tuple[Cause, ...]:
    """Every cause of an outcome: the nearest first, then those of most sources, then by name.

    A ring back to the outcome itself makes it no cause of its own. What some deny to have led there directly, and
    others say led there by way of something else, is told as both: of those who deny it as a direct cause alone.
    """
    graph = ArrowGraph(causal_map.arrows)
    before: dict[Part, list[Part]] = defaultdict(list)
    for arrow in graph.arrows:
        before[arrow.end].append(arrow.start)
    away = reached(outcome, before)
    steps: dict[Part, list[Arrow]] = defaultdict(list)
    for arrow in graph.arrows:
        if arrow.start != outcome and arrow.end in away and away[arrow.start] == away[arrow.end] + 1:
            steps[arrow.start].append(arrow)
    denied = {arrow.start: arrow for arrow in causal_map.arrows if arrow.end == outcome and arrow.against}
    found = [
        _cause(
            outcome,
            part,
            away[part],
            nearer,
            graph.threads(part, outcome),
            denied.get(part) if away[part] == 1 else None,
        )
        for part, nearer in steps.items()
    ]
    found += [_cause(outcome, part, 1, [arrow], (), arrow) for part, arrow in denied.items() if not arrow.sources]
    return tuple(sorted(found, key=lambda one: (one.distance, -len(one.sources), one.cause)))


def _cause(
    outcome: Part,
    part: Part,
    distance: int,
    nearer: Sequence[Arrow],
    threads: tuple[str, ...],
    denied: Arrow | None,
) -> Cause:
    def union(name: str) -> tuple[str, ...]:
        return tuple(sorted({value for arrow in nearer for value in getattr(arrow, name)}))

    return Cause(
        outcome=outcome,
        cause=part,
        distance=distance,
        sources=union("sources"),
        unprompted=union("unprompted"),
        against=denied.against if denied is not None else (),
        sites=union("sites"),
        voices=union("voices"),
        threads=threads,
        by_way_of=() if distance == 1 else tuple(sorted(arrow.end for arrow in nearer)),
        factors=union("from_factors"),
    )
