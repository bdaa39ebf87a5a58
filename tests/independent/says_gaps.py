"""What it would take to say more: people to interview, answers, pairs of scores, cases and organisations."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from .between import between, sides
from .expected import Holds, OneOf
from .folder import Year
from .registering import Said, states
from .rules import rule
from .says_answering import counted, questions
from .says_closing import outcome_of_row, scopes_of_row
from .says_network import last_two
from .says_records import pathway_of
from .says_talking import IMPACT, strand_of, voiced
from .standing import TRAINED, Standing
from .talks import Spoken, spoken
from .trained import before_after

RECOMMENDED = "^recommendations$"
PEOPLE = r"(?P<more>\d+) more (?P<who>person|people) to say how they see it"


def more_people(year: Year, found: Spoken) -> int:
    """Return how many more must speak of it until there are enough, and enough of those asked."""
    least, share = (rule(year.folder, each) for each in ("interview_sources", "asked_share"))
    more = 0
    while found.spoke + more < least or Fraction(found.spoke + more) < share * max(found.asked, found.spoke + more):
        more += 1
    return more


@states(IMPACT, rf"it would take {PEOPLE}")
def would_take_people(year: Year, said: Said) -> dict[str, Any] | None:
    at = strand_of(year, said)
    if at is None or at.strand != "interviews":
        return None
    more = more_people(year, voiced(year, at))
    return {"more": more, "who": "person" if more == 1 else "people"}


def same(values: set[Any]) -> Any:
    """Return what holds at every place of a row."""
    return values.pop() if len(values) == 1 else Holds(False, f"the places of this row differ: {sorted(values)}")


@states(RECOMMENDED, rf"It takes {PEOPLE}", kind="cell")
def takes_people(year: Year, said: Said) -> dict[str, Any]:
    """Expect the same number at every place of the row, of a voice that was asked and said too little."""
    outcome, found = outcome_of_row(year, said.passage.row), []
    for voice in ("staff", "stakeholder", "young_person", "family"):
        each = [spoken(year, outcome, voice, scope) for scope in scopes_of_row(year, said.passage.row)]
        if all(one.asked or one.spoke for one in each):
            found.append(same({more_people(year, one) for one in each}))
    return {"more": OneOf(tuple(found)), "who": "person" if said["more"] == "1" else "people"}


@states(
    RECOMMENDED,
    r"^Ask those who are trained the same questions before and three months later, and count those invited\."
    r"(?: It takes (?P<more>\d+) more (?P<who>person|people) trained (?P<what>who answered both times|who answers?))?",
    kind="cell",
)
def trained_again(year: Year, said: Said) -> dict[str, Any]:
    outcome = outcome_of_row(year, said.passage.row)
    found: set[Any] = set()
    for scope in scopes_of_row(year, said.passage.row):
        at = Standing(outcome, scope, "survey", TRAINED)
        if "both" in said["what"]:
            sets = [before_after(year, each, year.sites_at(outcome, scope)).pairs for each in questions(year, at)]
            found.add(rule(year.folder, "min_pairs") - max(sets, default=0))
        else:
            answered = [counted(year, each, at).n for each in questions(year, at)]
            found.add(rule(year.folder, "min_n") - max(answered, default=0))
    return {"more": same(found), "who": "person" if said["more"] == "1" else "people", "what": said["what"]}


@states(
    RECOMMENDED,
    r"^Ask partner organisations about their ties in two waves\."
    r"(?: It takes (?P<more>\d+) more organisations? that answers? both waves)?",
    kind="cell",
)
def organisations_again(year: Year, said: Said) -> dict[str, Any]:
    if not said["more"]:
        return {}
    scopes, waves = scopes_of_row(year, said.passage.row), last_two(year) or ("", "")
    return {
        "more": same({rule(year.folder, "min_pairs") - between(year, *waves, each).organisations for each in scopes})
    }


@states(
    RECOMMENDED,
    r"It takes (?:(?P<now>\d+) more in the year(?: and )?)?(?:(?P<more>\d+) more in the year before)? that are over",
    kind="cell",
)
def cases_again(year: Year, said: Said) -> dict[str, Any]:
    outcome, least = outcome_of_row(year, said.passage.row), rule(year.folder, "min_pairs")
    found = [sides(year, pathway_of(year, outcome), scope) for scope in scopes_of_row(year, said.passage.row)]
    return {"now": same({least - each.n for each in found}), "more": same({least - each.n0 for each in found})}


@states(
    RECOMMENDED,
    r"^Ask [^“]*(?:as in the surveys? (?P<in>“[^.]+”))?, and count those invited\. "
    r"It takes (?P<more>\d+) more (?P<who>partners?|staff|member of staff|young people|young person) who answers?",
    kind="cell",
)
def answers_again(year: Year, said: Said) -> dict[str, Any]:
    outcome, found, asked = outcome_of_row(year, said.passage.row), set(), set()
    voice = {"p": "stakeholder", "s": "staff", "m": "staff", "y": "young_person"}[said["who"][0]]
    for scope in scopes_of_row(year, said.passage.row):
        at = Standing(outcome, scope, "survey", voice)
        found.add(rule(year.folder, "min_n") - max((counted(year, q, at).n for q in questions(year, at)), default=0))
        asked |= {each.survey for each in questions(year, at)}
    named = Holds(asked <= set(re.findall("“([^”]+)”", said["in"])), f"they were asked in {sorted(asked)}")
    return {"more": same(found), "who": said["who"], "in": named if said["in"] else ""}
