"""Numbers: how many, of how many, of whom, did what, where and when, each bound to one field of evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.facts import OF_TIES, Fact
from tideturn.evaluation.claims.proof.words import Found, counts, does_in, when_in, who_in
from tideturn.evaluation.claims.said import Said
from tideturn.evaluation.rounding import round_half_up

ABOUT, PART = 0.05, 0.02
"""How near `about a half` and `a half` must be."""
_SPELLED = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}


@dataclass(frozen=True)
class Around:
    """One number with the stretch of words on either side of it that no other number stands in."""

    said: Said
    before: int
    after: int


def account(reading: Reading) -> None:
    """Bind each number that the words around it say enough of, and account for these words."""
    main = [
        one
        for one in reading.numbers
        if one.beside is None and not one.ranged and not reading.marked(one.start, one.end)
    ]
    carried: Found | None = None
    whom: Found | None = None
    for at, said in enumerate(main):
        around = Around(
            said,
            max((one.end for one in main[:at]), default=0),
            main[at + 1].start if at + 1 < len(main) else len(reading.text),
        )
        does = _does(reading, around, main[at + 1 :], carried)
        whom = _whom(reading, around) or whom
        carried = does or carried
        if does is not None:
            _bind(reading, around, does, whom)


def _bind(reading: Reading, around: Around, does: Found, whom: Found | None) -> None:
    said = around.said
    when = _when(reading, around)
    place, known = _place(reading, around)
    found = [
        fact
        for fact in reading.ground.facts
        if fact.does == does.means
        and (whom is None or (counts(whom.means, fact.item) and fact.does not in OF_TIES))
        and known
        and fact.item.scope == (place[0] if place else reading.ground.claim.scope)
        and then(reading, fact, when)
        and holds(said, fact)
    ]
    if len({fact.item.evidence_id for fact in found}) != 1:
        return
    fact = found[0]
    reading.bind(said.start, said.end, fact.item, fact.field)
    for words in (does, whom, when):
        if words is not None:
            reading.mark(words.start, words.end)
    if place:
        reading.mark(*place[1:])
    for one in reading.numbers:
        beside = (one.beside is not None or one.ranged) and said.end <= one.start < around.after
        if beside and _beside(one, fact):
            reading.mark(one.start, one.end)


def _does(reading: Reading, around: Around, later: Sequence[Said], carried: Found | None) -> Found | None:
    """What those counted did: by the words after the number, else by those that follow the next, else before it."""
    text, said = reading.text, around.said
    if own := does_in(text, said.end, around.after):
        return own[0]
    if carried and (did := re.fullmatch(r"[^.;]{0,40}?\b(did)\b(?! not)\W{0,3}", text[said.end : around.after])):
        return Found(carried.means, said.end + did.start(1), said.end + did.end(1))
    if later and re.fullmatch(r"[^.;]{0,60}?(?:,| and|, and)\s*", text[said.end : around.after]):
        following = later[1].start if len(later) > 1 else len(text)
        if own := does_in(text, later[0].end, following):
            return own[0]
    if own := does_in(text, around.before, said.start):
        return own[-1]
    return Found(carried.means, said.start, said.start) if carried else None


def _whom(reading: Reading, around: Around) -> Found | None:
    after = who_in(reading.text, around.said.start, around.after)
    return after[0] if after else next(reversed(who_in(reading.text, around.before, around.said.start)), None)


def _when(reading: Reading, around: Around) -> Found | None:
    said = around.said
    found = when_in(reading.text, said.end, around.after) or when_in(reading.text, around.before, said.start)
    return found[0] if found else None


def _place(reading: Reading, around: Around) -> tuple[tuple[str, int, int] | None, bool]:
    """The place that the words around name, or else the sentence; False where that is not one."""
    for start, end in ((around.before, around.after), (0, len(reading.text))):
        found = places_in(reading, start, end)
        if found:
            return (found[0], True) if len({code for code, *_ in found}) == 1 else (None, False)
    return None, True


def places_in(reading: Reading, start: int, end: int) -> list[tuple[str, int, int]]:
    """Return the sites that a stretch names, each with where it does."""
    return [
        (code, match.start(), match.end())
        for name, code in reading.ground.places.items()
        for match in re.compile(rf"\b(?:in|at|across|on) (?:the )?{re.escape(name)}\b", re.I).finditer(
            reading.text, start, end
        )
    ]


def then(reading: Reading, fact: Fact, when: Found | None) -> bool:
    """Whether a fact is of the time that the words name; without any, it is of the year itself."""
    claim = reading.ground.claim
    if when is None:
        return not fact.when and fact.item.year == claim.year
    words = reading.text[when.start : when.end].lower()
    year = fact.year if fact.when and fact.year is not None else fact.item.year
    match when.means:
        case "before":
            return bool(fact.when) and (fact.year is None or (fact.year < 1 and "year" in words) or fact.year < 1)
        case "after" | "this":
            return not fact.when and fact.item.year == claim.year
        case "last":
            return year == claim.year - 1
    number = words.split()[-1]
    return year == (_SPELLED.get(number) or int(number))


def holds(said: Said, fact: Fact) -> bool:
    """Whether a number says no more than a fact: equal to it, or a set that it lies in."""
    share = fact.share
    match said.kind:
        case "of":
            return (fact.k, fact.n) == (said.value, said.whole)
        case "percent":
            return share is not None and fact.ends is not None and same_percent(said, share)
        case "part":
            return share is not None and _part(said, share)
        case "majority":
            return share is not None and share > 1 / 2
        case "count":
            return not said.bound and fact.k == said.value
        case "every":
            return bool(fact.n) and fact.k == fact.n
        case "none":
            return bool(fact.n) and fact.k == 0
        case "points":
            return round_half_up(abs(fact.k) * 100, said.places) == round_half_up(said.value * 100, said.places)
        case "decimal":
            return round_half_up(fact.k, said.places) == round_half_up(said.value, said.places)
    return False


def _part(said: Said, share: float) -> bool:
    match said.bound:
        case "more":
            return said.value < share
        case "less":
            return share < said.value
        case "nearly":
            return said.value - ABOUT <= share < said.value
    return abs(share - said.value) <= (ABOUT if said.bound == "about" else PART)


def same_percent(said: Said, share: float) -> bool:
    """Whether a percentage is a share, rounded half up to the places that it is given to."""
    return not said.bound and round_half_up(share * 100, said.places) == round_half_up(said.value * 100, said.places)


def _beside(said: Said, fact: Fact) -> bool:
    """Whether what stands beside a count is its share, or one of the limits of it."""
    if said.ranged:
        return fact.ends is not None and any(same_percent(said, end) for end in fact.ends)
    return fact.share is not None and same_percent(said, fact.share)
