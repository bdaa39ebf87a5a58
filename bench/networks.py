"""Betweenness in a large network beside networkx, and a page's worth of measures over three waves.

    .venv/bin/python bench/networks.py [--organisations N] [--ties N] [--rounds N]

Every run is a process of its own, networkx' turn following ours in every round; the machine's other load then falls on
both alike. Times exclude starting Python, loading the libraries and drawing the network at random. CPU seconds are
those of all cores together: rustworkx uses every core, networkx one. The ratio is of the median seconds; peak memory is
the largest resident set of the process, libraries included.

  betweenness   2,000 organisations and 20,000 ties with a direction; both must give the same numbers
  page          200 organisations, three waves of about 4,000 ties, 2,000 bootstrap draws, 1,000 relabellings
"""

from __future__ import annotations

import sys

from _runs import HEADINGS, Clocks, agree, in_turn, options, said, tell

FASTER = 15.0
"""How many times faster than networkx betweenness must be."""
PAGE = 2.0
"""Seconds that the page may take."""


def arcs(organisations: int, ties: int, seed: int) -> list[tuple[int, int]]:
    """Ties drawn at random, none twice and none of an organisation to itself, always the same for one seed."""
    import numpy as np

    rng = np.random.default_rng(seed)
    cells = rng.choice(organisations * (organisations - 1), ties, replace=False)
    source, target = cells // (organisations - 1), cells % (organisations - 1)
    return list(zip(source.tolist(), (target + (target >= source)).tolist(), strict=True))


def between(way: str, organisations: int, ties: int) -> tuple[Clocks, str]:
    """What one way takes, and the sum and the largest of betweenness."""
    import numpy as np

    drawn = arcs(organisations, ties, 1)
    if way == "ours":
        import rustworkx  # noqa: F401 (loaded before the clock begins, as networkx is)

        from tideturn.methods.networks import betweenness

        source, target = (np.array(ends) for ends in zip(*drawn, strict=True))
        began = Clocks.now()
        shares = betweenness(source, target, organisations)
    else:
        import networkx

        began = Clocks.now()
        graph = networkx.DiGraph()
        graph.add_nodes_from(range(organisations))
        graph.add_edges_from(drawn)
        shares = np.array(list(networkx.betweenness_centrality(graph).values()))
    return Clocks.now().since(began), f"{shares.sum():.9f} {shares.max():.9f}"


def page() -> tuple[Clocks, str]:
    """What a page's worth of measures takes, and the changes of density."""
    import polars as pl
    import rustworkx  # noqa: F401

    from tideturn.methods.networks import network

    rows = [
        (wave, f"o{a:03}", f"o{b:03}", 1 + (a + b) % 5, float((a * b) % 6), float((a + wave) % 6))
        for wave in (1, 2, 3)
        for a, b in arcs(200, 3_000 + 1_000 * wave, wave)
    ]
    ties = pl.DataFrame(rows, schema=["wave", "from", "to", "level", "share_amount", "share_quality"], orient="row")
    asked = pl.DataFrame(
        [(wave, f"o{a:03}", (a + wave) % 20 > 0) for wave in (1, 2, 3) for a in range(200)],
        schema=["wave", "organisation_id", "responded"],
        orient="row",
    )
    ties = ties.join(asked.filter("responded"), left_on=["wave", "from"], right_on=["wave", "organisation_id"])
    groups = {f"o{a:03}": "abcdefg"[a % 7] for a in range(200)}
    began = Clocks.now()
    found = network(ties, asked, groups=groups, draws=2_000, permutations=1_000)
    return Clocks.now().since(began), " ".join(f"{change.density:.6f}" for change in found.changes)


def main() -> int:
    """Run every way in turn, print the table, and exit 1 where a target is missed."""
    asked = options(__doc__, rounds=3)
    asked.add_argument("--organisations", type=int, default=2_000)
    asked.add_argument("--ties", type=int, default=20_000)
    args = asked.parse_args()
    if args.one:
        took, found = page() if args.one == "page" else between(args.one, args.organisations, args.ties)
        tell(found, *took)
        return 0
    size = ("--organisations", str(args.organisations), "--ties", str(args.ties))
    ours, theirs, whole = in_turn(__file__, ("ours", "networkx", "page"), args.rounds, *size)
    agree(ours, theirs)
    ratio = theirs.seconds / ours.seconds
    good = (ratio >= FASTER, whole.seconds < PAGE)
    print(f"{args.organisations:,} organisations, {args.ties:,} ties; {args.rounds} rounds, medians")
    print(f"{'':24} {HEADINGS}")
    print(f"{'betweenness, ours':24} {ours}")
    print(f"{'betweenness, networkx':24} {theirs}  ours is {ratio:.1f}× (target {FASTER:g}×){said(good[0])}")
    print(f"{'page of three waves':24} {whole}  target {PAGE:g} s{said(good[1])}")
    return int(not all(good))


if __name__ == "__main__":
    sys.exit(main())
