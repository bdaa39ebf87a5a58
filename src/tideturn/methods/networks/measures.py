"""Measures of one wave: density, reciprocity, centralisation, betweenness and the E–I index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tideturn.methods.networks.chance import relabelled, two_sided
from tideturn.methods.networks.waves import Indexes, Wave


@dataclass(frozen=True)
class Node:
    """One organisation in one wave; measures that rest on its own answers are None where it did not answer.

    `degree` counts the others that it reported a tie with, or that reported a tie with it. `betweenness` is the share
    of the shortest ways between two others that lead through it, among those who answered.
    """

    id: str
    answered: bool
    indegree: int
    outdegree: int | None
    degree: int
    betweenness: float | None


@dataclass(frozen=True)
class External:
    """The E–I index, its value if labels were dealt at random, and how often chance alone goes as far."""

    value: float
    expected: float
    p: float
    external: int
    internal: int


@dataclass(frozen=True)
class WaveMeasures:
    """One wave: its `ties`, out of the `possible` ones that respondents could have reported, and their measures.

    Ties are arcs, or pairs where the network is read as undirected. Reciprocity, centralisation, betweenness and
    confirmed ties are among those who answered; each measure is None where too few answered.
    """

    wave: int
    organisations: int
    respondents: int
    ties: int
    possible: int
    density: float | None
    mean_level: float | None
    reciprocity: float | None
    either: int
    """Number of pairs that both answered, where at least one reports a tie."""
    confirmed: int
    """Number of these pairs where both report it."""
    unconfirmed: int
    """Number of pairs where one reported a tie and the other did not answer, so could not confirm it."""
    in_centralisation: float | None
    out_centralisation: float | None
    external: External | None
    nodes: tuple[Node, ...]
    pairs: tuple[tuple[str, str], ...]
    """Every pair in which either reports a tie, by code."""


def measure(
    wave: Wave,
    *,
    directed: bool = True,
    groups: Mapping[str, str] | None = None,
    permutations: int = 1000,
    seed: int = 1,
) -> WaveMeasures:
    """Return all measures of one wave.

    Density = ties reported / ties that those who answered could have reported: r(N − 1) arcs for r of N organisations,
    or the pairs with one of them at an end. So a non-respondent's ties are missing, never absent. Reciprocity = arcs
    returned / arcs, between those who answered. Sources: Wasserman & Faust 1994, Social Network Analysis, ch. 4 and 5;
    for non-response, Kossinets 2006, Social Networks 28:247–268.
    """
    size, answering = len(wave.organisations), wave.respondents
    low, high, level = _pairs(wave)
    silent = size - answering
    possible = answering * (size - 1) if directed else (size * (size - 1) - silent * (silent - 1)) // 2
    ties = wave.source.size if directed else low.size
    levels = wave.level if directed else level
    both = wave.answered[low] & wave.answered[high]
    keys = wave.source * size + wave.target
    returned = np.isin(wave.target * size + wave.source, keys)
    within = wave.answered[wave.target]
    confirmed = int((returned & within).sum()) // 2
    arcs_within = int(within.sum())
    source, target = _respondents(wave)
    into, out = centralisation(source, target, answering, directed=directed)
    return WaveMeasures(
        wave=wave.wave,
        organisations=size,
        respondents=answering,
        ties=int(ties),
        possible=possible,
        density=ties / possible if possible else None,
        mean_level=float(levels.mean()) if ties else None,
        reciprocity=2 * confirmed / arcs_within if directed and arcs_within else None,
        either=int(both.sum()),
        confirmed=confirmed,
        unconfirmed=int((~both).sum()),
        in_centralisation=into,
        out_centralisation=out,
        external=external_index(wave, groups, directed=directed, permutations=permutations, seed=seed)
        if groups is not None
        else None,
        nodes=_nodes(wave, low, high, directed=directed),
        pairs=tuple((wave.organisations[a], wave.organisations[b]) for a, b in zip(low, high, strict=True)),
    )


def centralisation(
    source: Indexes, target: Indexes, size: int, *, directed: bool = True
) -> tuple[float | None, float | None]:
    """Return Freeman's centralisation of in- and of out-degrees among `size` organisations; None below three of them.

    Σ(max − d)/(n − 1)² where ties have a direction, Σ(max − d)/((n − 1)(n − 2)) where they have none: in both, 1 for a
    star and 0 where all degrees are equal. Source: Freeman 1979, Social Networks 1:215–239.
    """
    if size < 3:
        return None, None
    if directed:
        most = (size - 1) ** 2
        degrees = (np.bincount(target, minlength=size), np.bincount(source, minlength=size))
    else:
        most = (size - 1) * (size - 2)
        low, high = _undirected(source, target, size)
        degree = np.bincount(np.concatenate([low, high]), minlength=size)
        degrees = (degree, degree)
    into, out = (float((degree.max() - degree).sum() / most) for degree in degrees)
    return into, out


def betweenness(source: Indexes, target: Indexes, size: int, *, directed: bool = True) -> NDArray[np.float64]:
    """Return the share of shortest ways between two others that lead through each of `size` organisations, 0 to 1.

    Sources: Freeman 1977, Sociometry 40:35–41; Brandes 2001, Journal of Mathematical Sociology 25:163–177, in rustworkx
    (compiled, on all cores). Divided by the (n − 1)(n − 2) ordered pairs of others, or half as many.
    """
    import rustworkx  # takes its time to load, and no other measure needs it

    graph: rustworkx.PyDiGraph[int, None] | rustworkx.PyGraph[int, None]
    if directed:
        graph = rustworkx.PyDiGraph(multigraph=False)
        ends = zip(source.tolist(), target.tolist(), strict=True)
    else:
        graph = rustworkx.PyGraph(multigraph=False)
        low, high = _undirected(source, target, size)
        ends = zip(low.tolist(), high.tolist(), strict=True)
    graph.add_nodes_from(range(size))
    graph.add_edges_from_no_data(list(ends))
    # Cores add up in any order, so the last places of a sum vary from run to run.
    shares: NDArray[np.float64] = np.array(list(rustworkx.betweenness_centrality(graph).values()), dtype=np.float64)
    return shares.round(12)


def external_index(
    wave: Wave, groups: Mapping[str, str], *, directed: bool = True, permutations: int = 1000, seed: int = 1
) -> External | None:
    """Return ties to other groups less ties within a group, over both: −1 (all within) to 1 (all to others).

    p: the share of `permutations` of the labels whose index is at least as far from the expected one, with (1 + b)/(B +
    1). Organisations without a group are left out; None without a tie between two that have one. Source: Krackhardt &
    Stern 1988, Social Psychology Quarterly 51:123–140.
    """
    names = sorted({groups[name] for name in wave.organisations if groups.get(name)})
    number = {name: at for at, name in enumerate(names)}
    label = np.array([number.get(groups.get(name, ""), -1) for name in wave.organisations], dtype=np.int64)
    low, high, _ = _pairs(wave)
    source, target = (wave.source, wave.target) if directed else (low, high)
    held = (label[source] >= 0) & (label[target] >= 0)
    source, target = source[held], target[held]
    if not source.size:
        return None
    place = np.cumsum(label >= 0) - 1
    source, target, label = place[source], place[target], label[label >= 0]
    internal = int((label[source] == label[target]).sum())
    sizes, size = np.bincount(label), label.size
    expected = 1 - 2 * float((sizes * (sizes - 1)).sum() / (size * (size - 1)))
    value = 1 - 2 * internal / source.size
    rng = np.random.Generator(np.random.PCG64([seed, wave.wave]))
    dealt = (
        1 - 2 * (labels[:, source] == labels[:, target]).mean(axis=1) - expected
        for labels in relabelled(label, permutations, source.size, rng)
    )
    return External(value, expected, two_sided(value - expected, dealt), source.size - internal, internal)


def _pairs(wave: Wave) -> tuple[Indexes, Indexes, NDArray[np.float64]]:
    """Return each pair that either reported, smaller index first, with the higher of their levels."""
    size = len(wave.organisations)
    key = np.minimum(wave.source, wave.target) * size + np.maximum(wave.source, wave.target)
    pairs, where = np.unique(key, return_inverse=True)
    level = np.zeros(pairs.size)
    np.maximum.at(level, where, wave.level)
    return pairs // max(size, 1), pairs % max(size, 1), level


def _undirected(source: Indexes, target: Indexes, size: int) -> tuple[Indexes, Indexes]:
    pairs = np.unique(np.minimum(source, target) * size + np.maximum(source, target))
    return pairs // max(size, 1), pairs % max(size, 1)


def _respondents(wave: Wave) -> tuple[Indexes, Indexes]:
    """Return the arcs between those who answered, by their places among these."""
    place = np.cumsum(wave.answered) - 1
    within = wave.answered[wave.target]
    return place[wave.source[within]], place[wave.target[within]]


def _nodes(wave: Wave, low: Indexes, high: Indexes, *, directed: bool) -> tuple[Node, ...]:
    size = len(wave.organisations)
    degree = np.bincount(np.concatenate([low, high]), minlength=size)
    into, out = np.bincount(wave.target, minlength=size), np.bincount(wave.source, minlength=size)
    if not directed:
        into = out = degree
    between = np.full(size, np.nan)
    if wave.respondents:
        between[wave.answered] = betweenness(*_respondents(wave), wave.respondents, directed=directed)
    return tuple(
        Node(
            id=name,
            answered=bool(wave.answered[at]),
            indegree=int(into[at]),
            outdegree=int(out[at]) if wave.answered[at] else None,
            degree=int(degree[at]),
            betweenness=float(between[at]) if wave.answered[at] else None,
        )
        for at, name in enumerate(wave.organisations)
    )
