"""What a network of organisations reads as: whether those who answered both waves told of more ties."""

from __future__ import annotations

from typing import Final

from tideturn.evaluation.readings import Reading
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.told import needed, stated, stated_of, told
from tideturn.methods.networks import Change

FEWEST_ORGANISATIONS: Final = 10
"""So many must have answered both waves for a network to be read."""


def read_network(change: Change, rules: Rules) -> Reading:
    """Read the density of ties among those who answered both waves, by the vertex bootstrap of its change."""
    organisations = change.organisations
    said = told("{n} answered both waves", n=stated_of("n", organisations, "organisations"))
    if organisations < FEWEST_ORGANISATIONS or change.allowed is None or change.density is None:
        least = stated("organisations", FEWEST_ORGANISATIONS, item="method")
        why = told("{said}; it takes {least} to read a change.", said=said, least=least)
        more = needed(max(FEWEST_ORGANISATIONS - organisations, 1), "more", "more")
        return Reading("insufficient", why, needs=told("{more} organisations that answer both waves", more=more))
    low, high = change.allowed.low, change.allowed.high
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
        low=stated("interval.0", low, "points"),
        high=stated("interval.1", high, "points"),
        draws=stated("draws", max(rules.draws, 1), item="rules"),
    )
    why = told("{said}.", said=said)
    if low > 0:
        return Reading("positive", why)
    needs = "a change of ties, among those who answer both waves, that lies wholly above nought"
    if high < 0:
        return Reading("negative", why, needs=needs)
    smallest = told(
        "a change of density of more than {half} among {n}",
        half=stated("half the interval", (high - low) / 2, "in points"),
        n=stated_of("n", organisations, "organisations"),
    )
    if change.allowed.within(rules.density_margin):
        return Reading("no_change", why, needs=needs, smallest_change=smallest)
    why = told(
        "{said}; neither a change nor its absence is shown. It could have shown {smallest}.",
        said=said,
        smallest=smallest,
    )
    return Reading("insufficient", why, needs=needs, smallest_change=smallest)
