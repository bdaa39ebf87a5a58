"""Bind counts over time to their times: yearly and monthly counts, averages a month, rates and counts elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from tideturn.dataset.wording import MONTHS
from tideturn.evaluation.claims.earlier_years import years_since
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.moves import headed
from tideturn.evaluation.claims.proof.pairs import SERIES, Pair, pairs_of
from tideturn.evaluation.claims.proof.patterns import (
    Binding,
    beside_right,
    dated,
    equals,
    groups,
    leading,
    matches,
    own_year,
    same_share,
    value,
)
from tideturn.evaluation.claims.proof.places import place_of
from tideturn.evaluation.claims.proof.times import Time
from tideturn.evaluation.claims.proof.words import stem, stems_of
from tideturn.evaluation.claims.said import numbers_said
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.record_values import SeriesCounts, Totals
from tideturn.evaluation.waves import FELL, ROSE

_EPISODES: Final = frozenset(stem(word) for word in ("episodes", "occasions", "incidents", "times"))
_NEAR: Final = 0.05
"""Tolerance for twice and half."""
_FEWER: Final = ("below", "fewer", "less", "lower")
_PROGRAMME: Final = frozenset({stem("programme")})
_UNITS: Final = {"-Q": "quarter", "-": "month"}
PERIODS: Final = {"quarter": 4, "month": 12}
"""Number of periods in a year, by unit."""


def account(reading: Reading) -> None:
    """Bind each count over time in order, because a later clause may leave out what is counted."""
    items = [item for item in reading.ground.items if isinstance(item.value, SeriesCounts)]
    done: list[Binding] = []
    while items:
        begin = done[-1].end if done else 0
        found = [one for item in items if (one := _first(reading, item, begin, done)) is not None]
        fits = leading(found)
        if len(fits) != 1:
            return
        reading.bind(*fits[0][:4])
        done.append(fits[0])


def _first(reading: Reading, item: EvidenceItem, begin: int, done: Sequence[Binding]) -> Binding | None:
    """Return the first stretch of the sentence that is true of a series."""
    for name, match in matches(reading, item, "series", begin):
        if not place_of(reading, *match.span()).holds(item.scope) or reading.marked(*match.span()):
            continue
        last = done[-1] if done and done[-1].item is item else None
        held = _holds(reading, item, name, match, last)
        if held is not None:
            return Binding(*match.span(), item, *held, rule=name)
    return None


def _holds(
    reading: Reading, item: EvidenceItem, name: str, match: re.Match[str], last: Binding | None
) -> tuple[str, float] | None:
    """Return the field and the count of a stretch, if it is true."""
    held, said, text = item.value_as(SeriesCounts), groups(reading, match), reading.text
    what = text[match.start("what") : match.end("what")] if "what" in match.re.groupindex else ""
    if what and name != "rate" and not _is_counted(what, text[match.end("what") : match.end()], item):
        return None
    time = _time(reading, item, match)
    if name == "count":
        if time is None:
            return None
        found = count_at(item, time)
        right = last is None or found is None or beside_right(said.get("versus", ""), last.k, found[1])
        return found if found is not None and found[1] == value(said["k"]) and right else None
    if name == "than":
        return _than(item, said, time, last)
    if name == "mean":
        now = time is None or count_at(item, time) == ("count_year", held.count_year)
        year = time is not None or item.year == reading.ground.claim.year
        rate = held.rate_year
        if rate is None or not (now and year and said["unit"].lower() == unit_of(held) and held.adds_up):
            return None
        return ("rate_year", rate) if equals(said["k"], rate) else None
    if name == "mean before":
        rate = held.rate_before
        if rate is None or last is None or last.rule != "mean" or not equals(said["k"], rate):
            return None
        fits = said.get("unit", unit_of(held)).lower() == unit_of(held) and _before(item, said)
        return ("rate_before", rate) if fits else None
    if name == "rate":
        return _rate(reading, item, match, time)
    if name == "rate again":
        rates = _rates(item)
        rate = (
            rates.get(_year_of(item, time)) if time is not None and last is not None and "rate" in last.rule else None
        )
        return ("totals.last", rate) if rate is not None and equals(said["p"], 100 * rate) else None
    if name == "pointed":
        return _pointed(held, said, last)
    if name == "expected":
        return _expected(held, said, last)
    if name == "relative":
        return _relative(reading, item, said)
    if name == "any year":
        return _any_year(item, said, last)
    return _extreme(item, said, time)


def account_expected(reading: Reading) -> None:
    """Bind the number that earlier years predict, if another rule has bound the count of the year."""
    own = {bond.evidence_id for bond in reading.bonds if bond.field == "count_year"}
    for item in reading.ground.items:
        for name, match in matches(reading, item, "series") if item.evidence_id in own else ():
            count = item.value_as(SeriesCounts).count_year
            said = {one.value for one in reading.numbers if one.end <= match.start()}
            others = {pair.then.k for pair in pairs_of(item) if pair.kind == SERIES}
            if name not in ("pointed", "expected") or reading.marked(*match.span()) or said & others:
                continue
            if count is None or count not in said:
                continue
            if found := _holds(reading, item, name, match, Binding(0, 0, item, "count_year", count)):
                reading.bind(*match.span(), item, found[0])


def _is_counted(what: str, after: str, item: EvidenceItem) -> bool:
    """Return whether the words name what a series counts, and not the people it happened to."""
    return headed(what, item.text) or (bool(re.match(r" \S+ times\b", after)) and happened(what, item))


def happened(what: str, item: EvidenceItem) -> bool:
    """Return whether words such as `children known to our partners went missing` name all of an episode."""
    head, *rest = stems_of(item.text.partition(",")[0])
    return head in _EPISODES and {*rest} - _PROGRAMME <= {*stems_of(what)}


def _time(reading: Reading, item: EvidenceItem, match: re.Match[str]) -> Time | None:
    """Return the one time of a stretch; `in the year` is the evidence's own."""
    times = dated(reading.text, *match.span())
    if not times and (own := own_year(item.year).search(reading.text, *match.span())):
        return Time("year", *own.span(), item.year)
    return times[0] if len(times) == 1 and is_meant(reading, item, times[0]) else None


