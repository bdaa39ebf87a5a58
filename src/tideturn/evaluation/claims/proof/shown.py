"""Check statements about change: neither a rise nor a fall, higher than before, in line with earlier years."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.number_words import NUMBER, number
from tideturn.evaluation.claims.proof import facts as f
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.facts import Fact
from tideturn.evaluation.claims.proof.moves import bind_pair, holds_end, in_order, main_numbers
from tideturn.evaluation.claims.proof.pairs import NEITHER, SERIES, WAVE, Pair, pairs_of
from tideturn.evaluation.claims.proof.times import Time, times_in
from tideturn.evaluation.claims.proof.words import counts, does_in, who_in
from tideturn.evaluation.claims.said import Said
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.record_values import SeriesCounts
from tideturn.evaluation.waves import FELL, ROSE

_RISE: Final = r"(?:a |any )?(?:clear )?(?:rise|increase)"
_FALL: Final = r"(?:a |any )?(?:clear )?(?:fall|drop|decrease)"
_IS: Final = r"(?:is|was|can be|could be|has been)"
_SINCE: Final = rf"(?: since (?:year {NUMBER}\b|then))?"
_NEITHER: Final = Gated(
    rf"\bneither {_RISE} nor {_FALL}{_SINCE} {_IS} (?:shown|seen)\b"
    rf"|\b(?:(?:a|the) difference (?:that )?)?(?:shows?|showed|showing) neither {_RISE} nor {_FALL}\b"
    rf"|\bneither (?:share )?(?:shows?|showed) (?:{_RISE} or {_FALL})\b"
    r"|\bno (?:clear |further )?(?:rise|increase|fall|drop|change)(?: or (?:rise|fall))?"
    rf"{_SINCE} (?:{_IS} (?:shown|seen)|shows)\b"
    r"|\b(?:which |this |that |it )?(?:shows?|showed) no (?:clear )?(?:rise|increase|fall|drop)(?: or (?:rise|fall))?\b"
    rf"|\b(?:does|do|did) not show (?:{_RISE}|{_FALL})(?: or (?:{_RISE}|{_FALL}))?\b"
)
_CLEAR: Final = Gated(
    r"\b(?:(?:which|that|this) (?:is|was) )?(?:a )?clear (?P<way>rise|increase|fall|drop|decrease)\b"
    r"(?:,? (?:(?:(?:which|that) )?(?:is|goes|lies|went|was) )?(?:well )?beyond "
    r"(?:the usual ups and downs|what earlier years (?:would )?(?:lead one to expect|suggest)))?"
)
_IN_LINE: Final = Gated(
    r"(?:\b(?:(?:which|this|that|it) )?(?:is|was|are|were) |(?<=, ))(?:broadly |much |well )?"
    r"(?:in line|in keeping|consistent) with (?:the )?(?:earlier|previous|preceding|past) years\b"
)
_HIGHER: Final = Gated(
    r"\b(?:(?P<rate>rate[sd]?|put|score[sd]?)\b(?P<what>[^.;:,]{0,60}?) )?(?P<way>higher|more|lower|less) than "
    r"(?P<when>before(?= year|(?: the programme)?\b)|in year)"
)
_BETWEEN: Final = Gated(
    rf"\bbetween (?P<then>year {NUMBER})(?: \((?P<a>[^)]+)\))? and (?P<now>year {NUMBER})(?: \((?P<b>[^)]+)\))?,?"
)
_CLAUSES: Final = re.compile(r";|, (?:but|and|while|whereas|yet)\b|\bbut\b")
_SAME: Final = Gated(
    r"\b(?:were |was |stayed )?(?:(?:very )?similar to|(?:much|about) (?:the same )?as|little different from) "
    r"(?=(?:the figure )?(?:in year|before) )"
)
_MUCH_THE_SAME: Final = 0.05


def account(reading: Reading) -> None:
    """Mark what a sentence says about change, if it is true of everything that the sentence is bound to."""
    _between(reading)
    _in_it(reading)
    _alone(reading)
    text = reading.text
    for match in _NEITHER.finditer(text):
        resolved = _resolved(reading, match.start(), match.end())
        if resolved and all(pair.moved == NEITHER for pair in resolved[0]):
            _mark(reading, match, resolved[1])
        elif _bound(reading) and all(_unmoved(reading, item) for item in _bound(reading)):
            reading.mark(*match.span())
    for match in _CLEAR.finditer(text):
        series = [item for item in _bound(reading) if isinstance(item.value, SeriesCounts)]
        way = ROSE if match["way"].lower() in ("rise", "increase") else FELL
        if series and len(series) == len(_bound(reading)) and all(_moved(reading, item) == way for item in series):
            reading.mark(*match.span())
    for match in _IN_LINE.finditer(text):
        series = [item for item in _bound(reading) if isinstance(item.value, SeriesCounts)]
        if series and all(_in_line(item) for item in series) and len(series) == len(_bound(reading)):
            reading.mark(*match.span())
    for match in _SAME.finditer(text):
        resolved = _resolved(reading, match.end(), match.end() + len(" in Year 1 "))
        if resolved and all(_much_the_same(pair) for pair in resolved[0]):
            _mark(reading, match, resolved[1])
    for match in _HIGHER.finditer(text):
        _compare(reading, match)


def _mark(reading: Reading, match: re.Match[str], times: Sequence[Time]) -> None:
    reading.mark(*match.span())
    for time in times:
        reading.mark(time.start, time.end)


def _bound(reading: Reading) -> list[EvidenceItem]:
    return list({id(item): item for item in reading.bound}.values())


def _resolved(reading: Reading, start: int, end: int) -> tuple[list[Pair], Sequence[Time]] | None:
    """Return the pairs of all bound evidence at the two times meant, and the words for those times; None if unclear.

    They are the times of the clause itself, else those of the sentence's bound numbers.
    """
    items = _bound(reading)
    if not items:
        return None
    cuts = [0, *(cut.start() for cut in _CLAUSES.finditer(reading.text)), len(reading.text)]
    left, right = next(((a, b) for a, b in pairwise(cuts) if a <= start < b), (0, len(reading.text)))
    times = times_in(reading.text, left, max(right, end))
    found: list[Pair] = []
    for item in items:
        pairs = [pair for pair in pairs_of(item) if pair.kind in (WAVE, SERIES)]
        named = [time for time in times if not any(pair.is_now(time) for pair in pairs)]
        if named:
            own = [pair for pair in pairs if all(pair.is_then(time) for time in named)]
        else:
            fields = {bond.field for bond in reading.bonds if bond.evidence_id == item.evidence_id}
            own = [pair for pair in pairs if pair.then.field in fields]
        if not own or (len(own) > 1 and named) or any(pair.year is None for pair in own if pair.kind == WAVE):
            return None
        found += own
    return found, times


def _much_the_same(pair: Pair) -> bool:
    then, now = pair.then.share, pair.now.share
    return pair.moved == NEITHER and then is not None and now is not None and abs(now - then) <= _MUCH_THE_SAME


def _moved(reading: Reading, item: EvidenceItem) -> str:
    """Return whether a series rose or fell in the year, if the sentence gives the year's count."""
    fields = {bond.field for bond in reading.bonds if bond.evidence_id == item.evidence_id}
    series = item.value_if(SeriesCounts)
    return series.moved or "" if series and "count_year" in fields else ""


