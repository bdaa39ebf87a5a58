"""What a strand reads as: counts in, one reading out, with the sentence that says which test was passed or failed.

Every test has its mirror image: a negative reading is the same test passed by the opposite answer, never the mere
failure of the positive one. Thresholds come from `Rules`. Intervals are Wilson's (1927) for shares and Agresti and
Min's (2005) for paired differences.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from tideturn.evaluation.answered import AGREEING, Answers
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.told import Told, joined, needed, stated, stated_noun, stated_of, told
from tideturn.evaluation.units import NOUNS
from tideturn.methods.change import sign_test
from tideturn.methods.intervals import paired_difference, wilson
from tideturn.methods.networks import Change

ALPHA: Final = 0.05
HALF: Final = 0.5
_SLACK: Final = 1e-12
"""So that two thirds of three is two, whatever the last bit of a float says."""
SEARCHED: Final = 10_000
"""How far the search for what more it would take goes."""
FEWEST_ORGANISATIONS: Final = 10
"""So many must have answered both waves for a network to be read."""
DENSITY_MARGIN: Final = 0.05
"""A change of density within so much either way is none."""
POLARITY: Final = {"positive": "supports", "negative": "contradicts", "no_change": "no_change", "mixed": "mixed"}
SCORED_AGAIN: Final = "scored at the start and again in the year"
"""How two scores came to be compared: who was scored twice in earlier years alone is not among them."""


@dataclass(frozen=True)
class Reading:
    """A reading, the sentence with its numbers, and what more a positive one would take (a phrase)."""

    reading: str
    why: str
    needs: str = ""
    smallest_change: str = ""
    imprecise: str = ""
    """Why it could show only large changes, as a sentence."""

    @property
    def polarity(self) -> str:
        """What evidence that carries numbers says, by its own reading; any other reading says nothing (`none`)."""
        return POLARITY.get(self.reading, "none")


def at_least(share: float, part: int, whole: int) -> bool:
    """Return whether `part` of `whole` is at least `share` of it."""
    return part >= share * whole - _SLACK


def read_agreement(*, k: int, disagree: int, n: int, rules: Rules, unit: str, choices: Answers = AGREEING) -> Reading:
    """Read one question: `k` of `n` opinions agree and `disagree` disagree, neutral ones included in `n`.

    `choices` are the answers that count as agreeing and disagreeing; the sentence repeats them.
    """
    agree, against = choices.for_it, choices.against_it
    if n < max(rules.min_n, 1):
        why = told(
            "{k} of {n} {agree}; it takes {least} opinions to read a share.",
            k=stated("k", k, predicate=choices.predicates[0]),
            n=stated_of("n", n, unit),
            agree=agree,
            least=stated("min_n", max(rules.min_n, 1), item="rules"),
        )
        return Reading("insufficient", why, needs=_more_agreeing(k, n, unit, rules, choices))
    if _lower(k, n) > HALF:
        share = _share("k", k, n, unit, agree, choices.predicates[0])
        return Reading("positive", told("{share}, and the lower bound is above half.", share=share))
    if _lower(disagree, n) > HALF:
        share = _share("disagree+worse", disagree, n, unit, against, choices.predicates[1])
        why = told("{share}, and the lower bound is above half.", share=share)
        return Reading("negative", why, needs=_more_agreeing(k, n, unit, rules, choices))
    others = told(
        "; {n} {against}", n=stated("disagree+worse", disagree, predicate=choices.predicates[1]), against=against
    )
    why = told(
        "{share}, and the lower bound is not above half{others}.",
        share=_share("k", k, n, unit, agree, choices.predicates[0]),
        others=others if against else "",
    )
    return Reading("mixed", why, needs=_more_agreeing(k, n, unit, rules, choices))


def read_questions(
    readings: Sequence[str], rules: Rules, *, counts: Sequence[str] = (), called: str = "question"
) -> Reading:
    """Read several questions as one strand: at least two thirds of those with enough answers must read one way.

    `called` is `result` where one of them is a comparison of answers and no question.

    `counts` says how many of how many agree with each that has enough answers; the sentence names no question, since
    they stand below it.
    """
    enough = [reading for reading in readings if reading != "insufficient"]
    if not enough:
        asked = stated_noun("read.all", len(readings), called)
        why = told("None of {asked} has enough answers.", asked=asked)
        return Reading("insufficient", why, needs="more people who answer its questions")
    ways = {way: enough.count(way) for way in ("positive", "negative", "no_change")}
    told_of = told(
        f"{{positive}} of {{enough}} with enough answers {'reads' if ways['positive'] == 1 else 'read'} positive",
        positive=stated("read.positive", ways["positive"]),
        enough=stated_noun("read.enough", len(enough), called),
    )
    others = (
        ("negative", "negative", ways["negative"]),
        ("no_change", "no change", ways["no_change"]),
        ("mixed", "mixed", enough.count("mixed")),
    )
    parts = [told_of, *(told(", {n} {way}", n=stated(f"read.{code}", n), way=way) for code, way, n in others if n)]
    if counts:
        parts.append(told(" ({counts})", counts=joined(counts, ", ")))
    said = joined(parts)
    # A programme that asks for half or less may find two ways with enough: that is no one way.
    carried = [way for way, count in ways.items() if count and at_least(rules.item_share, count, len(enough))]
    if len(carried) == 1:
        needs = "" if carried == ["positive"] else _more_questions(ways, enough, rules)
        return Reading(carried[0], told("{said}.", said=said), needs=needs)
    least = stated("item_share", rules.item_share, "share", item="rules")
    why = told("{said}; it takes {least} of them reading one way.", said=said, least=least)
    return Reading("mixed", why, needs=_more_questions(ways, enough, rules))


def read_matched(
    *,
    better: int,
    same: int,
    worse: int,
    attrition: float | None,
    rules: Rules,
    unit: str,
    twice: str = SCORED_AGAIN,
    due: str = "those with a first score",
) -> Reading:
    """Read people, or places, compared with themselves: the exact sign test, then the Agresti–Min interval.

    `attrition` is the share of those `due` a later score, or answer, who have none; None where there was nobody to
    lose. `twice` says how two of theirs came to be compared.
    """
    pairs = better + same + worse
    said = told(
        "{pairs} {twice}: {better} better, {same} the same, {worse} worse",
        pairs=stated_of("n", pairs, unit),
        twice=twice,
        better=stated("better", better, predicate="better"),
        same=stated("same", same, predicate="better"),
        worse=stated("worse", worse, predicate="better"),
    )
    if pairs < rules.min_pairs:
        one, many = (f"more {name}" for name in NOUNS[unit])
        missing = told("{more} {twice}", more=needed(rules.min_pairs - pairs, one, many), twice=twice)
        least = stated("min_pairs", rules.min_pairs, item="rules")
        why = told("{said}; it takes {least} to read a change.", said=said, least=least)
        return Reading("insufficient", why, needs=missing)
    p = sign_test(better, worse)
    interval = paired_difference(better, worse, pairs)
    if interval is None:
        return Reading("insufficient", told("{said}.", said=said), needs="pairs of scores before and after")
    said = told("{said} (sign test {p})", said=said, p=stated("p_sign", p, "p"))
    if better != worse and p < ALPHA:
        way = "positive" if better > worse else "negative"
        if attrition is not None and attrition > rules.attrition_mixed + _SLACK:
            lost = stated("attrition", attrition, "share")
            short = told("{said}, but {lost} of {due} have no later one.", said=said, lost=lost, due=due)
            return Reading("mixed", short, needs="later scores for more of those with a first one")
        needs = "" if way == "positive" else _more_better(better, same, worse, unit)
        more = "better" if way == "positive" else "worse"
        return Reading(way, told("{said}; more of them did {more}.", said=said, more=more), needs=needs)
    needs = _more_better(better, same, worse, unit)
    shown = told(
        "{low} to {high}",
        low=stated("interval.0", interval.low, "points"),
        high=stated("interval.1", interval.high, "in points"),
    )
    if interval.within(rules.no_change_margin):
        return Reading(
            "no_change",
            told(
                "{said}; the difference of better and worse lies within {margin} either way ({shown}).",
                said=said,
                margin=stated("no_change_margin", rules.no_change_margin, "in points", item="rules"),
                shown=shown,
            ),
            needs=needs,
            smallest_change=told(
                "{half} more better than worse, of {pairs}",
                half=stated("half the interval", (interval.high - interval.low) / 2, "in points"),
                pairs=stated_of("n", pairs, unit),
            ),
        )
    template = "{said}; neither a change nor its absence is shown (better less worse: {shown})."
    why = told(template, said=said, shown=shown)
    return Reading("insufficient", why, needs=needs)


def read_network(change: Change, rules: Rules) -> Reading:
    """Read the density of ties among those who answered both waves, by the vertex bootstrap of its change."""
    organisations = change.organisations
    said = told("{n} answered both waves", n=stated_of("n", organisations, "organisations"))
    if organisations < FEWEST_ORGANISATIONS or change.interval is None or change.density is None:
        least = stated("organisations", FEWEST_ORGANISATIONS, item="method")
        why = told("{said}; it takes {least} to read a change.", said=said, least=least)
        more = needed(max(FEWEST_ORGANISATIONS - organisations, 1), "more", "more")
        return Reading("insufficient", why, needs=told("{more} organisations that answer both waves", more=more))
    low, high = change.interval.low, change.interval.high
    said = told(
        "{said}; of {possible} possible ties among them, {ties_before} were reported in the earlier wave and "
        "{ties_after} in the later ({before} and {after}; a change of {change}, {low} to {high} in {draws} draws)",
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
    if change.interval.within(DENSITY_MARGIN):
        smallest = told(
            "a change of density of more than {half} among {n}",
            half=stated("half the interval", (high - low) / 2, "in points"),
            n=stated_of("n", organisations, "organisations"),
        )
        return Reading("no_change", why, needs=needs, smallest_change=smallest)
    why = told("{said}; neither a change nor its absence is shown.", said=said)
    return Reading("insufficient", why, needs=needs)


def _lower(k: int, n: int) -> float:
    return interval.low if (interval := wilson(k, n)) else 0.0


def _share(field: str, k: int, n: int, unit: str, does: str, predicate: str) -> Told:
    interval = wilson(k, n)
    assert interval is not None  # n is at least min_n here, or the caller has said so
    return told(
        "{k} of {n} {does} ({share}; {low} to {high})",
        k=stated(field, k, predicate=predicate),
        n=stated_of("n", n, unit),
        does=does,
        share=stated(f"{field}/n", k / n, "share"),
        low=stated(f"{field}/n:low", interval.low, "share"),
        high=stated(f"{field}/n:high", interval.high, "share"),
    )


def _more_agreeing(k: int, n: int, unit: str, rules: Rules, choices: Answers) -> str:
    """How many more people it takes who agree, or how many more of these; what they are called goes by the unit."""
    one, many = NOUNS[unit]
    if n < max(rules.min_n, 1):
        more = fewest(SEARCHED, lambda m: n + m >= rules.min_n and _lower(k + m, n + m) > HALF)
        if not more:
            return ""
        does = "agree" if choices.of_agreeing else "answer"
        what = "" if choices.of_agreeing else f" {choices.told_for}"
        return told(
            "at least {more} who {does}{what}",
            more=needed(more, f"more {one}", f"more {many}"),
            does=f"{does}s" if more == 1 else does,
            what=what,
        )
    more = fewest(n - k, lambda m: _lower(k + m, n) > HALF)
    if not more:
        return f"more {many} who answer"
    so = "agreeing" if choices.of_agreeing else f"answering {choices.told_for}"
    return told("at least {more} of {n} {so}", more=needed(more, "more", "more"), n=stated_of("n", n, unit), so=so)


def _more_questions(ways: dict[str, int], enough: Sequence[str], rules: Rules) -> str:
    more = max(math.ceil(rules.item_share * len(enough) - _SLACK) - ways["positive"], 1)
    return told(f"{{more}} that {'reads' if more == 1 else 'read'} positive", more=needed(more, "more question"))


def _more_better(better: int, same: int, worse: int, unit: str) -> str:
    """How many of these people, or places, would have to be better instead, those that are the same first."""

    def enough(more: int) -> bool:
        gained, lost = better + more, worse - max(more - same, 0)
        return gained > lost and sign_test(gained, lost) < ALPHA

    more = fewest(same + worse, enough)
    if not more:
        return f"more {NOUNS[unit][1]} with two scores"
    of = stated_of("n", better + same + worse, unit)
    return told("at least {more} of {n} doing better", more=needed(more, "more", "more"), n=of)


def fewest(most: int, enough: Callable[[int], bool]) -> int | None:
    """Return the least number from 1 to `most` that is enough, by bisection; None where none is."""
    if most < 1 or not enough(most):
        return None
    low, high = 1, most
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle + 1, high)
    return low
