"""Counts by month and quarter, written out so that each series reads as planted."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from tideturn.example.frame import BIRMINGHAM, LONDON, MANCHESTER
from tideturn.example.rows import table

MONTHS: Final = tuple(f"{2017 + (8 + n) // 12}-{(8 + n) % 12 + 1:02d}" for n in range(36))
"""September 2017 to August 2020: a year before the programme, and both of its years."""
QUARTERS: Final = tuple(f"{2017 + (3 + n) // 4}-Q{(3 + n) % 4 + 1}" for n in range(11))
"""The last quarter of 2017 to the second of 2020."""

INDICATORS: Final = (
    {
        "indicator": "nrm",
        "title": "Children referred to the National Referral Mechanism",
        "outcome_id": "identification",
        "kept_by": "other",
        "expected": "up",
        "registered_on": date(2018, 8, 20),
        "rationale": "If practitioners recognise exploitation earlier, more children are referred: "
        "too few are referred now.",
        "source": "Local authorities’ own counts",
    },
    {
        "indicator": "safeguarding",
        "title": "Safeguarding referrals that name exploitation",
        "outcome_id": "structures_response",
        "kept_by": "other",
        "source": "Safeguarding partners’ returns",
    },
    {
        "indicator": "missing",
        "title": "Episodes in which children known to the programme’s partners went missing, by quarter",
        "outcome_id": "risk",
        "kept_by": "other",
        "expected": "down",
        "registered_on": date(2018, 8, 20),
        "rationale": "Children who are safer go missing less.",
        "source": "Police returns",
    },
)

COUNTS: Final = {
    # NRM: the usual wander in the first two years, then clearly more; fewer for a while when schools closed.
    ("nrm", LONDON): ("4 3 6 5 2 5 4 7 3 4 6 3 5 4 3 6 4 5 3 5 6 2 4 5 6 8 9 9 8 10 9 6 7 10 11 10"),
    ("nrm", BIRMINGHAM): ("2 3 1 4 2 3 1 3 4 1 4 3 3 2 1 3 4 2 1 3 4 2 3 3 4 5 6 6 5 6 5 4 5 6 7 6"),
    ("nrm", MANCHESTER): ("3 1 5 3 4 1 3 5 2 3 4 2 4 2 3 4 2 5 3 2 4 3 2 4 4 5 6 6 6 7 6 4 6 7 7 7"),
    ("safeguarding", LONDON): (
        "21 25 19 16 24 22 27 18 25 23 20 9 22 26 24 17 25 23 28 19 26 27 22 10 25 29 27 20 28 26 21 9 12 19 18 11"
    ),
    ("safeguarding", BIRMINGHAM): (
        "14 17 16 10 15 18 17 11 16 15 14 6 15 18 16 11 17 19 16 12 17 18 15 7 17 19 18 12 19 20 14 6 8 12 13 8"
    ),
    ("safeguarding", MANCHESTER): (
        "16 18 17 12 17 16 20 13 18 17 15 7 17 19 18 12 18 19 21 14 19 20 16 8 20 22 21 15 22 21 16 7 10 15 14 9"
    ),
    ("missing", LONDON): ("41 38 44 47 39 42 45 40 37 34 22"),
    ("missing", BIRMINGHAM): ("29 33 31 35 28 30 34 32 31 27 19"),
    ("missing", MANCHESTER): ("36 34 39 41 35 37 38 40 33 31 20"),
}
"""The counts, in the order of `MONTHS`, or of `QUARTERS` for `missing` (too few points before either year to judge)."""


def series_tables() -> dict[str, pl.DataFrame]:
    """The indicators and their counts."""
    rows = [
        {"indicator": indicator, "site": site, "period": period, "count": int(count)}
        for (indicator, site), counts in COUNTS.items()
        for period, count in zip(QUARTERS if indicator == "missing" else MONTHS, counts.split(), strict=True)
    ]
    return {"indicators": table("indicators", INDICATORS), "series": table("series", rows)}
