"""Prepare a network for publication: how many work together, and never what one organisation said of another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.networks import NetworkAt
from tideturn.methods.disclosure import DisclosureRule, adult_count_shown
from tideturn.methods.networks import Node, WaveMeasures


def released_networks(
    networks: Sequence[NetworkAt], rule: DisclosureRule, hidden: frozenset[str] = frozenset()
) -> tuple[NetworkAt, ...]:
    """Return the programme's network, and those of sites where enough organisations answered each wave and both.

    `hidden` holds the sites whose evidence the release hides already. If only one site would be left out, the one with
    the fewest of the others is left out too, since subtracting all others from the programme would give it. A tie stays
    only if both ends answered, as a pair that either of them reported: if only one could have reported it, the picture
    would show who did. What an organisation named, and how often others go through it, is left out.
    """
    sites = sorted((at for at in networks if at.scope != PROGRAMME_SCOPE), key=lambda at: (_fewest(at), at.scope))
    few = [at.scope for at in sites if not adult_count_shown(_fewest(at), False, rule)]
    alone = len([at for at in sites if at.scope in few and _fewest(at) > 0]) == 1
    gone = {at.scope for at in sites[: len(few) + alone]} | hidden
    return tuple(_released(at) for at in networks if at.scope == PROGRAMME_SCOPE or at.scope not in gone)


def _fewest(at: NetworkAt) -> int:
    answered = [wave.respondents for wave in at.result.waves]
    return min([*answered, *(change.organisations for change in at.result.changes)], default=0)


def _released(at: NetworkAt) -> NetworkAt:
    whole = at.scope == PROGRAMME_SCOPE
    waves = tuple(_wave(wave) if whole else replace(wave, nodes=(), pairs=()) for wave in at.result.waves)
    # The notes say what was left out, and name organisations and who reported them.
    return replace(at, result=replace(at.result, waves=waves, notes=()))


def _wave(wave: WaveMeasures) -> WaveMeasures:
    answered = {node.id for node in wave.nodes if node.answered}
    pairs = tuple(pair for pair in wave.pairs if answered.issuperset(pair))
    ends = Counter(end for pair in pairs for end in pair)
    nodes = tuple(
        Node(node.id, node.answered, indegree=0, outdegree=None, degree=ends[node.id], betweenness=None)
        for node in wave.nodes
    )
    return replace(wave, nodes=nodes, pairs=pairs)
