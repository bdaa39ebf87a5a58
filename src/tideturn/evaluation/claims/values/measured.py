"""Read the numbers of one piece of evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import accumulate, combinations
from typing import Final

from tideturn.dataset.vocabulary import POLARITY
from tideturn.evaluation.claims.earlier_years import years_since
from tideturn.evaluation.claims.references import share_of
from tideturn.evaluation.claims.values.model import Pair, Value
from tideturn.evaluation.evidence_values import AnswerCounts, AnswerPairs, ScorePairs, ThemeCounts, WorkCounts
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.record_values import NetworkTies, PathwayCases, SeriesCounts
from tideturn.evaluation.units import TRAINED
from tideturn.evaluation.waves import Wave

_COUNTS: Final = [
    "k",
    "disagree",
    "neutral",
    "chose",
    "dont_know",
    "too_early",
    "missing",
    "responses",
    "invited",
    "better",
    "same",
    "worse",
    "due",
    "lost",
    "count_year",
    "count_before",
    "programme",
    "comparison",
]
_PARTS: Final = ("k", "disagree", "neutral", "chose", "better", "same", "worse")
_CARRIED: Final = ("_before", "_after", "_low", "_high")
"""Endings of the fields for what ties carry: amount, quality, trust and worth, in either wave."""
_RANKS: Final = ("mean_before", "mean_after", "median_change")
_NUMBERS: Final = ("mean", "median", "rate_year", "rate_before", "low", "high", "count_year", "count_before")


class Numbers:
    """The numbers of one piece of evidence, by kind. A number that a release hides is None, and is not added."""

    def __init__(self, item: EvidenceItem) -> None:
        """Read the evidence."""
        self.counts: list[Value] = []
        self.shares: list[Value] = []
        self.pairs: list[Pair] = []
        self.differences: list[Value] = []
        self.numbers: list[Value] = []
        self._id = item.evidence_id
        match item.value:
            case WorkCounts() as work:
                self._of_a_count(item, work)
            case ThemeCounts() as theme:
                self._of_a_theme(item, theme)
            case NetworkTies() as ties:
                self._of_a_network(item, ties)
            case PathwayCases() as cases:
                self._of_a_pathway(item, cases)
            case _:
                self._of_answers_or_scores(item)

    def _count(self, number: float | None, field: str, reference: str = "") -> None:
        if number is not None:
            self.counts.append(Value(number, self._id, field, f"{{{reference}:{self._id}}}" if reference else ""))

    def _share(self, number: float | None, field: str, reference: str = "") -> None:
        if number is not None:
            own = f"{{{reference}:{self._id}}}" if reference else ""
            self.shares.append(Value(float(number), self._id, field, own))

    def _pair(self, k: float | None, n: float | None, field: str) -> None:
        if k is not None and n is not None:
            self.pairs.append(Pair(int(k), int(n), self._id, field))

    def _difference(self, number: float | None, field: str) -> None:
        if number is not None:
            self.differences.append(Value(float(number), self._id, field))

    def _number(self, number: float | None, field: str) -> None:
        if number is not None:
            self.numbers.append(Value(float(number), self._id, field))

    def _ends(self, item: EvidenceItem) -> list[Value]:
        return [Value(end, self._id, "interval", f"{{interval:{self._id}}}") for end in item.interval or ()]

    def _part(self, k: float | None, n: float | None, field: str) -> None:
        """Add a count and its share of a whole."""
        self._count(k, field)
        self._pair(k, n, field)
        if k is not None and n:
            self._share(k / n, field)

    def _of_answers_or_scores(self, item: EvidenceItem) -> None:
        """Add what answers, scores and series hold; by name, since the tables above are for fields of several kinds."""
        pairs = item.value_if(ScorePairs)
        self._count(item.n, "n", "n")
        for name in _COUNTS:
            number = item.number(name)
            if number is not None and float(number).is_integer():
                self._count(int(number), name, "k" if name in ("k", "chose", "better", "count_year") else "")
        self._of_turnout(item)
        if isinstance(item.value, SeriesCounts):
            self._of_a_series(item.value)
        before = item.value.agreed_before if isinstance(item.value, AnswerPairs) and item.unit == TRAINED else None
        for own in (before or {}).values():
            self._pair(own.k, own.n, "agreed before")
            if own.n:
                self._share(own.k / own.n, "agreed before")
        for wave in item.waves:
            self._of_a_wave(wave)
        self._of_each_answer(item)
        for name, whole in (("responses", "invited"), ("lost", "due")):
            part, of = item.number(name), item.number(whole)
            if part is not None and of:
                self._pair(part, of, name)
                self._share(part / of, name)
        self._share(pairs.attrition if pairs else None, "attrition")
        (self.differences if pairs else self.shares).extend(self._ends(item))
        for name in ("difference", "net", "net_low", "net_high"):
            self._difference(item.number(name), name)
        # Means of ranked answers are means of ranks: they neither prove nor contradict a number.
        for name in (*_NUMBERS, *_RANKS):
            if not (pairs and name in ("low", "high")):
                self._number(item.number(name), name)

    def _of_each_answer(self, item: EvidenceItem) -> None:
        """Add how many gave each answer or score, and how many did better, worse or otherwise."""
        asked, scored = item.value_if(AnswerCounts), item.value_if(ScorePairs)
        answers = {a: c for a, c in asked.counts.items() if c is not None} if asked and asked.counts else {}
        for answer, number in answers.items():
            self._count(number, f"counts.{answer}")
        for given in (answers, *((scored.before or {}, scored.after or {}) if scored else ())):
            for number in _levels(given):
                self._count(number, "levels")
        for answer, share in (asked.shares or {}).items() if asked else ():
            self._share(share, f"shares.{answer}")
        share = share_of(item)
        self._share(share, "share", "share")
        parts = {name: int(held) for name in _PARTS if (held := item.number(name)) is not None}
        main = parts.get("k", parts.get("chose", parts.get("better")))
        if item.n and main is not None:
            parts["others"] = item.n - main
            self._count(item.n - main, "others")
        for name, part in parts.items():
            self._pair(part, item.n, name)
            if item.n and share is not None:
                self._share(part / item.n, name)
        # After the parts, which have references to offer for numbers typed by hand.
        for answer, number in answers.items():
            self._pair(number, item.n, f"counts.{answer}")

    def _of_turnout(self, item: EvidenceItem) -> None:
        """Add how many came to training, how many of them were asked, and how many answered, if that is known."""
        covered = item.population
        steps = {"came": covered.reached, "were asked": covered.asked, "answered": covered.answered}
        for field, count in steps.items():
            self._count(count, field)
        for (_, earlier), (field, later) in combinations(steps.items(), 2):
            self._pair(later, earlier, field)
            if later is not None and earlier:
                self._share(later / earlier, field)

    def _of_a_wave(self, wave: Wave) -> None:
        """Add how many agreed in an earlier wave, and now at the same sites, and the difference."""
        self._pair(wave.k, wave.n, "waves.k")
        self._share(wave.share, "waves.share")
        self._pair(wave.k_now, wave.n_now, "waves.k_now")
        self._share(wave.share_now, "waves.share_now")
        self._difference(wave.difference, "waves.difference")
        self._difference(wave.difference_low, "waves.difference_low")
        self._difference(wave.difference_high, "waves.difference_high")

    def _of_a_series(self, value: SeriesCounts) -> None:
        """Add the denominators of a count, the same count elsewhere, and what its periods and earlier years hold."""
        there, last = (value.totals.elsewhere, value.totals.last) if value.totals else (None, None)
        for name, counted in (("year", there.year), ("last", there.last)) if there else ():
            if counted:
                self._count(int(counted), f"elsewhere.{name}")
        count, exposure, earlier = value.count_year, value.exposure_year, value.exposure_before
        for name, of in (("exposure_year", exposure), ("exposure_before", earlier)):
            if of and float(of).is_integer():
                self._count(int(of), name)
        if value.rate_before and value.rate_before < 1:
            self._share(value.rate_before, "rate_before")
        if count is not None and exposure and count <= exposure and float(exposure).is_integer():
            self._pair(count, exposure, "count_year")
            self._share(count / exposure, "rate_year")
            if last and last <= 1:
                self._share(last, "totals.last")
        if value.count_before and earlier and exposure:
            self._number(value.count_before * exposure / earlier, "mean of as long before")
        for name, number in (*_years_before(value), *_periods(value)):
            if float(number).is_integer():
                self._count(int(number), name)

    def _of_a_count(self, item: EvidenceItem, value: WorkCounts) -> None:
        """Add each field of a count of work by its own name, and the part out of the whole."""
        self._count(item.n, "n", "n")
        for name, held in value.by_name.items():  # by name: sentences refer to each by its own name
            if name in ("k", "share") or held is None:
                continue
            kind = self.counts if float(held).is_integer() else self.numbers
            kind.append(Value(held, self._id, name, f"{{{name}:{self._id}}}"))
        self._pair(value.k, item.n, "k")
        self._share(share_of(item), "share", "share")

    def _of_a_theme(self, item: EvidenceItem, value: ThemeCounts) -> None:
        """Add how many of everyone interviewed raised a theme, what they said of it, and how many did not."""
        self._count(item.n, "n", "n")
        self._count(value.k, "k", "k")
        for name in ("k", *POLARITY.codes):
            held = value.number(name)  # by name: there is a field for each thing that people can say of it
            self._pair(held, item.n, name)
            self._count(held or None, name)
        if item.n is not None and value.k is not None:
            self._pair(item.n - value.k, item.n, "others")
        self._share(share_of(item), "share", "share")

    def _of_a_network(self, item: EvidenceItem, value: NetworkTies) -> None:
        """Add the ties of all possible ties in either wave, how many organisations answered, and what ties carry."""
        self._count(item.n, "n", "n")
        self._pair(item.n, value.asked, "n")
        for name in ("asked", "possible", "ties_before", "ties_after", "kept", "new", "ended"):
            self._count(value.number(name), name, "k" if name == "ties_after" else "")
        self._pair(value.ties_before, value.possible or None, "ties_before")
        self._pair(value.ties_after, value.possible or None, "ties_after")
        self._pair(value.kept, value.ties_before or None, "kept")
        self._pair(value.ended, value.ties_before or None, "ended")
        self._share(value.density_before, "density_before")
        self._share(value.density_after, "density_after", "share")
        self._share(value.jaccard, "jaccard")
        self._difference(value.density, "density")
        self.differences += self._ends(item)
        for name, held in value.numbers.items():
            if name.endswith(_CARRIED):
                self._number(held, name)

    def _of_a_pathway(self, item: EvidenceItem, value: PathwayCases) -> None:
        """Add the cases that met the whole pathway before and since, then the counts for each step and rule."""
        if there := value.elsewhere:
            self._count(there.met, "met")
            self._pair(there.met, there.cases, "met")
            self._share(there.share, "elsewhere.share")
        self._count(value.met, "met", "k")
        self._pair(value.met, value.cases, "met")
        self._share(value.share, "share", "share")
        self._count(value.cases, "cases", "n")
        if there:
            self._count(there.met_before, "met_before")
            self._pair(there.met_before, there.cases_before, "met_before")
            self._share(there.share_before, "elsewhere.share_before")
        self._count(value.met_before, "met_before")
        self._pair(value.met_before, value.cases_before, "met_before")
        self._share(value.share_before, "share_before")
        self._count(value.cases_before, "cases_before")
        self._difference(value.difference, "difference")
        self.differences += self._ends(item)
        for step in value.steps or ():
            self._part(step.taken, step.cases, f"taken.{step.step}")
            self._part(step.skipped, step.cases, f"skipped.{step.step}")
            self._part(step.out_of_order, step.cases, f"out_of_order.{step.step}")
        for rule in value.constraints or ():
            for name, count in (("satisfied", rule.satisfied), ("violated", rule.violated)):
                self._part(count, rule.satisfied + rule.violated, f"{name}.{rule.name}")


def _years_before(value: SeriesCounts) -> Iterator[tuple[str, float]]:
    """Yield how many a series counted in each of the whole years before, by the name of the field."""
    for at, year in enumerate(value.earlier):
        yield f"totals.years.{at}.count", year.count
    yield from ((f"rates, {back} before", count) for back, count in years_since(value).items())


def _periods(value: SeriesCounts) -> Iterator[tuple[str, float]]:
    """Yield how many periods a series of counts has, and the lowest and highest of the year and of those before."""
    rates = value.rates or ()
    if rates and all(float(rate).is_integer() for rate in rates):
        before = rates[: len(rates) - int(value.exposure_year or 0)]
        yield "periods", len(rates)
        for part in filter(None, (before, rates[len(before) :])):
            yield from (("extremes", rate) for rate in (min(part), max(part)))


def _levels(given: Mapping[str, int]) -> Iterator[int]:
    """Yield how many gave each score of a scale or a higher one, and that score or a lower one."""
    if not all(score.isdigit() for score in given):
        return
    in_order = [given[score] for score in sorted(given, key=int)]
    yield from accumulate(in_order)
    yield from accumulate(reversed(in_order))
