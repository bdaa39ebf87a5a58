"""The numbers under a verdict: what each strand says of a place or of the whole programme, in one sentence each."""

from __future__ import annotations

import re
from typing import Any

from .answer_words import DOES, does
from .asked import counted, moved, questions, readings
from .expected import Holds, OneOf
from .folder import Year
from .printed_strands import strands
from .printing import FEWEST
from .registering import Said, states
from .rules import rule
from .says_answering import NOUNS
from .scores import Matched, matched
from .standing import TRAINED, Standing, standing, strand_named
from .surveys import LONG_VOICES, VOICES, stage_of
from .talks import spoken

IMPACT = "area-"
NUMBERS = "cell|bullet"  # of a place in its row, of the whole programme under its verdict
VOICE_OF = {told: code for code, told in LONG_VOICES.items()}
SINGULAR = {
    "member of staff": "staff",
    "members of staff": "staff",
    "partner": "partners",
    "person trained": TRAINED,
    "young person": "young people",
    "family member": "family members",
}


@states(
    IMPACT,
    r"In the whole programme, (?:interviews with|the survey of) [a-z’ ]+ reads? (?:positive|negative|mixed|no change); "
    r"here there is too little to read",
    kind="cell",
)
def too_few_here(year: Year, said: Said) -> dict[str, Any] | None:
    """Expect a voice that reads so in the whole programme, and is too small at the place."""
    at = standing(year, said.passage)
    told = re.match(r"In the whole programme, (.*?) reads? (.*?);", said.match.group())
    if at is None or told is None:
        return None
    reads = strands([said.document]).get((at.outcome, "programme"), {}).get(told[1])
    kind, voice = strand_named(told[1])
    if kind == "interviews":
        few = spoken(year, at.outcome, voice, at.scope).spoke < rule(year.folder, "interview_sources")
    else:
        own = Standing(at.outcome, at.scope, "survey", voice)
        few = not {each.word for each in readings(year, own)} & {"positive", "negative", "no change", "mixed"}
    return {
        "whole": Holds(reads == told[2], f"in the whole programme it reads {reads}"),
        "here": Holds(few, "here they are enough"),
    }


@states(
    IMPACT,
    rf"In interviews with (?P<who>{'|'.join(VOICE_OF)}), (?P<k>\d+) of (?P<n>\d+) who spoke of it (?P<do>supports?) it",
    kind=NUMBERS,
)
def interviews_here(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    if at is None:
        return None
    found = spoken(year, at.outcome, VOICE_OF[said["who"]], at.scope)
    k = found.positions["supports"]
    return {"who": said["who"], "k": k, "n": found.spoke, "do": "supports" if k == 1 else "support"}


def share_here(said: Said, k: int, n: int) -> dict[str, Any]:
    """Expect a count of a whole, and its share where and only where there are enough."""
    told = Holds((said["share"] != "") == (n >= FEWEST), f"of {n}, a share is given from {FEWEST} on")
    return {"k": k, "n": n, "share": k / n if n else None, "enough": told}


# Those scored twice, by workers or by themselves.
SCORED = (
    r"(?P<noun>[a-z ]+?)(?: \((?P<share>\d+%)\))? "
    r"(?P<by>gave themselves a better score|had a better score from workers) than at the start"
)


def scorers(said: Said) -> tuple[str, bool]:
    """Return the voice of the strand, and whether it is of places and groups."""
    if said["by"].endswith("from workers"):
        return "record", said["noun"] in nouns("record", True)
    return "stakeholder" if said["noun"].startswith("adult") else "young_person", False


@states(
    IMPACT,
    rf"(?P<k>\d+) of (?P<n>\d+) {SCORED}",
    kind=NUMBERS,
)
def scores_here(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    if at is None:
        return None
    voice, places = scorers(said)
    found: Matched = matched(year, at.outcome, voice, at.scope, places)
    return {
        **share_here(said, found.better, found.pairs),
        "by": said["by"],
        "noun": Holds(said["noun"] in nouns(voice, places), f"they are {nouns(voice, places)}"),
    }


def nouns(voice: str, places: bool) -> tuple[str, ...]:
    if places:
        return ("places and groups", "place or group", "places", "place", "groups", "group")
    return ("adults", "adult") if voice == "stakeholder" else ("young people", "young person")


@states(
    IMPACT,
    r"(?P<k>\d+) of (?P<n>\d+) (?P<noun>people trained|person trained)(?: \((?P<share>\d+%)\))? did better after the "
    r"training than before",
    kind=NUMBERS,
)
def trained_here(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    if at is None:
        return None
    own = Standing(at.outcome, at.scope, "survey", TRAINED)
    every = [moved(year, each, own) for each in questions(year, own) if stage_of(year, each.survey) == "after"]
    found = next((each for each in every if (str(each.better), str(each.pairs)) == (said["k"], said["n"])), every[0])
    return {**share_here(said, found.better, found.pairs), "noun": said["noun"]}


@states(
    IMPACT,
    rf"(?:“(?P<asked>[^”]+)”: )?(?P<k>\d+) of (?P<n>\d+) {NOUNS}(?: \((?P<share>\d+%)\))? (?P<does>{DOES})(?=\.)",
    kind=NUMBERS,
)
def survey_here(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    if at is None:
        return None
    noun = SINGULAR.get(said["noun"], said["noun"])
    voice = TRAINED if noun == TRAINED else next(code for code, told in VOICES.items() if told == noun)
    own = Standing(at.outcome, at.scope, "survey", voice)
    every = [(each, counted(year, each, own)) for each in questions(year, own)]
    mine = [each for each in every if (str(each[1].agree), str(each[1].n)) == (said["k"], said["n"])]
    found = (mine or every)[0][1]
    words = OneOf(tuple(does(year, each) for each, _ in mine or every))
    told = len(re.findall(rf"\d+ of \d+ {said['noun']}(?: \(\d+%\))? (?:{DOES})\.", said.passage.text))
    return {
        **share_here(said, found.agree, found.n),
        "noun": said["noun"],
        "does": words,
        "which": Holds(bool(said["asked"]) or told == 1 or noun == TRAINED, f"{told} are told, and not which is which"),
    }