def is_meant(reading: Reading, item: EvidenceItem, time: Time) -> bool:
    """Return whether `the year before` is the one before the evidence's own: no other year is named just before it."""
    named = dated(reading.text, 0, time.start)
    return time.kind != "last" or not named or count_at(item, named[-1]) == count_at(item, Time("now", 0, 0))


def time_before(reading: Reading, item: EvidenceItem, start: int) -> Time | None:
    """Return the time of numbers without one: the last time named before, else the claim's own year."""
    if named := dated(reading.text, 0, start):
        return named[-1]
    return Time("year", 0, 0, item.year) if item.year == reading.ground.claim.year else None


def count_at(item: EvidenceItem, time: Time) -> tuple[str, float] | None:
    """Return the field and the count of a series at a time that the words name."""
    held = item.value_as(SeriesCounts)
    if time.kind == "quarter":
        return _count_of_month(held, f"{time.number}-Q{time.month // 3}") if time.month % 3 == 0 else None
    if time.kind == "month":
        return _count_of_month(held, f"{time.number}-{time.month:02}")
    if (time.kind == "year" and time.number == item.year) or time.kind == "now":
        return None if held.count_year is None else ("count_year", held.count_year)
    pairs = [pair for pair in pairs_of(item) if pair.kind == SERIES]
    for pair in pairs:
        if pair.is_then(time):
            return pair.then.field, pair.then.k
        if pair.is_now(time):
            return pair.now.field, pair.now.k
    for at, year in enumerate(held.earlier):
        to = f"the year to {MONTHS[time.month - 1]} {time.number}" if time.kind == "to" else ""
        if year.year in (f"Year {time.number}" if time.kind == "year" else "-", to):
            return f"totals.years.{at}.count", year.count
    before = years_since(held)
    back = item.year - time.number if time.kind == "year" and time.number > 0 else 1 if time.kind == "last" else 0
    return (f"rates, {back} before", before[back]) if back in before else None


