"""People trained: how many of those who came were asked, and how few answered twice."""

from __future__ import annotations

from typing import Any

from .expected import Below, Holds
from .folder import Year
from .registering import Said, states
from .rules import rule
from .says_answering import NOUNS, OTHERS, chain, come, moved, noun_of, others, questions
from .says_talking import IMPACT
from .shares import sign_test
from .standing import TRAINED, Standing, standing
from .trained import Moves, before_after

LATER = ("after", "follow_up")


@states(
    IMPACT,
    r"(?P<came>[\d,]+) people (?P<come>came|had come by \d+ \w+ \d+); (?P<asked>[\d,]+)(?: of them)? were "
    r"(?P<how>asked|invited)"
    r"(?:, at (?:(?P<at>\d+) of (?P<events>\d+) events?|the (?P<only>only) event))?"
    r"(?:; (?P<both>\d+)(?: of them)? answered both times)?",
    strand="Survey",
)
def people_came(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    if at is None:
        return None
    item, found = questions(year, at)[0], chain(year, at)
    return {
        "came": found.came,
        "come": come(found),
        "asked": found.asked,
        "how": "invited" if found.invited else "asked",
        "at": found.asked_at,
        "only": Holds(not said["only"] or found.asked_at == found.events == 1, f"there were {found.events}"),
        "events": found.events,
        "both": moved(year, item, at).pairs,
    }


@states(
    IMPACT,
    rf"^(?P<k>\d+) of (?P<n>\d+) {NOUNS} gave a better answer afterwards{OTHERS}; too few for a percentage",
    strand="Survey",
)
def too_few_pairs(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    if at is None:
        return None
    found = moved(year, questions(year, at)[0], at)
    return {"k": found.better, "n": found.pairs, "noun": noun_of(at), **others(found, said)}


def sets_of(year: Year, at: Standing) -> list[Moves]:
    """Return how answers moved from before a training: to its end and, where it was asked later, to then."""
    sites = year.sites_at(at.outcome, at.scope)
    found = [before_after(year, each, sites, "before", then) for each in questions(year, at) for then in LATER]
    return [each for each in found if each.pairs]


@states(
    IMPACT,
    r"(?P<n>\d+) (?P<noun>people trained|person trained) who answered both times: (?P<better>\d+) better, "
    r"(?P<same>\d+) the same, (?P<worse>\d+) worse"
    r"(?: \(sign test p (?P<p>(?:=|<) [\d.]+)\))?(?:; (?P<more>more of them did (?:better|worse)))?"
    r"(?:; it takes (?P<least>\d+) to read a change)?",
    strand="Survey",
)
def both_times(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    if at is None:
        return None
    every = sets_of(year, at)
    printed = tuple(said[each] for each in ("better", "same", "worse"))
    found = next((each for each in every if (str(each.better), str(each.same), str(each.worse)) == printed), every[0])
    p, least = sign_test(found.better, found.worse), rule(year.folder, "min_pairs")
    few = found.pairs < least
    return {
        "n": found.pairs,
        "better": found.better,
        "same": found.same,
        "worse": found.worse,
        "noun": "people trained" if found.pairs != 1 else "person trained",
        "p": None if few else Below(p),
        "more": "more of them did better" if found.better > found.worse and p < 0.05 else "more of them did worse",
        "least": least if few else None,
        "enough": Holds(few == (said["least"] != ""), f"{found.pairs} answered both times"),
    }


@states(
    IMPACT,
    r"it would take (?P<more>\d+) more (?P<noun>people trained|person trained) who answered both times",
    strand="Survey",
)
def more_both_times(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    if at is None:
        return None
    most = max((each.pairs for each in sets_of(year, at)), default=0)
    more = rule(year.folder, "min_pairs") - most
    return {"more": more, "noun": "person trained" if more == 1 else "people trained"}


@states(IMPACT, r"it would take more people trained who answered both times", strand="Survey")
def more_who_answered_both_times(year: Year, said: Said) -> dict[str, Any] | None:
    """Expect enough who answered both times for a reading, which shows nothing."""
    at = standing(year, said.passage)
    if at is None or at.voice != TRAINED:
        return None
    enough = [each for each in sets_of(year, at) if each.pairs >= rule(year.folder, "min_pairs")]
    silent = [each for each in enough if sign_test(each.better, each.worse) >= 0.05]
    return {"silent": Holds(bool(silent), "no question answered both times by enough shows nothing")}
