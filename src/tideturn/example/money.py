"""Costs of the example in each year, by site, category and component of the plan."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.example.frame import BIRMINGHAM, LONDON, MANCHESTER, NATIONAL
from tideturn.example.rows import table

_COLUMNS: Final = ("site", "category", "component", "Year 1", "Year 2")
COSTS: Final = (
    (LONDON, "salaries", "casework", 96_400, 99_300),
    (LONDON, "salaries", "therapy", 17_250, 27_900),
    (LONDON, "salaries", "training", 14_800, 12_650),
    (LONDON, "salaries", "advice", 9_200, None),
    (LONDON, "salaries", "participation", 3_900, None),
    (LONDON, "salaries", None, 52_300, 53_900),
    (LONDON, "travel and events", "casework", 4_120.5, 2_380),
    (LONDON, "travel and events", "training", 6_340, 3_215.75),
    (LONDON, "rent and running costs", None, 21_600, 22_050),
    (BIRMINGHAM, "salaries", "casework", 61_700, 94_800),
    (BIRMINGHAM, "salaries", "therapy", 12_900, 31_400),
    (BIRMINGHAM, "salaries", "training", 8_950, 11_700),
    (BIRMINGHAM, "salaries", "advice", 6_300, None),
    (BIRMINGHAM, "salaries", "transport", None, 5_850),
    (BIRMINGHAM, "salaries", None, 38_150, 51_250),
    (BIRMINGHAM, "travel and events", "casework", 2_870, 2_045.4),
    (BIRMINGHAM, "travel and events", "training", 3_910, 2_760),
    (BIRMINGHAM, "rent and running costs", None, 18_400, 18_950),
    (MANCHESTER, "salaries", "casework", 81_200, 90_600),
    (MANCHESTER, "salaries", "therapy", 16_400, 22_300),
    (MANCHESTER, "salaries", "training", 11_750, 13_100),
    (MANCHESTER, "salaries", "advice", 7_800, None),
    (MANCHESTER, "salaries", "custody pilot", None, 18_700),
    (MANCHESTER, "salaries", None, 49_900, 52_400),
    (MANCHESTER, "travel and events", "casework", 3_660, 1_990),
    (MANCHESTER, "travel and events", "training", 4_480, 3_105),
    (MANCHESTER, "rent and running costs", None, 19_300, 19_850),
    (NATIONAL, "salaries", "training", 10_600, 11_900),
    (NATIONAL, "salaries", "policy", 22_400, 24_100),
    (NATIONAL, "travel and events", "training", 2_150, 980.25),
    (PROGRAMME_SCOPE, "salaries", None, 58_000, 60_500),
    (PROGRAMME_SCOPE, "evaluation", None, 36_000, 38_000),
)
"""Costs: site, category, component of the plan, and the amount spent in each year (None if nothing was spent)."""


def money_tables() -> dict[str, pl.DataFrame]:
    """Return the `costs` table of both years."""
    return {"costs": table("costs", [row for year in (1, 2) for row in _costs(year)])}


def _costs(year: int) -> list[dict[str, Any]]:
    rows = [dict(zip(_COLUMNS, row, strict=True)) for row in COSTS]
    return [
        {"year": year, **{name: row[name] for name in _COLUMNS[:3]}, "amount": row[f"Year {year}"]}
        for row in rows
        if row[f"Year {year}"] is not None
    ]
