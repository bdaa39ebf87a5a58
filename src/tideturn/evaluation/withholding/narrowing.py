"""Work out what a printed reading reveals about counts that a release hides: limits, besides the sums.

A reading follows from counts by a rule that everybody knows, so it narrows what the hidden ones can be: if twelve pairs
read as better, at most two got worse. A site's reading is not printed where its counts are hidden. The whole
programme's is, as long as it does not leave a small count only one possible value. And a reader who knows that the
programme is not contested by place knows that no site reads the opposite of another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, combinations, product
from math import comb
from typing import Final

from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.checks.exposure import PROTECTED, counts_young_people
from tideturn.evaluation.confidence import Asked, confidence
from tideturn.evaluation.evidence_values import AnswerCounts, AssessmentPairs, ScorePairs
from tideturn.evaluation.measured import known
from tideturn.evaluation.model import Evaluation, EvidenceItem, OutcomeVerdict
from tideturn.evaluation.pathways import PathwayAt
from tideturn.evaluation.readings_pathways import Sides, read_pathway
from tideturn.evaluation.readings_scores import read_better_of_two, read_matched
from tideturn.evaluation.readings_surveys import Counted, read_item
from tideturn.evaluation.readings_words import FEWEST_SPEAKERS
from tideturn.evaluation.record_values import PathwayCases, SeriesCounts
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.strand import Strand
from tideturn.evaluation.verdicts import NEGATIVE, POSITIVE, decide
from tideturn.evaluation.withholding.cells import OPINIONS, cell, period_cell
from tideturn.evaluation.withholding.pathways import side_cells
from tideturn.methods.change import Change
from tideturn.methods.disclosure import DisclosureRule, Relation
from tideturn.methods.disclosure.system import REST, is_rest

_MOST: Final = 5000
"""Maximum ways to try in which hidden counts make up what is shown; if there are more, no reading is printed."""
Counts = tuple[int, ...]


@dataclass(frozen=True)
class Narrowed:
    """What the printed readings reveal: the limits by outcome, and outcomes whose verdict would reveal too much."""

    limits: Mapping[str, tuple[Relation, ...]] = field(default_factory=dict)
    untold: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Counted:
    """The counts behind a reading: groups of parts that each make up a whole, by their cells."""

    groups: tuple[tuple[tuple[str, ...], str], ...]
    read: Callable[[Counts], str]

    @property
    def parts(self) -> tuple[str, ...]:
        """Return the cells of the parts, in the order in which they are read."""
        return tuple(name for parts, _ in self.groups for name in parts)

    @property
    def names(self) -> tuple[str, ...]:
        """Return every cell, the parts first and then the wholes."""
        return (*self.parts, *(whole for _, whole in self.groups))


def narrowed(
    evaluation: Evaluation, counts: Mapping[str, int], hides: Callable[[str], bool], rule: DisclosureRule
) -> Narrowed:
    """Return what a release that prints every verdict of the programme would reveal about the counts that it hides."""
    items = {(item.outcome_id, item.evidence_id): item for item in evaluation.evidence}
    reader = _Reader(counts, hides, rule, evaluation.rules, {at.identity: at for at in evaluation.pathways})
    sites: dict[str, list[OutcomeVerdict]] = {}
    for verdict in evaluation.outcomes:
        if verdict.scope != PROGRAMME_SCOPE:
            sites.setdefault(verdict.outcome_id, []).append(verdict)
    limits: dict[str, tuple[Relation, ...]] = {}
    untold = set()
    for verdict in evaluation.outcomes:
        if verdict.scope != PROGRAMME_SCOPE:
            continue
        outcome = verdict.outcome_id
        told = [reader.strand(strand, items, verdict, evaluation.year.number) for strand in verdict.strands]
        if verdict.verdict not in (Verdict.TOO_EARLY, Verdict.CONTESTED):
            told += _not_opposite(reader, sites.get(outcome, ()), items)
        if None in told:
            untold.add(outcome)
        elif any(told):
            limits[outcome] = tuple(dict.fromkeys(one for some in told for one in some or ()))
    return Narrowed(limits, frozenset(untold))


def _not_opposite(
    reader: _Reader, sites: Iterable[OutcomeVerdict], items: Mapping[tuple[str, str], EvidenceItem]
) -> Iterator[tuple[Relation, ...] | None]:
    """Yield what a reader learns because no site reads positive where another reads negative.

    Assume that the reader knows this about every site.
    """
    alike: dict[tuple[str, str], list[tuple[OutcomeVerdict, Strand]]] = {}
    for own in sites:
        for strand in own.strands:
            alike.setdefault((strand.kind, strand.voice), []).append((own, strand))
    for strands in alike.values():
        opposite = {POSITIVE, NEGATIVE} - {strand.reading for _, strand in strands}
        for own, strand in strands if len(strands) > 1 else ():
            for identity in strand.evidence:
                item = items.get((own.outcome_id, identity))
                if item is not None:
                    yield reader.other_than(item, opposite)


class _Reader:
    """A reader who has the release and knows the rules behind its readings."""

    def __init__(
        self,
        counts: Mapping[str, int],
        hides: Callable[[str], bool],
        rule: DisclosureRule,
        rules: Rules,
        along: Mapping[str, PathwayAt],
    ) -> None:
        self.counts, self.hides, self.rule, self.rules, self.along = counts, hides, rule, rules, along

    def strand(
        self, strand: Strand, items: Mapping[tuple[str, str], EvidenceItem], verdict: OutcomeVerdict, year: int
    ) -> tuple[Relation, ...] | None:
        """Return what a strand's reading reveals; None if it would reveal too much.

        Assume that the reader knows what each question reads.
        """
        if strand.kind == "interview":
            return () if self._more_or_fewer_could_have_said(strand, verdict, year) else None
        found: list[Relation] = []
        for identity in strand.evidence:
            item = items.get((verdict.outcome_id, identity))
            if item is None or item.value is None or not counts_young_people(item):
                continue
            if isinstance(item.value, SeriesCounts):
                if self._series_hidden(item, item.value):
                    return None
                continue
            if self._counted_otherwise(item) or self._moved_by_few(item):
                return None
            counted = self._counted(item)
            if counted is None or not any(map(self.hides, counted.names)):
                continue
            told = self._told(counted, self._true(counted).__eq__)
            if told is None:
                return None
            found += told
        return tuple(found)

    def other_than(self, item: EvidenceItem, readings: set[str]) -> tuple[Relation, ...] | None:
        """Return what a reader learns from knowing that a site's piece of evidence has none of these readings."""
        counted = self._counted(item) if item.value is not None and counts_young_people(item) else None
        if counted is None or not any(map(self.hides, counted.names)):
            return ()
        if item.waves:
            return None  # its reading also uses an earlier wave, which is not known here
        barred = readings - {self._true(counted)}
        known = barred and self._ways(counted) is not None
        return self._told(counted, lambda reading: reading not in barred) if known else ()

    def _counted(self, item: EvidenceItem) -> _Counted | None:
        """Return the counts that a piece of evidence is read from; None if they are not cells of the release."""
        value = item.value
        groups: tuple[tuple[tuple[str, ...], str], ...]
        read: Callable[[Counts], str]
        if isinstance(value, PathwayCases) and value.elsewhere:
            return None  # its reading uses counts of other places, and a release gives none
        if isinstance(value, PathwayCases) and item.evidence_id in self.along:
            met, cases, met_before, cases_before = side_cells(self.along[item.evidence_id])
            groups = tuple(
                ((name, f"{name.removesuffix('met')}not_met"), whole)
                for name, whole in ((met, cases), (met_before, cases_before))
            )

            def read(c: Counts) -> str:
                varies = known(value.dispersion), known(value.shift)
                return read_pathway(Sides(c[2], c[2] + c[3], c[0], c[0] + c[1], *varies), self.rules).reading

        elif isinstance(value, ScorePairs):
            groups = ((tuple(cell(item, name) for name in ("better", "same", "worse")), cell(item, "n")),)

            lost, worse = value.attrition, value.from_worse if isinstance(value, AssessmentPairs) else None
            from_worse = Change.of(**worse) if worse else None

            def read(c: Counts) -> str:
                change = Change.of(*c)
                reading = read_matched(change, attrition=lost, rules=self.rules, unit=item.unit)
                if from_worse:
                    reading = read_better_of_two(reading, change, from_worse, rules=self.rules, unit=item.unit)
                return reading.reading

        elif isinstance(value, AnswerCounts) and not value.unplaced:
            # As long as nobody knows what an answer means, a question reads as nothing, whatever the others are.
            said = tuple(name for name in OPINIONS if cell(item, name) in self.counts)
            groups = ((tuple(cell(item, name) for name in said), cell(item, "n")),)

            def read(c: Counts) -> str:
                of = dict(zip(said, c, strict=True))
                ways = {name: of.get(name, 0) for name in ("k", "disagree", "same", "worse")}
                counted = Counted(n=sum(c), too_early=known(value.too_early), **ways)
                measures, claim = value.measures or "", value.claim or ""
                return read_item(counted, measures=measures, claim=claim, rules=self.rules, unit=item.unit).reading

        else:
            return None
        counted = _Counted(groups, read)
        return counted if self.counts.keys() >= set(counted.names) else None

    def _counted_otherwise(self, item: EvidenceItem) -> bool:
        """Return whether a question's counts are not cells, because other answers count for another outcome."""
        said = ((name, item.number(name)) for name in OPINIONS)  # by name: each has a cell of its own
        own = (("n", item.n), *said) if isinstance(item.value, AnswerCounts) else ()
        return any(count and self.counts.get(cell(item, name)) != count for name, count in own)

    def _moved_by_few(self, item: EvidenceItem) -> bool:
        """Return whether a question's reading could reveal a small count that the release does not show.

        A reading also uses the counts of earlier waves, which a release never shows, and how many said that it is too
        soon, which it may hide. The reading does not depend on the latter if all who could have said so are no more
        than those who agree.
        """
        for wave in item.waves:
            sides = ((wave.k, wave.n), (wave.k_now, wave.n_now))
            if any(self.rule.small(count) for k, n in sides for count in (k, n - k)) or self._any_hidden(item):
                return True
        early = cell(item, "too_early")
        if early not in self.counts or not self.hides(early):
            return False
        shown = not (self.hides(cell(item, "k")) or self.hides(cell(item, "n")) or self.hides(cell(item, "responses")))
        return not shown or known(item.value_as(AnswerCounts).responses) - known(item.n) > known(item.k)

    def _any_hidden(self, item: EvidenceItem) -> bool:
        return any(self.hides(cell(item, name)) for name in ("n", *OPINIONS) if cell(item, name) in self.counts)

    def _true(self, counted: _Counted) -> str:
        """Return what the true counts read."""
        return counted.read(tuple(self.counts[name] for name in counted.parts))

    def _told(self, counted: _Counted, fits: Callable[[str], bool]) -> tuple[Relation, ...] | None:
        """Return the limits of the hidden parts where the reading fits; None if a small one has a single value left."""
        hidden = [name for name in counted.parts if self.hides(name)]
        ways = self._ways(counted)
        if ways is None:
            # If nothing is shown, nothing limits the counts that the reading could come from.
            return () if all(map(self.hides, counted.names)) else None
        place = {name: counted.parts.index(name) for name in hidden}
        left = [way for way in ways if fits(counted.read(way))]
        low = 0 if not self.rule.show_zero else 1
        for name, at in place.items():
            values = {way[at] for way in left if low <= way[at] <= self.rule.highest}
            if self.rule.small(self.counts[name]) and len(values) < 2:
                return None
        sums: list[tuple[tuple[str, int], ...]] = [((name, 1),) for name in hidden]
        sums += [((one, 1), (other, -1)) for one, other in combinations(hidden, 2)]
        return tuple(limit for terms in sums for limit in _limits(terms, place, ways, left))

    def _ways(self, counted: _Counted) -> list[Counts] | None:
        """Return every way hidden parts can make up what is shown; None if a whole is hidden, or there are too many."""
        each = []
        number = 1
        for parts, whole in counted.groups:
            seen = [None if self.hides(name) else self.counts[name] for name in parts]
            left = self.counts[whole] - sum(count for count in seen if count is not None)
            number *= comb(left + max(seen.count(None) - 1, 0), left)
            if self.hides(whole) or number > _MOST:
                return None
            each.append([_filled(seen, free) for free in _split(left, seen.count(None))])
        return [tuple(chain.from_iterable(way)) for way in product(*each)]

    def _series_hidden(self, item: EvidenceItem, series: SeriesCounts) -> bool:
        """Return whether a period is hidden that others are read with: a point beyond the limits could give it away."""
        names = [cell(item, name) for name in ("count_year", "count_before")]
        if series.of_counts:
            names += [period_cell(item, period) for period in series.periods or ()]
        return any(map(self.hides, names))

    def _more_or_fewer_could_have_said(self, strand: Strand, verdict: OutcomeVerdict, year: int) -> bool:
        """Return whether another number of young people could have spoken, with the same reading and as sure a verdict.

        A reading takes a minimum number of them; from a further number on they can carry a verdict, or are no longer
        few. The number of adults is known.
        """
        if strand.voice not in PROTECTED or not strand.sources:
            return True
        heard = f"interviews/{strand.voice}/{year}#all"
        most = self.rule.highest if heard not in self.counts or self.hides(heard) else self.counts[heard]
        judged = len({self._judged(verdict, strand, few=few) for few in (True, False)}) > 1

        steps = (FEWEST_SPEAKERS, self.rules.interview_supported) if judged else ()

        def tells(spoke: int) -> tuple[bool, ...]:
            return tuple(spoke >= step for step in (self.rules.interview_sources, *steps))

        # Check this whatever their number is: if only one number led to hiding, the hiding itself would reveal it.
        return min(Counter(map(tells, range(1, most + 1))).values()) > 1

    def _judged(self, verdict: OutcomeVerdict, strand: Strand, *, few: bool) -> tuple[str, tuple[str, ...]]:
        """Return the verdict, and the reasons for its confidence, if those interviewed were few or many."""
        sources = FEWEST_SPEAKERS - few
        as_if = replace(strand, imprecise="Few spoke." if few else "", may_support=not few, sources=sources)
        strands = [as_if if one is strand else one for one in verdict.strands]
        due = 1 if verdict.verdict is Verdict.TOO_EARLY else 0
        decision = decide(strands, due_year=due, year=0, claim=verdict.claim)
        return decision.verdict, confidence(decision, strands, self.rules, Asked(verdict.claim))[1]


