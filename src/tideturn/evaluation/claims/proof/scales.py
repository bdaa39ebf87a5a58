"""Bind means, medians and the scales of scores."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.number_words import PATTERN, number
from tideturn.evaluation.claims.proof import facts as f
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.facts import Fact, facts_of
from tideturn.evaluation.claims.proof.moves import AVERAGE, holds_end, main_numbers
from tideturn.evaluation.claims.proof.pairs import MEANS, WAVE, Pair, pairs_of
from tideturn.evaluation.claims.proof.places import places_in
from tideturn.evaluation.claims.proof.relation import holds
from tideturn.evaluation.claims.proof.times import SCALE, times_in
from tideturn.evaluation.claims.proof.tokens.score_words import scale_of
from tideturn.evaluation.claims.proof.words import counts, who_in
from tideturn.evaluation.claims.said import Said
from tideturn.evaluation.evidence_values import AnswerCounts, AssessmentPairs, ScorePairs
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.waves import FELL, ROSE

_N: Final = rf"(?:\d+(?:\.\d+)?|{PATTERN})"
_CHANGE: Final = Gated(
    r"\b(?:(?:with )?(?:a|the) )?median change(?: between the first and the last score)?(?: was| of) "
    rf"(?P<n>{_N})\b(?: (?:steps?|points?))?(?P<better> for the better)?"
)
_BY: Final = Gated(
    r"\b(?P<verb>(?:came|went|gone|come) (?:down|up)|fell|rose)?(?P<comma>,)? ?by a median of "
    rf"(?P<n>{_N})\b(?: (?:steps?|points?))?"
)
_MIDDLE: Final = Gated(
    r"\b(?P<what>median(?: (?:score|answer|rating))?|middle (?:answer|score))\b(?P<rest>[^.;:]*?) was "
    rf"(?P<n>{_N})(?: out of (?P<top>{_N}))?(?=[.,;:)]|$)"
)
_OR_MORE: Final = Gated(rf"\b(?P<n>{_N}) or (?:more|above|higher)(?: out of (?P<top>{_N}))?")
_ONLY: Final = Gated(r"\b(?:only|just)\s+(?=$)")
_GAVE: Final = Gated(r"\b(?:put|gave|rated|scored)\b(?: at)?")
_RISEN: Final = Gated(
    r"\b(?:that|this|it|the share) (?:(?:has|have|had) )?"
    r"(?:(?P<up>risen|rose|grown)|(?P<down>fallen|fell|dropped)) to $"
)
_AFTER_MEAN: Final = Gated(r"(?: on average)?(?: points)?,? ")
_OWN: Final = Gated(r"\bput (?:(?:their|its) own|their|young people[’']s) [\w ’'-]{2,40}? at\b")
_BY_WORKERS: Final = Gated(r"\bworkers[’'] scores?\b")
_RATERS: Final = {"young": "young_person", "staff": "record"}


def account(reading: Reading) -> None:
    """Bind means with their times, medians, and the scale."""
    _means(reading)
    for match in _CHANGE.finditer(reading.text):
        _median_change(reading, match, better=bool(match["better"]))
    for match in _BY.finditer(reading.text):
        _median_by(reading, match)
    for match in _MIDDLE.finditer(reading.text):
        _middle(reading, match)
    for match in _OR_MORE.finditer(reading.text):
        _or_more(reading, match)
    if any(item.voice == "record" and isinstance(item.value, ScorePairs) for item in reading.bound):
        for match in _BY_WORKERS.finditer(reading.text):
            reading.mark(*match.span())
    for match in SCALE.finditer(reading.text):
        ends = (_value(match["low"]), _value(match["high"]))
        scaled = [scale for item in reading.bound if (scale := scale_of(item)) is not None]
        if scaled and all(scale == ends for scale in scaled):
            reading.mark(*match.span())


def _value(words: str) -> float:
    return float(words) if "." in words else number(words)


def _numeric(item: EvidenceItem) -> list[float]:
    scale = item.choices.scale
    return sorted(map(float, scale)) if scale and all(one.isdigit() for one in scale) else []


def _here(reading: Reading) -> list[EvidenceItem]:
    """Return the year's evidence at the site that the sentence names, else at the claim's scope."""
    places = places_in(reading, 0, len(reading.text))
    codes = {code for code, *_ in places} or {reading.ground.claim.scope}
    items = [item for item in reading.ground.items if {item.scope} == codes]
    return [item for item in items if item.year == reading.ground.claim.year]


def _asked(reading: Reading, item: EvidenceItem) -> bool:
    named = who_in(reading.text, 0, len(reading.text))
    return any(counts(one.means, item) for one in named)


def _means(reading: Reading) -> None:
    text = reading.text
    if not AVERAGE.search(text):
        return
    dated = []
    for said in main_numbers(reading):
        if reading.marked(said.start, said.end) or said.kind not in ("decimal", "count"):
            continue
        time = next(
            (one for one in times_in(text, said.end, len(text)) if _AFTER_MEAN.fullmatch(text[said.end : one.start])),
            None,
        )
        if time is not None:
            dated.append((said, time))
    fits: dict[int, list[tuple[Said, Fact]]] = {}
    for item in _here(reading):
        for pair in (pair for pair in pairs_of(item) if pair.kind == MEANS):
            ends = [pair.then if pair.is_then(time) else pair.now if pair.is_now(time) else None for _, time in dated]
            held = [(said, end) for (said, _), end in zip(dated, ends, strict=True) if end and holds_end(said, end)]
            if held and len(held) == len(dated):
                fits[id(item)] = held
    if len(fits) != 1:
        return
    item = next(iter(fits.values()))[0][1].item
    for (said, end), (_, time) in zip(next(iter(fits.values())), dated, strict=True):
        reading.bind(said.start, said.end, item, end.field)
        reading.mark(time.start, time.end)
    for match in (*AVERAGE.finditer(text), *re.finditer(r"\bscores?\b", text)):
        reading.mark(*match.span())
    for match in _OWN.finditer(text):
        who = who_in(text, 0, match.start())
        if who and _RATERS.get(who[-1].means) == item.voice:
            reading.mark(match.start(), match.start() + len("put"))


def _scored(reading: Reading) -> Iterator[tuple[EvidenceItem, float]]:
    """Yield the sets of scores that the sentence means with their median changes: bound ones, else all at the place."""
    sets = [(item, change) for item in _here(reading) if (change := item.median_change) is not None]
    yield from [one for one in sets if any(one[0] is bound for bound in reading.bound)] or sets


def _median_change(reading: Reading, match: re.Match[str], *, better: bool) -> None:
    said = _value(match["n"])
    meant = list(_scored(reading))
    if len(meant) == 1 and meant[0][1] == said and better == (said > 0):
        reading.bind(*match.span(), meant[0][0], "median_change")
        for words in re.finditer(r"\bscores?\b", reading.text):
            reading.mark(*words.span())


def _median_by(reading: Reading, match: re.Match[str]) -> None:
    said = _value(match["n"])
    meant = list(_scored(reading))
    if len(meant) != 1 or said <= 0 or meant[0][1] != said or meant[0][0].polarity != "supports":
        return
    item = meant[0][0]
    value = item.value_as(AssessmentPairs)
    verb = (match["verb"] or "").lower()
    before, after = value.mean_before, value.mean_after
    if verb:
        if before is None or after is None or (after < before) != verb.endswith(("down", "fell")) or after == before:
            return
        reading.bind(*match.span(), item, "median_change")
        for words in re.finditer(r"\bscores?\b", reading.text):
            reading.mark(*words.span())
    elif match["comma"]:
        reading.bind(*match.span(), item, "median_change")


def _middle(reading: Reading, match: re.Match[str]) -> None:
    top = _value(match["top"]) if match["top"] else None
    found = [
        item
        for item in _here(reading)
        if _numeric(item) and _asked(reading, item)
        and isinstance(item.value, AnswerCounts)
        and item.value.median == _value(match["n"])
        and top in (None, _numeric(item)[-1])
    ]  # fmt: skip
    if len(found) == 1 and sum(bool(_numeric(item)) for item in _here(reading) if _asked(reading, item)) == 1:
        reading.bind(match.start("n"), match.end(), found[0], "median")
        reading.mark(*match.span("what"))


def _or_more(reading: Reading, match: re.Match[str]) -> None:
    """Bind a share of high answers, if exactly these answers count as agreeing."""
    text, least = reading.text, _value(match["n"])
    top = _value(match["top"]) if match["top"] else None
    main = [one for one in main_numbers(reading) if one.end <= match.start() and one.kind in ("of", "percent", "part")]
    if not main:
        return
    said = main[-1]
    if re.search(r"[.;:]", text[said.end : match.start()]):
        return
    time = next(
        (one for one in times_in(text, match.end(), len(text)) if not text[match.end() : one.start].strip()), None
    )
    found: list[tuple[Fact, Pair | None]] = []
    for item in _here(reading):
        scale = _numeric(item)
        high = sorted(float(one) for one in item.choices.agree if one.isdigit())
        if not scale or not _asked(reading, item) or high != [one for one in scale if one >= least]:
            continue
        if top not in (None, scale[-1]):
            continue
        pairs = [pair for pair in pairs_of(item) if pair.kind == WAVE]
        if time is None:
            found += [(fact, None) for fact in _agreed(item) if holds(said, fact)]
        found += [(pair.then, pair) for pair in pairs if time and pair.is_then(time) and holds_end(said, pair.then)]
    if len(found) != 1:
        return
    fact, pair = found[0]
    reading.bind(said.start, said.end, fact.item, fact.field)
    reading.mark(match.start("n"), match.end())
    if fact.share is not None and fact.share < 1 / 2:
        for only in _ONLY.finditer(text, 0, said.start):
            reading.mark(*only.span())
    for gave in _GAVE.finditer(text, said.end, match.start("n")):
        reading.mark(*gave.span())
    year = reading.ground.claim.year
    own = [one for one in times_in(text, 0, said.start) if (one.kind, one.number) == ("year", year) and not time]
    for one_time in own or filter(None, [time]):
        reading.mark(one_time.start, one_time.end)
    for one in reading.numbers:
        held = fact.n is not None and one.beside == (fact.k, fact.n)
        if held and holds(one, fact):
            reading.mark(one.start, one.end)
    if pair is not None:
        _risen(reading, pair, match.end())


def _agreed(item: EvidenceItem) -> list[Fact]:
    return [fact for fact in facts_of(item) if fact.does == f.AGREED and not fact.when]


def _risen(reading: Reading, pair: Pair, start: int) -> None:
    """Bind `by Year 2 that had risen to 58%` after what it was in an earlier wave."""
    text = reading.text
    for said in main_numbers(reading):
        match = _RISEN.search(text[: said.start])
        if said.start < start or match is None or match.start() < start or not holds_end(said, pair.now):
            continue
        after = text.rfind(";", 0, match.start())
        times = [time for time in times_in(text, start, match.start()) if time.start >= after]
        way = ROSE if match["up"] else FELL
        own = [time for time in times if pair.is_now(time)]
        if pair.moved == way and own:
            reading.bind(said.start, said.end, pair.item, pair.now.field)
            reading.mark(match.start(), said.start)
            reading.mark(own[-1].start, own[-1].end)
