"""Bind moves from one number to another: each number to its time, the direction to the engine's reading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.number_words import NUMBER
from tideturn.evaluation.claims.proof import facts as f
from tideturn.evaluation.claims.proof.answers import scale_answers
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.facts import Fact
from tideturn.evaluation.claims.proof.pairs import CASES, MEANS, SERIES, TIES, WAVE, Pair, pairs_of
from tideturn.evaluation.claims.proof.places import places_in
from tideturn.evaluation.claims.proof.relation import holds
from tideturn.evaluation.claims.proof.times import SCALE, Time, times_in
from tideturn.evaluation.claims.proof.words import Found, counts, does_in, stem, stems_of, who_in
from tideturn.evaluation.claims.said import Said
from tideturn.evaluation.evidence_values import AssessmentPairs
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.record_values import SeriesCounts
from tideturn.evaluation.rounding import round_half_up
from tideturn.evaluation.waves import FELL, ROSE

_AUX: Final = r"(?:(?:has|have|had) )?"
_UP: Final = rf"{_AUX}(?:rose|risen|rise|went up|gone up|increased|grew|grown|climbed)|(?:is|are|was|were) up|, up"
_DOWN: Final = (
    rf"{_AUX}(?:fell|fallen|fall|went down|gone down|decreased|dropped|declined|slipped|slid|dipped|came down|"
    r"come down)"
    r"|(?:is|are|was|were) down|, down"
)
_NEUTRAL: Final = rf"{_AUX}(?:went|gone|changed|moved)"
_OF_A: Final = r"(?:(?:an average|a mean|a median) of |one of |all (?:of )?(?:the )?)?"
_WHOM: Final = r"(?: (?:among|for) (?:the |our )?[a-z ]{3,40}?\b)?"
_HEAD: Final = Gated(
    rf"(?P<verb>(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<went>{_NEUTRAL}))(?P<whom>{_WHOM}),?(?:\s[^.;:,]{{0,45}}?)?,? "
    rf"(?P<from>from) {_OF_A}$"
)
_TO: Final = Gated(rf"(?P<time>[^.;:]{{0,60}}?),?\s(?P<to>to)\s{_OF_A}")
_PART_OF: Final = re.compile(r"\b(?:share|proportion|percentage)\b(?= (?:of|who|that|among)\b)", re.IGNORECASE)
_SHARE_OF: Final = Gated(r"\b(?:share|proportion|percentage|number|part) of ")
_NUMBER_OF: Final = re.compile(r"\b(?:number|count|total)\b(?= of\b)", re.IGNORECASE)
_TIES: Final = Gated(r"\bties\b(?: (?:were )?reported)?(?: (?:between|among) [\w ’'-]{3,60})?,? ?$")
_AGREEMENT: Final = re.compile(r"\b(?:agreement|agree(?:d|ing)?)\b", re.IGNORECASE)
AVERAGE: Final = re.compile(r"\b(?:on average|(?:the |an )?(?:average|mean)(?: of)?|averaged)\b", re.IGNORECASE)
_SCORED: Final = Gated(
    rf"\b(?:gave|give|giving|scored|rated|put|answered) [^,;:.]*?(?P<score>{NUMBER} or (?:more|above|higher)"
    rf"(?: out of {NUMBER})?)\b"
)
"""A high score, from those counted."""
_REFUSED: Final = Gated(r"\b(?:each|apiece|every)\b")
"""Words that make a count an amount per person or place."""


class Ends(NamedTuple):
    """The two numbers of a move, and the direction in words."""

    one: Said
    other: Said
    way: str
    marks: tuple[tuple[int, int], ...]
    whom: Found | None


def account(reading: Reading) -> None:
    """Bind `rose from … to …` and similar phrases to two times of one piece of evidence."""
    main = main_numbers(reading)
    for at, (one, other) in enumerate(pairwise(main)):
        before = main[at - 1].end if at else 0
        after = main[at + 2].start if at + 2 < len(main) else len(reading.text)
        ends = _ends(reading, one, other, before)
        if ends is not None:
            _bind(reading, ends, before, after)


def main_numbers(reading: Reading) -> list[Said]:
    """Return the numbers that do not repeat another number and are not the ends of a scale."""
    scales = [match.span() for match in SCALE.finditer(reading.text)]
    return [
        one
        for one in reading.numbers
        if one.beside is None and not one.ranged and not any(start <= one.start < end for start, end in scales)
    ]


def _ends(reading: Reading, one: Said, other: Said, before: int) -> Ends | None:
    head = _HEAD.search(reading.text[before : one.start])
    middle = _TO.fullmatch(reading.text[one.end : other.start])
    if head is None or middle is None:
        return None
    way = ROSE if head["up"] else FELL if head["down"] else ""
    start = before + head.start("verb")
    marks = (
        (start, before + head.end("verb")),
        (before + head.start("from"), one.start),
        (one.end + middle.start("to"), other.start),
    )
    whom = who_in(reading.text, before + head.start("whom"), before + head.end("whom"))
    return Ends(one, other, way, marks, whom[0] if whom else None)


def _bind(reading: Reading, ends: Ends, before: int, after: int) -> None:
    text = reading.text
    start = ends.marks[0][0]
    own = times_in(text, start, ends.one.start) + times_in(text, ends.one.end, ends.other.start)
    end_times = times_in(text, ends.other.end, after)
    tail = [time for time in end_times if re.fullmatch(r"[\s),]*(?:possible\s?)?", text[ends.other.end : time.start])]
    lead = [time for time in times_in(text, 0, start) if time.start >= before or time.kind == "since year"]
    if len(own) > 1 or len(lead) > 2 or len(tail) > 1:
        return
    place = [*places_in(reading, 0, len(text))]
    if len({code for code, *_ in place}) > 1 or not _plain(reading, before, after):
        return
    scope = place[0][0] if place else reading.ground.claim.scope
    whom = ends.whom or _subject(text, start)
    found = [
        pair
        for pair in candidates(reading, scope, whom)
        if holds_end(ends.one, pair.then)
        and holds_end(ends.other, pair.now)
        and _timed(pair, own, lead, tail, reading)
        and (not ends.way or pair.moved == ends.way)
        and named(text, pair, start, ends.one, ends.other)
        and (_is_all(text, ends.one, pair.then) or not re.search(r"\ball (?:of )?(?:the )?$", text[: ends.one.start]))
    ]
    if len({id(pair.item) for pair in found}) != 1:
        return
    pair = found[0]
    bind_pair(reading, pair, ends.one, ends.other)
    for high in _SCORED.finditer(text, 0, start):
        if pair.kind == WAVE and high.span("score") in {*scale_answers(text, [pair.item])}:
            reading.mark(*high.span("score"))
    for stretch in (*ends.marks, *((time.start, time.end) for time in (*own, *lead, *tail))):
        reading.mark(*stretch)
    if whom is not None:
        reading.mark(whom.start, whom.end)
    for _, *span in place:
        reading.mark(*span)
    _difference(reading, pair, ends.other.end)


def candidates(reading: Reading, scope: str, whom: Found | None) -> Iterator[Pair]:
    """Yield the pairs of measurements at a place of the people that the words name."""
    for item in reading.ground.items:
        if item.scope == scope and (whom is None or counts(whom.means, item) or isinstance(item.value, SeriesCounts)):
            yield from pairs_of(item)


def _plain(reading: Reading, start: int, end: int) -> bool:
    """Return whether the stretch only says that people agreed, were counted, met a pathway or had ties."""
    said = {one.means for one in does_in(reading.text, start, end)}
    meant = (f.AGREED, f.COUNTED, f.MET, f.TIED, f.OPINION, f.ANSWERED, f.ASKED, f.PAIRED, f.KEPT, f.NEW, f.ENDED)
    return said <= set(meant) and not _REFUSED.search(reading.text)


def _subject(text: str, end: int) -> Found | None:
    """Return whose share it is: the people after `share of`, else the first that the sentence names."""
    share = next(reversed(list(_SHARE_OF.finditer(text, 0, end))), None)
    return next(iter(who_in(text, share.end() if share else 0, end)), None)


def _timed(pair: Pair, own: Sequence[Time], lead: Sequence[Time], tail: Sequence[Time], reading: Reading) -> bool:
    then, now = [*own], [*tail]
    for time in lead:
        (then if pair.is_then(time) else now).append(time)
    if len(lead) > 1 and not pair.is_then(lead[0]) and reading.text[lead[0].start :].lower().startswith("between"):
        return False
    if len(then) > 1:
        return False  # `in Year 1 it rose from a half in Year 1`: the rise is not of that year
    if not all(pair.is_then(time) for time in then) or not all(pair.is_now(time) for time in now):
        return False
    if pair.item.year != reading.ground.claim.year and not now:
        return False
    if pair.kind == WAVE and not then:
        return len(pair.item.waves) == 1 or pair.year == pair.item.year - 1
    return bool(then) or pair.kind in (TIES, MEANS)


def holds_end(said: Said, fact: Fact) -> bool:
    """Return whether a number equals one end of a move."""
    if fact.does == f.MEAN:
        if said.kind == "decimal":
            scores = fact.item.value_if(AssessmentPairs)
            top = scores.scale_max if scores else None
            return (
                not said.bound
                and said.whole in (None, top)
                and round_half_up(fact.k, said.places) == round_half_up(said.value, said.places)
            )
        near = round_half_up(fact.k, 0) if said.bound == "about" else fact.k
        return said.kind == "count" and said.bound in ("", "about") and near == said.value
    return holds(said, fact)


def named(text: str, pair: Pair, start: int, one: Said, other: Said) -> bool:
    """Return whether the sentence names what moved: a share, an average, ties, or what a series counts."""
    subject = text[:start]
    if pair.kind == WAVE:
        if not in_order(subject, pair.item):
            return False
        kinds = {"percent", "part", "of", *(["count"] if _is_all(text, one, pair.then) else [])}
        return {one.kind, other.kind} <= kinds and not _NUMBER_OF.search(subject)
    if pair.kind == MEANS:
        return bool(AVERAGE.search(text))
    if pair.kind == TIES:
        return bool(_TIES.search(subject)) and {one.kind, other.kind} <= {"count", "of"}
    if pair.kind == SERIES:
        return one.kind == other.kind == "count" and headed(subject, pair.item.text)
    return pair.kind == CASES and bool(re.search(r"\bcases\b", text, re.IGNORECASE))


def in_order(said: str, item: EvidenceItem) -> bool:
    """Return whether the label's words keep their order: people who miss signs are not people who notice them."""
    label = list(dict.fromkeys(stems_of(item.text)))
    places = [label.index(one) for one in stems_of(said) if one in label]
    return places == sorted(places)


