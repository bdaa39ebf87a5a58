"""People trained: how many of those who came were asked, and how few answered twice."""

from __future__ import annotations

from typing import Any

from .expected import Holds
from .folder import Year
from .registering import Said, states
from .says_answering import NOUNS, OTHERS, chain, come, moved, noun_of, others, questions
from .says_talking import IMPACT
from .standing import standing


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
