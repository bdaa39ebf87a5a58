"""What scores say: who was scored at the start and again, and which way they moved."""

from __future__ import annotations

from datetime import timedelta
from statistics import median
from typing import Any

from .expected import Below, Holds, OneOf
from .folder import Year
from .printing import long_date, number
from .registering import Said, states
from .rules import rule
from .says_talking import IMPACT, states_of
from .scores import Matched, matched
from .shares import sign_test
from .standing import Standing
from .waited import FEWEST, FEWEST_A_SIDE, LONGEST, SHORTEST, compared

SCORES = frozenset({"worker scores", "own scores", "adults' scores", "places"})
ADULTS = ("adult", "adults")
YOUNG = ("young person", "young people")
PLACES = (OneOf(("place", "place or group")), OneOf(("places", "places and groups")))
WHO = r"(?P<who>young (?:person|people)|adults?|places?(?: (?:or|and) groups?)?)"


def scored(year: Year, at: Standing) -> Matched:
    return matched(year, at.outcome, at.voice, at.scope, places=at.strand == "places")


def noun(at: Standing, many: int) -> Any:
    nouns = {"places": PLACES, "adults' scores": ADULTS}.get(at.strand, YOUNG)
    return nouns[many != 1]


@states_of(
    SCORES,
    rf"(?P<pairs>\d+) {WHO} scored at the start and again in the year:"
    r" (?P<better>\d+) better, (?P<same>\d+) the same, (?P<worse>\d+) worse"
    r"(?: \(sign test p (?P<p>[<=] [\d.]+)\))?"
    r"(?:, but (?P<lost>\d+%) of (?P<due>\d+) (?P<whose>young people|adults|places and groups) first scored by "
    r"(?P<by>\d+ \w+ \d+)(?P<before>, in this year or before,)? have no later one)?",
)
def scored_twice(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    found = scored(year, at)
    return {
        "pairs": found.pairs,
        "better": found.better,
        "same": found.same,
        "worse": found.worse,
        "p": Below(found.p),
        "who": noun(at, found.pairs),
        "lost": found.attrition,
        "due": found.due,
        "whose": noun(at, found.due),
        # Somebody first scored less than 90 days before the year's end may still be scored again.
        "by": long_date(year.end - timedelta(days=90)),
        "before": ", in this year or before," if found.due_before else "",
    }


@states(IMPACT, r"it takes (?P<least>\d+) to read a change")
def least_pairs(year: Year, said: Said) -> dict[str, Any] | None:
    return {"least": rule(year.folder, "min_pairs")}


@states_of(SCORES, r"(?P<n>\d+) (?P<who>young (?:person|people)) had a case open in the year")
def had_a_case(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    return {"n": scored(year, at).reached, "who": YOUNG[scored(year, at).reached != 1]}


@states_of(SCORES, r"(?P<n>\d+) (?P<who>places?(?: (?:or|and) groups?)?) (?:was|were) being worked on in the year")
def worked_on(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    return {"n": scored(year, at).reached, "who": noun(at, scored(year, at).reached)}


SCORED = r"(?:(?:was|were) scored|had an (?P<who>adult) who scored themselves)"


@states_of(SCORES, rf"(?P<n>\d+) (?:of them )?{SCORED} at the start")
def scored_at_start(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    return {"n": scored(year, at).scored, "who": ADULTS[0] if at.strand == "adults' scores" else ""}


@states_of(SCORES, rf"(?P<n>\d+) (?:of them )?{SCORED} again")
def scored_again(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    return {"n": scored(year, at).pairs, "who": ADULTS[0] if at.strand == "adults' scores" else ""}


@states_of(SCORES, rf"it would take (?P<more>\d+) more {WHO} scored at the start and again in the year")
def more_scored(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    more = rule(year.folder, "min_pairs") - scored(year, at).pairs
    return {"more": more, "who": noun(at, more)}


@states_of(SCORES, rf"it would take at least (?P<more>\d+) more of (?P<n>\d+) {WHO} doing better", strand="[Ss]cores")
def more_better(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    found = scored(year, at)
    return {"more": OneOf(tuple(fewest_better(found))), "n": found.pairs, "who": noun(at, found.pairs)}


def fewest_better(found: Matched) -> list[int]:
    """Return how many more of the same pairs must be better: taken of those who stayed, or of those who got worse."""
    wanted = []
    for first in ("same", "worse"):
        more = 0
        while more <= found.pairs:
            same, worse = found.same, found.worse
            a, b = (same, worse) if first == "same" else (worse, same)
            a, b = max(0, a - more), b - max(0, more - a)
            worse_left = b if first == "same" else a
            if found.better + more > worse_left and sign_test(found.better + more, max(0, worse_left)) < 0.05:
                break
            more += 1
        wanted.append(more)
    return wanted


@states_of(
    SCORES,
    r"the difference between better and worse lies within (?P<margin>\d+) points either way"
    r" \((?P<low>[−\d]+) to (?P<high>[−\d]+) points\)",
)
def within_margin(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    low, high = scored(year, at).interval
    margin = rule(year.folder, "no_change_margin")
    inside = Holds(-margin <= low and high <= margin, f"it lies from {low:.3f} to {high:.3f}")
    return {"margin": margin * 100, "low": low * 100, "high": high * 100, "within": inside}


@states_of(SCORES, r"\(better less worse: (?P<low>[−\d]+) to (?P<high>[−\d]+) points\)")
def better_less_worse(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    low, high = scored(year, at).interval
    return {"low": low * 100, "high": high * 100}


MOVE = r"(?:zero|[\d.]+ (?:better|worse))"


def moved(value: float) -> str:
    """Return how a median change is told."""
    return f"{number(abs(value))} {'better' if value > 0 else 'worse'}" if value else "zero"


@states_of(
    SCORES,
    rf"The median change was (?P<median>{MOVE}) on a scale of (?P<low>[−\d.]+) to (?P<high>[−\d.]+); "
    r"(?P<step>\d+) of (?P<n>\d+) moved by one step",
)
def median_change(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    found = scored(year, at)
    (ends,) = found.scales
    named = dict(zip(("low", "high"), (OneOf((each, each.replace("-", "−"))) for each in ends), strict=True))
    return {"median": moved(median(found.moves)), **named, "step": found.by_one_step, "n": found.pairs}


@states(
    IMPACT + "|to-collect",
    r"(?P<wait>\d+) young people who wait scored twice, (?P<days>\d+) days or more apart, beside (?P<others>\d+) others"
    r" who are served",
)
def to_compare(year: Year, said: Said) -> dict[str, Any]:
    return {"wait": FEWEST_A_SIDE, "days": SHORTEST, "others": FEWEST - FEWEST_A_SIDE}


@states_of(
    SCORES,
    r"(?P<served>\d+) (?P<who>young people) who were served and (?P<waited>\d+) who waited were each scored twice, "
    r"(?P<shortest>\d+) to (?P<longest>\d+) days apart(?: \(medians (?P<median>\d+) and (?P<other>\d+)\))?",
)
def served_and_waited(year: Year, at: Standing, said: Said) -> dict[str, Any] | None:
    found = compared(year, at.outcome, at.voice, at.scope)
    if found is None:
        return None
    (served, waited), (one, other) = found.sizes, found.medians
    sides = {"served": served, "waited": waited, "who": noun(at, served)}
    return {**sides, "shortest": SHORTEST, "longest": LONGEST, "median": one, "other": other}


@states_of(
    SCORES,
    r"Allowing for where each began, those who were served ended (?P<by>[\d.]+) points? (?P<how>better|worse) than the "
    r"others \((?P<low>[−\d.]+) to (?P<high>[−\d.]+)\)",
)
def ended_better(year: Year, at: Standing, said: Said) -> dict[str, Any] | None:
    found = compared(year, at.outcome, at.voice, at.scope)
    if found is None:
        return None
    by, low, high = found.fit
    if by < 0:  # told as so many points worse
        by, low, high = -by, -high, -low
    how = Holds((said["how"] == "better") == (found.fit[0] > 0), f"the difference is {found.fit[0]:.3f}")
    return {"by": by, "how": how, "low": low, "high": high}
