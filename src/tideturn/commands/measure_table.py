"""Read the plain table that a method runs on, and print its answer as JSON or a table."""

from __future__ import annotations

import codecs
import csv
import json
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Final

import polars as pl

from tideturn.dataset.problems import TideturnError, visible
from tideturn.evaluation import rounding
from tideturn.evaluation.canonical_json import rounded

PARQUET: Final = b"PAR1"
ARCHIVE: Final = b"PK\x03\x04"
"""First bytes of an .xlsx workbook."""
HEADER_LIMIT: Final = 1_000_000
WIDTH: Final = 80
"""Maximum width of sentences in columns."""


def headings(path: Path) -> list[str]:
    """Return the column names of a CSV or Parquet file. Raises TideturnError for a file that is no such table."""
    if is_parquet(path):
        with readable(path):
            return list(pl.read_parquet_schema(path))
    with path.open("rb") as stream:
        start = stream.read(HEADER_LIMIT)
    if not start.removeprefix(codecs.BOM_UTF8).strip():
        raise TideturnError("the file is empty.", place=str(path), mend="Give a table with a header.")
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise TideturnError("this is UTF-16.", place=str(path), mend="Save it as CSV in UTF-8.")
    if start.startswith(ARCHIVE):
        raise TideturnError(
            "this is a workbook.", place=str(path), mend="Save the sheet that you mean as CSV in UTF-8."
        )
    if b"\0" in start:
        raise TideturnError("this is no text.", place=str(path), mend="Give a CSV file in UTF-8, or a Parquet file.")
    names = [name.strip() for name in _header(start)]
    if len(names) == 1 and any(mark in names[0] for mark in ";\t|"):
        raise TideturnError(
            "the columns are not separated by commas.", place=str(path), mend="Save it as CSV with commas."
        )
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise TideturnError(
            f"the column “{twice[0]}” is there twice.", place=str(path), mend="Give each column a name of its own."
        )
    return names


def is_parquet(path: Path) -> bool:
    """Return whether the file's contents say that it is Parquet, whatever its name."""
    with path.open("rb") as stream:
        return stream.read(len(PARQUET)) == PARQUET


def wanted(path: Path, names: Iterable[str | None]) -> list[str]:
    """Return the named columns, each once. Raises TideturnError for a missing column, and lists those that exist."""
    asked = list(dict.fromkeys(name for name in names if name is not None))
    among(headings(path), asked, str(path))
    return asked


def among(known: Sequence[str], asked: Sequence[str], place: str) -> None:
    """Raise TideturnError for a column that is asked for and missing, and list those that exist."""
    for name in asked:
        if name not in known:
            raise TideturnError(
                f"there is no column “{name}”.", place=place, mend=f"The columns are {', '.join(known)}."
            )


