"""Count who did better, by group, of the young people who were scored at the start and again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

from tideturn.dataset.characteristics import CHARACTERISTIC_BY_NAME, CHARACTERISTICS, VALUE, Characteristic
from tideturn.dataset.model import Year
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.ledger.counts.measure import Measure, named, parts_of
from tideturn.evaluation.ledger.counts.reach import NOT_RECORDED, WITH, in_order
from tideturn.evaluation.model import EvidenceItem

BETTER_BY: Final = "better_by"
"""Prefix of the measure of a group, outcome and rater: `better_by:gender:safety:record`."""
SCORED: Final = "scored"
"""Field for how many were scored twice; for one value it is `counts.girl`, as in every count by group."""
BETTER: Final = "better."
"""Prefix of the field for those who did better: `better.girl`."""
DUE: Final = "due."
LOST: Final = "lost."
"""Prefixes for those due a later score, and for those of them who have none."""
BY_VALUE: Final = (WITH, BETTER, DUE, LOST)
"""Prefixes of fields that end in a value from the folder, which may contain any character."""
BY: Final = {"record": "by workers", "young_person": "by themselves"}
"""Words for who gave the scores, by voice."""


@dataclass(frozen=True)
class Groups:
    """Recorded groups of each young person."""

    cases: pl.DataFrame
    recorded: tuple[tuple[Characteristic, pl.DataFrame, tuple[str, ...]], ...]
    """Each group with a recorded value, the values of each case, and all values in order."""

    @classmethod
    def of(cls, cases: pl.DataFrame) -> Groups:
        """Return the groups of these cases."""
        each = ((one, one.values(cases).select("case_id", VALUE)) for one in CHARACTERISTICS)
        found = ((one, values, in_order(one, values[VALUE].drop_nulls())) for one, values in each)
        return cls(cases, tuple(one for one in found if one[2]))

    def better(
        self, scored: pl.DataFrame, outcome_id: str, title: str, voice: str, year: Year
    ) -> Iterator[EvidenceItem]:
        """Yield a count for each group of those with a first score.

        `scored` has a row for each: `case_id`, and whether they are a `pair`, did `better`, were `due` a later score
        and were `lost`.
        """
        pairs = self.cases.join(scored.filter("pair"), on="case_id", how="semi")
        for one, recorded, values in self.recorded:
            each = recorded.join(scored, on="case_id", how="inner")
            measure = better_measure(one.name, outcome_id, voice, title)
            fields = {SCORED: pairs.height, **_by_value(each, "pair", WITH, values)}
            for column, begins in (("better", BETTER), ("due", DUE), ("lost", LOST)):
                fields |= _by_value(each, column, begins, values)
            yield measure.of(PROGRAMME_SCOPE, year, pairs, fields)


def better_measure(group: str, outcome_id: str, voice: str, title: str = "") -> Measure:
    """Return the measure of one group, outcome and rater."""
    one = CHARACTERISTIC_BY_NAME[group]
    text = f"Young people scored twice {BY[voice]}, and who did better, by {one.called}: {title}"
    read = ("case_id", "site", one.column)
    return Measure(named(BETTER_BY, group, outcome_id, voice), text, "young people", "cases", read, SCORED)


def better_of(name: str) -> tuple[str, str, str] | None:
    """Return the group, outcome and voice in such a measure's name; None for any other measure."""
    if not name.startswith(f"{BETTER_BY}:"):
        return None
    group, outcome_id, voice = parts_of(name)
    return group, outcome_id, voice


def without_value(begins: str) -> str:
    """Return the field for those with no value recorded: `not_recorded`, `better_not_recorded`."""
    return NOT_RECORDED if begins == WITH else f"{begins.removesuffix('.')}_{NOT_RECORDED}"


def _by_value(each: pl.DataFrame, column: str, begins: str, values: Iterable[str]) -> dict[str, int]:
    found = dict(each.filter(column).group_by(VALUE).len().iter_rows())
    return {**{f"{begins}{value}": found.get(value, 0) for value in values}, without_value(begins): found.get(None, 0)}
