"""What it would take to say more: further answers, people and waves, in a strand and under the data to collect."""

from __future__ import annotations

import re
from typing import Any

from .asked import FEW, noun_of, noun_of_one, questions, readings, since, voice_of
from .expected import Holds, OneOf
from .folder import Year
from .registering import Said, states
from .rules import rule
from .says_answering import NOUNS
from .says_closing import _outcome, _same, _scopes
from .says_talking import states_of
from .says_waves import RISE, rises, silent
from .says_waves import least_points as least
from .standing import TRAINED, Standing
from .surveys import VOICES
from .talks import Spoken, spoken
from .waves import waves

COLLECT = "^to-collect$"
SEE_IT = r"(?P<more>\d+) more (?P<who>person|people) to say how they see it"


def more_to_speak(year: Year, found: Spoken) -> int:
    """Return how many more must speak of it before interviews can be read."""
    more = max(0, rule(year.folder, "interview_sources") - found.spoke)
    while found.spoke + more < float(rule(year.folder, "asked_share")) * max(found.asked, found.spoke + more):
        more += 1
    return more


@states_of("", rf"it would take {SEE_IT}", strand="Interview")
def more_people(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    more = more_to_speak(year, spoken(year, at.outcome, at.voice, at.scope))
    return {"more": more, "who": "person" if more == 1 else "people"}


@states(COLLECT, rf"It takes {SEE_IT}\.$", kind="cell")
def more_people_to_ask(year: Year, said: Said) -> dict[str, Any]:
    row = said.passage.row
    needed = []
    for scope in _scopes(year, row):
        found = [spoken(year, _outcome(year, row), voice, scope) for voice in VOICES]
        needed.append({more_to_speak(year, each) for each in found if each.asked})
    common = set.intersection(*needed)
    told = OneOf(tuple(common)) if common else Holds(False, f"the places of this row need {needed}")
    return {"more": told, "who": "person" if said["more"] == "1" else "people"}


def places(year: Year, said: Said) -> list[Standing]:
    """Return the survey strands that a row is about, one of each place."""
    row, text = said.passage.row, said.passage.text
    asked = re.match(r"Ask (those who are trained|[a-z ]+?) (?:the same questions|about it again)", text)
    name = asked[1] if asked else ""
    words = {"those who are trained": TRAINED, "your own staff": "staff", "parents and carers": "family"}
    voice = words.get(name) or next(code for code, told in VOICES.items() if told == name or name.endswith(told))
    return [Standing(_outcome(year, row), scope, "survey", voice) for scope in _scopes(year, row)]


@states(
    COLLECT,
    r"^Ask [a-z ]+ about it again, as in the surveys? (?P<in>“[^”]+”(?:, “[^”]+”)*(?: and “[^”]+”)?), and count those "
    r"invited\.",
    kind="cell",
)
def surveys_named(year: Year, said: Said) -> dict[str, Any]:
    """Expect the surveys of this year and of the waves that it is compared with."""
    told = set(re.findall(r"“([^”]+)”", said["in"]))
    true: set[str] = set()
    for at in places(year, said):
        sites = tuple(year.sites_at(at.outcome, at.scope))
        for item in questions(year, at):
            held = {each.number for each in since(year, item, at)}
            earlier = [each for each in waves(year, item, voice_of(at), sites) if each.number in held]
            true |= {item.survey} | {each.item.survey for each in earlier}
    return {"in": Holds(told == true, f"they were asked in {sorted(true)}")}


@states(COLLECT, rf"It takes {RISE}", kind="cell")
def wave_to_collect(year: Year, said: Said) -> dict[str, Any]:
    every = [rises(year, at, said) for at in places(year, said)]
    failed = [each for each in every if not all(v.ok for v in each.values() if isinstance(v, Holds))]
    return (failed or every)[0]


@states(
    COLLECT,
    r"so many agree now that even (?P<most>100) (?P<noun>[a-z ]+?) would hardly show a further rise\.$",
    kind="cell",
)
def no_wave_to_collect(year: Year, said: Said) -> dict[str, Any]:
    found = places(year, said)
    could = [least(year, at, silent(year, at), 100) for at in found]
    ok = all(each is None for each in could)
    return {"most": Holds(ok, f"100 would show a rise of {could} points"), "noun": noun_of(found[0])}


@states(COLLECT, rf"It takes (?P<more>\d+) more {NOUNS} who (?P<what>answers?|answered both times)\.$", kind="cell")
def answers_to_collect(year: Year, said: Said) -> dict[str, Any]:
    found = places(year, said)
    pairs = said["what"] == "answered both times"
    minimum = rule(year.folder, "min_pairs" if pairs else "min_n")
    needed = set()
    for at in found:
        few = [each.n for each in readings(year, at) if each.moves == pairs and (pairs or each.word == FEW)]
        needed |= {minimum - max(few, default=0)}
    noun = noun_of_one(found[0]) if said["more"] == "1" else noun_of(found[0])
    what = said["what"] if pairs else "answers" if said["more"] == "1" else "answer"
    return {"more": _same(needed), "noun": noun, "what": what}
