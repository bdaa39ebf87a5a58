"""Choose which counts of a year a release hides, given what earlier releases showed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tideturn.dataset.known import known_by
from tideturn.dataset.model import Dataset
from tideturn.evaluation.claims.checks.exposure import PROTECTED
from tideturn.evaluation.model import Evaluation
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.withholding.at_most import pathway_bounds, record_bounds
from tideturn.evaluation.withholding.cells import Cells, evidence_cells
from tideturn.evaluation.withholding.narrowing import Narrowed, narrowed, of_release
from tideturn.evaluation.withholding.pathway_arrows import arrow_cells
from tideturn.evaluation.withholding.pathways import pathway_cells
from tideturn.evaluation.withholding.questions import questions_of
from tideturn.evaluation.withholding.records import left_unscored, record_cells
from tideturn.methods.disclosure import (
    AtMost,
    DisclosureRule,
    EarlierRelease,
    Exposed,
    Relation,
    Suppression,
    audit,
    suppress,
)


@dataclass(frozen=True)
class Withheld:
    """Every count of young people in a year's report, which of them are hidden, and the sums that join them."""

    counts: Mapping[str, int]
    relations: tuple[Relation, ...]
    suppression: Suppression
    rule: DisclosureRule
    guarded: frozenset[str]
    """Cells that count young people or families; the others are sums with adults in them."""
    unnamed: frozenset[str] = frozenset()
    """Counts whose name a release leaves out where it hides them: the name alone would reveal something."""
    bounds: tuple[AtMost, ...] = ()
    """Counts that everybody knows to be at most others."""
    again: bool = False
    """Whether the year was released before, so that a reader can compare the two releases."""
    narrowed: Narrowed = field(default_factory=Narrowed)
    """What the printed readings reveal of hidden counts, and which verdicts are withheld for revealing too much."""

    def hides(self, cell: str) -> bool:
        """Return whether a cell is hidden."""
        return cell in self.suppression.hidden

    def not_shown(self, cell: str) -> bool:
        """Return whether a cell is hidden, or is not in this release."""
        return cell not in self.counts or self.hides(cell)

    def few_heard(self, voice: str, year: int) -> bool:
        """Return whether so few young people or families were heard that their number is hidden.

        A release lists the adults' words with their voice; beside those, a reader could count the young people's.
        """
        return voice in PROTECTED and self.not_shown(heard_cell(voice, year))

    def shown(self) -> dict[str, int | None]:
        """Return every cell as the release shows it, None where it is hidden."""
        return {name: None if self.hides(name) else count for name, count in sorted(self.counts.items())}

    def told(self) -> dict[str, int | None]:
        """Return those of these cells that the release may list."""
        return {name: count for name, count in self.shown().items() if count is not None or name not in self.unnamed}

    def as_release(self, version: str) -> EarlierRelease:
        """Return all that a later release is compared with, by the names of all counts; it stays with the archive."""
        told = tuple(of_release(one, version) for one in self.limits)
        return EarlierRelease(version, self.shown(), (*self.relations, *told), self.bounds, self.narrowed.untold)

    def as_listed(self, version: str) -> EarlierRelease:
        """Return as much of that as the release may list."""
        told = self.told()
        return EarlierRelease(
            version,
            told,
            tuple(one for one in self.relations if all(name in told for name, _ in one.terms)),
            tuple(one for one in self.bounds if told.keys() >= {*one.smaller, *one.larger}),
        )

    @property
    def limits(self) -> tuple[Relation, ...]:
        """Return what a reader learns about hidden counts from the readings that are printed."""
        return tuple(one for some in self.narrowed.limits.values() for one in some)

    def telling_less(self) -> Withheld:
        """Return the same, without any programme verdict whose reading reveals something about a hidden count."""
        return replace(self, narrowed=Narrowed(untold=self.narrowed.untold | self.narrowed.limits.keys()))

    def exposed(self, earlier: Sequence[EarlierRelease] = ()) -> tuple[Exposed, ...]:
        """Return what a reader could still work out, and only with this release; empty if the release is safe.

        Refusing this release would not undo what earlier releases give away by themselves, or seem to: it would only
        stop every later release for good.
        """
        small = {name for name in self.guarded if self.rule.small(self.counts[name])}
        found = audit(
            self.shown(),
            (*self.relations, *self.limits),
            bounds=self.bounds,
            earlier=earlier,
            rule=self.rule,
            small=small,
            protected=self.guarded,
            counts=self.counts,
        )
        if not found or not earlier:
            return found
        without = {(one.id, one.low, one.high) for one in audit({}, (), earlier=earlier, rule=self.rule, small=())}
        return tuple(one for one in found if (one.id, one.low, one.high) not in without)


