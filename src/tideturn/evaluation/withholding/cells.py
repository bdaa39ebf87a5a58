"""Collect every count of young people that a release would show, as cells with the sums that join them.

A cell's id is the evidence it belongs to and the field, `matched/safety/record/london/2#better`, or the record counted,
`cases/london/2#open`. It is the same on every machine and in every year, so that a release can be compared with earlier
ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.checks.exposure import counts_young_people
from tideturn.evaluation.evidence_values import AnswerCounts, ComparedPairs, OptionCounts, ScorePairs
from tideturn.evaluation.measured import known
from tideturn.evaluation.model import COUNT, THEME, EvidenceItem
from tideturn.evaluation.pathways import PATHWAY
from tideturn.evaluation.record_values import SeriesCounts
from tideturn.evaluation.withholding.questions import Question, Questions, asked_by
from tideturn.methods.disclosure import AtMost, Cell, Relation

_ASKED: Final = ("n", "k", "disagree", "neutral", "dont_know", "too_early", "missing", "responses")
SURVEY: Final = (*_ASKED, "same", "worse", "unplaced", "chose", "left")
OPINIONS: Final = ("k", "same", "worse", "disagree", "neutral", "chose", "left")
"""Fields that add up to `n`."""
_RESPONSES: Final = ("n", "unplaced", "dont_know", "too_early", "missing")
MATCHED: Final = ("n", "better", "same", "worse")
COMPARED: Final = ("n", "programme", "comparison")
TOTALS: Final = 20.0
"""Cost of hiding a total, as a multiple of the cost of hiding one of its parts."""
WHOLE_PROGRAMME: Final = 5.0
"""Cost of hiding a count of the whole programme, as a multiple of the cost of hiding one of a site."""


@dataclass
class Cells:
    """Cells and relations while they are gathered."""

    counts: dict[str, Cell] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    bounds: list[AtMost] = field(default_factory=list)
    never: set[str] = field(default_factory=set)
    """Counts that no release shows: they are here because the counts that it shows could give them away."""
    unnamed: set[str] = field(default_factory=set)
    """Counts whose name alone shows that a child went a rare way; a release that hides such a count omits its name."""

    def add(self, name: str, count: int, *, weight: float = 1.0, protected: bool = True) -> str:
        """Add a cell, unless it is there already, and return its name."""
        self.counts.setdefault(name, Cell(name, count, protected, weight))
        return name

    def total(self, total: str, parts: Iterable[str]) -> None:
        """Record that a cell is the sum of others, as far as they are here; if it is more, they are part of it."""
        names = [name for name in parts if name in self.counts]
        if total in self.counts and names and self.counts[total].count == sum(self.counts[n].count for n in names):
            self.relations.append(Relation.total(total, names))
        else:
            self.at_most(names, [total])

    def at_most(self, smaller: Sequence[str], larger: Sequence[str]) -> None:
        """Record that some cells together are at most others together, if all of them are here and it is true."""
        bound = AtMost(tuple(smaller), tuple(larger))
        if not smaller or not self.counts.keys() >= {*smaller, *larger} or bound in self.bounds:
            return
        few, many = (sum(self.counts[name].count for name in names) for names in (smaller, larger))
        if few <= many:
            self.bounds.append(bound)

    def same(self, one: str, other: str) -> None:
        """Record that two cells are the same count, if they are equal: hiding only one of them would hide nothing."""
        if one in self.counts and other in self.counts and self.counts[one].count == self.counts[other].count:
            self.relations.append(Relation(((one, 1), (other, -1))))


def evidence_cells(
    items: Sequence[EvidenceItem], sites: Sequence[str], cells: Cells, questions: Questions | None = None
) -> None:
    """Add the cells of every piece of evidence that counts young people or families.

    An answer that nobody could give to a question is not a cell: everybody knows that its count is nought, so hiding it
    hides nothing.
    """
    # The counts of a pathway depend on each other across years and steps, so they are added separately.
    # Counts of work are cells of the records that they are counted from.
    # No release says how many of these people raised a theme.
    told = [item for item in items if item.kind not in (COUNT, THEME) and not item.evidence_id.startswith(PATHWAY)]
    young = [item for item in told if item.value is not None and counts_young_people(item)]
    for item in {item.evidence_id: item for item in young}.values():
        _one(item, cells, asked_by(item, questions or {}))
    for item in {item.evidence_id: item for item in young if item.scope == PROGRAMME_SCOPE}.values():
        for name, parts in _across_sites(item, sites, cells):
            cells.total(name, parts)
    _of_one_survey({item.evidence_id: item for item in young}.values(), cells)


def _of_one_survey(items: Iterable[EvidenceItem], cells: Cells) -> None:
    """Join the counts of one survey: each person answered it once, so its questions count the same people again.

    Each question counts them under its own id.
    """
    asked: dict[tuple[str, ...], list[EvidenceItem]] = {}
    answered: dict[tuple[str, str], dict[str, str]] = {}
    options: dict[str, list[EvidenceItem]] = {}
    for item in items:
        match item.evidence_id.split("/"):
            case ["survey", code, question, voice, scope, year]:
                asked.setdefault((code, voice, scope, year), []).append(item)
                if isinstance(item.value, OptionCounts):
                    options.setdefault(item.evidence_id.replace(question, question.partition("=")[0]), []).append(item)
                if scope == PROGRAMME_SCOPE:
                    answered.setdefault((voice, year), {}).setdefault(code, cell(item, "responses"))
    for first, *others in asked.values():
        for other in others:
            for name in ("responses", "invited"):
                cells.same(cell(first, name), cell(other, name))
    for first, *others in options.values():
        for other in others:
            for name in ("n", "dont_know", "missing"):
                cells.same(cell(first, name), cell(other, name))
    for (voice, year), surveys in answered.items():
        cells.total(f"answers/{voice}/{year}#all", surveys.values())


def cell(item: EvidenceItem, name: str) -> str:
    """Return the id of a field's cell; for a period of a series, use `period_cell`."""
    return f"{item.evidence_id}#{name}"


