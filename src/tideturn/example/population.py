"""Invented round numbers of the young people the programme could have reached, by site, year and group."""

from __future__ import annotations

from typing import Final

import polars as pl

from tideturn.example.frame import BIRMINGHAM, LONDON, MANCHESTER, YEARS
from tideturn.example.rows import table

SOURCE: Final = "young people with a concern about exploitation, all councils, invented for this example"
SIZES: Final = {LONDON: 2400, BIRMINGHAM: 1500, MANCHESTER: 1800}
"""Number of young people at each site, the same in each year."""
PERCENT: Final = {
    "age_band": {"under 10": 2, "10 to 12": 18, "13 to 15": 42, "16 to 17": 38},
    "gender": {"boy": 44, "girl": 54, "non-binary": 2},
    "ethnicity": {"white": 45, "black": 20, "asian": 18, "mixed": 12, "not stated": 5},
    "disability": {"none known": 68, "learning or communication need": 22, "mental health": 10},
    "care_status": {"not in care": 74, "in care": 26},
}
"""Make-up of the population in per cent, with more girls and more 16- and 17-year-olds than the programme reaches."""


def population_tables() -> dict[str, pl.DataFrame]:
    """Return the `population` table."""
    rows = [
        {
            "site": site,
            "year": year.number,
            "group": group,
            "value": value,
            "count": size * percent // 100,
            "source": SOURCE,
        }
        for year in YEARS
        for site, size in SIZES.items()
        for group, shares in PERCENT.items()
        for value, percent in shares.items()
    ]
    return {"population": table("population", rows)}