def of_release(limit: Relation, version: str) -> Relation:
    """Return a limit under a name of its own: another release may give other limits of the same counts."""
    return Relation(
        tuple((f"{name}{REST}{version}" if is_rest(name) else name, times) for name, times in limit.terms),
        limit.constant,
    )


def _split(whole: int, parts: int) -> Iterator[Counts]:
    """Yield every way to split a whole number into this many parts, none below 0."""
    if parts <= 1:
        yield (whole,) * parts
        return
    for first in range(whole + 1):
        yield from ((first, *others) for others in _split(whole - first, parts - 1))


def _filled(seen: Sequence[int | None], free: Sequence[int]) -> Counts:
    """Return the shown counts with the hidden ones in their places."""
    left = iter(free)
    return tuple(next(left) if count is None else count for count in seen)


def _limits(
    terms: tuple[tuple[str, int], ...], place: Mapping[str, int], ways: Sequence[Counts], left: Sequence[Counts]
) -> Iterator[Relation]:
    """Yield the least and the greatest value of a sum where the reading fits, if that is narrower than without it."""

    def ends(among: Sequence[Counts]) -> tuple[int, int]:
        sums = [sum(times * way[place[name]] for name, times in terms) for way in among]
        return min(sums), max(sums)

    (least, most), (low, high) = ends(ways), ends(left)
    told = "+".join(f"{times}*{name}" for name, times in terms)
    if low > least:
        rest = f"{REST}{told}{REST}from"
        yield Relation((*((name, -times) for name, times in terms), (rest, 1)), -low)
    if high < most:
        yield Relation((*terms, (f"{REST}{told}{REST}to", 1)), high)
