"""Read scores: people or places compared with themselves, and those served compared with those not served."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tideturn.evaluation.readings import ALPHA, Reading, exceeds, half_of, read_by_interval
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.told import Told, joined, needed, stated, stated_of, told
from tideturn.evaluation.units import NOUNS
from tideturn.methods.adjusted_difference import AdjustedDifference
from tideturn.methods.change import Change
from tideturn.methods.power import least_net

SCORED_AGAIN: Final = "scored at the start and again in the year"
"""Words for how two scores came to be compared; this leaves out people who were scored twice only in earlier years."""
BETTER_OF_TWO: Final = "scored twice before the work began and again in the year"
LEFT_OF_A_CRISIS: Final = 0.10
"""Rise in (better − worse)/pairs that may come by itself where the better of two scores is the first."""
FEWEST_A_SIDE: Final = 10
FEWEST_COMPARED: Final = 30
"""Minimum pairs of scores on each side, and in all, to compare those served with those not served."""
FEWEST_SITES: Final = 3
"""Minimum sites on each side to compare sites."""
DAYS_OF_A_PAIR: Final = (60, 270)
"""Minimum and maximum days between the two scores of a compared pair."""
DAYS_BETWEEN_BASELINES: Final = 90
"""Minimum days between two scores from before the work, for the better to count as the first."""
NO_CHANGE_OF_SPREAD: Final = 0.25
"""Share of the first scores' standard deviation; a smaller difference counts as no change."""
NO_ONE_BESIDE: Final = " They could not be compared with anyone else’s."
_BY_THEMSELVES: Final = {
    True: "Young people are usually referred at a crisis, and scores tend to improve by themselves afterwards."
    f"{NO_ONE_BESIDE}",
    False: "Work usually begins where things are at their worst, and scores tend to improve by themselves afterwards. "
    "There is nothing to compare them with.",
}
"""What the report says about better scores without a comparison: of people, and of places."""
_PEOPLE: Final = frozenset({"young people", "adults"})


def uncompared(unit: str) -> str:
    """Return what the report says about better scores of such people, or places, without a comparison."""
    return _BY_THEMSELVES[unit in _PEOPLE]


def read_matched(
    change: Change,
    *,
    attrition: float | None,
    rules: Rules,
    unit: str,
    twice: str = SCORED_AGAIN,
    due: str = "those with a first score",
    shown_by: str = "",
) -> Reading:
    """Read people, or places, compared with themselves: the exact sign test, then the Agresti–Min interval.

    `attrition` is the share of those `due` a later score or answer who have none; None if there was nobody to lose.
    `twice` says how two of their scores came to be compared, and `shown_by` what comparison could show a change.
    """
    said = told(
        "{pairs} {twice}: {better} better, {same} the same, {worse} worse",
        pairs=stated_of("n", change.pairs, unit),
        twice=twice,
        better=stated("better", change.better, predicate="better"),
        same=stated("same", change.same, predicate="better"),
        worse=stated("worse", change.worse, predicate="better"),
    )
    interval, p = change.interval, change.p_sign
    if change.pairs < rules.min_pairs or interval is None or p is None:
        one, many = (f"more {name}" for name in NOUNS[unit])
        missing = told("{more} {twice}", more=needed(max(rules.min_pairs - change.pairs, 1), one, many), twice=twice)
        least = stated("min_pairs", rules.min_pairs, item="rules")
        why = told("{said}; it takes {least} to read a change.", said=said, least=least)
        return Reading("insufficient", why, needs=missing)
    needs = shown_by or f"more {NOUNS[unit][1]} {twice}"
    said = told("{said} (sign test {p})", said=said, p=stated("p_sign", p, "p"))
    if change.better != change.worse and p < ALPHA:
        way = "positive" if change.better > change.worse else "negative"
        if attrition is not None and exceeds(attrition, rules.attrition_mixed):
            lost = stated("attrition", attrition, "share")
            short = told("{said}, but {lost} of {due} have no later one.", said=said, lost=lost, due=due)
            return Reading("mixed", short, needs="later scores for more of those with a first one")
        more = "better" if way == "positive" else "worse"
        why = told("{said}; more of them did {more}.", said=said, more=more)
        return Reading(way, why, needs="" if way == "positive" else needs)
    shown = told(
        "{low} to {high}",
        low=stated("interval.0", interval.low, "points"),
        high=stated("interval.1", interval.high, "in points"),
    )
    if interval.within(rules.no_change_margin):
        why = told(
            "{said}; the difference between better and worse lies within {margin} either way ({shown}).",
            said=said,
            margin=stated("no_change_margin", rules.no_change_margin, "in points", item="rules"),
            shown=shown,
        )
        return Reading("no_change", why, needs, _smallest(change, unit))
    why = told(
        "{said}; that does not show whether anything changed (better less worse: {shown}). "
        "A change of less than {least} would not have shown.",
        said=said,
        shown=shown,
        least=_least_net(change),
    )
    return Reading("insufficient", why, needs, _smallest(change, unit))


def _smallest(change: Change, unit: str) -> Told:
    return told(
        "a difference of {least} between better and worse, of {pairs}",
        least=_least_net(change),
        pairs=stated_of("n", change.pairs, unit),
    )


def _least_net(change: Change) -> Told:
    """Return the smallest difference that the sign test would have shown, if as many had moved."""
    return stated("least net", least_net(change.pairs, change.better + change.worse), "in points")


