"""The texts that coders laid spans over, and where in them a span begins and ends, for `tideturn measure`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from tideturn.commands import measure_table as table
from tideturn.dataset.problems import TideturnError

if TYPE_CHECKING:
    import polars as pl

LONGEST: Final = 10**12
"""No text has more characters, and up to so many all sums are exact."""


def offsets(frame: pl.DataFrame, name: str, path: Path) -> pl.Series:
    """A text column as whole numbers of characters. Raises TideturnError that names the first row that is none."""
    import polars as pl

    found = table.numbers(frame, name, path)
    table.refuse(frame, name, path, found.abs() > LONGEST, "is more than any text is long")
    table.refuse(frame, name, path, found != found.round(0), "is no whole number")
    return found.cast(pl.Int64)


def transcript(path: Path) -> str:
    """A text whose characters can be counted in one way only. Raises TideturnError for any other, and for none."""
    from tideturn.dataset.transcript_file import transcript_text

    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise TideturnError("there is no such transcript.", place=str(path), mend="Put it there.") from None
    text, faults = transcript_text(data, str(path))
    if text is None:
        raise TideturnError(faults[0].what, place=faults[0].place, mend=faults[0].mend)
    return text
