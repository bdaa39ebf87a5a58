"""List the facts in a piece of evidence that a sentence can state: how many of how many did what, and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tideturn.evaluation.model import COUNT, THEME, EvidenceItem

CHOSE = "chose"
AGREED, NOT_AGREED, DISAGREED, NOT_DISAGREED = "agreed", "not agreed", "disagreed", "not disagreed"
NEITHER, EARLY, UNSURE, OPINION, ANSWERED, ASKED = "neither", "early", "unsure", "opinion", "answered", "asked"
NO_OPINION = "no opinion"
NOT_ANSWERED: Final = "not answered"
BETTER, NOT_BETTER, SAME, WORSE, NOT_WORSE = "better", "not better", "same", "worse", "not worse"
PAIRED, LOST = "paired", "lost"
COUNTED, MET, NOT_MET = "counted", "met", "not met"
TIED, NEW, KEPT, ENDED = "tied", "new", "kept", "ended"
OF_TIES: Final = frozenset({TIED, NEW, KEPT, ENDED})
MOVED, MEAN = "moved", "mean"
ANSWER: Final = "answer "
"""Prefix of `Fact.does` for people who gave one particular answer."""


@dataclass(frozen=True)
class Fact:
    """One number in a piece of evidence, and what it means.

    `k` is the count, the difference or the score; `n` is the denominator; `ends` are the limits of the share or of the
    difference. `when` is `before` for an earlier wave, score or year, else empty; `field` is the field of the number.
    """

    item: EvidenceItem
    does: str
    field: str
    k: float
    n: int | None = None
    ends: tuple[float, float] | None = None
    when: str = ""
    year: int | None = None
    told: bool = True
    """Whether the share may be printed; not with too few answers."""

    @property
    def share(self) -> float | None:
        """Return `k` as a share of `n`."""
        return self.k / self.n if self.n else None


BEFORE: Final = "before"
_SCORES: Final = ("matched/", "compared/")
"""How the ids of scores begin."""


def may_bind(item: EvidenceItem, outcome_id: str) -> bool:
    """Return whether a finding's words can be bound to evidence; `themes.py` alone binds words to themes.

    A finding without an outcome has no title that says what was scored.
    """
    return item.kind != THEME and (bool(outcome_id) or not item.evidence_id.startswith(_SCORES))


def facts_of(item: EvidenceItem) -> Iterator[Fact]:
    """Yield every fact in a piece of evidence, without the numbers that a release withholds."""
    value = item.by_name
    if item.kind in (COUNT, THEME):
        return
    if "density_after" in value:
        yield from _of_a_network(item, value)
    elif "met" in value and "cases" in value:
        yield from _of_a_pathway(item, value)
    elif "better" in value:
        yield from _of_pairs(item, value)
    elif "count_year" in value:
        yield from _of_a_series(item, value)
    elif "k" in value or "chose" in value:
        yield from _of_a_question(item, value)


def _of_a_question(item: EvidenceItem, value: Mapping[str, Any]) -> Iterator[Fact]:
    n = item.n
    if n is None:
        return
    k = value.get("k", value.get("chose"))
    told = value.get("share") is not None
    if "chose" in value:
        yield Fact(item, CHOSE, "chose", k, n, item.interval, told=told)
        return
    if k is not None:
        yield Fact(item, AGREED, "k", k, n, item.interval, told=told)
        yield Fact(item, NOT_AGREED, "others", n - k, n)
    for does, name in ((NEITHER, "neutral"), (SAME, "same")):
        if value.get(name) is not None:
            yield Fact(item, does, name, value[name], n)
    if value.get("disagree") is not None and value.get("worse", 0) is not None:
        against = value["disagree"] + value.get("worse", 0)
        yield Fact(item, DISAGREED, "disagree+worse", against, n)
        yield Fact(item, NOT_DISAGREED, "n-disagree-worse", n - against, n)
    responses = value.get("responses")
    for does, name in ((EARLY, "too_early"), (UNSURE, "dont_know")):
        if value.get(name) is not None:
            yield Fact(item, does, name, value[name], responses)
    yield Fact(item, OPINION, "n", n, responses)
    if responses is not None:
        yield Fact(item, NO_OPINION, "responses-n", responses - n, responses)
    covered = item.population
    if covered.answered is not None:
        yield Fact(item, ANSWERED, "population.answered", covered.answered, covered.asked)
    if covered.asked is not None:
        yield Fact(item, ASKED, "population.asked", covered.asked)
    if covered.asked is not None and covered.answered is not None:
        without = covered.asked - covered.answered
        yield Fact(item, NOT_ANSWERED, "asked-answered", without, covered.asked)
    for answer, count in (value.get("counts") or {}).items():
        if count is not None and not (told and (value.get("shares") or {}).get(answer) is None):
            yield Fact(item, f"{ANSWER}{answer.lower().replace('_', ' ')}", f"counts.{answer}", count, n, told=told)
    for at, wave in enumerate(item.waves):
        place = f"waves.{at}"
        yield Fact(item, AGREED, f"{place}.k", wave["k"], wave["n"], when=BEFORE, year=wave["year"])
        yield Fact(item, NOT_AGREED, f"{place}.n-k", wave["n"] - wave["k"], wave["n"], when=BEFORE, year=wave["year"])


def _of_pairs(item: EvidenceItem, value: Mapping[str, Any]) -> Iterator[Fact]:
    n = item.n
    if n is None:
        return
    parts = {does: value[does] for does in (BETTER, SAME, WORSE) if value[does] is not None}
    for does, count in parts.items():
        yield Fact(item, does, does, count, n)
    for does, one, other in ((NOT_BETTER, SAME, WORSE), (NOT_WORSE, BETTER, SAME)):
        if one in parts and other in parts:
            yield Fact(item, does, f"{one}+{other}", parts[one] + parts[other], n)
    yield Fact(item, PAIRED, "n", n)
    if value.get("due") is not None:
        yield Fact(item, LOST, "lost", value["lost"], value["due"])
        yield Fact(item, ASKED, "due", value["due"])
    for own in (value.get("agreed_before") or {}).values():
        yield Fact(item, AGREED, "agreed_before", own["k"], own["n"], when=BEFORE)


def _of_a_series(item: EvidenceItem, value: Mapping[str, Any]) -> Iterator[Fact]:
    if value["count_year"] is not None:
        yield Fact(item, COUNTED, "count_year", value["count_year"])
    totals = value.get("totals") or {}
    for at, year in enumerate(totals.get("years", ())):
        number = str(year["year"]).removeprefix("Year ")
        when = int(number) if number.isdigit() else None
        yield Fact(item, COUNTED, f"totals.years.{at}.count", year["count"], when=BEFORE, year=when)


def _of_a_pathway(item: EvidenceItem, value: Mapping[str, Any]) -> Iterator[Fact]:
    if value.get("met") is not None and value.get("cases"):
        yield Fact(item, MET, "met", value["met"], value["cases"])
        yield Fact(item, NOT_MET, "cases-met", value["cases"] - value["met"], value["cases"])
    if value.get("met_before") is not None and value.get("cases_before"):
        last = item.year - 1 if value.get("comparison") == "year" else None
        yield Fact(item, MET, "met_before", value["met_before"], value["cases_before"], when=BEFORE, year=last)


def _of_a_network(item: EvidenceItem, value: Mapping[str, Any]) -> Iterator[Fact]:
    for does, name, whole, when in (
        (TIED, "ties_after", "possible", ""),
        (TIED, "ties_before", "possible", BEFORE),
        (NEW, "new", "", ""),
        (KEPT, "kept", "", ""),
        (ENDED, "ended", "", ""),
    ):
        if value.get(name) is not None:
            yield Fact(item, does, name, value[name], value.get(whole) if whole else None, when=when)


def size_of(item: EvidenceItem) -> int | None:
    """Return how many a piece of evidence counts in its year: of a pathway, its cases."""
    cases = (item.by_name.get("by_year") or {}).get("cases")
    return item.n if cases is None else int(cases)
