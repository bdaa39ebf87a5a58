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

from tideturn.evaluation.answered import AGREEING, Answers
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.told import Told, carrying, joined, needed, stated, stated_noun, stated_of, told
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
FEWEST_DOCUMENTS: Final = 2
"""So many documents of different origin must say so."""
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


def at_least(share: float, part: int, whole: int) -> bool:
    """Whether `part` of `whole` is at least `share` of it."""
    return part >= share * whole - _SLACK


def read_agreement(*, k: int, disagree: int, n: int, rules: Rules, unit: str, choices: Answers = AGREEING) -> Reading:
    """One question: `k` of `n` opinions agree and `disagree` disagree, neutral ones included in `n`.

    `choices` are the answers that count as agreeing and as disagreeing, by which the sentence calls them.
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
        return Reading("insufficient", why, needs=_more_agreeing(k, n, rules, choices))
    low = _lower(k, n)
    if low > HALF:
        share = _share("k", k, n, unit, agree, choices.predicates[0])
        return Reading("positive", told("{share}, and the lower bound is above half.", share=share))
    if _lower(disagree, n) > HALF:
        share = _share("disagree+worse", disagree, n, unit, against, choices.predicates[1])
        why = told("{share}, and the lower bound is above half.", share=share)
        return Reading("negative", why, needs=_more_agreeing(k, n, rules, choices))
    others = told(
        "; {n} {against}", n=stated("disagree+worse", disagree, predicate=choices.predicates[1]), against=against
    )
    why = told(
        "{share}, and the lower bound is not above half{others}.",
        share=_share("k", k, n, unit, agree, choices.predicates[0]),
        others=others if against else "",
    )
    return Reading("mixed", why, needs=_more_agreeing(k, n, rules, choices))


def read_questions(
    readings: Sequence[str], rules: Rules, *, counts: Sequence[str] = (), called: str = "question"
) -> Reading:
    """Several questions as one strand: at least two thirds of those with enough answers must read one way.

    `called` is `result` where one of them is a comparison of answers and no question.

    `counts` says how many of how many agree with each; the sentence names no question, since they stand below it.
    """
    enough = [reading for reading in readings if reading != "insufficient"]
    if not enough:
        asked = stated_noun("read.all", len(readings), called)
        why = told("None of {asked} has enough answers.", asked=asked)
        return Reading("insufficient", why, needs="more answers to its questions")
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
    *, better: int, same: int, worse: int, attrition: float | None, rules: Rules, unit: str, twice: str = "scored twice"
) -> Reading:
    """People, or places, compared with themselves: the exact sign test, then the Agresti–Min interval.

    `attrition` is the share that had a first score and no later one; None where there was nobody to lose. `twice` says
    how two of theirs came to be compared.
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
        missing = told("{more} {twice}", more=needed(rules.min_pairs - pairs, "more", "more"), twice=twice)
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
            short = told("{said}, but {lost} of those with a first score have no later one.", said=said, lost=lost)
            return Reading("mixed", short, needs="later scores for more of those with a first one")
        needs = "" if way == "positive" else _more_better(better, same, worse)
        more = "better" if way == "positive" else "worse"
        return Reading(way, told("{said}; more of them did {more}.", said=said, more=more), needs=needs)
    needs = _more_better(better, same, worse)
    shown = told(
        "{low} to {high}",
        low=stated("interval.0", interval.low, "points"),
        high=stated("interval.1", interval.high, "in points"),
    )
    if interval.within(rules.no_change_margin):
        half = (interval.high - interval.low) / 2
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
                half=stated("half the interval", half, "in points"),
                pairs=stated_of("n", pairs, unit),
            ),
        )
    template = "{said}; neither a change nor its absence is shown (better less worse: {shown})."
    why = told(template, said=said, shown=shown)
    return Reading("insufficient", why, needs=needs)


