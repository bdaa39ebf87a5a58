"""What weakens confidence: steps of a population below half, readings that differ, and too little to rest on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from typing import Any

from .asked import since
from .coding import cells, coded_twice, nominal
from .expected import Holds, OneOf
from .folder import Year
from .harvested import papers, tallied
from .numbers import rounded
from .printing import COUNT, long_date
from .registering import Said, states
from .rules import rule
from .says_answering import answered, chain, come, questions, with_opinion
from .says_talking import IMPACT
from .scores import Matched, matched
from .standing import TRAINED, Standing, standing
from .surveys import VOICES, invited, responses
from .talks import codes_of, spoken
from .waves import Moved, told_when

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
        "survey": named(year, at, said),
    }


def named(year: Year, at: Standing, said: Said) -> Holds:
    """Tell whether the survey that is named asked about the outcome."""
    asked = {item.survey for item in questions(year, at)}
    return Holds(said["survey"] in asked, f"they were asked in {sorted(asked)}")


@states(
    IMPACT,
    rf"only (?P<k>\d+) of (?P<n>\d+) {NOUN} who answered the survey “(?P<survey>[^”]+)” gave an opinion "
    r"\((?P<share>\d+%)\)",
)
def few_opinions(year: Year, said: Said) -> dict[str, Any] | None:
    at = surveyed(year, said, said["noun"])
    if at is None:
        return None
    mine = [each for each in questions(year, at) if each.survey == said["survey"]]
    people = max((len(answered(year, each, at)) for each in mine), default=0)
    return {**share(with_opinion(year, at), people), "noun": said["noun"], "survey": named(year, at, said)}


@states(
    IMPACT,
    r"only (?P<k>\d+) of (?P<n>[\d,]+) people who came were asked, at (?P<at>\d+) of (?P<events>\d+) events? "
    r"\((?P<share>\d+%)\)",
)
def few_asked(year: Year, said: Said) -> dict[str, Any] | None:
    at = surveyed(year, said, TRAINED)
    if at is None:
        return None
    found = chain(year, at)
    counted = Holds(not found.invited and found.by is None, "it was counted who was invited")
    return {**share(found.asked, found.came), "at": found.asked_at, "events": found.events, "counted": counted}


@states(
    IMPACT,
    r"only (?P<k>\d+) of (?P<n>[\d,]+) people who (?P<come>came|had come by \d+ \w+ \d+) were invited "
    r"\((?P<share>\d+%)\)",
)
def few_invited(year: Year, said: Said) -> dict[str, Any] | None:
    at = surveyed(year, said, TRAINED)
    if at is None:
        return None
    found = chain(year, at)
    invited_ = Holds(found.invited, "nobody counted who was invited")
    return {**share(found.asked, found.came), "come": come(found), "invited": invited_}


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
    r"(?P<k>\d+) of (?P<n>\d+) (?P<who>young people|adults|places and groups) first scored by "
    r"(?P<by>\d+ \w+ \d+)(?P<before>, in this year or before,)? (?:have|has) no later score "
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
    # Somebody first scored less than 90 days before the year's end may still be scored again.
    by = long_date(year.end - timedelta(days=90))
    earlier = Holds(bool(said["before"]) == (worst.due_before > 0), f"{worst.due_before} were scored before the year")
    return {**share(worst.lost, worst.due), "who": said["who"], "by": by, "before": said["before"], "earlier": earlier}


# The population of each step, by unit and step.
BASES = {
    ("young people", "at the start"): "who had a case open in the year",
    ("young people", "again in the year"): "who were scored at the start",
    ("places and groups", "at the start"): "that were being worked on in the year",
    ("places and groups", "again in the year"): "that were scored at the start",
    ("adults", "at the start"): "who had a case open in the year",
    ("adults", "again in the year"): "who had an adult who scored themselves at the start",
}


@states(
    IMPACT,
    r"only (?P<k>\d+) of (?P<n>\d+) (?P<who>young people|adults|places and groups) "
    rf"(?P<base>{'|'.join(dict.fromkeys(BASES.values()))}) "
    r"(?:(?:was|were) scored|had an (?P<adult>adult) who scored themselves) "
    r"(?P<when>at the start|again in the year) "
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
    base = BASES["adults" if said["adult"] else said["who"], said["when"]]
    return {**share(*least), "who": said["who"], "base": base, "when": said["when"], "adult": said["adult"]}


@states(IMPACT, r"\(α (?P<alpha>[−\d.]+), below (?P<least>[\d.]+)\)")
def little_agreement(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    if at is None:
        return None
    found = nominal(*cells(coded_twice(year), frozenset(codes_of(year, at.outcome))))
    return {"alpha": found.alpha, "least": rule(year.folder, "agreement_concern")}


MIXED = (
    r"(?P<list>[Tt]hose who answered (?P<earlier>before Year \d+|in Year \d+) and in Year \d+ differ by "
    r"(?P<by>site|sector|place): (?P<mix>[^;]+? \d+% and \d+%(?:; (?!those who )[^;%]+? \d+% and \d+%)*))"
)


@states(IMPACT, MIXED)
def mixes_differ(year: Year, said: Said) -> dict[str, Any] | None:
    """Expect the share of each site or sector in both waves, of a question whose mix moved beyond the margin."""
    at = standing(year, said.passage)
    if at is None:
        return None
    column = "sector" if said["by"] == "sector" else "site"
    told = {name: (int(a), int(b)) for name, a, b in re.findall(r"([^;%]+?) (\d+)% and (\d+)%", said["mix"])}
    told = {name.strip(" ;"): each for name, each in told.items()}
    known = []
    for voice in VOICES:
        own = Standing(at.outcome, at.scope, "survey", voice)
        for item in questions(year, own):
            for moves in since(year, item, own):
                if told_when(year, moves) == said["earlier"]:
                    known.append(mix(year, column, moves))
    ok = any(told == each and any(abs(a - b) > MIX_POINTS - 1 for a, b in each.values()) for each in known)
    held = Holds(ok, f"the mixes are {known}")
    return {"list": held, "earlier": said["earlier"], "by": said["by"], "mix": held}


def mix(year: Year, column: str, moves: Moved) -> dict[str, tuple[int, int]]:
    """Return the share of each site or sector among those who answered, in whole percent, then and now."""
    found = []
    for rows in (moves.earlier, moves.later):
        counts = Counter(year.site_name(row["site"]) if column == "site" else row["sector"] for row in rows)
        found.append({name: int(rounded(Fraction(100 * k, len(rows)), 0)) for name, k in counts.items()})
    return {name: (found[0].get(name, 0), found[1].get(name, 0)) for name in found[0] | found[1]}


MIX_POINTS = 20  # beyond which two waves are of different mix


@states(IMPACT, r"only (?P<n>\d+) sources spoke of it(?=[.;])")
def few_sources(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    if at is None:
        return None
    counts = [spoken(year, at.outcome, voice, at.scope).spoke for voice in VOICES]
    return {"n": OneOf(tuple(each for each in counts if each < FEWEST_SPOKEN))}


FEWEST_SPOKEN = 5


@states(IMPACT, r"[Tt]he range of the difference is wider than (?P<points>\d+) points")
def wide_range(year: Year, said: Said) -> dict[str, Any]:
    return {"points": rule(year.folder, "difference_width") * 100}


@states(IMPACT, r"[Tt]he range of the share is wider than (?P<points>\d+) points")
def wide_share(year: Year, said: Said) -> dict[str, Any]:
    return {"points": rule(year.folder, "share_width") * 100}


@states(IMPACT, r"[Tt]he difference between better and worse is known only to within (?P<points>\d+) points")
def wide_difference(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    if at is None:
        return None
    widths = [(each.interval[1] - each.interval[0]) * 100 for _, each in score_sets(year, at) if each.pairs]
    least = float(rule(year.folder, "difference_width")) * 100
    return {"points": OneOf(tuple(each for each in widths if each > least))}


@states(IMPACT, r"it rests on (?P<n>1) (?P<what>change|document) alone")
def rests_on_one(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    if at is None:
        return None
    counts = tallied(year, at.outcome, at.scope)
    changes = {sum(counts.values()), counts["better"], counts["worse"], counts["disputed"]}
    found = {papers(year, at.outcome, at.scope).documents} if said["what"] == "document" else changes
    return {"n": 1 if 1 in found else max(found), "what": said["what"]}


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


@states(
    IMPACT,
    r"Coherence: (?:no more than )?(?P<k>\d+|none) of (?P<n>\d+) readings points? in (?:any one|a clear) direction",
)
def readings_differ(year: Year, said: Said) -> dict[str, Any]:
    found = printed_readings(said)
    most = max(found.count("Positive"), found.count("Negative"), found.count("No change"))
    return {"k": most, "n": len(found)}


@states(IMPACT, rf"(?P<n>{COUNT}) sources? (?:was|were) asked, and (?P<none>none) spoke of it")
def asked_and_silent(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    if at is None or at.strand not in {"", "interviews"}:
        return None
    found = [spoken(year, at.outcome, voice, at.scope) for voice in ([at.voice] if at.voice else VOICES)]
    silent = [each.asked for each in found if each.asked and not each.spoke]
    return {"n": OneOf(tuple(silent)), "none": 0}
