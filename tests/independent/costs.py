"""Add up what was spent, and divide it by whom it reached."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from . import work
from .folder import Row, Year
from .printing import listed

FEWEST = 10  # a cost for each of fewer is not given
ANY = "everything"


def spent(year: Year) -> list[Row]:
    """Return the year's costs."""
    return [row for row in year.rows("costs") if row["year"] == str(year.number)]


def currencies(year: Year) -> set[str]:
    return {row["currency"].upper() or "GBP" for row in spent(year)}


def total(rows: Iterable[Row]) -> Fraction:
    return sum((Fraction(row["amount"]) for row in rows), Fraction(0))


def tied(year: Year) -> bool:
    """Tell whether any cost of the year names a part of the plan."""
    return any(row["component"] for row in spent(year))


def parts(year: Year, *, training: bool) -> list[str]:
    """Return the parts of the plan with costs that train people, or that are for young people and families."""
    found = []
    for name in sorted({row["component"] for row in spent(year)} - {""}):
        measures = [row["measure"] for row in year.rows("plan") if row["component"] == name]
        trains = bool(measures) and re.search(r"\b(train|workshop|course)", " ".join([name, *measures]), re.I)
        young = re.search(r"young|child|famil|carer|session|case|referral", " ".join(measures), re.I)
        if trains if training else young and not trains:
            found.append(name)
    return found


@dataclass(frozen=True)
class Unit:
    """What is divided, by how many, and in which words the evidence says so."""

    rows: list[Row]
    on: str
    by: dict[str, float]
    """The numbers that the evidence gives beside what was spent; the last divides it."""

    @property
    def spent(self) -> Fraction:
        return total(self.rows)

    @property
    def sharing(self) -> float:
        return list(self.by.values())[-1]

    @property
    def each(self) -> Fraction:
        return self.spent / Fraction(self.sharing)


def unit(year: Year, *, training: bool = False, by_session: bool = False) -> Unit:
    """Return the cost for each person trained, each young person or each session."""
    names = parts(year, training=training)
    rows = [row for row in spent(year) if row["component"] in names] if tied(year) else spent(year)
    by: dict[str, float]
    if training:
        by = {"people": work.trained(year, "professionals").people}
    elif by_session:
        kinds = {"alone": work.ALONE, "family": work.FAMILY, "group": work.GROUP}
        offered = {name: work.sessions(year, of) for name, of in kinds.items()}
        by = {f"sessions {name}": found.held for name, found in offered.items() if found.offered}
        by["sessions"] = work.sessions(year).held
    else:
        by = {"seen": work.sessions(year).cases}
    return Unit(rows, listed(names) if tied(year) else ANY, by)


def elsewhere(year: Year) -> Fraction:
    """Return what is in no unit cost."""
    return total(spent(year)) - unit(year).spent - unit(year, training=True).spent
