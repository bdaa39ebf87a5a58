"""The causes of an outcome: what people say helps or hinders it, directly or further up the map."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from tideturn.methods.causal_map.flow import reached
from tideturn.methods.causal_map.model import HELPS, HINDERS, Arrow, CausalMap, Cause, Part

Effects = tuple[Part, str]
"""A part and its effect on the outcome."""


def causes_of(causal_map: CausalMap, outcome: Part) -> tuple[Cause, ...]:
    """Return every cause of an outcome: the nearest first, then those of most sources, then by name.

    A path's effect is the product of the effects of its steps: hindering a help is hindering. A part's distance is the
    fewest steps to the outcome, and its effect is that of its shortest paths; where these differ, the result has both
    effects. A ring back to the outcome does not make the outcome its own cause. If some people deny a direct effect,
    and others say that the cause has it by way of something else, the result has both: the denial applies to the direct
    cause alone.
    """
    said = [arrow for arrow in causal_map.arrows if arrow.sources]
    before: dict[Part, list[Part]] = defaultdict(list)
    for arrow in said:
        before[arrow.end].append(arrow.start)
    away = reached(outcome, before)
    nearer = [
        arrow
        for arrow in said
        if arrow.start != outcome and arrow.end in away and away[arrow.start] == away[arrow.end] + 1
    ]
    effects: dict[Part, set[str]] = defaultdict(set, {outcome: {HELPS}})
    steps: dict[Effects, list[Arrow]] = defaultdict(list)
    for arrow in sorted(nearer, key=lambda one: away[one.end]):
        for onward in sorted(effects[arrow.end]):
            effect = _product(arrow.effect, onward)
            effects[arrow.start].add(effect)
            steps[arrow.start, effect].append(arrow)
    direct = {(arrow.start, arrow.effect): arrow for arrow in causal_map.arrows if arrow.end == outcome}
    threads = _threads(outcome, said)
    found = [
        _cause(outcome, key, away[key[0]], several, threads.get(key, set()), direct if away[key[0]] == 1 else {})
        for key, several in steps.items()
    ]
    found += [
        _cause(outcome, key, 1, [arrow], (), direct)
        for key, arrow in direct.items()
        if arrow.against and not arrow.sources
    ]
    return tuple(sorted(found, key=lambda one: (one.distance, -len(one.sources), one.cause, one.effect)))


def _product(step: str, onward: str) -> str:
    return HELPS if step == onward else HINDERS


def _threads(outcome: Part, said: Iterable[Arrow]) -> dict[Effects, set[str]]:
    """Return, for each part and effect, the sources whose own claims alone lead from the part to the outcome."""
    own: dict[str, dict[Effects, list[Effects]]] = defaultdict(lambda: defaultdict(list))
    for arrow in said:
        for source in arrow.sources:
            for onward in (HELPS, HINDERS):
                own[source][arrow.end, onward].append((arrow.start, _product(arrow.effect, onward)))
    threads: dict[Effects, set[str]] = defaultdict(set)
    for source, before in own.items():
        for key in reached((outcome, HELPS), before):
            threads[key].add(source)
    return threads


def _cause(
    outcome: Part,
    key: Effects,
    distance: int,
    nearer: Sequence[Arrow],
    threads: Iterable[str],
    direct: dict[Effects, Arrow],
) -> Cause:
    def union(name: str) -> tuple[str, ...]:
        return tuple(sorted({value for arrow in nearer for value in getattr(arrow, name)}))

    own = direct.get(key)
    return Cause(
        outcome=outcome,
        cause=key[0],
        effect=key[1],
        distance=distance,
        sources=union("sources"),
        unprompted=union("unprompted"),
        against=own.against if own else (),
        sites=union("sites"),
        voices=union("voices"),
        against_voices=own.against_voices if own else (),
        threads=tuple(sorted(threads)),
        by_way_of=() if distance == 1 else tuple(sorted({arrow.end for arrow in nearer})),
        factors=union("from_factors"),
    )