def _count_of_month(held: SeriesCounts, period: str) -> tuple[str, float] | None:
    periods, rates = held.periods or [], held.rates or []
    if period not in periods or not held.adds_up:
        return None
    return f"rates.{periods.index(period)}", rates[periods.index(period)]


def years_before(item: EvidenceItem) -> float | None:
    """Return how many years of a series come before its own; None where a release hides its periods."""
    held = item.value_as(SeriesCounts)
    size = PERIODS.get(unit_of(held))
    inside = held.totals.in_year if held.totals else size
    return (len(item.periods) - inside) / size if size and inside else None


def unit_of(held: SeriesCounts) -> str:
    """Return whether a series counts by the month or by the quarter; empty where a release hides its periods."""
    period = (held.periods or [""])[0]
    return next((unit for mark, unit in _UNITS.items() if mark in period), "")


def _than(
    item: EvidenceItem, said: Mapping[str, str], time: Time | None, last: Binding | None
) -> tuple[str, float] | None:
    """Return the count compared with, if it differs as the words say and both are given, or the engine reads so."""
    found = count_at(item, time) if time is not None else None
    if found is None or last is None or last.rule != "count":
        return None
    apart = last.k - found[1]
    way = said["way"].lower()
    if way.startswith(("twice", "double")):
        near = found[1] > 0 and abs(last.k / found[1] - 2) <= 2 * _NEAR and "k" in said
        return found if near and value(said["k"]) == found[1] else None
    right = apart > 0 if way in ("more", "higher") else apart < 0 if way in ("fewer", "less", "lower") else apart == 0
    if not right or ("k" in said and value(said["k"]) != found[1]) or ("d" in said and value(said["d"]) != abs(apart)):
        return None
    read = {pair.then.field: pair.moved for pair in pairs_of(item) if pair.kind == SERIES}
    shown = last.field == "count_year" and read.get(found[0]) == (ROSE if apart > 0 else FELL)
    return found if shown or apart == 0 or "k" in said or "d" in said else None


def _pointed(held: SeriesCounts, said: Mapping[str, str], last: Binding | None) -> tuple[str, float] | None:
    """Return what earlier years predict, if the year's count is within or beyond it as the words say."""
    low, high = (held.totals.low, held.totals.high) if held.totals else (None, None)
    expected = held.totals.expected if held.totals else None
    if (
        low is None
        or high is None
        or expected is None
        or last is None
        or last.field != "count_year"
        or not held.adds_up
    ):
        return None
    way, k = said["way"].lower(), last.k
    right = (
        k < low if way in ("below", "fewer than") else k > high if way in ("above", "more than") else low <= k <= high
    )
    given = "l" not in said or (equals(said["l"], low) and equals(said["h"], high))
    return ("totals.expected", expected) if right and given else None


def _expected(held: SeriesCounts, said: Mapping[str, str], last: Binding | None) -> tuple[str, float] | None:
    """Return what earlier years predict, if that is the number given and the year's count compares as the words say."""
    expected, k = held.totals.expected if held.totals else None, value(said["k"])
    if expected is None or k is None or last is None or last.field != "count_year" or not held.adds_up:
        return None
    near = abs(k - expected) <= _NEAR * expected if "near" in said else k == round(expected)
    way = said.get("way", "").lower()
    right = last.k < expected if way in _FEWER else last.k > expected if way else True
    return ("totals.expected", expected) if near and right and beside_right(said.get("versus", ""), last.k, k) else None


def _relative(reading: Reading, item: EvidenceItem, said: Mapping[str, str]) -> tuple[str, float] | None:
    """Return the year's count, if it rose or fell by as many per cent from the one count beside it."""
    bound = {bond.field for bond in reading.bonds if bond.evidence_id == item.evidence_id}
    pairs = [pair for pair in pairs_of(item) if pair.kind == SERIES and {pair.then.field, pair.now.field} <= bound]
    if len(pairs) != 1 or not pairs[0].then.k:
        return None
    pair, way = pairs[0], ROSE if said["way"].lower() in ("rise", "increase") else FELL
    by = abs(pair.now.k - pair.then.k) / pair.then.k
    return (pair.now.field, pair.now.k) if pair.moved == way and equals(said["p"], 100 * by) else None


