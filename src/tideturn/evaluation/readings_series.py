"""What a count over time reads as: against its own past, by XmR signals and the rate test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tideturn.dataset.wording import listed
from tideturn.evaluation.readings import ALPHA, Reading
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.told import Told, carrying, joined, needed, stated, stated_noun, told

FEWEST_POINTS: Final = 2
"""Limits need a moving range, whatever fewer points a programme would settle for."""
NARROW: Final = 0.5
"""Limits within this share of the mean are narrow enough to say that nothing changed."""
_SLACK: Final = 1e-12
"""So that limits of just half the mean are narrow, whatever the last bit of a float says."""


@dataclass(frozen=True)
class Movement:
    """What a series did in the year: which way its signals point, and how its rate stands to the baseline's.

    `expected` is the direction registered before the year began, None where none was. `mean` and `high` are the centre
    and the upper limit of the XmR chart; `p_rate` is the exact conditional Poisson test's.
    """

    expected: str | None
    baseline: int
    registered: str = "before the year began"
    """When that direction was registered, in words."""
    own_years: tuple[str, ...] = ()
    """The programme's own years that the baseline reaches into, `Year 1`: what came before the year is then not before
    the programme."""
    span: str = "period"
    """What one of its periods is: month, quarter, year."""
    rated: bool = False
    """Whether its counts are divided by denominators, rather than followed period by period."""
    up: bool = False
    down: bool = False
    mean: float = 0.0
    high: float = 0.0
    rate_before: float = 0.0
    rate_year: float = 0.0
    p_rate: float = 1.0


def read_series(moved: Movement, rules: Rules) -> Reading:
    """Read a count over time against its own past: XmR signals in the registered direction, and the rate test."""
    wanted = max(rules.series_baseline, FEWEST_POINTS)
    if moved.baseline < wanted:
        why = told(
            "Only {n} before the year; it takes {wanted} to set limits.",
            n=stated_noun("baseline", moved.baseline, "point"),
            wanted=stated("series_baseline", wanted, item="rules"),
        )
        short = told("{more} of baseline", more=needed(wanted - moved.baseline, "more point"))
        return Reading("insufficient", why, needs=short)
    seen = _pattern(moved)
    if moved.expected is None:
        why = told("No direction was registered before the year began, so it cannot count. {seen}", seen=seen)
        return Reading("insufficient", why, needs="a direction registered before the next year begins")
    expected = {"up": "a rise", "down": "a fall"}[moved.expected]
    needs = f"a signal of {expected}, and a rate that differs from the baseline’s"
    if moved.up and moved.down:
        return Reading("mixed", seen, needs=needs)
    if moved.up or moved.down:
        way = "up" if moved.up else "down"
        moves = moved.rate_year > moved.rate_before if way == "up" else moved.rate_year < moved.rate_before
        if not (moves and moved.p_rate < ALPHA):
            why = told("{seen} The year’s rate does not bear the signal out.", seen=seen)
            return Reading("mixed", why, needs=needs)
        if way == moved.expected:
            moved_so = carrying(expected, "rose" if way == "up" else "fell")
            that = told("That is {way}, the direction registered {when}.", way=moved_so, when=moved.registered)
            return Reading("positive", joined((seen, that), " "))
        that = told("That is the opposite of {way}, which was registered {when}.", way=expected, when=moved.registered)
        return Reading("negative", joined((seen, that), " "), needs=needs)
    width = moved.high - moved.mean
    if width <= NARROW * abs(moved.mean) + _SLACK:
        smallest = told(
            "a {span} more than {width} from the mean of {mean}",
            span=moved.span,
            width=stated("high-mean", width, "rate"),
            mean=stated("mean", moved.mean, "rate"),
        )
        return Reading("no_change", seen, needs=needs, smallest_change=smallest)
    why = told("{seen} The limits are wider than half the mean either way, too wide to rule a change out.", seen=seen)
    return Reading("insufficient", why, needs=needs)


def _pattern(moved: Movement) -> Told:
    signals = {
        (True, True): "Signals point both ways",
        (True, False): "A signal of a rise",
        (False, True): "A signal of a fall",
        (False, False): "No signal",
    }[moved.up, moved.down]
    return told(
        "{signals} in the year; {rate} is {now}{each} against {before} before ({p}).{own}",
        signals=signals,
        rate="the rate (the count divided by its denominator)" if moved.rated else "the rate",
        each="" if moved.rated else f" a {moved.span}",
        now=stated("rate_year", moved.rate_year, "rate"),
        before=stated("rate_before", moved.rate_before, "rate"),
        p=stated("p_rate", moved.p_rate, "p"),
        own=f" The {moved.span}s before include {listed(moved.own_years)} of the programme." if moved.own_years else "",
    )
