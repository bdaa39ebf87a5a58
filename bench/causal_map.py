"""20,000 causal claims between 1,000 factors, and 40 links of a theory held against them: ours beside networkx.

    .venv/bin/python bench/causal_map.py [--claims N] [--links N] [--rounds N]

Every run is a process of its own, the peer's turn following ours in every round; the machine's other load then falls on
both alike. Times begin at the frame of claims and exclude loading the libraries. CPU seconds tell of a machine that was
busy with something else. The ratio is of the median seconds; peak memory is that of the process, libraries included.

The peer reckons the minimum cut of each link by networkx's own default (preflow-push), and for each source whether its
own claims lead all the way; ours does that and also counts sites, voices and proposals, and finds rings.
"""

from __future__ import annotations

import random
import sys

from _runs import HEADINGS, Clocks, agree, in_turn, options, said, tell

FACTORS = 1_000
PEOPLE = 400
TARGET = 3.0
"""How many times faster than the peer ours is to be."""

Claims = list[tuple[str, str, str]]
Pairs = list[tuple[str, str]]


def drawn(claims: int, links: int) -> tuple[Claims, Pairs]:
    """Claims whose causes are mostly early factors and whose effects are mostly late ones; every factor is a node."""
    dice = random.Random(1)

    def factor(likely: int) -> str:
        return f"f{int(dice.triangular(0, FACTORS, likely))}"

    rows = [(f"i{dice.randrange(PEOPLE)}", factor(FACTORS // 10), factor(9 * FACTORS // 10)) for _ in range(claims)]
    names = sorted({end for _, *ends in rows for end in ends})
    return [row for row in rows if row[1] != row[2]], [tuple(dice.sample(names, 2)) for _ in range(links)]  # type: ignore[misc]


def ours(claims: Claims, links: Pairs) -> tuple[Clocks, str]:
    """What ours takes, and the sums of flows and of whole paths."""
    import polars as pl

    from tideturn.methods.causal_map import causal_map

    frame = pl.DataFrame(claims, schema=["interview_id", "from_factor", "to_factor"], orient="row")
    names = sorted({end for pair in links for end in pair} | {end for _, *ends in claims for end in ends})
    factors = pl.DataFrame({"factor": names, "node_id": names})
    rows = [(f"l{i}", *pair) for i, pair in enumerate(links)]
    theory = pl.DataFrame(rows, schema=["link_id", "from_node", "to_node"], orient="row")
    began = Clocks.now()
    found = causal_map(frame, factors=factors, links=theory)
    return Clocks.now().since(
        began
    ), f"{sum(one.flow for one in found.links)} {sum(len(one.threads) for one in found.links)}"


def peer(claims: Claims, links: Pairs) -> tuple[Clocks, str]:
    """The same by networkx."""
    import networkx as nx

    began = Clocks.now()
    sources: dict[tuple[str, str], set[str]] = {}
    own: dict[str, nx.DiGraph] = {}
    for who, start, end in claims:
        sources.setdefault((start, end), set()).add(who)
        own.setdefault(who, nx.DiGraph()).add_edge(start, end)
    graph = nx.DiGraph()
    for (start, end), people in sources.items():
        graph.add_edge(start, end, capacity=len(people))
    flows = threads = 0
    for start, end in links:
        flows += nx.minimum_cut(graph, start, end)[0]
        threads += sum(start in one and end in one and nx.has_path(one, start, end) for one in own.values())
    return Clocks.now().since(began), f"{flows} {threads}"


WAYS = {"ours": ours, "networkx": peer}


def main() -> int:
    """Run both in turn, print the table, and exit 1 where the target is missed."""
    asked = options(__doc__, rounds=3)
    asked.add_argument("--claims", type=int, default=20_000)
    asked.add_argument("--links", type=int, default=40)
    args = asked.parse_args()
    if args.one:
        took, found = WAYS[args.one](*drawn(args.claims, args.links))
        tell(found, *took)
        return 0
    size = ("--claims", str(args.claims), "--links", str(args.links))
    own, theirs = in_turn(__file__, tuple(WAYS), args.rounds, *size)
    agree(own, theirs)
    print(f"{args.claims:,} claims, {FACTORS:,} factors, {args.links} links; {args.rounds} rounds, medians")
    print(f"{'way':10} {HEADINGS}")
    for way, runs in zip(WAYS, (own, theirs), strict=True):
        print(f"{way:10} {runs}")
    ratio = theirs.seconds / own.seconds
    print(f"ours is {ratio:.1f}× as fast (target {TARGET}×){said(ratio >= TARGET)}")
    return int(ratio < TARGET)


if __name__ == "__main__":
    sys.exit(main())
