"""Bind ties in two waves (kept, new, ended, as many as before), and cases before and since a pilot."""

from __future__ import annotations

import re
from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.number_words import PATTERN
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.moves import holds_end, main_numbers
from tideturn.evaluation.claims.proof.pairs import CASES, TIES, WAVE, pairs_of
from tideturn.evaluation.claims.proof.places import places_in
from tideturn.evaluation.claims.proof.times import times_in
from tideturn.evaluation.claims.proof.words import counts, who_in
from tideturn.evaluation.claims.said import Said
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.record_values import NetworkTies

_N: Final = rf"(?:\d[\d,]*|{PATTERN})"
_OF_THEM: Final = r"(?: ties| of (?:them|these|those))?"
_REPORTED: Final = r"(?: reported)? ties (?:that were )?(?:reported )?"
_TIES: Final = (
    ("ties_before", rf"{_REPORTED}(?:in the first wave|the first time)"),
    ("ties_after", rf"{_REPORTED}(?:in the second wave|the second time)"),
    ("kept", rf"{_OF_THEM} (?:were|are) (?:there|reported) (?:again )?in the second\b(?: wave)?"),
    ("kept", rf"{_OF_THEM} (?:that )?(?:stayed|remained|were kept)\b"),
    ("new", r" (?:were|are) new\b"),
    (
        "new",
        r" new (?:ones|ties)(?: (?:had been|have been|were) (?:added|reported|made)| (?:have )?(?:begun|began))?",
    ),
    ("ended", rf"{_OF_THEM} (?:(?:has|have|had) )?ended\b"),
)
_FIRST: Final = Gated(r"^of the \S+ ties (?:that were )?reported (?:in the first wave|the first time),? \S+$")
_PATTERNS: Final = tuple((name, re.compile(rf"\b(?P<n>{_N}){pattern}", re.IGNORECASE)) for name, pattern in _TIES)
_BOTH: Final = Gated(
    rf"\bamong the (?P<n>{_N}) organisations (?:that|which) (?:answered|took part|replied)(?: in)? "
    r"(?:both (?:times|waves)|twice|in both waves)"
)
_AS_MANY: Final = Gated(
    r"\b(?:exactly |just )?as many\b(?P<what>[^.;:]*?)(?P<now>\b(?:in|the) (?:year \w+|second (?:wave|time))) as "
    r"(?P<then>(?:in )?(?:the first(?: wave| time)?|year \w+|before year 1|before the programme))[^.;:]*[:,(] ?"
)
_EACH: Final = Gated(r"\s(?:each time|both times|in both (?:years|waves)|in each)\b")


def account(reading: Reading) -> None:
    """Bind counts of ties, `as many as in the first wave`, and cases before and since a pilot."""
    _as_many(reading)
    network = _network(reading)
    if network is not None and re.search(r"\bties\b", reading.text, re.IGNORECASE):
        _ties(reading, network)
    _pilot(reading)


def _scope(reading: Reading) -> str:
    codes = {code for code, *_ in places_in(reading, 0, len(reading.text))}
    return codes.pop() if len(codes) == 1 else "" if codes else reading.ground.claim.scope


def _network(reading: Reading) -> EvidenceItem | None:
    found = [
        item
        for item in reading.ground.items
        if isinstance(item.value, NetworkTies)
        and item.scope == _scope(reading)
        and item.year == reading.ground.claim.year
    ]
    return found[0] if len(found) == 1 else None


def _said(reading: Reading, start: int, end: int) -> Said | None:
    return next((one for one in reading.numbers if (one.start, one.end) == (start, end)), None)


def _ties(reading: Reading, item: EvidenceItem) -> None:
    held = item.value_as(NetworkTies)
    for name, pattern in _PATTERNS:
        count = held.number(name)  # by name: a pattern is named after the field
        if count is None:
            continue
        for match in pattern.finditer(reading.text):
            said = next((one for one in reading.numbers if one.start <= match.start("n") < one.end), None)
            if said is None or reading.marked(*match.span()) or said.bound or said.kind not in ("count", "of"):
                continue
            of_first = said.kind == "of" and said.whole == held.ties_before and _FIRST.search(said.text)
            if of_first and name in ("kept", "ended") and said.value == count:
                reading.bind(said.start, match.end(), item, name)
            elif said.value == count and (said.kind == "count" or said.whole == held.possible):
                reading.bind(match.start(), match.end(), item, name)
    for match in _BOTH.finditer(reading.text):
        said = _said(reading, *match.span("n"))
        if said is not None and said.value == item.n and any(item is one for one in reading.bound):
            reading.bind(match.start(), match.end(), item, "n")
    if any(item is one for one in reading.bound):
        for match in re.finditer(r"\b(?:reported )?ties\b", reading.text, re.IGNORECASE):
            reading.mark(*match.span())


