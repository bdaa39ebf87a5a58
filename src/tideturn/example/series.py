"""Counts by month and quarter, written out so that each series gives its planted reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

import polars as pl

from tideturn.dataset.vocabulary import ELSEWHERE
from tideturn.example.frame import BIRMINGHAM, LONDON, MANCHESTER
from tideturn.example.rows import table

MONTHS: Final = tuple(f"{2015 + (8 + n) // 12}-{(8 + n) % 12 + 1:02d}" for n in range(60))
"""September 2015 to August 2020: three years before the programme, and both of its years."""
QUARTERS: Final = tuple(f"{2017 + (2 + n) // 4}-Q{(2 + n) % 4 + 1}" for n in range(12))
"""The third quarter of 2017 to the second of 2020: one full year before the programme, and both of its years."""

INDICATORS: Final = (
    {
        "indicator": "nrm",
        "title": "Children referred to the National Referral Mechanism",
        "outcome_id": "identification",
        "expected": "up",
        "registered_on": date(2018, 8, 20),
        "rationale": "If practitioners recognise exploitation earlier, more children are referred: "
        "too few are referred now.",
        "kept_by": "other",
        "compare_with": "nrm_elsewhere",
        "source": "Local authorities’ own counts",
    },
    {
        "indicator": "nrm_elsewhere",
        "title": "Children referred to the National Referral Mechanism by the other large cities",
        "outcome_id": "identification",
        "kept_by": "other",
        "source": "National statistics",
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
        "expected": "down",
        "registered_on": date(2018, 8, 20),
        "rationale": "Children who are safer go missing less.",
        "kept_by": "other",
        "source": "Police returns",
    },
)

COUNTS: Final = {
    # NRM: the usual variation before the programme and in its first year, then clearly more; fewer for a while when
    # schools closed. Elsewhere: a few more each year, in line with the trend reported for the whole country.
    ("nrm", LONDON): (
        "3 5 2 4 6 3 4 3 5 4 2 5 4 3 6 3 4 5 3 6 4 2 5 4 "
        "4 3 6 5 2 5 4 7 3 4 6 3 5 4 3 6 4 5 3 5 6 2 4 5 6 8 9 9 8 10 9 6 7 10 11 10"
    ),
    ("nrm", BIRMINGHAM): (
        "2 1 3 2 3 1 4 2 2 3 1 3 2 4 1 3 2 3 2 4 1 3 3 2 "
        "2 3 1 4 2 3 1 3 4 1 4 3 3 2 1 3 4 2 1 3 4 2 3 3 4 5 6 6 5 6 5 4 5 6 7 6"
    ),
    ("nrm", MANCHESTER): (
        "3 2 4 1 3 3 2 4 3 2 4 2 2 4 3 3 1 4 5 2 3 3 2 4 "
        "3 1 5 3 4 1 3 5 2 3 4 2 4 2 3 4 2 5 3 2 4 3 2 4 4 5 6 6 6 7 6 4 6 7 7 7"
    ),
    ("nrm_elsewhere", ELSEWHERE): (
        "24 27 22 30 26 28 25 31 27 24 29 26 27 25 30 28 24 32 29 26 31 27 25 30 29 31 26 33 28 30 35 27 32 29 28 31 "
        "31 29 34 30 33 28 36 32 30 34 29 33 33 36 31 35 38 32 34 29 31 35 37 34"
    ),
    ("safeguarding", LONDON): (
        "21 25 19 16 24 22 27 18 25 23 20 9 22 26 24 17 25 23 28 19 26 27 22 10 25 29 27 20 28 26 21 9 12 19 18 11"
    ),
    ("safeguarding", BIRMINGHAM): (
        "14 17 16 10 15 18 17 11 16 15 14 6 15 18 16 11 17 19 16 12 17 18 15 7 17 19 18 12 19 20 14 6 8 12 13 8"
    ),
    ("safeguarding", MANCHESTER): (
        "16 18 17 12 17 16 20 13 18 17 15 7 17 19 18 12 18 19 21 14 19 20 16 8 20 22 21 15 22 21 16 7 10 15 14 9"
    ),
    ("missing", LONDON): ("43 41 38 44 47 39 42 45 40 37 34 22"),
    ("missing", BIRMINGHAM): ("31 29 33 31 35 28 30 34 32 31 27 19"),
    ("missing", MANCHESTER): ("37 36 34 39 41 35 37 38 40 33 31 20"),
}
"""Counts to the end of Year 2, in `QUARTERS` for `missing` and in `MONTHS` for the other indicators.

`safeguarding` begins one year before the programme. `missing` also has only one year before it: Year 1 has too few
earlier counts for a comparison, and Year 2 can be compared only with the two years just before it.
"""


def _by_period(indicator: str, counts: Sequence[str]) -> Iterator[tuple[str, str]]:
    periods = QUARTERS if indicator == "missing" else MONTHS
    return zip(periods[-len(counts) :], counts, strict=True)


def series_tables() -> dict[str, pl.DataFrame]:
    """Return the `indicators` table and the `series` table of their counts."""
    rows = [
        {"indicator": indicator, "site": site, "period": period, "count": int(count)}
        for (indicator, site), counts in COUNTS.items()
        for period, count in _by_period(indicator, counts.split())
    ]
    return {"indicators": table("indicators", INDICATORS), "series": table("series", rows)}