def _unmoved(reading: Reading, item: EvidenceItem) -> bool:
    """Return whether a series neither rose nor fell in the year whose count the sentence gives."""
    return bool(_moved(reading, item)) and any(pair.moved == NEITHER for pair in pairs_of(item) if pair.kind == SERIES)


def _in_line(item: EvidenceItem) -> bool:
    series = item.value_if(SeriesCounts)
    if series is None or series.moved != NEITHER:
        return False
    totals = series.totals
    if totals is None or totals.low is None or totals.high is None or totals.year is None:
        return False
    return totals.low <= totals.year <= totals.high and totals.elsewhere is None


def _compare(reading: Reading, match: re.Match[str]) -> None:
    """Mark `higher than before the programme` if the engine reads that rise and the label's words keep their order."""
    text = reading.text
    at = match.start("when")
    times = [time for time in times_in(text, at, len(text)) if time.start == at]
    bare = re.match(r"before(?=\s*[:;,.(]|$)", text[at:], re.IGNORECASE)
    items = _bound(reading)
    if not items or (not times and not bare):
        return
    way = ROSE if match["way"].lower() in ("higher", "more") else FELL
    for item in items:
        pairs = [pair for pair in pairs_of(item) if pair.kind == WAVE]
        meant = [pair for pair in pairs if (times and pair.is_then(times[0])) or (bare and _is_reference(pair))]
        if len(meant) != 1 or meant[0].moved != way or not in_order(text[: match.end()], item):
            return
    reading.mark(match.start("way"), times[0].end if times else at + len("before"))
    if match["rate"]:
        reading.mark(match.start("rate"), match.end("rate"))


def _is_reference(pair: Pair) -> bool:
    return any(wave.reference and wave.year == pair.year and wave.year < 1 for wave in pair.item.waves)


def _between(reading: Reading) -> None:
    """Bind `between Year 1 (68%) and Year 2 (84%)` to the evidence that holds both."""
    text = reading.text
    for match in _BETWEEN.finditer(text):
        then, now = (_year(match[name]) for name in ("then", "now"))
        sides = [_inside(reading, *match.span(name)) if match[name] else None for name in ("a", "b")]
        found = [
            pair
            for item in reading.ground.items
            if item.scope == reading.ground.claim.scope
            for pair in pairs_of(item)
            if pair.kind == WAVE and pair.year == then and pair.item.year == now and _whom(reading, item)
            if all(
                said is None or holds_end(said, fact) for said, fact in zip(sides, (pair.then, pair.now), strict=True)
            )
        ]
        if len(found) != 1 or (match["a"] and sides[0] is None) or (match["b"] and sides[1] is None):
            continue
        one, other = sides
        if one and other:
            bind_pair(reading, found[0], one, other)
        elif one or other:
            continue
        reading.bind(match.start("then"), match.end("then"), found[0].item, found[0].then.field)
        reading.mark(match.start(), match.end("then"))
        reading.mark(match.start("now") - len("and "), match.end("now"))