def heard_cell(voice: str, year: int) -> str:
    """Return the cell that counts the people of a voice who were interviewed in a year."""
    return f"interviews/{voice}/{year}#all"


def withhold(dataset: Dataset, evaluation: Evaluation, earlier: Sequence[EarlierRelease] = ()) -> Withheld:
    """Choose what to hide of a year, so that it shows no small count, either alone or beside earlier releases."""
    dataset = known_by(dataset, evaluation.year.as_of)
    cells = Cells()
    sites = [site.code for site in dataset.programme.sites]
    rule = disclosure_rule(evaluation.rules)
    record_cells(dataset, evaluation.year, cells)
    evidence_cells(evaluation.evidence, sites, cells, questions_of(dataset))
    pathway_cells(evaluation.pathways, sites, cells)
    arrow_cells(evaluation.pathways, rule.small, cells)
    left_unscored(sites, evaluation.year, rule.small, cells)
    listed = tuple(cells.counts.values())
    pathway_bounds(evaluation.pathways, rule, cells)
    record_bounds(sites, evaluation.year, cells)
    chosen = suppress(listed, cells.relations, bounds=cells.bounds, earlier=earlier, rule=rule)
    held = Withheld(
        counts={cell.id: cell.count for cell in listed},
        relations=tuple(cells.relations),
        bounds=tuple(cells.bounds),
        suppression=replace(chosen, secondary=chosen.secondary | (cells.never - chosen.primary)),
        rule=rule,
        guarded=frozenset(cell.id for cell in listed if cell.protected),
        unnamed=frozenset(cells.never | cells.unnamed),
        again=any(release.version.startswith(f"year-{evaluation.year.number}-") for release in earlier),
    )
    return _with_readings(held, evaluation, earlier)


def shown_before(dataset: Dataset, past: Evaluation, earlier: Sequence[EarlierRelease]) -> Withheld:
    """Return what of an earlier year may be shown again.

    That is what an earlier release showed, unless it is small by today's rule.
    """
    rule = disclosure_rule(past.rules)
    dataset = known_by(dataset, past.year.as_of)
    cells = Cells()
    sites = [site.code for site in dataset.programme.sites]
    evidence_cells(past.evidence, sites, cells, questions_of(dataset))
    pathway_cells(past.pathways, sites, cells)
    arrow_cells(past.pathways, rule.small, cells)
    record_cells(dataset, past.year, cells)
    shown = {
        name
        for name, cell in cells.counts.items()
        if not (cell.protected and rule.small(cell.count))
        and any(release.cells.get(name) == cell.count for release in earlier)
    }
    hidden = frozenset(cells.counts.keys() - shown)
    held = Withheld(
        counts={name: cell.count for name, cell in cells.counts.items()},
        relations=(),
        suppression=Suppression(primary=hidden, secondary=frozenset()),
        rule=rule,
        guarded=frozenset(cells.counts),
        unnamed=frozenset(cells.never | cells.unnamed),
        again=True,
    )
    return _with_readings(held, past, earlier)


def _with_readings(held: Withheld, evaluation: Evaluation, earlier: Sequence[EarlierRelease]) -> Withheld:
    """Return it with what its readings reveal; a verdict that a release of the year withheld stays withheld."""
    found = narrowed(evaluation, held.counts, held.hides, held.rule)
    before = [one.untold for one in earlier if one.version.startswith(f"year-{evaluation.year.number}-")]
    untold = found.untold.union(*before)
    return replace(held, narrowed=Narrowed({o: told for o, told in found.limits.items() if o not in untold}, untold))


def disclosure_rule(rules: Rules) -> DisclosureRule:
    """Return the disclosure rule with the programme's own thresholds."""
    return DisclosureRule(rules.small_count, rules.show_zero, rules.small_denominator)