def _as_many(reading: Reading) -> None:
    """Bind `as many … in Year 2 as in Year 1: 45 of 55 each time`, if both waves have that count and denominator."""
    text = reading.text
    for match in _AS_MANY.finditer(text):
        said = next((one for one in main_numbers(reading) if one.start == match.end()), None)
        if said is None or said.kind not in ("of", "count") or said.bound:
            continue
        ties = bool(re.search(r"\bties\b", match["what"], re.IGNORECASE))
        whom = who_in(text, match.start("what"), match.end("what"))
        found = []
        for item in reading.ground.items:
            if item.scope != _scope(reading) or item.year != reading.ground.claim.year:
                continue
            for pair in pairs_of(item):
                then, now = (
                    times_in(text, *match.span("then"))
                    or times_in(text + " in the first wave", len(text), len(text) + 18),
                    times_in(text, *match.span("now")),
                )
                of_kind = pair.kind == TIES if ties else pair.kind == WAVE and whom and counts(whom[0].means, item)
                same = (pair.then.k, pair.then.n) == (pair.now.k, pair.now.n) and holds_end(said, pair.now)
                if of_kind and same and then and now and pair.is_then(then[0]) and pair.is_now(now[0]):
                    found.append(pair)
        if len(found) != 1:
            continue
        pair = found[0]
        reading.bind(said.start, said.end, pair.item, pair.now.field)
        reading.bind(match.start(), match.start("what"), pair.item, pair.then.field)
        reading.mark(match.start("now"), match.end("then"))
        each = _EACH.match(text, said.end)
        if each:
            reading.mark(*each.span())
        words = r"\bagree(?:d|s)?\b" if not ties else r"\b(?:were )?reported\b|\bties\b|\bpossible\b"
        for one in re.finditer(words, text, re.IGNORECASE):
            reading.mark(*one.span())
        for _, *stretch in places_in(reading, 0, len(text)):
            reading.mark(*stretch)


_BEGAN: Final = Gated(r"(?P<when>since|before) (?P<what>the pilot(?: (?:began|started))?|it|then)(?! \w+ing)\b")


def _pilot(reading: Reading) -> None:
    """Bind cases that met a pathway before and since a pilot, if the sentence names the pilot's site."""
    text = reading.text
    if not re.search(r"\bpilot\b", text) or not re.search(r"\bcases\b", text) or re.search(r"\bwithout\b", text):
        return
    found = []
    places = places_in(reading, 0, len(text))
    for item in reading.ground.items:
        pilots = item.pilot_sites
        own = [pair for pair in pairs_of(item) if pair.kind == CASES and not pair.now.field.startswith("elsewhere")]
        here = {code for code, *_ in places}
        at_its_site = here <= pilots <= here | {item.scope}
        if len(pilots) == 1 and own and item.scope == reading.ground.claim.scope and at_its_site:
            found.append(own[0])
    if len(found) != 1:
        return
    pair = found[0]
    for part in re.finditer(r"[^;]+", text):
        times = list(_BEGAN.finditer(text, *part.span()))
        numbers = [one for one in main_numbers(reading) if part.start() <= one.start < part.end() and one.kind == "of"]
        if len(times) != 1 or len(numbers) != 1:
            continue
        fact = pair.now if times[0]["when"].lower() == "since" else pair.then
        met = re.search(r"\bmet\b|\bdid\b(?! not)", text[numbers[0].end : part.end()], re.IGNORECASE)
        if met and holds_end(numbers[0], fact):
            reading.bind(numbers[0].start, numbers[0].end, pair.item, fact.field)
            reading.mark(*times[0].span())
            for _, *stretch in places:
                reading.mark(*stretch)
