"""Maximum flow, minimum cut, threads and rings of random maps, as networkx reckons them."""

from __future__ import annotations

import itertools
import random
from collections import defaultdict

import polars as pl
import pytest

from tideturn.methods.causal_map import CausalMap, Part, causal_map

pytestmark = pytest.mark.oracle


def drawn(seed: int) -> tuple[CausalMap, list[tuple[str, str, str]]]:
    """A map of a dozen parts, thin or dense by its seed, with a link of the theory between every two of them."""
    dice = random.Random(seed)
    names = [f"f{i}" for i in range(12)]
    rows = [(f"i{dice.randrange(7)}", *dice.sample(names, 2)) for _ in range(10 + 15 * seed)]
    claims = pl.DataFrame(rows, schema=["interview_id", "from_factor", "to_factor"], orient="row")
    pairs = [(a, b) for a in names for b in names if a != b]
    links = pl.DataFrame(
        [(f"{a}-{b}", a, b) for a, b in pairs], schema=["link_id", "from_node", "to_node"], orient="row"
    )
    factors = pl.DataFrame({"factor": names, "node_id": names})
    return causal_map(claims, factors=factors, links=links), rows


@pytest.mark.parametrize("seed", range(8))
def test_flow_cut_threads_and_rings(seed: int) -> None:
    import networkx as nx

    found, rows = drawn(seed)
    sources: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for who, start, end in rows:
        sources[start, end].add(who)
    peer = nx.DiGraph()
    peer.add_nodes_from(f"f{i}" for i in range(12))
    for (start, end), people in sources.items():
        peer.add_edge(start, end, capacity=len(people))
    own = {who: nx.DiGraph((a, b) for one, a, b in rows if one == who) for who, _, _ in rows}
    for link in found.links:
        start, end = link.from_node, link.to_node
        value, (near, _) = nx.minimum_cut(peer, start, end)
        assert link.flow == value
        # networkx cuts next to the end and we next to the start; turned round, its cut is ours.
        cut = peer.copy()
        cut.remove_edges_from((arrow.start.name, arrow.end.name) for arrow in link.cut)
        assert not nx.has_path(cut, start, end)
        assert len(nx.descendants(cut, start) | {start}) <= len(near)
        threads = {
            who for who, graph in own.items() if start in graph and end in graph and nx.has_path(graph, start, end)
        }
        assert set(link.threads) == threads
    knots = [knot for knot in nx.strongly_connected_components(peer) if len(knot) > 1]
    assert len(found.rings) == len(knots)
    for ring in found.rings:
        names = [part.name for part in ring]
        assert names[0] == names[-1] == min(next(knot for knot in knots if names[0] in knot))
        assert all(peer.has_edge(a, b) for a, b in itertools.pairwise(names))
        # No shorter way leads back.
        back = [
            nx.shortest_path_length(peer, after, names[0])
            for after in peer.successors(names[0])
            if nx.has_path(peer, after, names[0])
        ]
        assert len(ring) == min(back) + 2
    assert set(found.parts) == {Part(name, in_theory=True) for pair in sources for name in pair}