def _whom(reading: Reading, item: EvidenceItem) -> bool:
    return any(counts(found.means, item) for found in who_in(reading.text, 0, len(reading.text)))


def _inside(reading: Reading, start: int, end: int) -> Said | None:
    return next((said for said in main_numbers(reading) if (said.start, said.end) == (start, end)), None)


def _year(words: str) -> int:
    return number(words.split()[-1])


_AFTER: Final = Gated(r"\)?(?: (?:agreed|did|said so|had))?,? ")
_OF: Final = Gated(r" (?:of )?(?:the |our |all )?")
_DID: Final = Gated(r"\)?(?: (?:agreed|did|said so)\b(?! not))")
_BEFORE: Final = Gated(r",?(?: when)? ?")


def _beside_time(reading: Reading, said: Said, before: int, after: int) -> Time | None:
    """Return the time right after a number, or right before it."""
    text = reading.text
    for time in times_in(text, said.end, after):
        if _AFTER.fullmatch(text[said.end : time.start]):
            return time
    return next(
        (
            time
            for time in reversed(times_in(text, before, said.start))
            if time.kind != "then"  # of `39 of 50, and then 39 of 51`, the later number
            if _BEFORE.fullmatch(text[time.end : said.start])
        ),
        None,
    )


def _around(reading: Reading) -> Iterator[tuple[Said, int, int]]:
    main = main_numbers(reading)
    for at, said in enumerate(main):
        if not reading.marked(said.start, said.end):
            before = main[at - 1].end if at else 0
            yield said, before, main[at + 1].start if at + 1 < len(main) else len(reading.text)


def _alone(reading: Reading) -> None:
    """Bind shares with their times, such as `80% then`, if exactly one question fits."""
    text = reading.text
    same = [match.span() for match in _SAME.finditer(text)]
    does = [one for one in does_in(text, 0, len(text)) if not any(a <= one.start < b for a, b in same)]
    others = {one.means for one in does} - {f.AGREED, f.OPINION, f.ANSWERED, f.ASKED, f.COUNTED}
    if others:
        return
    dated = [(said, _beside_time(reading, said, before, after)) for said, before, after in _around(reading)]
    shares = [(said, time) for said, time in dated if time is not None and said.kind in ("percent", "part", "of")]
    near = [(said, named) for said, _ in shares for named in who_in(text, said.end, len(text))]
    whose = [named for said, named in near if _OF.fullmatch(text[said.end : named.start])]
    items = _bound(reading) or [item for item in reading.ground.items if _whom(reading, item)]
    fits = {}
    for item in items:
        pairs = [pair for pair in pairs_of(item) if pair.kind == WAVE and item.scope == reading.ground.claim.scope]
        ends = [_end_of(said, time, pairs) for said, time in shares]
        if pairs and ends and all(ends) and all(counts(named.means, item) for named in whose):
            fits[id(item)] = ends
    if len(fits) != 1:
        return
    for (said, time), fact in zip(shares, next(iter(fits.values())), strict=True):
        assert fact is not None
        reading.bind(said.start, said.end, fact.item, fact.field)
        reading.mark(time.start, time.end)
        link = re.search(r"(?:against|compared with|compared to|when)(?: the)? ?$", text[: said.start], re.IGNORECASE)
        if link:
            reading.mark(link.start(), said.start)
        did = _DID.match(text, said.end)
        if did:
            reading.mark(*did.span())


def _in_it(reading: Reading) -> None:
    """Bind `nine of 25 before Year 1, and 25 of 37 in it`, where `it` is the claim's year."""
    text = reading.text
    for said, _, _ in _around(reading):
        it = re.match(r" in it\b", text[said.end :])
        times = times_in(text, 0, said.start)
        if it is None or not times or said.kind not in ("of", "percent"):
            continue
        named = re.fullmatch(rf"before year (?P<n>{NUMBER})", text[times[-1].start : times[-1].end], re.IGNORECASE)
        if named is None or _year(named["n"]) != reading.ground.claim.year:
            continue
        pairs = [pair for item in _bound(reading) for pair in pairs_of(item) if pair.kind == WAVE]
        found = [pair for pair in pairs if pair.item.year == reading.ground.claim.year and holds_end(said, pair.now)]
        if len(found) == 1 and found[0].is_then(times[-1]):
            reading.bind(said.start, said.end + it.end(), found[0].item, found[0].now.field)


def _end_of(said: Said, time: Time, pairs: Sequence[Pair]) -> Fact | None:
    for pair in pairs:
        if pair.is_then(time) and holds_end(said, pair.then):
            return pair.then
        if pair.is_now(time) and holds_end(said, pair.now):
            return pair.now
    return None