def read_series(moved: Movement, rules: Rules) -> Reading:
    """A count over time against its own past: XmR signals in the registered direction, and the rate test."""
    wanted = max(rules.series_baseline, FEWEST_POINTS)
    if moved.baseline < wanted:
        short = needed(wanted - moved.baseline, "more point")
        why = told(
            "Only {n} before the year; it takes {wanted} to set limits.",
            n=stated_noun("baseline", moved.baseline, "point"),
            wanted=stated("series_baseline", wanted, item="rules"),
        )
        return Reading("insufficient", why, needs=told("{short} of baseline", short=short))
    seen = _pattern(moved)
    if moved.expected is None:
        why = told("No direction was registered before the year began, so it cannot count. {seen}", seen=seen)
        return Reading("insufficient", why, needs="a direction registered before the next year begins")
    expected = {"up": "a rise", "down": "a fall"}[moved.expected]
    needs = f"a signal of {expected}, and a rate that differs from the baseline's"
    if moved.up and moved.down:
        return Reading("mixed", seen, needs=needs)
    if moved.up or moved.down:
        way = "up" if moved.up else "down"
        moves = moved.rate_year > moved.rate_before if way == "up" else moved.rate_year < moved.rate_before
        if not (moves and moved.p_rate < ALPHA):
            why = told("{seen} The year's rate does not bear the signal out.", seen=seen)
            return Reading("mixed", why, needs=needs)
        if way == moved.expected:
            moved_so = carrying(expected, "rose" if way == "up" else "fell")
            why = told("{seen} That is {expected}, the direction that was registered.", seen=seen, expected=moved_so)
            return Reading("positive", why)
        why = told("{seen} That is the opposite of {expected}, which was registered.", seen=seen, expected=expected)
        return Reading("negative", why, needs=needs)
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