def _is_all(text: str, said: Said, fact: Fact) -> bool:
    """Return whether the words say `all` and the fact is everybody."""
    return fact.k == fact.n and bool(re.search(r"\ball (?:of )?(?:the )?$", text[: said.start], re.IGNORECASE))


_LABEL_HEAD: Final = Gated(
    r"(?P<head>(?:[\w’'-]+ ){0,4}?[\w’'-]+?s|Children|People)\b(?= (?P<then>in|on|at|to|that|who|of|by|which|referred|"
    r"reported|made|recorded|counted)\b|,|$)"
)


def headed(subject: str, label: str) -> bool:
    """Return whether a subject begins with the noun that a series counts, or `referrals of` the people referred."""
    found = _LABEL_HEAD.match(label)
    if found is None:
        return False
    words = re.findall(r"[\w’'-]+", found["head"])
    bare = re.sub(
        r"^(?:in .{3,40}?, )?(?:the |our )?(?:(?:total )?(?:number|count|total) of |reported )?",
        "",
        subject.strip(),
        flags=re.I,
    )
    said = re.findall(r"[\w’'-]+", bare)
    if [stem(word) for word in said[: len(words)]] == [stem(word) for word in words]:
        return True
    referred = (found["then"] or "").lower() == "referred"
    return referred and [word.lower() for word in said[:2]] == ["referrals", "of"] and stem(said[2]) == stem(words[0])


