"""Build the names that a sentence may use for a speaker or a document, no more exact than consent allows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Final

from tideturn.evaluation.claims.gated import Gated, built
from tideturn.evaluation.claims.number_words import number, spelled
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.interviews import YEAR
from tideturn.evaluation.claims.proof.times import ORDINALS, SEASONS
from tideturn.evaluation.claims.proof.words import ignoring_case, speakers
from tideturn.evaluation.model import EvidenceItem

VERB: Final = (
    r"(?:said|says|told (?:us|the evaluation)|(?:put|described|summed) it(?: up)?"
    r"(?: (?:like this|this way|as follows|to us|simply|plainly))?|answered|explained(?: how (?:it|this|that) works)?|"
    r"recalled|replied|added|remarked|commented|observed|reported|noted|stated|reflected|related|responded|pointed out|"
    r"said (?:this|the following)|(?:had|has) this to say|gave (?:us )?(?:an|one|this) example)"
)
WRITTEN: Final = r"(?:wrote|writes?|says?|said|states?|stated|notes?|noted|reads?|records?|recorded|reports?|reported)"
_OF: Final = re.compile(r"\s(?:of|for|on|from|about)\s", re.IGNORECASE)
"""Months of each season within one calendar year."""
_COLON: Final = re.compile(r"([\w ]+): ([\w ]+)$")
_OF_THE: Final = re.compile(r"(\w+) of the ([\w ]+)$")
_HEAD: Final = re.compile(r"^([\w ]+?) (?=(?:for|of|on) )")
"""Words of a title before a date and its topic."""
_ADJECTIVE: Final = re.compile(r", (\w+ed)$")
_REPORTS: Final = Gated(r"\b(?:inspection|review|return|report)\b")
_DATED: Final = Gated(
    r"\b(?:(?:(?P<day>\d{1,2})(?:st|nd|rd|th)? )?(?P<month>january|february|march|april|may|june|july|august|september|"
    r"october|november|december),? |(?P<season>spring|summer|autumn)(?: of)? )?(?P<year>(?:19|20)\d\d)\b"
)
_CODE: Final = re.compile(r" [A-Z]$")
"""Letter used as a name: `Health board H`."""
_PLACE: Final = "ƿ"
SECTOR: Final = "ʂ"
_DAY: Final = "ɗ"
"""Letters that replace the site and the sector of somebody interviewed, and the day of an interview or a document."""


def of_year(reading: Reading, item: EvidenceItem, frame: str) -> bool:
    """Return whether the evidence is from the year named, or from the claim's year if none is named."""
    years = {number(match["year"]) for match in built(YEAR).finditer(frame)}
    dated = {item.year} if _DAY in frame else set()
    return (years or dated or {reading.ground.claim.year}) == {item.year}


def veiled(reading: Reading, item: EvidenceItem) -> str:
    """Return the sentence with one letter each for an interviewee's site and sector, as `where` and `who` name them.

    Another letter replaces the day of an interview or a document, or its month or year alone. So the same few patterns
    serve everybody interviewed. Every other word keeps its place.
    """
    sector = item.speaker.partition(", ")[2]
    named = item.evidence_id.split("/")[1]
    day = reading.ground.record.days.get(named.rpartition(":")[0] if item.in_a_survey else named)
    key = "veiled", item.kind, item.scope, sector, day
    if key not in reading.memo:
        text = _DATED.sub(partial(_if_that, day=day), reading.text) if day else reading.text
        for letter, names in ((_PLACE, place_names(reading, item)), (SECTOR, [sector] if sector else [])):
            for name in names if item.kind == "interview" else ():
                text = ignoring_case(rf"\b{re.escape(name)}\b").sub(letter * len(name), text)
        reading.memo[key] = text
    return str(reading.memo[key])


def _if_that(found: re.Match[str], *, day: date) -> str:
    """Return the letter for a day, as long as the words, if they name that day, its month or its year."""
    fits = (
        found["day"] in (None, str(day.day))
        and (found["month"] or f"{day:%B}").lower() == f"{day:%B}".lower()
        and (found["season"] is None or day.month in SEASONS[found["season"].lower()])
        and int(found["year"]) == day.year
    )
    return _DAY * len(found[0]) if fits else found[0]


def _here(reading: Reading, item: EvidenceItem) -> str:
    """Return a pattern for the site of a piece of evidence, by its names."""
    if item.kind == "interview":
        return f"{_PLACE}+"
    return "|".join(re.escape(name) for name in place_names(reading, item)) or "(?!)"


