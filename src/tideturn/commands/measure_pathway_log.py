"""The file that `tideturn measure pathway` is given, whatever kind it is, as an event log."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tideturn.commands import measure_table as table
from tideturn.dataset.problems import TideturnError

if TYPE_CHECKING:
    import polars as pl

    from tideturn.methods.pathways import EventLog

GZIP: Final = b"\x1f\x8b"
WHICH: Final = "pathway"
"""The column of `events.csv` that says which pathway an event is of."""


def read_log(
    path: Path,
    *,
    case: str,
    activity: str,
    time: str,
    site: str | None,
    lifecycle: str | None,
    every_transition: bool,
    pathway: str | None,
    zone: str,
) -> EventLog:
    """The log of a CSV or Parquet file; of a table that holds several pathways only the one named.

    Raises TideturnError, with the file's name, for what cannot be read.
    """
    from tideturn.methods.pathways import event_log

    names = table.wanted(path, (case, activity, time, site, lifecycle, WHICH if pathway else None))
    frame = _rows(path)
    notes = []
    with table.readable(path):
        if pathway is not None:
            frame = _of_pathway(frame, pathway, path)
        elif WHICH in frame.collect_schema() and WHICH not in names:
            several = frame.select(WHICH).unique().collect(engine="streaming").height
            if several > 1:
                notes.append(f"The file holds {several} pathways, read as one; --pathway takes one of them.")
        try:
            log = event_log(
                frame,
                case=case,
                activity=activity,
                time=time,
                site=site,
                lifecycle=lifecycle,
                every_transition=every_transition,
                zone=zone,
            )
        except TideturnError as error:
            place = f"{path}, {error.place}" if error.place else str(path)
            raise TideturnError(error.what, place=place, mend=error.mend) from None
    return replace(log, notes=(*notes, *log.notes))


def _rows(path: Path) -> pl.LazyFrame:
    """The table, of which only what is asked for is read."""
    import polars as pl

    if table.is_parquet(path):
        return pl.scan_parquet(path)
    written = pl.scan_csv(path, infer_schema=False)
    tidy = {name: name.strip() for name in written.collect_schema() if name != name.strip()}
    return written.rename(tidy)


def _of_pathway(frame: pl.LazyFrame, pathway: str, path: Path) -> pl.LazyFrame:
    import polars as pl

    named = pl.col(WHICH).cast(pl.String).str.strip_chars()
    known = sorted(frame.select(named.drop_nulls().unique()).collect(engine="streaming").to_series())
    if pathway not in known:
        raise TideturnError(
            f"there is no pathway “{pathway}”.", place=str(path), mend=f"The pathways are {', '.join(known)}."
        )
    return frame.filter(named == pathway)
