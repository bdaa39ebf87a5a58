"""The smallest change that people scored, or asked, twice could have shown; and what better less worse may be."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from .expected import Holds
from .folder import Year
from .registering import Said, states
from .says_scoring import SCORES, WHO, noun, scored
from .says_talking import IMPACT, states_of
from .says_trained import sets_of
from .scores import Matched
from .shares import agresti_min
from .standing import TRAINED, Standing, standing, strand_named
from .trained import Moves

LESS_THAN = r"A change of less than (?P<points>\d+) points? would not have shown"


def not_shown(found: Matched | Moves) -> dict[str, Any]:
    """Expect the smallest change that would have shown, and that it is more than there was."""
    net = Fraction(abs(found.better - found.worse), found.pairs)
    hidden = Holds(net < found.smallest, f"a change of {float(net) * 100:.0f} points was shown")
    return {"points": found.smallest * 100, "hidden": hidden}


@states_of(SCORES, LESS_THAN)
def scores_not_shown(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    return not_shown(scored(year, at))


@states_of("survey", LESS_THAN)
def answers_not_shown(year: Year, at: Standing, said: Said) -> dict[str, Any] | None:
    return not_shown(asked_twice(year, at, said)) if at.voice == TRAINED else None


@states_of("survey", r"\(better less worse: (?P<low>[−\d]+) to (?P<high>[−\d]+) points\)")
def better_less_worse(year: Year, at: Standing, said: Said) -> dict[str, Any] | None:
    if at.voice != TRAINED:
        return None
    found = asked_twice(year, at, said)
    low, high = agresti_min(found.better, found.worse, found.pairs)
    return {"low": low * 100, "high": high * 100}


def asked_twice(year: Year, at: Standing, said: Said) -> Moves:
    """Return how the answers before and after moved that the same passage counts."""
    told = said.passage.text
    for each in sets_of(year, at):
        if f"{each.better} better, {each.same} the same, {each.worse} worse" in told:
            return each
    raise LookupError("no answers before and after are counted beside it")


@states(
    IMPACT,
    r"No change was seen in (?P<strand>[^.;]+?), and nothing says otherwise\. "
    r"The smallest change it could have shown: a difference of (?P<points>\d+) points between better and worse, of "
    rf"(?P<n>\d+) (?:{WHO}|(?P<trained>people trained|person trained))",
)
def smallest_change(year: Year, said: Said) -> dict[str, Any] | None:
    """Expect the smallest change of the scores, or of a question before and after a training, that are named."""
    at = standing(year, said.passage)
    kind, voice = strand_named(said["strand"])
    if at is None or not (kind in SCORES or voice == TRAINED):
        return None
    at = replace(at, strand=kind, voice=voice)
    if kind in SCORES:
        found: Matched | Moves = scored(year, at)
        who = {"who": noun(at, found.pairs)}
    else:
        every = {each.pairs: each for each in sets_of(year, at)}
        found = every.get(int(said["n"])) or next(iter(every.values()))
        who = {"trained": "people trained" if found.pairs != 1 else "person trained"}
    # Which scores they are was read from the sentence.
    return {**not_shown(found), **who, "strand": Holds(True), "n": found.pairs}
