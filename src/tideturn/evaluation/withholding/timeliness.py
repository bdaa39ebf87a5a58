"""How soon onward referrals followed the concern, against the programme's own target, as cells by place."""

from __future__ import annotations

from typing import Final

import polars as pl

from tideturn.dataset.model import Dataset, Programme, Year
from tideturn.dataset.problems import TideturnError
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.withholding.cells import TOTALS, WHOLE_PROGRAMME, Cells

PARTS: Final = ("in_time", "late", "not_known")
"""Made within the target, later, or without the day on which the concern arose."""


def target_days(programme: Programme) -> int | None:
    """`onward_referral_days` of `[timeliness]` in `programme.toml`; None where it sets none.

    Raises TideturnError for one that is no whole number of days.
    """
    held = programme.further.get("timeliness")
    days = held.get("onward_referral_days") if isinstance(held, dict) else None
    if days is None:
        return None
    if not isinstance(days, int) or isinstance(days, bool) or days < 0:
        raise TideturnError(
            "onward_referral_days is no whole number of days.",
            place="programme.toml, [timeliness]",
            mend="Give the days within which an onward referral should follow the concern, or leave it out.",
        )
    return days


def onward_in(dataset: Dataset, year: Year) -> pl.DataFrame:
    """The onward referrals made in the year, each with its case's site and the days since the concern."""
    sites = dataset.table("cases").select("case_id", "site")
    return (
        dataset.table("onward_referrals")
        .filter(pl.col("referred").is_between(year.start, year.end))
        .join(sites, on="case_id", how="left")
        .with_columns((pl.col("referred") - pl.col("concern")).dt.total_days().alias("days"))
    )


def timeliness_cells(dataset: Dataset, year: Year, cells: Cells) -> None:
    """Add `onward/SITE/YEAR#in_time`, `#late` and `#not_known`, their sums by place, and those of all places."""
    target = target_days(dataset.programme)
    frame = onward_in(dataset, year)
    if target is None or not frame.height:
        return
    days = pl.col("days")
    stood = pl.when(days.is_null()).then(2).when(days <= target).then(0).otherwise(1)
    counts = {
        (site, part): count
        for site, part, count in frame.group_by("site", stood.alias("part")).len().iter_rows()
        if site is not None
    }
    sites = [site.code for site in dataset.programme.sites if any(key[0] == site.code for key in counts)]
    whole = f"onward/{PROGRAMME_SCOPE}/{year.number}"
    for index, part in enumerate(PARTS):
        own = [cells.add(f"onward/{site}/{year.number}#{part}", counts.get((site, index), 0)) for site in sites]
        together = sum(counts.get((site, index), 0) for site in sites)
        cells.total(cells.add(f"{whole}#{part}", together, weight=WHOLE_PROGRAMME), own)
    totals = []
    for site in sites:
        name = f"onward/{site}/{year.number}"
        total = cells.add(f"{name}#timed", sum(counts.get((site, i), 0) for i in range(len(PARTS))), weight=TOTALS)
        cells.total(total, [f"{name}#{part}" for part in PARTS])
        totals.append(total)
    cells.total(f"{whole}#made", totals)
    cells.total(f"{whole}#made", [f"{whole}#{part}" for part in PARTS])
