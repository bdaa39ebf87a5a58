"""Who did better, by what is recorded of them: those scored twice, those due a second score, and those without one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from . import reached as reach
from .folder import Row, Year
from .pathways import holm
from .rules import rule
from .scores import matched
from .shares import freeman_halton

VOICES = ("record", "young_person")


@dataclass(frozen=True)
class ByGroup:
    """One group, outcome and rater: the ids of the young people, and what is recorded of each."""

    values: tuple[str, ...]
    recorded: dict[str, frozenset[str]]
    twice: frozenset[str]
    better: frozenset[str]
    due: frozenset[str]
    lost: frozenset[str]

    def counted(self, who: Collection[str]) -> dict[str, int]:
        """Count them by value, and those without one under the empty name."""
        counts = Counter(each for one in who for each in (self.recorded[one] or {""}))
        return {each: counts[each] for each in (*self.values, "")}


@lru_cache
def by_group_of(year: Year, group: str, outcome: str, voice: str) -> ByGroup:
    rows: list[Row] = list(year.rows("cases"))
    recorded = {row["case_id"]: frozenset(reach.values(row, group)) for row in rows}
    found = {each for values in recorded.values() for each in values}
    if group == "age_band":
        values = [band for band in (*reach.BANDS, reach.OLDEST) if band in found]
    else:
        values = sorted(found, key=lambda each: (each.casefold(), each))
    scored = matched(year, outcome, voice, "programme")
    better = frozenset(who for who, move in zip(scored.who, scored.moves, strict=True) if move > 0)
    return ByGroup(tuple(values), recorded, frozenset(scored.who), better, scored.due_who, scored.lost_who)


@dataclass(frozen=True)
class Tried:
    """One comparison: what is recorded and how many of how many, each value or one and the others."""

    group: str
    outcome: str
    voice: str
    sides: tuple[tuple[str, int, int], ...]
    p: float

    @property
    def ends(self) -> tuple[tuple[str, int, int], tuple[str, int, int]]:
        ordered = sorted(self.sides, key=lambda side: -side[1] / side[2])
        return ordered[0], ordered[-1]


@lru_cache
def tried(year: Year, lost: bool = False) -> list[tuple[Tried, bool]]:
    """Compare every group with enough people, for each outcome and rater, and tell which differ beyond chance."""
    least, found = rule(year.folder, "min_pairs"), []
    for outcome in year.outcomes:
        for voice in VOICES:
            for group in reach.GROUPS:
                each = by_group_of(year, group, outcome, voice)
                if not each.twice:
                    continue
                whole, part = (each.due, each.lost) if lost else (each.twice, each.better)
                for sides in _compared(each, group, whole, part):
                    enough = tuple(side for side in sides if side[2] >= least)
                    if len(enough) > 1:
                        p = freeman_halton([k for _, k, _ in enough], [n for _, _, n in enough])
                        found.append(Tried(group, outcome, voice, enough, p))
    raised = holm({each: each.p for each in found})
    return [(each, raised[each] < reach.ALPHA) for each in found]


def _compared(
    each: ByGroup, group: str, whole: frozenset[str], part: frozenset[str]
) -> list[list[tuple[str, int, int]]]:
    """Return the values side by side; of types of exploitation, which overlap, each and all who have others."""
    having = {value: {one for one in whole if value in each.recorded[one]} for value in each.values}
    sides = [(value, len(those & part), len(those)) for value, those in having.items()]
    if group != "exploitation_type":
        return [sides]
    known = {one for one in whole if each.recorded[one]}
    others = [("", len((known - having[value]) & part), len(known - having[value])) for value in each.values]
    return [list(both) for both in zip(sides, others, strict=True)]