def period_cell(item: EvidenceItem, period: str) -> str:
    """Return the id of a series' period: the evidence without its year, so that it is the same cell in every year."""
    return f"{item.evidence_id.rpartition('/')[0]}#{period}"


def _one(item: EvidenceItem, cells: Cells, question: Question | None) -> None:
    value = item.value
    weight = WHOLE_PROGRAMME if item.scope == PROGRAMME_SCOPE else 1.0
    if isinstance(value, SeriesCounts):
        _series(item, value, weight, cells)
        return
    fields = MATCHED if isinstance(value, ScorePairs) else COMPARED if isinstance(value, ComparedPairs) else SURVEY
    for name in fields:
        count = item.n if name == "n" else item.number(name)  # by name: each has a cell of its own
        if count is not None and not (count == 0 and question is not None and name in question.nobody):
            cells.add(cell(item, name), int(count), weight=weight * (TOTALS if name in ("n", "responses") else 1.0))
    if fields in (MATCHED, COMPARED):
        cells.total(cell(item, "n"), (cell(item, name) for name in fields if name != "n"))
        return
    cells.total(cell(item, "n"), (cell(item, name) for name in OPINIONS))
    if not isinstance(value, AnswerCounts | OptionCounts):
        return
    _turnout(item, value, weight, cells)
    cells.total(cell(item, "responses"), (cell(item, name) for name in _RESPONSES))
    counts = (value.counts or {}) if isinstance(value, AnswerCounts) else {}
    answers = [cells.add(cell(item, f"counts.{a}"), known(c), weight=weight) for a, c in counts.items()]
    if answers:
        answered = known(value.responses) - known(value.missing)
        name = cells.add(cell(item, "answered"), answered, weight=weight * TOTALS)
        cells.total(name, answers)
        cells.total(cell(item, "responses"), (name, cell(item, "missing")))
    if question is not None:
        meant: dict[str, list[str]] = {}
        for answer in counts:
            meant.setdefault(cell(item, question.meaning(answer) or "unplaced"), []).append(f"counts.{answer}")
        for name, words in meant.items():
            cells.total(name, (cell(item, word) for word in words))


def _turnout(item: EvidenceItem, value: AnswerCounts | OptionCounts, weight: float, cells: Cells) -> None:
    """Add how many were invited and, since it is known how many answered, how many did not."""
    invited, responses = value.invited, value.responses
    if invited is None or responses is None or invited < responses:
        return
    whole = cells.add(cell(item, "invited"), invited, weight=weight * TOTALS)
    silent = cells.add(cell(item, "silent"), invited - responses, weight=weight)
    cells.total(whole, (cell(item, "responses"), silent))


def _series(item: EvidenceItem, value: SeriesCounts, weight: float, cells: Cells) -> None:
    """Add the counts by period if the series is one of counts, and the sums of the year and of the time before."""
    if value.count_year is not None:
        cells.add(cell(item, "count_year"), int(value.count_year), weight=weight * TOTALS)
    if value.count_before is not None:
        cells.add(cell(item, "count_before"), int(value.count_before), weight=weight * TOTALS)
    if not value.of_counts:
        return
    names = [
        cells.add(period_cell(item, period), int(rate), weight=weight)
        for period, rate in zip(value.periods or (), value.rates or (), strict=True)
    ]
    cells.total(cell(item, "count_before"), names[: value.baseline])
    cells.total(cell(item, "count_year"), names[value.baseline :])


def _across_sites(item: EvidenceItem, sites: Sequence[str], cells: Cells) -> Iterator[tuple[str, list[str]]]:
    """Yield each cell of the whole programme with the same cell at every site."""
    prefix = f"{item.evidence_id}#"
    stem = f"{item.evidence_id.rpartition('/')[0]}#"
    for name in [name for name in cells.counts if name.startswith((prefix, stem))]:
        identity, _, what = name.partition("#")
        parts = identity.split("/")
        if PROGRAMME_SCOPE not in parts:
            continue
        place = len(parts) - 1 - parts[::-1].index(PROGRAMME_SCOPE)
        yield name, ["/".join((*parts[:place], site, *parts[place + 1 :])) + f"#{what}" for site in sites]