def where(reading: Reading, item: EvidenceItem) -> str:
    """Return a pattern for where, when and how somebody said something, in a sentence as `veiled` returns it."""
    then = rf"(?:in|on|during) (?:the )?{_DAY}+"
    places = [
        rf"(?:in|on|at|from) (?:the )?(?:{_here(reading, item)})",
        rf"(?:back )?{then}",
    ]
    if item.kind == "interview":
        yearly = rf"(?:programme )?year (?:{item.year}|{spelled(item.year)})"
        nth = "".join(ORDINALS[item.year - 1 : item.year])
        wave = rf"in (?:the|our|their|a) (?:(?:{_DAY}+|{yearly}) survey|survey(?: (?:of|in|for) (?:{_DAY}+|{yearly}))?)"
        how = [wave] if item.in_a_survey else [r"in (?:an|our|the) interviews?"]
        places += (
            [
                *how,
                r"when interviewed",
                r"(?:whom )?we interviewed",
                r"who was interviewed",
                rf"(?:(?:who was|when) )?(?:interviewed|speaking|talking|asked)(?: to us)? (?:{then}|in {yearly})",
                rf"when we (?:interviewed|spoke (?:to|with)|talked (?:to|with)|met) (?:them|him or her)(?: {then})?",
                rf"\((?:(?:in )?{_PLACE}+, )?(?:in )?{_DAY}+\)",
                rf"in (?:an|our|the) interviews? (?:of|on|held in|from|dated) {_DAY}+",
                rf"in an? (?:{_DAY}+|{yearly}|{nth}-year) interview",
                rf"(?:in|during) (?:(?:the|our) )?(?:{_DAY}+|{yearly}|{nth}-year) interviews",
            ]
            if not item.in_a_survey
            else how
        )
    else:
        places += [
            r"(?:(?:dat(?:ed|ing)|written|published|issued|produced|drawn up|compiled|reporting|writing) )?"
            rf"(?:in|on|of|from) {_DAY}+",
            rf"dated {_DAY}+|\({_DAY}+\)",
        ]
    return "|".join((*places, rf"in (?:programme )?year (?:{item.year}|{spelled(item.year)})"))


def place_names(reading: Reading, item: EvidenceItem) -> list[str]:
    """Return the names of a piece of evidence's site."""
    names = [name for name, code in reading.ground.places.items() if code == item.scope]
    last = [name.split()[-1] for name in reading.ground.places]
    short = [name.split()[-1] for name in names if last.count(name.split()[-1]) == 1 and _common(name)]
    return [name.removeprefix("The ") for name in names] + short


def elsewhere(reading: Reading, item: EvidenceItem) -> bool:
    """Return whether a sentence names places, but not the one that a piece of evidence is from."""
    named = {code for name, code in reading.ground.places.items() if _is_in(name.removeprefix("The "), reading.text)}
    return bool(named) and not any(_is_in(name, reading.text) for name in place_names(reading, item))


def _is_in(name: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(name)}\b", text) is not None


def _common(name: str) -> bool:
    """Return whether a site's name ends in a common noun: the Northumberland coast."""
    return " " in name and name.split()[-1].islower()


def who(reading: Reading, item: EvidenceItem) -> Iterator[tuple[str, str]]:
    """Yield patterns for the speaker, no more exact than the evidence, each with its verbs.

    The patterns are for the sentence as `veiled` returns it.
    """
    if item.kind == "document":
        yield from ((name, WRITTEN) for name in _documents(reading, item))
        return
    sector = item.speaker.partition(", ")[2]
    noun, works = speakers(item.voice), f"{SECTOR}+"
    noun += "" if item.in_a_survey else "|interviewee"
    of = (
        rf"(?:,? (?:(?:who works|working) )?(?:in|for|at|from|with) (?:the )?(?:{_PLACE}+[’']s )?{works}(?: sector)?)?"
        if sector
        else ""
    )
    kind = rf"(?:{_here(reading, item)}(?:-based)? )?" + (rf"(?:{works}(?:[- ]sector)? )?" if sector else "")
    asked = "" if item.in_a_survey else r"(?: (?:(?:whom )?we |who (?:was|were) )?interviewed)?"
    one = rf"(?:one|an?) {kind}(?:{noun}){of}{asked}|some(?:body|one){of}"
    named = rf"(?:{one}|one of (?:the|our) (?:{_plural(item)}){asked})"
    verb = (
        r"(?:wrote|said|put it (?:like this|this way)|"
        r"(?:answered|replied to|returned) (?:the|our) survey with(?: the words)?)"
        if item.in_a_survey
        else VERB
    )
    yield named, verb
    if not item.in_a_survey and item.voice in ("stakeholder", "staff"):
        yield (
            rf"(?P<sole>the (?:one|only) {kind}(?:{noun}) (?:who|that) (?:spoke|talked) (?:of|about) it"
            r"(?: in (?:our |the )?interviews?)?)",
            VERB,
        )