def bind_pair(reading: Reading, pair: Pair, one: Said, other: Said) -> None:
    """Bind both numbers, and mark the words for a share, an average or agreement."""
    reading.bind(one.start, one.end, pair.item, pair.then.field)
    reading.bind(other.start, other.end, pair.item, pair.now.field)
    for said in reading.numbers:
        if said.beside is not None and not said.ranged:
            for fact in (pair.then, pair.now):
                held = fact.n is not None and said.beside == (fact.k, fact.n)
                if held and holds(said, fact):
                    reading.mark(said.start, said.end)
    patterns: Mapping[str, tuple[re.Pattern[str], ...]] = {
        WAVE: (_PART_OF, _AGREEMENT),
        MEANS: (AVERAGE, re.compile(r"\bscores?\b", re.IGNORECASE)),
        TIES: (_NUMBER_OF, re.compile(r"\b(?:reported )?ties(?: (?:were )?reported)?\b|\bpossible\b", re.IGNORECASE)),
        SERIES: (_NUMBER_OF, re.compile(r"^(?:Referrals)(?= of)", re.IGNORECASE)),
        CASES: (),
    }
    for pattern in patterns[pair.kind]:
        for match in pattern.finditer(reading.text):
            reading.mark(*match.span())


_POINTS: Final = Gated(
    r"[\s),]*(?:(?:which|that|this) is )?(?:(?:an?|the) )?(?P<what>difference|rise|increase|fall|drop|decrease)? ?"
    r"(?:of )?$"
)


def _difference(reading: Reading, pair: Pair, start: int) -> None:
    """Bind the difference in points after a move, with its limits."""
    fact = pair.difference
    said = next((one for one in reading.numbers if one.kind == "points" and one.start >= start), None)
    if fact is None or fact.ends is None or said is None:
        return
    words = _POINTS.match(re.sub(r"^[\s)]*(?:in year \w+|now)", "", reading.text[start : said.start], flags=re.I))
    if words is None or round_half_up(abs(fact.k) * 100, said.places) != round_half_up(said.value * 100, said.places):
        return
    what = (words["what"] or "").lower()
    if (what in ("rise", "increase") and pair.moved != ROSE) or (
        what in ("fall", "drop", "decrease") and pair.moved != FELL
    ):
        return
    reading.bind(said.start, said.end, pair.item, fact.field)
    if what:
        at = reading.text.lower().rindex(what, start, said.start)
        reading.mark(at, at + len(what))
    limits = re.match(
        r" \((?:from )?([−-]?\d+(?:\.\d+)?) to ([−-]?\d+(?:\.\d+)?)(?: points)?\)", reading.text[said.end :]
    )
    if limits and all(
        abs(round(end_ * 100) - float(limits[at].replace("−", "-"))) < 1e-9
        for at, end_ in enumerate(fact.ends, start=1)
    ):
        reading.mark(said.end, said.end + limits.end())
