"""Compare groups of young people: did some do better than others, or drop out more often, by more than chance?

Among many comparisons some differ by chance alone, so every p is adjusted for all of them (Holm 1979).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from tideturn.dataset.characteristics import CHARACTERISTIC_BY_NAME
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.evidence_values import WorkCounts
from tideturn.evaluation.ledger.counts.better import BETTER, DUE, LOST, better_of, without_value
from tideturn.evaluation.ledger.counts.reach import WITH
from tideturn.evaluation.ledger.score_sets import matched_id
from tideturn.evaluation.measured import known
from tideturn.evaluation.model import COUNT, Evaluation, EvidenceItem
from tideturn.evaluation.own_word import ALPHA
from tideturn.methods.freeman_halton import freeman_halton
from tideturn.methods.holm import holm


@dataclass(frozen=True)
class Question:
    """The fields to compare: the whole and the part, by group and in all."""

    whole: str
    part: str
    whole_in_all: str
    part_in_all: str


DID_BETTER: Final = Question(WITH, BETTER, "pairs", "better")
WERE_LOST: Final = Question(DUE, LOST, "due", "lost")


@dataclass(frozen=True)
class Side:
    """One side of a comparison: `k` of `n` with this value; an empty value means everyone with another one."""

    value: str
    k: int
    n: int


@dataclass(frozen=True)
class Comparison:
    """One comparison, for one outcome and rater: all values of a group, or one value and all the others."""

    group: str
    outcome_id: str
    voice: str
    sides: tuple[Side, ...]
    p: float
    adjusted: float = 1.0
    """p, adjusted for all comparisons (Holm 1979)."""

    @property
    def apart(self) -> bool:
        """Return whether the sides differ by more than chance would explain."""
        return self.adjusted < ALPHA

    @property
    def ends(self) -> tuple[Side, Side]:
        """Return the sides with the largest and the smallest share, in that order."""
        ordered = sorted(self.sides, key=lambda side: -side.k / side.n)
        return ordered[0], ordered[-1]


def comparisons(evaluation: Evaluation, question: Question) -> tuple[Comparison, ...]:
    """Return every comparison of groups with enough people; a release has none, since it has no such counts."""
    evidence = {item.evidence_id: item for item in evaluation.evidence}
    found = []
    for item in evaluation.evidence:
        of = counted_by_group(item)
        if of is None:
            continue
        group, outcome_id, voice = of
        whole = evidence[matched_id(outcome_id, voice, PROGRAMME_SCOPE, item.year)]
        for sides in _sides(item, whole, group, question):
            enough = tuple(side for side in sides if side.n >= evaluation.rules.min_pairs)
            if len(enough) > 1:
                p = freeman_halton([side.k for side in enough], [side.n for side in enough])
                found.append(Comparison(group, outcome_id, voice, enough, p))
    adjusted = holm([one.p for one in found])
    return tuple(replace(one, adjusted=p) for one, p in zip(found, adjusted, strict=True))


def counted_by_group(item: EvidenceItem) -> tuple[str, str, str] | None:
    """Return the group, outcome and rater of a count of who did better by group; None for any other evidence."""
    return better_of(item.evidence_id.split("/")[1]) if item.kind == COUNT else None


def values_of(item: EvidenceItem) -> list[str]:
    """Return the values in a count by group, in order."""
    numbers = item.value_as(WorkCounts).numbers
    return [name.removeprefix(WITH) for name in numbers if name.startswith(WITH)]


def _sides(item: EvidenceItem, whole: EvidenceItem, group: str, question: Question) -> Iterator[tuple[Side, ...]]:
    """Yield what to compare: all values at once or, if people may have several, each value with all without it."""
    numbers = item.value_as(WorkCounts).numbers  # the names of these fields end in values from the folder

    def count(name: str) -> int:
        return int(known(numbers[name]))

    sides = [Side(name, count(f"{question.part}{name}"), count(f"{question.whole}{name}")) for name in values_of(item)]
    if not CHARACTERISTIC_BY_NAME[group].several:
        yield tuple(sides)
        return
    # Read the fields by name: a question names its fields, as it does the cells of a group.
    k = int(known(whole.number(question.part_in_all))) - count(without_value(question.part))
    n = int(known(whole.number(question.whole_in_all))) - count(without_value(question.whole))
    both = ((side, Side("", k - side.k, n - side.n)) for side in sides)
    # Someone may have altered a number by hand. `verify` must be able to report that, so do not stop here first.
    yield from ((side, others) for side, others in both if 0 <= others.k <= others.n)
