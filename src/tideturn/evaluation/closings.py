"""Read from `cases.csv` when cases on a pathway ended: a case that ended without a step no longer waits for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from tideturn.dataset.model import Dataset
from tideturn.dataset.wording import counted
from tideturn.methods.pathways import EventLog
from tideturn.methods.pathways.groups import day_number, first_days, local_days


def closing_days(dataset: Dataset) -> dict[str, date]:
    """Return the day on which each case was closed, by case id; omit open cases."""
    rows = dataset.table("cases").select("case_id", "closed").drop_nulls().unique("case_id", keep="first")
    return dict(rows.iter_rows())


@dataclass(frozen=True)
class Closings:
    """The closings that matter for a log, by case, up to the last day on which the log was watched.

    A case closed before its first event here, such as one that was referred before, is closed to something else.
    `earlier` counts such cases; their closing is ignored. `after` counts events dated after their case's closing.
    """

    days: Mapping[str, date]
    earlier: int
    after: int

    @classmethod
    def of(cls, log: EventLog, days: Mapping[str, date], until: date) -> Closings:
        """Return the closings of a log's cases, from all the closing days that are known."""
        known = [days.get(name) for name in log.cases]
        ends = pl.Series([None if day is None or day > until else day_number(day) for day in known], dtype=pl.Int64)
        bears = ends >= pl.Series(first_days(log))
        here = {log.cases[code]: day for code in bears.fill_null(value=False).arg_true() if (day := known[code])}
        late = pl.Series(local_days(log.frame["time"], log.zone)) > ends.gather(log.frame["case"])
        return cls(here, int((~bears).sum()), int((late & bears.gather(log.frame["case"])).sum()))

    def notes(self) -> Iterator[str]:
        """Yield sentences that say what was done with the closings."""
        if self.days:
            number = counted(len(self.days), "case")
            yield (
                f"Ended, by the day in cases.csv: {number}. A case that had not come to a step by the end of that day "
                "ended without it."
            )
        if self.after:
            yield f"After the day on which their case was closed, and in no wait: {counted(self.after, 'event')}."
        if self.earlier:
            number = counted(self.earlier, "case")
            yield f"Closed before their first event on this pathway, which ends no wait here: {number}."
