from __future__ import annotations

import random

import polars as pl
import pytest

from tideturn.methods.networks import network

pytestmark = pytest.mark.oracle


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("directed", [True, False])
def test_as_networkx(seed: int, directed: bool) -> None:
    import networkx as nx

    graph = nx.gnp_random_graph(40 + 30 * (seed % 2), 0.04 + 0.03 * seed, seed=seed, directed=directed)
    names = [f"n{number:02}" for number in graph.nodes]
    dice = random.Random(seed)
    ties = pl.DataFrame(
        [(1, names[a], names[b], dice.randint(1, 5)) for a, b in graph.edges],
        schema=["wave", "from", "to", "level"],
        orient="row",
    )
    everyone = pl.DataFrame({"wave": [1] * len(names), "organisation_id": names, "responded": [True] * len(names)})
    (wave,) = network(ties, everyone, directed=directed).waves
    assert wave.ties == graph.number_of_edges()
    assert wave.density == pytest.approx(nx.density(graph))
    peer = nx.betweenness_centrality(graph)
    assert [node.betweenness for node in wave.nodes] == pytest.approx([peer[number] for number in graph.nodes])
    if directed:
        assert wave.reciprocity == pytest.approx(nx.overall_reciprocity(graph))
        assert [node.indegree for node in wave.nodes] == [graph.in_degree(number) for number in graph.nodes]
        assert [node.outdegree for node in wave.nodes] == [graph.out_degree(number) for number in graph.nodes]
    else:
        assert [node.degree for node in wave.nodes] == [graph.degree(number) for number in graph.nodes]
    labels = {name: "xyz"[number % 3] for number, name in enumerate(names)}
    (wave,) = network(ties, everyone, directed=directed, groups=labels).waves
    assert wave.external is not None
    within = sum(labels[names[a]] == labels[names[b]] for a, b in graph.edges)
    assert wave.external.value == pytest.approx((graph.number_of_edges() - 2 * within) / graph.number_of_edges())
