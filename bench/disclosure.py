"""Tables of outcomes × places × years with every margin: how long hiding and checking take, and how much is hidden.

    .venv/bin/python bench/disclosure.py [--rounds N]

Counts are drawn from exponential distributions of three means, by a fixed seed: many, some and few of the cells are
small. Seconds are processor time (medians), loading the libraries excluded. `check` is the audit by the reader who
knows no true count; it has to find nothing.
"""

from __future__ import annotations

import argparse
import itertools
import random
import statistics
import time

SIZES = [(60, 6, 3), (40, 8, 5)]
MEANS = [3, 10, 40]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    import scipy.optimize  # noqa: F401 (loaded before the clock starts)

    print(
        f"{'table':>9} {'mean':>5} {'cells':>6} {'primary':>8} {'secondary':>10} {'totals':>7} {'hide':>7} {'check':>7}"
    )
    for sizes, mean in itertools.product(SIZES, MEANS):
        print(row(sizes, mean, rounds))


def row(sizes: tuple[int, ...], mean: int, rounds: int) -> str:
    from tideturn.methods.disclosure import Cell, audit, suppress
    from tideturn.methods.disclosure.tables import TOTAL_WEIGHT, named, table_relations

    dice = random.Random(1)
    inner = {
        combo: int(dice.expovariate(1 / mean))
        for combo in itertools.product(
            *[[f"{letter}{n}" for n in range(size)] for letter, size in zip("abc", sizes, strict=True)]
        )
    }
    held: dict[tuple[str, ...], int] = {}
    for combo, count in inner.items():
        for over in itertools.product((False, True), repeat=len(sizes)):
            key = tuple("All" if total else value for total, value in zip(over, combo, strict=True))
            held[key] = held.get(key, 0) + count
    cells = [Cell(named(key), count, True, TOTAL_WEIGHT ** key.count("All")) for key, count in held.items()]
    relations = table_relations(held.keys(), "All")
    hide, check = [], []
    for _ in range(rounds):
        began = time.process_time()
        found = suppress(cells, relations)
        hide.append(time.process_time() - began)
        shown = {cell.id: None if cell.id in found.hidden else cell.count for cell in cells}
        small = {cell.id for cell in cells if 1 <= cell.count <= 5}
        began = time.process_time()
        exposed = audit(shown, relations, small=small, protected=shown.keys())
        check.append(time.process_time() - began)
        assert exposed == ()
        assert not found.unprotected
    totals = sum("All" in name for name in found.secondary)
    return (
        f"{'×'.join(map(str, sizes)):>9} {mean:>5} {len(cells):>6} {len(found.primary):>8} {len(found.secondary):>10} "
        f"{totals:>7} {statistics.median(hide):>6.2f}s {statistics.median(check):>6.2f}s"
    )


if __name__ == "__main__":
    main()
