"""Count whom the programme reached, by what is recorded of them, and hold them against the population."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

from . import work
from .folder import Row, Year
from .shares import fisher, wilson

# What `population.csv` calls a group, the column of the cases, and the report's words.
GROUPS = {
    "age_band": ("age_at_referral", "age at referral"),
    "gender": ("gender", "gender"),
    "ethnicity": ("ethnicity", "ethnicity"),
    "disability": ("disability", "disability"),
    "care_status": ("care_status", "care status"),
    "exploitation_type": ("exploitation_types", "exploitation type"),
    "referral_source": ("referral_source", "referral source"),
    "risk_at_referral": ("risk_at_referral", "risk at referral"),
}
BANDS = {"under 10": range(10), "10 to 12": range(10, 13), "13 to 15": range(13, 16), "16 to 17": range(16, 18)}
OLDEST = "18 and over"
ALPHA = 0.05
BESIDE = "beside_population"


def referred(year: Year, scope: str = "programme") -> list[Row]:
    """Return the cases received in the year."""
    return [row for row in work.within(year, "cases", "received") if scope in {"programme", row["site"]}]


def reached(year: Year, scope: str = "programme") -> list[Row]:
    """Return the cases with a session held in the year."""
    seen = {row["case_id"] for row in work.within(year, "sessions") if row["held"] == "yes"}
    return [row for row in year.rows("cases") if row["case_id"] in seen and scope in {"programme", row["site"]}]


def values(row: Row, group: str) -> set[str]:
    """Return what is recorded of one young person: nothing, one value or several."""
    cell = row[GROUPS[group][0]].strip()
    if group == "age_band":
        return {next((band for band, ages in BANDS.items() if int(cell) in ages), OLDEST)} if cell else set()
    parts = cell.split("|") if group == "exploitation_type" else [cell]
    return {each.strip() for each in parts} - {""}


@lru_cache
def population(year: Year, group: str) -> dict[str, int]:
    """Return the population of the whole programme by value; empty where it does not cover all who were reached."""
    rows = [r for r in year.folder.table("population") if (r["year"], r["group"]) == (str(year.number), group)]
    whole = [row for row in rows if row["site"] == "programme"]
    if not whole and not {row["site"] for row in (*referred(year), *reached(year))} <= {row["site"] for row in rows}:
        return {}
    found: Counter[str] = Counter()
    for row in whole or rows:
        found[row["value"]] += int(row["count"])
    return dict(found)


@lru_cache
def every_value(year: Year, group: str) -> list[str]:
    """Return the values that anybody of the year or the population has, in the report's order."""
    found = {each for row in (*referred(year), *reached(year)) for each in values(row, group)} | {
        *population(year, group)
    }
    if group == "age_band":
        return [band for band in (*BANDS, OLDEST) if band in found]
    return sorted(found, key=lambda each: (each.casefold(), each))


def broken_down(year: Year, group: str, rows: list[Row]) -> dict[str, int]:
    """Count rows by value, then those without one under the empty name."""
    counts = Counter(each for row in rows for each in (values(row, group) or {""}))
    return {each: counts[each] for each in (*every_value(year, group), "")}


@dataclass(frozen=True)
class Beside:
    """One value among those reached whose value the population has, and in the population."""

    group: str
    value: str
    k: int
    n: int
    count: int
    of: int

    @property
    def difference(self) -> float:
        return self.k / self.n - self.count / self.of

    @property
    def interval(self) -> tuple[float, float]:
        """Newcombe 1998, method 10."""
        (low1, high1), (low2, high2) = wilson(self.k, self.n), wilson(self.count, self.of)
        ours, theirs = self.k / self.n, self.count / self.of
        below = sqrt((ours - low1) ** 2 + (high2 - theirs) ** 2)
        above = sqrt((high1 - ours) ** 2 + (theirs - low2) ** 2)
        return self.difference - below, self.difference + above

    @property
    def p(self) -> float:
        return fisher(self.k, self.n, self.count, self.of)


@lru_cache
def beside(year: Year) -> dict[tuple[str, str], Beside]:
    """Hold each value of the population against those reached, where there are any to hold against each other."""
    found = {}
    for group in GROUPS:
        theirs, ours = population(year, group), broken_down(year, group, reached(year))
        n, of = sum(ours[each] for each in theirs), sum(theirs.values())
        if n and of:
            found |= {(group, each): Beside(group, each, ours[each], n, theirs[each], of) for each in theirs}
    return found


def enough(each: Beside) -> bool:
    return min(each.n, each.of) >= 10


def fewer(year: Year) -> list[Beside]:
    """Return those clearly less common among the young people reached, the furthest first, after Holm's correction."""
    tried = sorted(filter(enough, beside(year).values()), key=lambda each: each.p)
    clear, worst = [], 0.0
    for rank, each in enumerate(tried):
        worst = max(worst, each.p * (len(tried) - rank))
        if worst < ALPHA and each.interval[1] < 0:
            clear.append(each)
    return sorted(clear, key=lambda each: each.difference)
