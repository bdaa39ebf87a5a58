"""Read the file given to `tideturn measure pathway`, of any kind, as an event log."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tideturn.commands import measure_table as table
from tideturn.dataset.problems import TideturnError
from tideturn.dataset.wording import listed

if TYPE_CHECKING:
    import polars as pl

    from tideturn.methods.pathways import EventLog

UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
HEAD: Final = 4096
WHICH: Final = "pathway"
"""Name of the column of `events.csv` that says which pathway an event belongs to."""


@dataclass(frozen=True)
class Asked:
    """Names of a file's columns, keys or object types, and how to read it; None means the default for the
    kind of file.
    """

    case: str | None = None
    activity: str | None = None
    time: str | None = None
    site: str | None = None
    lifecycle: str | None = None
    every_transition: bool = False
    pathway: str | None = None
    zone: str = "Europe/London"


def begins(path: Path) -> bytes:
    """Return the first bytes of a file, unpacked if it is packed, without leading blanks or a byte order mark."""
    from tideturn.methods.pathways.packed_files import is_packed, reading

    with path.open("rb") as stream:  # a file that cannot be opened is reported like any other
        start = stream.read(HEAD)
    if is_packed(path):
        with reading(path) as unpacked:
            start = unpacked.read(HEAD)
    if start.startswith(UTF_16):  # as XML may be
        start = start.decode("utf-16", errors="ignore").encode("utf-8", errors="ignore")
    return start.removeprefix(codecs.BOM_UTF8).lstrip()


def read_log(path: Path, asked: Asked) -> EventLog:
    """Return the log of a table (CSV, Parquet), an XES file or an OCEL file. Tell the kind from the contents.

    Raises TideturnError, with the file's name, for a file that cannot be read.
    """
    start = begins(path)
    if start.startswith(b"<"):
        return _from_xes(path, asked)
    if start.startswith((b"{", b"[")):
        return _from_ocel(path, asked)
    return _from_table(path, asked)


def _from_xes(path: Path, asked: Asked) -> EventLog:
    from tideturn.methods.pathways.xes import NAME, read_xes

    with _placed(path):
        events = read_xes(path, activity=asked.activity or NAME, site=asked.site, zone=asked.zone)
        log = events.log(every_transition=asked.every_transition, zone=asked.zone)
    said = {"--case": asked.case, "--time": asked.time, "--lifecycle": asked.lifecycle, "--pathway": asked.pathway}
    return _noted(log, said, "an XES file")


def _from_ocel(path: Path, asked: Asked) -> EventLog:
    from tideturn.methods.pathways.ocel import read_ocel

    with _placed(path):
        objects = read_ocel(path, zone=asked.zone)
        if asked.case is None and len(objects.types) != 1:
            raise TideturnError(
                "an event may concern objects of several types.",
                place=str(path),
                mend=f"Say with --case which type of object is a case: {listed(objects.types, 'or')}.",
            )
        events = objects.flattened(asked.case or objects.types[0], site=asked.site)
        log = events.log(zone=asked.zone)
    said = {"--activity": asked.activity, "--time": asked.time, "--lifecycle": asked.lifecycle}
    return _noted(log, said | {"--pathway": asked.pathway}, "an OCEL file")


def _noted(log: EventLog, said: dict[str, str | None], kind: str) -> EventLog:
    ignored = [name for name, value in said.items() if value is not None]
    notes = (f"Of no effect on {kind}, which says so itself: {listed(ignored)}.",) if ignored else ()
    return replace(log, notes=(*notes, *log.notes))


def _from_table(path: Path, asked: Asked) -> EventLog:
    from tideturn.methods.pathways import event_log
    from tideturn.methods.pathways.packed_files import is_packed

    if is_packed(path):
        mend = "Unpack it; an event log in XES or OCEL may stay packed."
        raise TideturnError("it is packed, and holds no event log in XES or OCEL.", place=str(path), mend=mend)
    if asked.every_transition and asked.lifecycle is None:
        mend = "Say which column tells what was completed: --lifecycle COLUMN."
        raise TideturnError("--every-transition goes with --lifecycle.", mend=mend)
    case, activity, time = asked.case or "case_id", asked.activity or "activity", asked.time or "time"
    of_pathway = WHICH if asked.pathway is not None else None
    names = table.wanted(path, (case, activity, time, asked.site, asked.lifecycle, of_pathway))
    notes = []
    with _placed(path), table.readable(path):
        frame = _rows(path)
        if asked.pathway is not None:
            frame = _of_pathway(frame, asked.pathway)
        elif WHICH in frame.collect_schema() and WHICH not in names:
            several = frame.select(WHICH).unique().collect(engine="streaming").height
            if several > 1:
                notes.append(f"The file holds {several} pathways, read as one; --pathway takes one of them.")
        log = event_log(
            frame,
            case=case,
            activity=activity,
            time=time,
            site=asked.site,
            lifecycle=asked.lifecycle,
            every_transition=asked.every_transition,
            zone=asked.zone,
        )
    return replace(log, notes=(*notes, *log.notes))


@contextmanager
def _placed(path: Path) -> Iterator[None]:
    """Put the file's name before the place in any TideturnError raised within this context."""
    try:
        yield
    except TideturnError as error:
        known = path.name in error.place
        place = error.place if known else f"{path}, {error.place}" if error.place else str(path)
        raise TideturnError(error.what, place=place, mend=error.mend) from None


def _rows(path: Path) -> pl.LazyFrame:
    """Return the table as a lazy scan, so that only the columns asked for are read."""
    import polars as pl

    if table.is_parquet(path):
        return pl.scan_parquet(path)
    written = pl.scan_csv(path, infer_schema=False)
    # A row with more cells than the header (a comma outside quotation marks) is found only where all are read.
    written.select(pl.all().null_count()).collect(engine="streaming")
    tidy = {name: name.strip() for name in written.collect_schema() if name != name.strip()}
    return written.rename(tidy)


def _of_pathway(frame: pl.LazyFrame, pathway: str) -> pl.LazyFrame:
    import polars as pl

    named = pl.col(WHICH).cast(pl.String).str.strip_chars()
    known = sorted(frame.select(named.drop_nulls().unique()).collect(engine="streaming").to_series())
    if pathway not in known:
        mend = f"The pathways are {', '.join(known)}." if known else f"The column {WHICH} holds none."
        raise TideturnError(f"there is no pathway “{pathway}”.", mend=mend)
    return frame.filter(named == pathway)
