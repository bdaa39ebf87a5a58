"""Why a verdict was given, as far as it counts: sources named, bounds told, who else disagrees."""

from __future__ import annotations

import re
from typing import Any

from .answer_words import ANSWER, DISAGREE, does, named
from .expected import Holds
from .folder import Year
from .printed_strands import strands
from .registering import Said, states
from .says_answering import counted, questions
from .says_talking import IMPACT, states_of
from .shares import wilson
from .standing import Standing, standing

_SOURCE = (
    r"(?:interviews with|the (?:survey of|harvested|series|pathway)|(?:young people|adults)['’]s? own|workers’ scores"
    r"|documents|ties)"
)


@states(IMPACT, r"(?P<n>Two|Three|Four) independent sources of evidence are positive: (?P<list>[^.]+)")
def independent_sources(year: Year, said: Said) -> dict[str, Any]:
    listed = re.split(r"; and |; ", said["list"])
    return {"n": len(listed), "list": Holds(len(set(listed)) == len(listed), "a source is named twice")}


@states(
    IMPACT,
    rf"[Ee]arly signs from (?P<n>two) sides \((?P<list>{_SOURCE}(?:[^()]|\([^()]*\))*)\)(?:, but none of the "
    r"positive evidence is (?:compared with an earlier time or with others|a survey of how things are))?",
)
def two_sides(year: Year, said: Said) -> dict[str, Any]:
    """Expect two strands that read positive, each named once."""
    listed = re.split(r"; and |; ", said["list"])
    at = standing(year, said.passage)
    if at is None:
        return {"n": len(listed)}
    reads = strands([said.document]).get((at.outcome, at.scope), {})
    positive = [each for each in reads if reads[each] == "positive"]
    ok = len(set(listed)) == len(listed) and set(listed) <= set(positive)
    return {"n": len(listed), "list": Holds(ok, f"positive are {positive}")}


@states(IMPACT, rf"only (?P<n>one) source of evidence is positive \((?P<source>{_SOURCE}(?:[^()]|\([^()]*\))*)\)")
def one_source(year: Year, said: Said) -> dict[str, Any]:
    return {"n": 1, "source": Holds(True)}


@states_of("survey", r"(?P<side>Positive|Negative): (?:even the low end of the range|the whole range) is above half")
def low_end_above_half(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    found = [counted(year, each, at) for each in questions(year, at)]
    lows = [wilson(each.agree if said["side"] == "Positive" else each.disagree, each.n)[0] for each in found]
    return {"side": said["side"], "low": Holds(len(lows) == 1 and lows[0] > 0.5, f"the low ends are {lows}")}


@states_of(
    "survey",
    rf"Mixed: the range is not all above half, and most (?:do not disagree|did not answer (?P<answer>{ANSWER}))",
)
def neither_side(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    found = [counted(year, each, at) for each in questions(year, at)]
    clear = [each for each in found if each.interval[0] > 0.5 or wilson(each.disagree, each.n)[0] > 0.5]
    named_so = {"answer": named(year, questions(year, at)[0], DISAGREE)} if said["answer"] else {}
    return {"range": Holds(len(found) == 1 and not clear, f"{found}"), **named_so}


@states(IMPACT, r"and the lower bound is (?P<not>not )?above half")
def bound_again(year: Year, said: Said) -> dict[str, Any]:
    before = said.passage.text[: said.match.start()]
    shares = re.findall(r"(\d+) of (\d+) [^()]*(?:\(\d+ to \d+\) )?\(\d+%; \d+% to \d+%\)", before)
    k, n = map(int, (shares or [("0", "1")])[-1])
    low = wilson(k, n)[0]
    return {"bound": Holds((low > 0.5) != bool(said["not"]), f"the low end is {low:.3f}"), "not": Holds(True)}


@states_of("survey", rf"above half; (?P<n>\d+) (?P<does>disagree|answered {ANSWER})")
def others_disagree(year: Year, at: Standing, said: Said) -> dict[str, Any] | None:
    found = [counted(year, each, at) for each in questions(year, at)]
    if len(found) != 1:
        return None
    return {"n": found[0].disagree, "does": does(year, questions(year, at)[0], DISAGREE)}
