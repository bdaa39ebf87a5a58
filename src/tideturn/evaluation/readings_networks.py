"""Read a network of organisations: did those who answered both waves report more ties?"""

from __future__ import annotations

from typing import Final

from tideturn.evaluation.readings import Reading, half_of, read_by_interval
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.told import needed, stated, stated_of, told
from tideturn.methods.networks import Change

FEWEST_ORGANISATIONS: Final = 10
"""Minimum organisations that answered both waves for a network to be read."""


def read_network(change: Change, rules: Rules, *, asked: int) -> Reading:
    """Read the density of ties among those who answered both waves, by the vertex bootstrap of its change.

    `asked` is how many were asked in both waves: if they are too few, more answers would not be enough.
    """
    organisations = change.organisations
    said = told("{n} answered both waves", n=stated_of("n", organisations, "organisations"))
    if organisations < FEWEST_ORGANISATIONS or change.allowed is None or change.density is None:
        least = stated("organisations", FEWEST_ORGANISATIONS, item="method")
        why = told("{said}; it takes {least} to read a change.", said=said, least=least)
        more = needed(max(FEWEST_ORGANISATIONS - organisations, 1), "more", "more")
        lacking = told("{more} organisations that answer both waves", more=more)
        return Reading("insufficient", why, needs=lacking if asked >= FEWEST_ORGANISATIONS else "")
    said = told(
        "{said}; of {possible} possible ties among them, {ties_before} were reported in the earlier wave and "
        "{ties_after} in the later ({before} and {after}; a change of {change}, {low} to {high} in {draws} draws, "
        "allowing for sectors that change together)",
        said=said,
        possible=stated("possible", organisations * (organisations - 1)),
        ties_before=stated("ties_before", change.before),
        ties_after=stated("ties_after", change.after),
        before=stated("density_before", change.density_before or 0.0, "share"),
        after=stated("density_after", change.density_after or 0.0, "share"),
        change=stated("density", change.density, "in points"),
        low=stated("interval.0", change.allowed.low, "points"),
        high=stated("interval.1", change.allowed.high, "points"),
        draws=stated("draws", max(rules.draws, 1), item="rules"),
    )
    needs = "more organisations that answer both waves"
    smallest = told(
        "a change of density of more than {half} among {n}",
        half=half_of(change.allowed),
        n=stated_of("n", organisations, "organisations"),
    )
    return read_by_interval(said, change.allowed, rules.density_margin, needs, smallest)