def read_better_of_two(
    reading: Reading, change: Change, from_worse: Change, *, rules: Rules, unit: str, shown_by: str = ""
) -> Reading:
    """Return the reading of pairs whose first score is the better of two, if it holds.

    `from_worse` is the same people from the worse score. Taking the better of two makes a worse later score likelier,
    so a negative reading must hold from the worse of the two as well, and no change from both. What is left of a crisis
    after the second score may still improve, so a positive reading needs an interval above `LEFT_OF_A_CRISIS`.
    """
    ours, theirs = change.interval, from_worse.interval
    if ours is None or theirs is None or from_worse.p_sign is None:
        return reading
    short = ""
    if reading.reading == "positive" and ours.low <= LEFT_OF_A_CRISIS:
        short = "That may be what is left of a crisis when the work begins."
    elif reading.reading == "negative" and not (from_worse.worse > from_worse.better and from_worse.p_sign < ALPHA):
        short = "But they are not clearly worse than the worse of the two scores before the work."
    elif reading.reading == "no_change" and not theirs.within(rules.no_change_margin):
        short = "But compared with the worse of the two scores before the work, they may have changed."
    if not short:
        return reading
    why = told("{why} {short}", why=reading.why, short=short)
    return Reading("insufficient", why, reading.needs or shown_by, _smallest(change, unit))


def enough_to_compare(ours: int, theirs: int) -> bool:
    """Return whether there are enough pairs on each side, and in all, to compare."""
    return min(ours, theirs) >= FEWEST_A_SIDE and ours + theirs >= FEWEST_COMPARED


def waiting_cases(unit: str) -> str:
    """Return what comparison could show a change in young people’s scores, or those of places, as a phrase."""
    if unit not in _PEOPLE:
        return f"scores of {NOUNS[unit][1]} where work has not begun, taken twice over the same months"
    return told(
        "{waiting} scored twice, {days} days or more apart, beside {served} who are served",
        waiting=needed(FEWEST_A_SIDE, "young person who waits", "young people who wait"),
        days=stated("days of a pair", DAYS_OF_A_PAIR[0], item="method"),
        served=needed(FEWEST_COMPARED - FEWEST_A_SIDE, "other", "others"),
    )


def read_compared(
    found: AdjustedDifference, *, unit: str, waiting: bool, sites: tuple[int, int] | None, spread: float
) -> Reading:
    """Read those served against those who were not, by the interval of their difference; positive is better.

    `sites` is the number of sites on each side, where sites were compared; `spread` is the first scores' standard
    deviation.
    """
    few = sites is not None and min(sites) < FEWEST_SITES
    said = told(
        "{served} and {others} were each scored twice, {least} to {most} days apart. Allowing for where each began, "
        "those who were served ended {size} points {way} than the others ({low} to {high})",
        served=told("{n} who were served", n=stated_of("programme", found.programme, unit)),
        others=told(
            "{n} who waited" if waiting else "{n} at sites that had not started",
            n=stated("comparison", found.comparison),
        ),
        least=stated("days of a pair", DAYS_OF_A_PAIR[0], item="method"),
        most=stated("most days of a pair", DAYS_OF_A_PAIR[1], item="method"),
        size=stated("difference", found.difference, "size in tenths"),
        way="better" if found.difference >= 0 else "worse",
        low=stated("interval.0", found.interval.low, "tenths"),
        high=stated("interval.1", found.interval.high, "tenths"),
    )
    smallest = told("a difference of {half} points", half=half_of(found.interval, "tenths"))
    needs = told("more {people}, on either side, scored twice", people=NOUNS[unit][1])
    margin = NO_CHANGE_OF_SPREAD * spread
    if few and (found.interval.low > 0 or found.interval.high < 0):
        least = stated("sites", FEWEST_SITES, item="method")
        why = told(
            "{said}. The sites are too few to tell the programme from the places: it takes {least} on each side.",
            said=said,
            least=least,
        )
        return Reading("mixed", why, needs=told("scores from {least} sites on each side", least=least))
    within = told(
        "; that lies within a quarter of the spread of the first scores ({spread})",
        spread=stated("spread", spread, "tenths"),
    )
    return read_by_interval(said, found.interval, margin, needs, smallest, changed="the two differ", within=within)


def how_far(moved: Mapping[str, Any], pairs: int, lost: Told) -> Told:
    """Return how far scores moved, on which scale, and who was lost, as sentences.

    `moved` holds `median_change` (positive is better), `one_step` (how many moved by one step of a scale of whole
    numbers; None for any other scale), `scale_min` and `scale_max`.
    """
    median, one_step = moved["median_change"], moved["one_step"]
    change: str = "zero"
    if median:
        way = "better" if median > 0 else "worse"
        change = told("{size} {way}", size=stated("median_change", median, "size"), way=way)
    scale: str = ""
    if moved["scale_min"] is not None:
        ends = (stated(name, moved[name]) for name in ("scale_min", "scale_max"))
        scale = joined((" on a scale of ", joined(ends, " to ")))
    steps: str = ""
    if one_step is not None:
        step = stated("one_step", one_step)
        steps = told("; {n} of {pairs} moved by one step", n=step, pairs=stated("n", pairs))
    return told(
        "The median change was {change}{scale}{steps}.{lost}",
        change=change,
        scale=scale,
        steps=steps,
        lost=told(" {lost}", lost=lost) if lost else "",
    )
