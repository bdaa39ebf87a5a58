"""What a strand reads as: counts in, one reading out, with the sentence that says which test was passed or failed.

Every test has its mirror image: a negative reading is the same test passed by the opposite answer, never the mere
failure of the positive one. Thresholds come from `Rules`. Intervals are Wilson's (1927) for shares and Agresti and
Min's (2005) for paired differences.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tideturn.dataset.wording import counted
from tideturn.evaluation.rounding import in_points, percent, points, said_p
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.units import of_unit
from tideturn.methods.change import sign_test
from tideturn.methods.intervals import paired_difference, wilson
from tideturn.methods.networks import Change

ALPHA: Final = 0.05
HALF: Final = 0.5
FEWEST_POINTS: Final = 2
"""Limits need a moving range, whatever fewer points a programme would settle for."""
NARROW: Final = 0.5
"""Limits within this share of the mean are narrow enough to say that nothing changed."""
_SLACK: Final = 1e-12
"""So that two thirds of three is two, whatever the last bit of a float says."""
_SEARCHED: Final = 10_000
"""How far the search for what more it would take goes."""
FEWEST_ORGANISATIONS: Final = 10
"""So many must have answered both waves for a network to be read."""
DENSITY_MARGIN: Final = 0.05
"""A change of density within so much either way is none."""


@dataclass(frozen=True)
class Reading:
    """A reading, the sentence with its numbers, and what more a positive one would take (a phrase)."""

    reading: str
    why: str
    needs: str = ""
    smallest_change: str = ""


@dataclass(frozen=True)
class Spoken:
    """How many sources said what of an outcome, each counted once, and how many were asked about it."""

    asked: int
    supports: int = 0
    contradicts: int = 0
    no_change: int = 0
    too_early: int = 0
    mixed: int = 0

    @property
    def spoke(self) -> int:
        """How many said anything of it: too early and mixed are speaking."""
        return self.supports + self.contradicts + self.no_change + self.too_early + self.mixed


@dataclass(frozen=True)
class Movement:
    """What a series did in the year: which way its signals point, and how its rate stands to the baseline's.

    `expected` is the direction registered before the year began, None where none was. `mean` and `high` are the centre
    and the upper limit of the XmR chart; `p_rate` is the exact conditional Poisson test's.
    """

    expected: str | None
    baseline: int
    up: bool = False
    down: bool = False
    mean: float = 0.0
    high: float = 0.0
    rate_before: float = 0.0
    rate_year: float = 0.0
    p_rate: float = 1.0


def at_least(share: float, part: int, whole: int) -> bool:
    """Whether `part` of `whole` is at least `share` of it."""
    return part >= share * whole - _SLACK


def read_agreement(*, k: int, disagree: int, n: int, rules: Rules, unit: str) -> Reading:
    """One question: `k` of `n` opinions agree and `disagree` disagree, neutral ones included in `n`."""
    if n < max(rules.min_n, 1):
        why = f"{k:,} of {of_unit(n, unit)} agree; it takes {max(rules.min_n, 1)} opinions to read a share."
        return Reading("insufficient", why, needs=_more_agreeing(k, n, rules))
    low = _lower(k, n)
    if low > HALF:
        return Reading("positive", f"{_share(k, n, unit, 'agree')}, and the lower bound is above half.")
    if _lower(disagree, n) > HALF:
        why = f"{_share(disagree, n, unit, 'disagree')}, and the lower bound is above half."
        return Reading("negative", why, needs=_more_agreeing(k, n, rules))
    why = f"{_share(k, n, unit, 'agree')}, and the lower bound is not above half; {disagree:,} disagree."
    return Reading("mixed", why, needs=_more_agreeing(k, n, rules))


def read_questions(readings: Sequence[str], rules: Rules, *, counts: Sequence[str] = ()) -> Reading:
    """Several questions as one strand: at least two thirds of those with enough answers must read one way.

    `counts` says how many of how many agree with each; the sentence names no question, since they stand below it.
    """
    enough = [reading for reading in readings if reading != "insufficient"]
    asked = counted(len(readings), "question")
    if not enough:
        return Reading("insufficient", f"None of {asked} has enough answers.", needs="more answers to its questions")
    ways = {way: enough.count(way) for way in ("positive", "negative", "no_change")}
    reads = "reads" if ways["positive"] == 1 else "read"
    told = f"{ways['positive']} of {counted(len(enough), 'question')} with enough answers {reads} positive"
    others = {"negative": ways["negative"], "no change": ways["no_change"], "mixed": enough.count("mixed")}
    told += "".join(f", {count} {way}" for way, count in others.items() if count)
    told += f" ({', '.join(counts)})" if counts else ""
    # A programme that asks for half or less may find two ways with enough: that is no one way.
    carried = [way for way, count in ways.items() if count and at_least(rules.item_share, count, len(enough))]
    if len(carried) == 1:
        needs = "" if carried == ["positive"] else _more_questions(ways, enough, rules)
        return Reading(carried[0], f"{told}.", needs=needs)
    why = f"{told}; it takes {percent(rules.item_share)} of them reading one way."
    return Reading("mixed", why, needs=_more_questions(ways, enough, rules))


def read_matched(
    *, better: int, same: int, worse: int, attrition: float | None, rules: Rules, unit: str, twice: str = "scored twice"
) -> Reading:
    """People, or places, compared with themselves: the exact sign test, then the Agresti–Min interval.

    `attrition` is the share that had a first score and no later one; None where there was nobody to lose. `twice` says
    how two of theirs came to be compared.
    """
    pairs = better + same + worse
    told = f"{of_unit(pairs, unit)} {twice}: {better:,} better, {same:,} the same, {worse:,} worse"
    if pairs < rules.min_pairs:
        needs = f"{rules.min_pairs - pairs} more {twice}"
        return Reading("insufficient", f"{told}; it takes {rules.min_pairs} to read a change.", needs=needs)
    p = sign_test(better, worse)
    interval = paired_difference(better, worse, pairs)
    if interval is None:
        return Reading("insufficient", f"{told}.", needs="pairs of scores before and after")
    told += f" (sign test {said_p(p)})"
    if better != worse and p < ALPHA:
        way = "positive" if better > worse else "negative"
        if attrition is not None and attrition > rules.attrition_mixed + _SLACK:
            why = f"{told}, but {percent(attrition)} of those with a first score have no later one."
            return Reading("mixed", why, needs="later scores for more of those with a first one")
        needs = "" if way == "positive" else _more_better(better, same, worse)
        return Reading(way, f"{told}; more of them did {'better' if way == 'positive' else 'worse'}.", needs=needs)
    needs = _more_better(better, same, worse)
    shown = f"{points(interval.low)} to {in_points(interval.high)}"
    if interval.within(rules.no_change_margin):
        half = (interval.high - interval.low) / 2
        return Reading(
            "no_change",
            f"{told}; the difference of better and worse lies within {in_points(rules.no_change_margin)} either way "
            f"({shown}).",
            needs=needs,
            smallest_change=f"{in_points(half)} more better than worse, of {of_unit(pairs, unit)}",
        )
    why = f"{told}; neither a change nor its absence is shown (better less worse: {shown})."
    return Reading("insufficient", why, needs=needs)


def read_series(moved: Movement, rules: Rules) -> Reading:
    """A count over time against its own past: XmR signals in the registered direction, and the rate test."""
    wanted = max(rules.series_baseline, FEWEST_POINTS)
    if moved.baseline < wanted:
        points = counted(moved.baseline, "point")
        short = counted(wanted - moved.baseline, "more point")
        why = f"Only {points} before the year; it takes {wanted} to set limits."
        return Reading("insufficient", why, needs=f"{short} of baseline")
    told = _pattern(moved)
    if moved.expected is None:
        why = f"No direction was registered before the year began, so it cannot count. {told}"
        return Reading("insufficient", why, needs="a direction registered before the next year begins")
    expected = {"up": "a rise", "down": "a fall"}[moved.expected]
    needs = f"a signal of {expected}, and a rate that differs from the baseline's"
    if moved.up and moved.down:
        return Reading("mixed", told, needs=needs)
    if moved.up or moved.down:
        way = "up" if moved.up else "down"
        moves = moved.rate_year > moved.rate_before if way == "up" else moved.rate_year < moved.rate_before
        if not (moves and moved.p_rate < ALPHA):
            return Reading("mixed", f"{told} The year's rate does not bear the signal out.", needs=needs)
        if way == moved.expected:
            return Reading("positive", f"{told} That is {expected}, as registered before the year began.")
        return Reading("negative", f"{told} That is the opposite of {expected}, which was registered.", needs=needs)
    width = moved.high - moved.mean
    if width <= NARROW * abs(moved.mean) + _SLACK:
        smallest = f"a period more than {_number(width)} from the mean of {_number(moved.mean)}"
        return Reading("no_change", told, needs=needs, smallest_change=smallest)
    why = f"{told} The limits are wider than half the mean either way, too wide to rule a change out."
    return Reading("insufficient", why, needs=needs)


def read_network(change: Change, rules: Rules) -> Reading:
    """The density of ties among those who answered both waves, by the vertex bootstrap of its change."""
    organisations = change.organisations
    told = f"{counted(organisations, 'organisation')} answered both waves"
    more = "organisations that answer both waves"
    if organisations < FEWEST_ORGANISATIONS or change.interval is None or change.density is None:
        why = f"{told}; it takes {FEWEST_ORGANISATIONS} to read a change."
        return Reading("insufficient", why, needs=f"{max(FEWEST_ORGANISATIONS - organisations, 1)} more {more}")
    before, after = change.density_before or 0.0, change.density_after or 0.0
    low, high = change.interval.low, change.interval.high
    told += (
        f"; of {organisations * (organisations - 1):,} possible ties among them, {change.before:,} were told of in the "
        f"earlier and {change.after:,} in the later ({percent(before)} and {percent(after)}; a change of "
        f"{in_points(change.density)}, {points(low)} to {points(high)} in {max(rules.draws, 1):,} draws)"
    )
    if low > 0:
        return Reading("positive", f"{told}.")
    needs = "a change of ties, among those who answer both waves, that lies wholly above nought"
    if high < 0:
        return Reading("negative", f"{told}.", needs=needs)
    if change.interval.within(DENSITY_MARGIN):
        half = (high - low) / 2
        smallest = f"a change of density of more than {in_points(half)} among {organisations} organisations"
        return Reading("no_change", f"{told}.", needs=needs, smallest_change=smallest)
    return Reading("insufficient", f"{told}; neither a change nor its absence is shown.", needs=needs)


def read_interviews(said: Spoken, rules: Rules, *, written: int = 0) -> Reading:
    """Read what sources say: enough of them, enough of those who spoke, and enough of those asked.

    `written` counts passages of answers written in a survey, which are quoted beside interviews and are no sources.
    """
    asked, spoke = said.asked, said.spoke
    if asked == 0 and written:
        told = f"{counted(written, 'passage')} of answers written in a survey {'is' if written == 1 else 'are'} quoted"
        why = f"Nobody was interviewed about it; {told}, and not counted here."
        return Reading("insufficient", why, needs=_more_sources(said, rules))
    if asked == 0:
        why = "Nobody was asked; it is mentioned, and nobody said which way it went."
        return Reading("insufficient", why, needs=_more_sources(said, rules))
    if spoke == 0:
        why = f"{counted(asked, 'source')} {'was' if asked == 1 else 'were'} asked, and none spoke of it."
        return Reading("silent", why, needs=_more_sources(said, rules))
    told = _told(said)
    ways = {"positive": said.supports, "negative": said.contradicts, "no_change": said.no_change}
    carried = [way for way, count in ways.items() if _speaks(count, said, rules)]
    if len(carried) == 1:
        way = carried[0]
        needs = "" if way == "positive" else _more_sources(said, rules)
        smallest = f"what {counted(spoke, 'source')} would notice" if way == "no_change" else ""
        return Reading(way, f"{told}.", needs=needs, smallest_change=smallest)
    if spoke < rules.interview_sources:
        why = f"{told}; it takes {rules.interview_sources} sources."
        return Reading("insufficient", why, needs=_more_sources(said, rules))
    short = "" if at_least(rules.asked_share, spoke, asked) else ", fewer than it takes"
    return Reading("mixed", f"{told}{short}.", needs=_more_sources(said, rules))


def read_documents(*, supporting: int, contradicting: int, documents: int, both: int = 0) -> Reading:
    """What documents say: `supporting` and `contradicting` count different origins, `both` extracts that say both."""
    told = f"{counted(documents, 'document')}: {counted(supporting, 'origin')} in support, {contradicting} against"
    needs = ""
    if supporting < 2:
        short = 2 - supporting
        needs = f"{counted(short, 'more document')} of another origin that {'supports' if short == 1 else 'support'} it"
    if contradicting or both:
        needs = "documents that do not contradict each other"
    if supporting >= 2 and not contradicting and not both:
        return Reading("positive", f"{told}.")
    if contradicting >= 2 and not supporting and not both:
        return Reading("negative", f"{told}.", needs=needs)
    if contradicting or both:
        return Reading("mixed", f"{told}; not all of it is in support.", needs=needs)
    return Reading("insufficient", f"{told}; it takes 2 of different origin.", needs=needs)


def read_changes(*, better: int, worse: int, disputed: int, reported: int, undone: int = 0) -> Reading:
    """Harvested changes: confirmed for the better or the worse, disputed by somebody, only reported, undone since."""
    harvested = better + worse + disputed + reported + undone
    told = f"{counted(harvested, 'change')} reported: {better} confirmed for the better"
    told += f", {worse} for the worse" if worse else ""
    told += f", {disputed} disputed" if disputed else ""
    told += f", {reported} not confirmed or not yet adopted" if reported else ""
    told += f", {undone} reversed since and not counted" if undone else ""
    if disputed or (better and worse):
        return Reading("mixed", f"{told}.", needs="changes that nobody asked about disputes")
    if better:
        return Reading("positive", f"{told}.")
    needs = "somebody independent to confirm the description of an adopted change, and the programme's part in it"
    if worse:
        return Reading("negative", f"{told}.", needs=needs)
    return Reading("insufficient", f"{told}.", needs=needs)


def _lower(k: int, n: int) -> float:
    interval = wilson(k, n)
    return interval.low if interval else 0.0


def _share(k: int, n: int, unit: str, does: str) -> str:
    interval = wilson(k, n)
    assert interval is not None  # n is at least min_n here, or the caller has said so
    return f"{k:,} of {of_unit(n, unit)} {does} ({percent(k / n)}; {percent(interval.low)} to {percent(interval.high)})"


def _number(value: float) -> str:
    return f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"


def _pattern(moved: Movement) -> str:
    signals = {
        (True, True): "Signals point both ways",
        (True, False): "A signal of a rise",
        (False, True): "A signal of a fall",
        (False, False): "No signal",
    }[moved.up, moved.down]
    return (
        f"{signals} in the year; the rate is {_number(moved.rate_year)} a period against "
        f"{_number(moved.rate_before)} before ({said_p(moved.p_rate)})."
    )


def _speaks(count: int, said: Spoken, rules: Rules) -> bool:
    return (
        count >= max(rules.interview_sources, 1)
        and at_least(rules.interview_share, count, said.spoke)
        and at_least(rules.asked_share, said.spoke, said.asked)
    )


def _told(said: Spoken) -> str:
    """What was said, the view that most hold first, then how many of those asked spoke."""
    views = (
        (said.supports, "supports it", "support it"),
        (said.contradicts, "contradicts it", "contradict it"),
        (said.no_change, "says that nothing changed", "say that nothing changed"),
        (said.too_early, "says that it is too early", "say that it is too early"),
        (said.mixed, "says both", "say both"),
    )
    held = sorted((view for view in views if view[0]), key=lambda view: -view[0])
    most, *others = [(count, one if count == 1 else several) for count, one, several in held]
    told = f"{most[0]} of {counted(said.spoke, 'source')} who spoke of it {most[1]}"
    told += f" ({', '.join(f'{count} {words}' for count, words in others)})" if others else ""
    return f"{told}; {said.spoke} of {said.asked} asked spoke"


def _more_sources(said: Spoken, rules: Rules) -> str:
    def enough(more: int) -> bool:
        then = replace(said, asked=said.asked + more, supports=said.supports + more)
        return _speaks(then.supports, then, rules)

    more = _least(_SEARCHED, enough)
    return (
        f"{counted(more, 'more source')} that {'supports' if more == 1 else 'support'} it" if more else "more sources"
    )


def _more_agreeing(k: int, n: int, rules: Rules) -> str:
    if n < max(rules.min_n, 1):
        more = _least(_SEARCHED, lambda m: n + m >= rules.min_n and _lower(k + m, n + m) > HALF)
        return f"at least {counted(more, 'more answer')} that {'agrees' if more == 1 else 'agree'}" if more else ""
    more = _least(n - k, lambda m: _lower(k + m, n) > HALF)
    return f"at least {more:,} more of {n:,} agreeing" if more else "more answers"


def _more_questions(ways: dict[str, int], enough: Sequence[str], rules: Rules) -> str:
    more = max(math.ceil(rules.item_share * len(enough) - _SLACK) - ways["positive"], 1)
    return f"{counted(more, 'more question')} that {'reads' if more == 1 else 'read'} positive"


def _more_better(better: int, same: int, worse: int) -> str:
    """How many of these pairs would have to be better instead, those that are the same first."""

    def enough(more: int) -> bool:
        gained, lost = better + more, worse - max(more - same, 0)
        return gained > lost and sign_test(gained, lost) < ALPHA

    more = _least(same + worse, enough)
    pairs = better + same + worse
    return f"at least {more:,} more of {pairs:,} pairs better" if more else "more pairs"


def _least(most: int, enough: Callable[[int], bool]) -> int | None:
    """The least number from 1 to `most` that is enough, by bisection; None where none is."""
    if most < 1 or not enough(most):
        return None
    low, high = 1, most
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle + 1, high)
    return low
