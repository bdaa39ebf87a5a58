"""What interviews say: each strand's sentence, and how many called it too soon."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Any

from .expected import Holds
from .folder import Year, flat
from .numbers import WORDS
from .printing import COUNT
from .registering import Said, states
from .rules import rule
from .standing import TRAINED, Standing, standing, strand_named
from .surveys import VOICES, items_of, options, responses, stage_of, tally, ticked
from .talks import Spoken, settled, spoken

IMPACT = r"area-|by-place"
WHAT = {
    "support": "supports",
    "contradict": "contradicts",
    "say both": "mixed",
    "say that it is too early": "too_early",
    "say that nothing changed": "no_change",
}
_CLAUSE = (
    r"(?:supports? it|contradicts? it|says? both|says? that it is too early|says? that nothing changed"
    r"|mentions? it without saying)"
)
SPOKE = (
    r"(?P<k>\d+) of (?P<n>\d+) sources? who spoke of it (?P<what>" + _CLAUSE + r")"
    r"(?: \((?P<rest>\d+ " + _CLAUSE + r"(?:, \d+ " + _CLAUSE + r")*)\))?"
)


def meant(words: str) -> str:
    """Return the position that a clause tells."""
    words = re.sub(r"^(support|contradict|say)s\b", r"\1", words)
    return next(each for told, each in WHAT.items() if words.startswith(told))


def clause(words: str, position: str) -> Holds:
    return Holds(meant(words) == position)


SCORED_BETTER = re.compile(r"of \d+ ([a-z ]+?)(?: \(\d+%\))? (gave themselves|had) a better score ")


def rated(noun: str, how: str) -> str:
    """Return the strand of scores by who was scored, and whether by themselves."""
    if how == "had":
        return f"workers’ scores of {'young people' if noun.startswith('young') else 'places and groups'}"
    return "adults’ own scores" if noun.startswith("adult") else "young people’s own scores"


def strand_of(year: Year, said: Said, words: str = "") -> Standing | None:
    """Return the strand of a sentence: the one that it stands in, else the last that its passage names before it."""
    found = standing(year, said.passage)
    if found is None or found.strand:
        return found
    before = said.passage.text[: said.match.start()]
    named = re.findall(r"\(((?:[^()]|\([^()]*\))*)\)", before)
    named += re.findall(r" in ([^.]*?), (?:and nowhere|but no change)", before)
    named += [rated(*each) for each in SCORED_BETTER.findall(before)]
    for each in reversed(named):
        kind, voice = strand_named(each)
        if kind:
            return Standing(found.outcome, found.scope, kind, voice)
    return found


def states_of(kinds: str | frozenset[str], pattern: str, **near: str) -> Callable[[Any], Any]:
    """Register what recomputes a sentence of a kind of strand, of several or of any (""): it gets the strand, too."""
    wanted = {kinds} if isinstance(kinds, str) else kinds

    def register(compute: Any) -> Any:
        def of_strand(year: Year, said: Said) -> Any:
            at = strand_of(year, said)
            return compute(year, at, said) if at and (at.strand in wanted or not kinds) else None

        states(IMPACT, pattern, **near)(of_strand)
        return compute

    return register


def voiced(year: Year, at: Standing) -> Spoken:
    return spoken(year, at.outcome, at.voice, at.scope)


def rest_holds(rest: str, what: str, counts: dict[str, int]) -> Holds:
    """Tell whether all other positions are told, with their numbers."""
    told = {}
    for number, words in re.findall(r"(\d+) (" + _CLAUSE + ")", rest):
        told[meant(words)] = int(number)
    wanted = {each: count for each, count in counts.items() if count and each != what}
    return Holds(told == wanted, f"the others stand as {wanted}")


@states_of("interviews", SPOKE)
def sources_stand(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    found = voiced(year, at)
    what = meant(said["what"])
    most = max(found.positions.values()) if found.spoke else 0
    return {
        "k": found.positions[what],
        "n": found.spoke,
        "what": clause(said["what"], what),
        "rest": rest_holds(said["rest"], what, found.positions),
        "all others": rest_holds(said["rest"], what, found.positions),
        "largest": Holds(found.positions[what] == most, f"more stand otherwise: {found.positions}"),
    }


@states_of("interviews", r"(?P<spoke>\d+) of (?P<asked>\d+) asked spoke")
def asked_spoke(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    found = voiced(year, at)
    return {"spoke": found.spoke, "asked": found.asked}


@states(IMPACT, r"it takes (?P<least>\d+) sources")
def least_sources(year: Year, said: Said) -> dict[str, Any]:
    return {"least": rule(year.folder, "interview_sources")}


def more_sources(year: Year, found: Spoken) -> int:
    """Return how many more sources, all asked and all in support, it takes to read positive."""
    least, share = rule(year.folder, "interview_sources"), Fraction(rule(year.folder, "interview_share"))
    more, supports = 0, found.positions["supports"]
    while not (
        supports + more >= least
        and Fraction(supports + more, found.spoke + more) >= share
        and Fraction(found.spoke + more, found.asked + more) >= Fraction(rule(year.folder, "asked_share"))
    ):
        more += 1
    return more


@states_of("interviews", r"it would take (?P<more>\d+) more sources? that supports? it")
def would_take_sources(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    return {"more": more_sources(year, voiced(year, at))}


@states(IMPACT, r"Evidence (?:⟨\d+⟩(?:, | and )?)+ ?(?:and )?(?P<more>\d+) more", strand="Interviews|Survey")
def more_evidence(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    if at is None:
        return None
    pieces = voiced(year, at).spans if at.strand == "interviews" else survey_pieces(year, at)
    return {"more": pieces - len(said.passage.links)}


def survey_pieces(year: Year, at: Standing) -> int:
    """Return how many pieces of evidence a survey strand has: a question each, and an answer each where "
    "several count."""
    voice, found = "stakeholder" if at.voice == TRAINED else at.voice, 0
    for item in items_of(year, at.outcome):
        stage = stage_of(year, item.survey)
        if (at.voice == TRAINED) != bool(stage):
            continue
        rows = responses(year, item.survey, voice, at.scope, stage, year.sites_of(at.outcome))
        if item.name in year.words.several(item.survey):
            found += len(options(year, item)) * any(ticked(year, item, row) for row in rows)
        else:
            found += (stage == "after") + any(row.get(item.name) for row in rows)
    return found