def _any_year(item: EvidenceItem, said: Mapping[str, str], last: Binding | None) -> tuple[str, float] | None:
    """Return the year's count, if it is beyond those of all whole years before."""
    counts = [pair.then.k for pair in pairs_of(item) if pair.kind == SERIES]
    if last is None or last.field != "count_year" or not counts or value(said.get("n")) not in (None, len(counts)):
        return None
    right = last.k < min(counts) if said["way"].lower() in ("lower", "fewer") else last.k > max(counts)
    return (last.field, last.k) if right and _before(item, {}) else None


def _before(item: EvidenceItem, said: Mapping[str, str]) -> bool:
    """Return whether `in the four years before` is all of the series before the year."""
    held = item.value_as(SeriesCounts)
    size = 4 if unit_of(held) == "quarter" else 12
    if held.exposure_before is None:
        return False
    years, year = held.exposure_before / size, value(said.get("y"))
    return value(said.get("n")) in (None, years) and year in (None, item.year) and years == int(years)


def _rate(reading: Reading, item: EvidenceItem, match: re.Match[str], time: Time | None) -> tuple[str, float] | None:
    """Return the year's rate, if the words give its count, its denominator and its share."""
    held, said = item.value_as(SeriesCounts), groups(reading, match)
    k, n = held.count_year, held.exposure_year
    if held.adds_up or k is None or not n or (time is None and item.year != reading.ground.claim.year):
        return None
    if time is not None and _year_of(item, time) != item.year:
        return None
    of = reading.text[match.start("of") : match.end("of")]
    fits = (value(said["k"]), value(said["n"])) == (k, n) and headed(of, item.text) and same_share(said.get("p"), k, n)
    return ("rate_year", k / n) if fits else None


def _rates(item: EvidenceItem) -> dict[int, float]:
    """Return the rates of whole years: the last before this one, and this one."""
    held = item.value_as(SeriesCounts)
    totals = held.totals
    if held.adds_up or totals is None or totals.last is None or totals.ahead != 1 or held.rate_year is None:
        return {}
    return {item.year - 1: totals.last, item.year: held.rate_year}


def _year_of(item: EvidenceItem, time: Time | None) -> int:
    """Return the programme year of a time; −1 if it is none."""
    if time is None:
        return -1
    return {"year": time.number, "now": item.year, "last": item.year - 1}.get(time.kind, -1)


def elsewhere(reading: Reading, item: EvidenceItem, said: Mapping[str, str]) -> tuple[str, float] | None:
    """Return the count elsewhere, if the sentence gives the same two years of the series before."""
    totals = item.totals
    if totals is None or totals.elsewhere is None:
        return None
    other = totals.elsewhere
    bonds = [bond for bond in reading.bonds if bond.evidence_id == item.evidence_id]
    given = {number.value for bond in bonds for number in numbers_said(bond.text)}
    then = [pair for pair in pairs_of(item) if pair.kind == SERIES and _is_last(pair, totals)]
    years = any({pair.then.k, pair.now.k} <= given for pair in then)
    fits = years and (value(said["a"]), value(said["b"])) == (other.last, other.year)
    return ("totals.elsewhere", other.year) if fits else None


def _is_last(pair: Pair, totals: Totals) -> bool:
    return pair.then.k == totals.last and (pair.just_before or totals.ahead != 1)


def _extreme(item: EvidenceItem, said: Mapping[str, str], time: Time | None) -> tuple[str, float] | None:
    """Return the extreme of the year's periods, if all of them are beyond all of those before."""
    held = item.value_as(SeriesCounts)
    if time is None or _year_of(item, time) != item.year or not held.adds_up or not held.exposure_year:
        return None
    inside, rates = int(held.exposure_year), held.rates or []
    now, before = rates[-inside:], rates[:-inside]
    if not before or said["unit"].lower() != unit_of(held) or not _before(item, said):
        return None
    fewer = said["way"].lower() in ("many", "fewer")
    fits = max(now) < min(before) if fewer else min(now) > max(before)
    return ("rates", max(now) if fewer else min(now)) if fits else None
