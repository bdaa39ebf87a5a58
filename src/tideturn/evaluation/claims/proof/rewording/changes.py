"""Put a harvested change in the words of its own description: `all surgeries show` where every surgery shows."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from typing import Final

from tideturn.evaluation.claims.proof.clause import Ground
from tideturn.evaluation.claims.proof.times import MONTH, SEASONS, month_number
from tideturn.evaluation.claims.proof.words import ignoring_case

_EVERY: Final = re.compile(r"^(?:Every|Each) (?P<one>[a-z]+) (?P<does>[a-z]+s)\b")
_TOPIC: Final = re.compile(r"\b(?:for|about) (?:an? |the )?[a-z]+$")
_SEASON: Final = ignoring_case(r"\b(?:the )?(?P<season>spring|summer|autumn)(?: of)? (?P<year>20\d\d)\b")
_FOLLOWING: Final = ignoring_case(rf"\b(?:in )?the (?:following|next) (?P<month>{MONTH})\b(?! 20)")
_THAT_IT: Final = ignoring_case(
    r"^That (?P<rest>[^“]+?) (?P<is>(?:was|is|has been) (?:since )?(?:fully |partly )?confirmed\b[^“]*)$"
)
_BEGAN: Final = ignoring_case(
    r"\b(?:(?:have |has |had )?beg[au]n|(?:have |has |had )?started|came) to (?!an?\b|the\b|light\b|no\b)(?P<do>\w+)"
)
_WHOM: Final = ignoring_case(r"\b(?:whom|that) (?P<by>(?:the )?\w+) (?P<have>had|have|has) (?P<did>\w+ed)\b")
_BEGAN_DOING: Final = ignoring_case(r"\b(?:(?:have |has |had )?beg[au]n|(?:have |has |had )?started) (?=\w+ing\b)")
_PLACE: Final = r"(?: (?:in|on|across) (?:the )?[A-Z]\w+(?: \w+)?)?"


def redescribed(text: str, ground: Ground) -> str:
    """Return a sentence on harvested changes in words nearer to their descriptions, which says no less."""
    for change in (ground.record.changes.get(item.evidence_id) for item in ground.items):
        if change is None:
            continue
        text = _SEASON.sub(partial(_month, noticed=change.noticed), text)
        text = _FOLLOWING.sub(partial(_next, noticed=change.noticed), text)
        if change.item.year == ground.claim.year:
            text = re.sub(rf"(?<=\bconfirmed) in (?i:year) {change.item.year}\b", "", text)
        if found := _EVERY.match(change.description):
            text = _each(text, found["one"], found["does"])
        topic = _TOPIC.search(ground.named)
        if topic and topic[0] not in change.description:
            text = re.sub(rf" {re.escape(topic[0])}\b", "", text)
    for name in (name.removeprefix("The ") for name in ground.places):
        text = re.sub(rf"^(?:The )?{re.escape(name)}: (?=\w)", f"In {name}, ", text)
    text = _BY_THEN.sub(r"\g<rest> \g<by>\g<end>", text)
    text = confirmed_after(behind(text))
    text = _WHOM.sub(lambda found: f"who {found['have']} been {found['did']} by {found['by']}", text)
    return _BEGAN_DOING.sub("", _BEGAN.sub(lambda found: _doing(found["do"]), text))


_STATUS: Final = (
    r"(?:as a pilot|adopted|embedded|piloted|confirmed|(?:first )?(?:noticed|noted)|verified|introduced|"
    r"brought in|tried out|corroborated)\b[^,“]*"
)
_AHEAD: Final = ignoring_case(
    rf"^(?P<what>{_STATUS}|(?:(?:as (?!for\b)|according to )[^,“]*\b(?:independent|outside)\b[^,“]*)), "
    r"(?P<rest>[^“]+?)(?P<end>\.?)$"
)


_CONFIRMING: Final = ignoring_case(
    r"^(?P<who>(?:an?|one|two|three|at least one|somebody|someone|both|people) [^,“]*?)"
    r"(?P<did> (?:has |have )?confirm(?:ed|s)?)(?P<how>,? [^,“]*?\bpart(?:ly)?(?=,? that\b))?,? that "
    r"(?P<rest>[^“]+?)(?P<after>, [^,“]*\bpart(?:ly)?)?(?P<end>\.?)$"
)


def confirmed_after(text: str) -> str:
    """Return a sentence with who confirmed what changed after it: `Two people confirmed, one in part, that …`."""
    return _CONFIRMING.sub(
        lambda found: (
            f"{found['rest']}; {found['who'][:1].lower()}{found['who'][1:]}{found['did']} this"
            f"{found['how'] or found['after']}{found['end']}"
            if found["how"] or found["after"]
            else found[0]
        ),
        text,
    )


_BY_THEN: Final = ignoring_case(
    r"^(?P<by>By (?:[a-z]+[- ])?[A-Z]\w+ 20\d\d),? (?P<rest>[^,“]+ had (?:been|become|reached) [^,“]*?"
    r"(?:adopted|embedded|reversed|stage))(?P<end>\.?)$"
)


def behind(text: str) -> str:
    """Return a sentence that gives the state of a change after what changed, for `Adopted in May 2020, …`."""
    text = _THAT_IT.sub(lambda that: f"{that['rest'][:1].upper()}{that['rest'][1:]}, which {that['is']}", text)
    found = _AHEAD.fullmatch(text)
    if found is None:
        return text
    which = "" if found["what"].lower().startswith(("as ", "according")) else "which was "
    return f"{found['rest']}, {which}{found['what'][:1].lower()}{found['what'][1:]}{found['end']}"


def placed(text: str, ground: Ground) -> str:
    """Return a sentence on documents of one place without that place at the end of what they say."""
    scopes = {item.scope for item in ground.items if item.kind == "document"}
    names = [name.removeprefix("The ") for name, code in ground.places.items() if scopes == {code}]
    for name in names if scopes <= ground.record.sites else ():
        text = re.sub(rf" (?:in|on|across) (?:the )?{re.escape(name)}(?=\.?$|,? [a-z])", "", text)
    return text


def _month(found: re.Match[str], *, noticed: date) -> str:
    """Return the month in which a change was noticed for its season."""
    own = noticed.month in SEASONS[found["season"].lower()] and noticed.year == int(found["year"])
    return f"{noticed:%B} {noticed.year}" if own else found[0]


def _next(found: re.Match[str], *, noticed: date) -> str:
    """Return `in February 2023` for `the following February`, counted from the month when a change began."""
    if f"{noticed:%B} {noticed.year}" not in found.string[: found.start()]:
        return found[0]
    month = month_number(found["month"])
    return f"in {found['month']} {noticed.year + (month <= noticed.month)}"


def _each(text: str, one: str, does: str) -> str:
    """Return a text with what all of some do as what every one of them does."""
    many = f"{one[:-1]}ies" if one.endswith("y") else f"{one}s"
    do = does[:-1]
    pattern = re.compile(
        rf"\b(?:[Aa]ll (?:of )?(?:the )?)?(?P<adj>(?:[A-Z]\w+ ){{0,2}})(?i:{many})(?P<place>{_PLACE})(?: all| each)?"
        rf"(?P<now> now| already)? (?P<verb>{do}|{do}ed|have (?:now )?{do}(?:ed|n)|are (?:now )?{do}ing|were {do}ing)\b"
    )
    ways = {do: does, f"are {do}ing": does}

    def said(found: re.Match[str]) -> str:
        verb = found["verb"].lower().replace(" now ", " ")
        verb = ways.get(verb, verb.replace("have ", "has ").replace("were ", "was "))
        return f"every {found['adj']}{one}{found['place']}{found['now'] or ''} {verb}"

    return pattern.sub(said, text)


def _doing(verb: str) -> str:
    return f"{verb.removesuffix('e') if len(verb) > len('bee') else verb}ing"