def each_once(names: Iterable[str | None], place: str) -> None:
    """Raise TideturnError for a column that two options name; None is an option that names no column."""
    asked = [name for name in names if name is not None]
    twice = next((name for name in asked if asked.count(name) > 1), None)
    if twice is not None:
        raise TideturnError(
            f"the column “{twice}” is asked for twice.", place=place, mend="Name a column for each option."
        )


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Raise the reader's errors in this context as a TideturnError with a sentence and the file's name."""
    try:
        yield
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise TideturnError(
            f"it cannot be read as a table ({reason}).",
            place=str(path),
            mend="Open it in a spreadsheet, see that every row has the header's columns, and save it as CSV in UTF-8.",
        ) from error


def text_table(path: Path, names: Sequence[str]) -> pl.DataFrame:
    """Return the named columns as text without surrounding blanks; empty cells are null."""
    with readable(path):
        if is_parquet(path):
            frame = pl.read_parquet(path, columns=list(names)).select(pl.all().cast(pl.String))
        else:
            frame = _csv(path, names, pl.String())
        trimmed = pl.all().str.strip_chars()
        return frame.select(names).select(pl.when(trimmed != "").then(trimmed))


def coded_table(path: Path, names: Sequence[str]) -> pl.DataFrame | pl.LazyFrame:
    """Return the named columns in a form that takes little memory: categories from CSV, a scan from Parquet."""
    with readable(path):
        if is_parquet(path):
            return pl.scan_parquet(path).select(names)
        return _csv(path, names, None)


def _csv(path: Path, names: Sequence[str], dtype: pl.DataType | None) -> pl.DataFrame:
    # Each column's categories are its own: one with a million codes then costs the others nothing.
    kinds = {name: dtype or pl.Categorical(pl.Categories.random()) for name in names}
    with path.open("rb") as stream:
        written = {name.strip(): name for name in _header(stream.read(HEADER_LIMIT))}
    # All columns are read: a row with more cells than the header, as from a comma outside quotation marks,
    # is skipped in silence if only some columns are asked for.
    overrides = {head: kinds.get(name, pl.String()) for name, head in written.items()}
    frame = pl.read_csv(path, schema_overrides=overrides)
    return frame.select(pl.col(written[name]).alias(name) for name in names)


def _header(start: bytes) -> list[str]:
    """Return the names in the first line, as written."""
    return next(csv.reader(start.decode("utf-8-sig", errors="replace").splitlines()), [])


def filled(frame: pl.DataFrame, names: Iterable[str], path: Path) -> None:
    """Raise TideturnError for the first empty cell of these columns, and name it."""
    for name in names:
        refuse(frame, name, path, frame[name].is_null(), "is empty", mend="Fill it in, or take the row out.")


def refuse(frame: pl.DataFrame, name: str, path: Path, wrong: pl.Series, fault: str, *, mend: str = "Mend it.") -> None:
    """Raise TideturnError for the first row whose cell is wrong, if there is one; `fault` ends the sentence."""
    rows = wrong.arg_true()
    if len(rows):
        row = int(rows[0])
        cell = frame[name][row]
        said = "the cell" if cell is None else f"“{cell}”"
        raise TideturnError(f"{said} {fault}.", place=f"{path}, row {row + 2}, column {name}", mend=mend)


def numbers(frame: pl.DataFrame, name: str, path: Path) -> pl.Series:
    """Return a text column as numbers. Raises TideturnError that names the first row that holds something else."""
    return _cast(frame, name, path, pl.col(name).cast(pl.Float64, strict=False), "a number")


def days(frame: pl.DataFrame, name: str, path: Path) -> pl.Series:
    """Return a text column as dates. Raises TideturnError that names the first row that holds something else."""
    return _cast(frame, name, path, pl.col(name).str.to_date("%Y-%m-%d", strict=False), "a date as 2026-03-31")


def _cast(frame: pl.DataFrame, name: str, path: Path, cast: pl.Expr, kind: str) -> pl.Series:
    values = frame.select(cast).to_series()
    finite = values.is_finite() if values.dtype.is_float() else values.is_not_null()
    wrong = frame[name].is_not_null() & ~finite.fill_null(False)
    refuse(frame, name, path, wrong, f"is not {kind}", mend="Mend the cell.")
    return values


def day(text: str) -> date:
    """Return the date given as an option. Raises TideturnError for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise TideturnError(f"“{text}” is not a date.", mend="Write it as 2026-03-31.") from None


def listed(text: str | None, mark: str = "|") -> tuple[str, ...]:
    """Return the values of an option that may hold several."""
    return tuple(part.strip() for part in (text or "").split(mark) if part.strip())


def print_json(answer: Any) -> None:
    """Print the answer as JSON, with floats to 12 significant digits and the same bytes on every run."""
    print(json.dumps(rounded(answer), ensure_ascii=False, indent=2, allow_nan=False))


def note(sentence: str) -> None:
    """Print a sentence on standard error, apart from the answer."""
    print(f"tideturn: {sentence}", file=sys.stderr)


def print_sentence(sentence: str, mark: str = "") -> None:
    """Print a sentence in lines of 80 columns, with lines after the first indented by the width of `mark`."""
    print(textwrap.fill(sentence, WIDTH, initial_indent=mark, subsequent_indent=" " * len(mark)))


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], words: int = 1) -> None:
    """Print a table, 80 columns wide unless the terminal says otherwise; columns after the first `words`
    hold numbers.
    """
    from rich.box import SIMPLE_HEAD  # takes its time to load, and JSON needs none of it
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for position, column in enumerate(columns):
        table.add_column(
            column, justify="left" if position < words else "right", overflow="fold", no_wrap=position >= words
        )
    for row in rows:
        table.add_row(*map(visible, row))
    Console(highlight=False, markup=False).print(table)


def percent(share: float | None) -> str:
    """Return a share as a whole percentage, or nothing if there is no share."""
    return "" if share is None else rounding.percent(share)


def p_value(p: float | None) -> str:
    """Return a p value as printed, or nothing if there is none."""
    return "" if p is None else rounding.said_p(p)
