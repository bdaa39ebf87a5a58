"""Whether some groups of young people did better than others, or were lost more often, by more than chance has it.

Many groups are held against each other over many outcomes, of which some differ by chance: every p is raised for that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from tideturn.dataset.characteristics import CHARACTERISTIC_BY_NAME
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.ledger.counts.better import BETTER, DUE, LOST, better_of, without_value
from tideturn.evaluation.ledger.counts.reach import WITH
from tideturn.evaluation.ledger.score_sets import matched_id
from tideturn.evaluation.model import COUNT, Evaluation, EvidenceItem
from tideturn.evaluation.own_word import ALPHA
from tideturn.methods.freeman_halton import freeman_halton
from tideturn.methods.holm import holm


@dataclass(frozen=True)
class Question:
    """What is counted of each group: the fields of how many, and of how many of them, by group and in all."""

    whole: str
    part: str
    whole_in_all: str
    part_in_all: str


DID_BETTER: Final = Question(WITH, BETTER, "pairs", "better")
WERE_LOST: Final = Question(DUE, LOST, "due", "lost")


@dataclass(frozen=True)
class Side:
    """One of the groups that are compared: `k` of `n`; without a value, all whose value is another."""

    value: str
    k: int
    n: int


@dataclass(frozen=True)
class Comparison:
    """The values of one group, or one of several that a person may have and the others, for one outcome and rater."""

    group: str
    outcome_id: str
    voice: str
    sides: tuple[Side, ...]
    p: float
    adjusted: float = 1.0
    """The p for all that were compared (Holm 1979)."""

    @property
    def apart(self) -> bool:
        """Whether they differ by more than chance has it."""
        return self.adjusted < ALPHA

    @property
    def ends(self) -> tuple[Side, Side]:
        """The sides with the largest and with the smallest share."""
        ordered = sorted(self.sides, key=lambda side: -side.k / side.n)
        return ordered[0], ordered[-1]


def comparisons(evaluation: Evaluation, question: Question) -> tuple[Comparison, ...]:
    """Return every comparison of groups with enough people, of the numbers that a reader of the evaluation has.

    What a release hides enters none, so that no p tells of it.
    """
    evidence = {item.evidence_id: item for item in evaluation.evidence}
    found = []
    for item in evaluation.evidence:
        of = better_of(item.evidence_id.split("/")[1]) if item.kind == COUNT else None
        if of is None:
            continue
        group, outcome_id, voice = of
        whole = evidence.get(matched_id(outcome_id, voice, PROGRAMME_SCOPE, item.year))
        for sides in _sides(item, whole, group, question):
            enough = tuple(side for side in sides if side.n >= evaluation.rules.min_pairs)
            if len(enough) > 1:
                p = freeman_halton([side.k for side in enough], [side.n for side in enough])
                found.append(Comparison(group, outcome_id, voice, enough, p))
    adjusted = holm([one.p for one in found])
    return tuple(replace(one, adjusted=p) for one, p in zip(found, adjusted, strict=True))


def values_of(item: EvidenceItem) -> list[str]:
    """Return the values that a count by group has a field for, in order."""
    return [name.removeprefix(WITH) for name in item.value or {} if name.startswith(WITH)]


def _sides(
    item: EvidenceItem, whole: EvidenceItem | None, group: str, question: Question
) -> Iterator[tuple[Side, ...]]:
    """Yield what is compared: all values at once, or where people may have several, each with all without it."""
    value: Mapping[str, Any] = item.value or {}
    counts = (
        (name, value.get(f"{question.part}{name}"), value.get(f"{question.whole}{name}")) for name in values_of(item)
    )
    sides = [Side(name, k, n) for name, k, n in counts if k is not None and n is not None]
    if not CHARACTERISTIC_BY_NAME[group].several:
        yield tuple(sides)
        return
    own = (whole.value or {}) if whole is not None else {}
    total_k, total_n = own.get(question.part_in_all), own.get(question.whole_in_all)
    unknown_k, unknown_n = value.get(without_value(question.part)), value.get(without_value(question.whole))
    if total_k is None or total_n is None or unknown_k is None or unknown_n is None:
        return
    k, n = total_k - unknown_k, total_n - unknown_n
    both = ((side, Side("", k - side.k, n - side.n)) for side in sides)
    # Numbers that do not add up are no table; whoever altered one must be told so, and not stopped here.
    yield from ((side, others) for side, others in both if 0 <= others.k <= others.n)
