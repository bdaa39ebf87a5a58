"""Read the texts that coders marked spans in, and where spans begin and end, for `tideturn measure`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from tideturn.commands import measure_table as table
from tideturn.dataset.problems import TideturnError

if TYPE_CHECKING:
    import polars as pl

LONGEST: Final = 10**12
"""Maximum number of characters in a text; no text is longer, and all sums up to it are exact."""


def offsets(frame: pl.DataFrame, name: str, path: Path) -> pl.Series:
    """Return a text column as whole numbers of characters.

    Raises TideturnError that names the first row that is none.
    """
    import polars as pl

    found = table.numbers(frame, name, path)
    table.refuse(frame, name, path, found.abs() > LONGEST, "is more than any text is long")
    table.refuse(frame, name, path, found != found.round(0), "is no whole number")
    return found.cast(pl.Int64)


def transcript(path: Path) -> str:
    """Return a text whose characters can be counted in only one way.

    Raises TideturnError for any other text or for none.
    """
    from tideturn.dataset.transcript_file import transcript_text

    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise TideturnError("there is no such transcript.", place=str(path), mend="Put it there.") from None
    text, faults = transcript_text(data, str(path))
    if text is None:
        raise TideturnError(faults[0].what, place=faults[0].place, mend=faults[0].mend)
    return text