def read_network(change: Change, rules: Rules) -> Reading:
    """The density of ties among those who answered both waves, by the vertex bootstrap of its change."""
    organisations = change.organisations
    said = told("{n} answered both waves", n=stated_of("n", organisations, "organisations"))
    more = "organisations that answer both waves"
    if organisations < FEWEST_ORGANISATIONS or change.interval is None or change.density is None:
        least = stated("organisations", FEWEST_ORGANISATIONS, item="method")
        why = told("{said}; it takes {least} to read a change.", said=said, least=least)
        short = told("{n} {more}", n=needed(max(FEWEST_ORGANISATIONS - organisations, 1), "more", "more"), more=more)
        return Reading("insufficient", why, needs=short)
    before, after = change.density_before or 0.0, change.density_after or 0.0
    low, high = change.interval.low, change.interval.high
    said = told(
        "{said}; of {possible} possible ties among them, {ties_before} were reported in the earlier wave and "
        "{ties_after} in the later ({before} and {after}; a change of {change}, {low} to {high} in {draws} draws)",
        said=said,
        possible=stated("possible", organisations * (organisations - 1)),
        ties_before=stated("ties_before", change.before),
        ties_after=stated("ties_after", change.after),
        before=stated("density_before", before, "share"),
        after=stated("density_after", after, "share"),
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
        half = (high - low) / 2
        smallest = told(
            "a change of density of more than {half} among {n}",
            half=stated("half the interval", half, "in points"),
            n=stated_of("n", organisations, "organisations"),
        )
        return Reading("no_change", why, needs=needs, smallest_change=smallest)
    why = told("{said}; neither a change nor its absence is shown.", said=said)
    return Reading("insufficient", why, needs=needs)


def read_interviews(said: Spoken, rules: Rules, *, written: int = 0) -> Reading:
    """Read what sources say: enough of them, enough of those who spoke, and enough of those asked.

    `written` counts passages of answers written in a survey, which are quoted beside interviews and are no sources.
    """
    asked, spoke = said.asked, said.spoke
    if asked == 0 and written:
        passages = "passage of an answer" if written == 1 else "passages of answers"
        quoted = told(
            f"Nobody was interviewed about it; {{n}} {passages} written in a survey {'is' if written == 1 else 'are'} "
            "quoted, and not counted here.",
            n=stated("written", written),
        )
        return Reading("insufficient", quoted, needs=_more_sources(said, rules))
    if asked == 0:
        mentioned = "Nobody was asked; it is mentioned, and nobody said which way it went."
        return Reading("insufficient", mentioned, needs=_more_sources(said, rules))
    if spoke == 0:
        why = told(
            f"{{asked}} {'was' if asked == 1 else 'were'} asked, and none spoke of it.",
            asked=stated_of("asked", asked, "sources"),
        )
        return Reading("silent", why, needs=_more_sources(said, rules))
    views = _views(said)
    ways = {"positive": said.supports, "negative": said.contradicts, "no_change": said.no_change}
    carried = [way for way, count in ways.items() if _speaks(count, said, rules)]
    if len(carried) == 1:
        way = carried[0]
        needs = "" if way == "positive" else _more_sources(said, rules)
        noticed = told("what {n} would notice", n=stated_of("n", spoke, "sources"))
        smallest = noticed if way == "no_change" else ""
        return Reading(way, told("{views}.", views=views), needs=needs, smallest_change=smallest)
    if spoke < rules.interview_sources:
        least = stated("interview_sources", rules.interview_sources, item="rules")
        why = told("{views}; it takes {least} sources.", views=views, least=least)
        return Reading("insufficient", why, needs=_more_sources(said, rules))
    short = "" if at_least(rules.asked_share, spoke, asked) else ", fewer than it takes"
    return Reading("mixed", told("{views}{short}.", views=views, short=short), needs=_more_sources(said, rules))


def read_documents(*, supporting: int, contradicting: int, documents: int, both: int = 0) -> Reading:
    """What documents say: `supporting` and `contradicting` count different origins, `both` extracts that say both."""
    said = told(
        "{documents}: {supporting} in support, {contradicting} against",
        documents=stated_of("documents", documents, "documents"),
        supporting=stated_noun("origins.supports", supporting, "origin"),
        contradicting=stated("origins.contradicts", contradicting),
    )
    whole = told("{said}.", said=said)
    needs: str = ""
    least = stated("documents", FEWEST_DOCUMENTS, item="method")
    if supporting < FEWEST_DOCUMENTS:
        short = FEWEST_DOCUMENTS - supporting
        needs = told(
            f"{{more}} of another origin that {'supports' if short == 1 else 'support'} it",
            more=needed(short, "more document"),
        )
    if contradicting or both:
        needs = "documents that do not contradict each other"
    if supporting >= FEWEST_DOCUMENTS and not contradicting and not both:
        return Reading("positive", whole)
    if contradicting >= FEWEST_DOCUMENTS and not supporting and not both:
        return Reading("negative", whole, needs=needs)
    if contradicting or both:
        return Reading("mixed", told("{said}; not all of it is in support.", said=said), needs=needs)
    return Reading(
        "insufficient", told("{said}; it takes {least} of different origin.", said=said, least=least), needs=needs
    )


def read_changes(*, better: int, worse: int, disputed: int, reported: int, undone: int = 0) -> Reading:
    """Harvested changes: confirmed for the better or the worse, disputed by somebody, only reported, undone since."""
    harvested = better + worse + disputed + reported + undone
    parts = [
        told("{n} reported", n=stated_of("evidence", harvested, "changes")),
        told(": {n} confirmed for the better", n=stated("said.supports", better)),
    ]
    others = (
        ("said.contradicts", worse, "for the worse"),
        ("said.mixed", disputed, "disputed"),
        ("reported", reported, "not confirmed or not yet adopted"),
        ("reversed", undone, "reversed since and not counted"),
    )
    parts += [told(", {n} {what}", n=stated(field, n), what=what) for field, n, what in others if n]
    said = told("{parts}.", parts=joined(parts))
    if disputed or (better and worse):
        return Reading("mixed", said, needs="changes that nobody asked about disputes")
    if better:
        return Reading("positive", said)
    needs = "somebody independent to confirm the description of an adopted change, and the programme's part in it"
    return Reading("negative" if worse else "insufficient", said, needs=needs)


def _lower(k: int, n: int) -> float:
    interval = wilson(k, n)
    return interval.low if interval else 0.0


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


def _pattern(moved: Movement) -> Told:
    signals = {
        (True, True): "Signals point both ways",
        (True, False): "A signal of a rise",
        (False, True): "A signal of a fall",
        (False, False): "No signal",
    }[moved.up, moved.down]
    return told(
        "{signals} in the year; {rate} is {now}{each} against {before} before ({p}).",
        signals=signals,
        rate="the rate (the count divided by its denominator)" if moved.rated else "the rate",
        each="" if moved.rated else f" a {moved.span}",
        now=stated("rate_year", moved.rate_year, "rate"),
        before=stated("rate_before", moved.rate_before, "rate"),
        p=stated("p_rate", moved.p_rate, "p"),
    )


def _speaks(count: int, said: Spoken, rules: Rules) -> bool:
    return (
        count >= max(rules.interview_sources, 1)
        and at_least(rules.interview_share, count, said.spoke)
        and at_least(rules.asked_share, said.spoke, said.asked)
    )


def _views(said: Spoken) -> Told:
    """What was said, the view that most hold first, then how many of those asked spoke."""
    views = (
        ("supports", said.supports, "supports it", "support it"),
        ("contradicts", said.contradicts, "contradicts it", "contradict it"),
        ("no_change", said.no_change, "says that nothing changed", "say that nothing changed"),
        ("too_early", said.too_early, "says that it is too early", "say that it is too early"),
        ("mixed", said.mixed, "says both", "say both"),
    )
    held = sorted((view for view in views if view[1]), key=lambda view: -view[1])
    most, *others = [
        (stated(f"said.{way}", count), one if count == 1 else several) for way, count, one, several in held
    ]
    rest = joined((told("{n} {words}", n=count, words=words) for count, words in others), ", ")
    return told(
        "{most} of {spoke} who spoke of it {words}{others}; {again} of {asked} asked spoke",
        most=most[0],
        spoke=stated_of("n", said.spoke, "sources"),
        words=most[1],
        others=told(" ({rest})", rest=rest) if others else "",
        again=stated("n", said.spoke),
        asked=stated("asked", said.asked),
    )


def _more_sources(said: Spoken, rules: Rules) -> str:
    def enough(more: int) -> bool:
        then = replace(said, asked=said.asked + more, supports=said.supports + more)
        return _speaks(then.supports, then, rules)

    more = _least(_SEARCHED, enough)
    if not more:
        return "more sources"
    return told(f"{{more}} that {'supports' if more == 1 else 'support'} it", more=needed(more, "more source"))


def _more_agreeing(k: int, n: int, rules: Rules, choices: Answers) -> str:
    if n < max(rules.min_n, 1):
        more = _least(_SEARCHED, lambda m: n + m >= rules.min_n and _lower(k + m, n + m) > HALF)
        if not more:
            return ""
        agrees = "agrees" if more == 1 else "agree"
        that = f" that {agrees}" if choices.of_agreeing else f" of {choices.told_for}"
        return told("at least {more}{that}", more=needed(more, "more answer"), that=that)
    more = _least(n - k, lambda m: _lower(k + m, n) > HALF)
    if not more:
        return "more answers"
    so = "agreeing" if choices.of_agreeing else f"answering {choices.told_for}"
    return told("at least {more} of {n} {so}", more=needed(more, "more", "more"), n=stated("n", n), so=so)


def _more_questions(ways: dict[str, int], enough: Sequence[str], rules: Rules) -> str:
    more = max(math.ceil(rules.item_share * len(enough) - _SLACK) - ways["positive"], 1)
    return told(f"{{more}} that {'reads' if more == 1 else 'read'} positive", more=needed(more, "more question"))


def _more_better(better: int, same: int, worse: int) -> str:
    """How many of these pairs would have to be better instead, those that are the same first."""

    def enough(more: int) -> bool:
        gained, lost = better + more, worse - max(more - same, 0)
        return gained > lost and sign_test(gained, lost) < ALPHA

    more = _least(same + worse, enough)
    pairs = better + same + worse
    if not more:
        return "more pairs"
    return told("at least {more} of {n} pairs better", more=needed(more, "more", "more"), n=stated("n", pairs))


def _least(most: int, enough: Callable[[int], bool]) -> int | None:
    """The least number from 1 to `most` that is enough, by bisection; None where none is."""
    if most < 1 or not enough(most):
        return None
    low, high = 1, most
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle + 1, high)
    return low
