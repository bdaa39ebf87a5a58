"""Count how soon onward referrals followed the concern, compared with the programme's own target, as cells by place."""

from __future__ import annotations

import polars as pl

from tideturn.dataset.model import Dataset, Year
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.ledger.counts.casework import PARTS, onward_in, target_days
from tideturn.evaluation.withholding.cells import TOTALS, WHOLE_PROGRAMME, Cells


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
