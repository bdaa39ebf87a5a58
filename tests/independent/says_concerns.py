"""What weakens confidence: steps of a population below half, readings that differ, and too little to rest on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from .coding import cells, coded_twice, nominal
from .expected import OneOf
from .folder import Year
from .indicators import held
from .printing import COUNT
from .registering import Said, states
from .rules import rule
from .says_answering import answered, questions, with_opinion
from .says_talking import IMPACT
from .scores import Matched, matched
from .standing import TRAINED, Standing, standing
from .surveys import VOICES, invited, responses
from .talks import codes_of, spoken
from .trained import turnout

NOUN = r"(?P<noun>staff|partners|people trained|family members|young people)"


def surveyed(year: Year, said: Said, noun: str) -> Standing | None:
    """Return the survey strand of a noun, where the sentence stands in an outcome."""
    at = standing(year, said.passage)
    voice = TRAINED if noun == TRAINED else next((code for code, told in VOICES.items() if told == noun), "")
    return Standing(at.outcome, at.scope, "survey", voice) if at else None


def share(k: int, n: int) -> dict[str, Any]:
    return {"k": k, "n": n, "share": Fraction(k, n) if n else None}


@states(
    IMPACT,
    rf"only (?P<k>\d+) of (?P<n>\d+) {NOUN} who were invited answered the survey “(?P<survey>[^”]+)” "
    r"\((?P<share>\d+%)\)",
)
def few_answered(year: Year, said: Said) -> dict[str, Any] | None:
    at = surveyed(year, said, said["noun"])
    if at is None:
        return None
    voice = "stakeholder" if at.voice == TRAINED else at.voice
    sites = year.sites_at(at.outcome, at.scope)
    rows = responses(year, said["survey"], voice, at.scope, None, year.sites_of(at.outcome))
    return {
        **share(len(rows), invited(year, said["survey"], voice, sites) or 0),
        "noun": said["noun"],
        "survey": said["survey"],
    }


@states(
    IMPACT,
    rf"only (?P<k>\d+) of (?P<n>\d+) {NOUN} who answered the survey “(?P<survey>[^”]+)” gave an opinion "
    r"\((?P<share>\d+%)\)",
)
def few_opinions(year: Year, said: Said) -> dict[str, Any] | None:
    at = surveyed(year, said, said["noun"])
    if at is None:
        return None
    people = max((len(answered(year, each, at)) for each in questions(year, at)), default=0)
    return {**share(with_opinion(year, at), people), "noun": said["noun"], "survey": said["survey"]}


@states(
    IMPACT,
    r"only (?P<k>\d+) of (?P<n>[\d,]+) people who came were asked, at (?P<at>\d+) of (?P<events>\d+) events? "
    r"\((?P<share>\d+%)\)",
)
def few_asked(year: Year, said: Said) -> dict[str, Any] | None:
    at = surveyed(year, said, TRAINED)
    if at is None:
        return None
    item = questions(year, at)[0]
    found = turnout(year, item.survey, year.sites_at(at.outcome, at.scope))
    return {**share(found.asked, found.came), "at": found.asked_at, "events": found.events}


@states(
    IMPACT,
    r"only (?P<k>\d+) of (?P<n>[\d,]+) people who (?:came|had come by [^;]*?) were invited \((?P<share>\d+%)\)",
)
def few_invited(year: Year, said: Said) -> dict[str, Any] | None:
    at = surveyed(year, said, TRAINED)
    if at is None:
        return None
    found = turnout(year, questions(year, at)[0].survey, year.sites_at(at.outcome, at.scope))
    return share(found.asked, found.came)


@states(IMPACT, r"only (?P<k>\d+) of (?P<n>\d+) sources who were asked spoke of it \((?P<share>\d+%)\)")
def few_spoke(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    if at is None:
        return None
    found = [spoken(year, at.outcome, voice, at.scope) for voice in VOICES]
    least = min((each for each in found if each.asked), key=lambda each: each.spoke / each.asked)
    return share(least.spoke, least.asked)


def score_sets(year: Year, at: Standing) -> Iterator[tuple[str, Matched]]:
    """Return the sets of scores of an outcome, with what each counts."""
    for voice, places, who in (
        ("record", False, "young people"),
        ("young_person", False, "young people"),
        ("stakeholder", False, "adults"),
        ("record", True, "places and groups"),
    ):
        found = matched(year, at.outcome, voice, at.scope, places)
        if found.scored or found.due:
            yield who, found


@states(
    IMPACT,
    r"(?P<k>\d+) of (?P<n>\d+) (?P<who>young people|adults|places and groups) first scored by [^;]*? "
    r"(?:have|has) no later score "
    r"\((?P<share>\d+%)\)",
)
def lost(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    if at is None:
        return None
    found = [each for who, each in score_sets(year, at) if who == said["who"]]
    worst = max(found, key=lambda each: Fraction(each.lost, each.due) if each.due else Fraction(0))
    # Each set of scores may be named, if it is beyond the threshold.
    worst = next((each for each in found if (str(each.lost), str(each.due)) == (said["k"], said["n"])), worst)
    return {**share(worst.lost, worst.due), "who": said["who"]}


@states(
    IMPACT,
    r"only (?P<k>\d+) of (?P<n>\d+) (?P<who>young people|adults|places and groups) "
    r"(?:who|that) (?:had a case open in the year|were being worked on in the year|were scored at the start|"
    r"had an adult who scored themselves at the start) "
    r"(?:(?:was|were) scored|had an (?P<adult>adult) who scored themselves) "
    r"(?P<when>at the start|again) "
    r"\((?P<share>\d+%)\)",
)
def few_scored(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    if at is None:
        return None
    steps = [
        (each.scored, each.reached) if said["when"] == "at the start" else (each.pairs, each.scored)
        for who, each in score_sets(year, at)
        if who == ("adults" if said["adult"] else said["who"])
    ]
    least = min((each for each in steps if each[1]), key=lambda each: Fraction(*each))
    least = next((each for each in steps if tuple(map(str, each)) == (said["k"], said["n"])), least)
    return {**share(*least), "who": said["who"], "when": said["when"], "adult": said["adult"]}


@states(
    IMPACT,
    r"the series “(?P<title>[^”]+)” has (?P<points>\d+) points? before the year, fewer than the "
    r"(?P<least>\d+) that make a "
    r"baseline",
)
def short_series(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    row = next((each for each in year.rows("indicators") if each["title"] == said["title"]), None)
    if at is None or row is None:
        return None
    found = held(year, row["indicator"], at.scope)
    return {"points": len(found.before), "least": rule(year.folder, "series_baseline"), "title": said["title"]}


@states(IMPACT, r"\(α (?P<alpha>[−\d.]+), below (?P<least>[\d.]+)\)")
def little_agreement(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    if at is None:
        return None
    found = nominal(*cells(coded_twice(year), frozenset(codes_of(year, at.outcome))))
    return {"alpha": found.alpha, "least": rule(year.folder, "agreement_concern")}


READINGS = ("Positive", "Negative", "No change", "Mixed")


def printed_readings(said: Said) -> list[str]:
    """Return the readings printed for the strands of the outcome and scope in which a sentence stands."""
    own = next(
        (each for each in reversed(said.passage.ids) if re.match(r"outcome-\w+(?:\.at\.\w+\.strands)?$", each)), ""
    )
    found = []
    for each in said.document.passages:
        if (
            own in each.ids
            and each.near.get("strand")
            and each.kind == "paragraph"
            and ".at." not in own.replace(own, "")
        ):
            word = next((word for word in READINGS if re.match(rf"{word}[.:]", each.text)), None)
            if word:
                found.append(word)
    return found


@states(IMPACT, r"Coherence: (?:only )?(?P<k>\d+|none) of (?P<n>\d+) readings points? one way")
def readings_differ(year: Year, said: Said) -> dict[str, Any]:
    found = printed_readings(said)
    most = max(found.count("Positive"), found.count("Negative"), found.count("No change"))
    return {"k": most, "n": len(found)}


@states(IMPACT, r"Adequacy: (?P<sources>\d+) sources? and (?P<answers>\d+) answers? are few to rest on")
def little_to_rest_on(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    if at is None:
        return None
    people = sum(spoken(year, at.outcome, voice, at.scope).spoke for voice in VOICES)
    sets = [each for _, each in score_sets(year, at) if each.pairs]
    answers = sum(each.pairs for each in sets)
    collections = {"scores"} if sets else set()
    for voice in (*VOICES, TRAINED):
        strand = Standing(at.outcome, at.scope, "survey", voice)
        asked = questions(year, strand)
        answers += with_opinion(year, strand)
        collections |= {each.survey for each in asked}
    return {"sources": people + len(collections), "answers": answers}


@states(IMPACT, rf"(?P<n>{COUNT}) sources? (?:was|were) asked, and (?P<none>none) spoke of it")
def asked_and_silent(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    if at is None or at.strand not in {"", "interviews"}:
        return None
    found = [spoken(year, at.outcome, voice, at.scope) for voice in ([at.voice] if at.voice else VOICES)]
    silent = [each.asked for each in found if each.asked and not each.spoke]
    return {"n": OneOf(tuple(silent)), "none": 0}