def _plural(item: EvidenceItem) -> str:
    return {
        "staff": "programme[’']s (?:own )?staff|workers|staff",
        "stakeholder": "(?:outside )?partners|outside professionals",
        "young_person": "young people",
        "family": "parents and carers",
    }.get(item.voice, "people")


def _documents(reading: Reading, item: EvidenceItem) -> Iterator[str]:
    """Yield names for a document: its title or what it is, its author, or both."""
    author = re.sub("^(?:the|an?) ", "", item.origin)
    near = _here(reading, item)
    origin = rf"(?:(?:the|an?) )?(?:(?:{near}) )?(?:{_loose(author)}|{_loose(_CODE.sub('', author))})"
    titles = reading.ground.record.titles
    title = titles.get(item.evidence_id.split("/")[1], "")
    names = _called(title)
    kinds = sorted(
        (kind for kind in _kinds(title) if sum(_named(kind, other) for other in titles.values()) == 1), key=len
    )
    here, dated = near, rf"(?:{_DAY}+ )?"
    mine = rf"the (?:(?:{here})[’']s )?"
    called = "|".join(
        _HEAD.sub(
            rf"\1(?:,? (?:of|from|dated|in) {_DAY}+,?)? ", _loose(name.strip(" )")).replace("the ", mine), count=1
        )
        for name in dict.fromkeys(names)
        if len(name.split()) > 1
    )
    yield origin
    yield rf"(?:a|one) {dated}(?:(?:{here}) )?document(?: quoted)?(?: (?:of|from|by) {origin})?"
    if called:
        yield rf"(?:(?:the|an?) )?{dated}(?:{called})(?:,? (?:of|from|by) {origin}| \({origin}(?:, {_DAY}+)?\))?"
    told = [_loose(kind) for kind in reversed(kinds)] + ["report"] * bool(_REPORTS.search(title))
    adjective = f"(?:{found[1]} )?" if (found := _ADJECTIVE.search(title)) else ""
    signed = rf" \({origin}(?:, {_DAY}+)?\)"
    if told:
        yield rf"(?:(?:the|an?) )?{dated}{adjective}(?:(?:{here}) )?{dated}(?:{'|'.join(told)})(?:{signed})?"
    if called or told:
        owned = "|".join(filter(None, (called, *told)))
        yield rf"{adjective}(?:{origin}|(?:the )?(?:{here}))(?:[’']s?)? (?:own )?{dated}{adjective}(?:{owned})"
        when = rf"(?:(?:of|from|in|dated) {_DAY}+,? )?"
        yield rf"(?:the|an?) {dated}{adjective}(?:{owned}),? {when}(?:of|from|by) {origin}"


def _called(title: str) -> list[str]:
    """Return a whole title, the title up to a comma, colon or bracket, and each text in its brackets."""
    turned = [f"{found[2]} {of} the {found[1]}" for of in ("of", "to", "for", "in") if (found := _COLON.match(title))]
    turned += [f"{found[2]}’s {found[1]}" for found in [_OF_THE.match(title)] if found]
    return [title, *re.split(r"[,:(]", title)[:1], *re.findall(r"\(([^)]+)\)", title), *turned]


def _kinds(title: str) -> set[str]:
    """Return what a document is, by the words of its title before `of` or `for`: `training plan`, `plan`."""
    words = _OF.split(re.split(r"[,:(]", title)[0].strip())[0].split()
    return {" ".join(words[at:]) for at in range(len(words))}


def _named(kind: str, title: str) -> bool:
    return re.search(rf"\b{_loose(kind)}\b", title, re.IGNORECASE) is not None


def _loose(name: str) -> str:
    """Return a name escaped for a pattern, with either apostrophe."""
    return re.sub(r"[’']", "[’']", re.escape(re.sub("^the ", "", name, flags=re.IGNORECASE)).replace(r"\ ", " "))
