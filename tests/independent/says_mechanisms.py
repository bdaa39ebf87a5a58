"""Who for, where and why, as the report prints it: in the body a sentence, in the annex a table."""

from __future__ import annotations

from collections import Counter
from typing import Any

from .causal import claims_of
from .expected import Holds
from .folder import Year
from .mechanisms import DOES, Told, told
from .numbers import UNITS
from .printing import COUNT, capital, listed
from .reading import Table
from .registering import Said, states, tabulates
from .says_contribution import SECTION, rated

NOUNS = {
    "staff": ("member of staff", "staff"),
    "stakeholder": ("partner", "partners"),
    "young_person": ("young person", "young people"),
    "family": ("family member", "families"),
}
SENTENCE = (
    rf"^Who for, where and why\. (?P<who>(?:{COUNT}|\d\d+) [^“”]*?) (?:each )?said of the context "
    r"“(?P<context>[^”]+)” that “(?P<what>[^”]+)” (?P<does>helps|gets in the way of) “(?P<outcome>[^”]+)”"
    r"(?:; (?P<denied>\d+) (?:person|people) said otherwise)?\. (?P<makes>[^.]+)\.$"
)
MAKES = {True: "That is a pattern, not proof", False: "So few are no pattern"}


def who(one: Told) -> str:
    """Return who tells a row: the first number in words, and of several voices each one's."""
    voices = Counter(voice for _, voice in one.who)
    parts = [(voices[voice], NOUNS[voice][voices[voice] > 1]) for voice in NOUNS if voices[voice]]
    count = capital(UNITS[len(one.who)]) if len(one.who) < 10 else str(len(one.who))
    if len(parts) == 1:
        return f"{count} {parts[0][1]}"
    return f"{count} people ({listed(f'{n} {noun}' for n, noun in parts)})"


def denied(one: Told) -> str:
    people = "person" if one.against == 1 else "people"
    return f"; {one.against} {people} said otherwise" if one.against else ""


def context(year: Year, one: Told) -> str:
    return next(row["title"] for row in year.rows("codebook") if row["code"] == one.context)


def named(year: Year, one: Told) -> str:
    """Return what works in the context in people's own words: of those who spoke of it in the year."""
    node = {row["factor"]: row["node_id"] or row["factor"] for row in year.rows("factors")}
    spoke = {row["interview_id"] for row in year.rows("interviews") if row["year"] == str(year.number)}
    factors = {
        row["from_factor"]
        for row in year.rows("causal_claims")
        if row["interview_id"] in spoke and node.get(row["from_factor"], row["from_factor"]) == one.mechanism
    }
    return " or ".join(sorted(factors)) if factors else claims_of(year).name(one.mechanism)


def title(year: Year, one: Told) -> str:
    return year.outcomes[one.outcome]["title"]


@states(SECTION, SENTENCE, kind="paragraph")
def in_short(year: Year, said: Said) -> dict[str, Any]:
    """Expect the patterns of outcomes that may have come about, of most people first; without one, an account."""
    due = {each.outcome for each in rated(year)}
    mine = [one for one in told(year) if one.outcome in due]
    shown = [one for one in mine if one.pattern][:2] or mine[:1]
    effect = "helps" if said["does"] == "helps" else "hinders"
    for one in shown:
        if (context(year, one), named(year, one), one.effect) == (said["context"], said["what"], effect):
            return {
                "who": Holds(said["who"] == who(one), f"it is {who(one)}"),
                "context": said["context"],
                "what": said["what"],
                "does": said["does"],
                "outcome": title(year, one),
                "denied": one.against,
                "makes": MAKES[one.pattern],
            }
    return {"who": Holds(ok=False, told="nobody tells that, or others tell more")}


@tabulates(SECTION, "^Who for, where and why$", ("Context", "What people named", "What it does", "Outcome"))
def every_row(year: Year, table: Table) -> list[dict[str, Any]]:
    return [
        {
            "Context": context(year, one),
            "What people named": capital(named(year, one)),
            "What it does": DOES[one.effect],
            "Outcome": title(year, one),
            "Who said so": who(one) + denied(one),
            "What that makes": "A pattern" if one.pattern else "An account",
        }
        for one in told(year)
    ]