@cache
def too_soon(year: Year, at: Standing) -> int:
    """Return how many of a strand said that it is too soon to tell: each person once."""
    if at.strand == "interviews":
        return voiced(year, at).positions["too_early"]
    people: set[str] = set()
    for item in items_of(year, at.outcome):
        stage = stage_of(year, item.survey)
        if (at.voice == TRAINED) != bool(stage):
            continue
        voice = "stakeholder" if at.voice == TRAINED else at.voice
        sites = year.sites_of(at.outcome)
        for row in responses(year, item.survey, voice, at.scope, stage, sites):
            if tally(year, item, [row]).too_early:
                people.add(row.get("person_id") or row["response_id"])
    return len(people)


def strands_too_soon(year: Year, at: Standing) -> dict[tuple[str, str], int]:
    """Return the strands of an outcome in which somebody says that it is too soon, with how many do."""
    found = {}
    for kind, voice in (
        *(("interviews", each) for each in VOICES),
        *(("survey", each) for each in ("staff", "stakeholder", "young_person", "family", TRAINED)),
    ):
        count = too_soon(year, Standing(at.outcome, at.scope, kind, voice))
        if count:
            found[kind, voice] = count
    return found


@states(IMPACT, rf"(?<!of )\b(?P<n>{COUNT}) (?:person |people )?said that it is too soon to tell")
def said_too_soon(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    if at is None:
        return None
    if at.strand:
        return {"n": too_soon(year, at)}
    found = strands_too_soon(year, at)
    return {"n": sum(found.values()), "one strand": Holds(len(found) == 1, f"it is said in {found}")}


_IN = rf"\b(?:{COUNT}) (?:person|people) in (?:interviews with|the survey of) [a-z’ ]+?"


@states(IMPACT, rf"(?P<list>{_IN}(?:, {_IN})* and {_IN}) said that it is too soon to tell")
def said_too_soon_in(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    if at is None:
        return None
    told = {}
    for number, words in re.findall(rf"({COUNT}) (?:person|people) in (.*?)(?=, \d| and \d|$)", said["list"]):
        told[strand_named(words)] = int(WORDS.get(number.lower()) or number)
    found = strands_too_soon(year, at)
    return {"list": Holds(told == found, f"the folder gives {found}")}


@states(r"area-", r"both supports and contradicts it · Evidence", kind="figure")
def quoted_as_both(year: Year, said: Said) -> dict[str, Any] | None:
    """Tell whether what a quotation is said to do is how it was coded."""
    before = said.document.passages[: said.document.passages.index(said.passage)]
    words = next((each.text for each in reversed(before) if each.kind == "quotation"), "")
    texts = {row["interview_id"]: year.folder.transcript(row) for row in year.rows("interviews")}
    coded = {
        row["polarity"]
        for row in settled(year)
        if row["polarity"] and flat(texts.get(row["interview_id"], "")[int(row["start"]) : int(row["end"])]) == words
    }
    return {"polarity": Holds("mixed" in coded, f"it is coded {coded}")}


@states(
    IMPACT,
    r"(?P<nobody>Nobody) was interviewed about it; (?P<n>\d+) passages? of (?:an answer|answers) written "
    r"in a survey (?:is|are) quoted",
)
def only_written(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    if at is None or at.strand != "interviews":
        return None
    found = voiced(year, at)
    return {"nobody": found.asked, "n": found.spans}
