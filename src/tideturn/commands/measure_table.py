"""The plain table that a method is run on, and the JSON that it answers with."""

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
"""How a workbook in .xlsx begins."""
HEADER_LIMIT: Final = 1_000_000
WIDTH: Final = 80
"""Columns that sentences take."""


def headings(path: Path) -> list[str]:
    """The columns that a CSV or Parquet file has. Raises TideturnError for a file that is no such table."""
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
    """Whether the file says that it is Parquet, whatever it is called."""
    with path.open("rb") as stream:
        return stream.read(len(PARQUET)) == PARQUET


def wanted(path: Path, names: Iterable[str | None]) -> list[str]:
    """The columns named, each once. Raises TideturnError for one that is not there, naming those that are."""
    asked = list(dict.fromkeys(name for name in names if name is not None))
    among(headings(path), asked, str(path))
    return asked


def among(known: Sequence[str], asked: Sequence[str], place: str) -> None:
    """Raises TideturnError for a column that is asked for and not there, naming those that are."""
    for name in asked:
        if name not in known:
            raise TideturnError(
                f"there is no column “{name}”.", place=place, mend=f"The columns are {', '.join(known)}."
            )


def each_once(names: Iterable[str | None], place: str) -> None:
    """Raises TideturnError for a column that two options name; None is an option that names none."""
    asked = [name for name in names if name is not None]
    twice = next((name for name in asked if asked.count(name) > 1), None)
    if twice is not None:
        raise TideturnError(
            f"the column “{twice}” is asked for twice.", place=place, mend="Name a column for each option."
        )


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Whatever the reader finds wrong, as a sentence that names the file."""
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
    """The columns named, as text without the blanks around it; empty cells are null."""
    with readable(path):
        if is_parquet(path):
            frame = pl.read_parquet(path, columns=list(names)).select(pl.all().cast(pl.String))
        else:
            frame = _csv(path, names, pl.String())
        trimmed = pl.all().str.strip_chars()
        return frame.select(names).select(pl.when(trimmed != "").then(trimmed))


def coded_table(path: Path, names: Sequence[str]) -> pl.DataFrame | pl.LazyFrame:
    """The columns named, in a form that takes little room: categories from CSV, a scan from Parquet."""
    with readable(path):
        if is_parquet(path):
            return pl.scan_parquet(path).select(names)
        return _csv(path, names, None)


def _csv(path: Path, names: Sequence[str], dtype: pl.DataType | None) -> pl.DataFrame:
    # Each column's categories are its own: one with a million codes then costs the others nothing.
    kinds = {name: dtype or pl.Categorical(pl.Categories.random()) for name in names}
    with path.open("rb") as stream:
        written = {name.strip(): name for name in _header(stream.read(HEADER_LIMIT))}
    # All columns are read, since a row with more cells than the header, as where a comma stands in no quotation marks,
    # is passed over in silence where only some are asked for.
    overrides = {head: kinds.get(name, pl.String()) for name, head in written.items()}
    frame = pl.read_csv(path, schema_overrides=overrides)
    return frame.select(pl.col(written[name]).alias(name) for name in names)


def _header(start: bytes) -> list[str]:
    """The names in the first line, as written."""
    return next(csv.reader(start.decode("utf-8-sig", errors="replace").splitlines()), [])


def filled(frame: pl.DataFrame, names: Iterable[str], path: Path) -> None:
    """Raises TideturnError that names the first empty cell of these columns."""
    for name in names:
        refuse(frame, name, path, frame[name].is_null(), "is empty", mend="Fill it in, or take the row out.")


def refuse(frame: pl.DataFrame, name: str, path: Path, wrong: pl.Series, fault: str, *, mend: str = "Mend it.") -> None:
    """Raises TideturnError that names the first row whose cell is wrong, if there is one; `fault` ends the sentence."""
    rows = wrong.arg_true()
    if len(rows):
        row = int(rows[0])
        cell = frame[name][row]
        said = "the cell" if cell is None else f"“{cell}”"
        raise TideturnError(f"{said} {fault}.", place=f"{path}, row {row + 2}, column {name}", mend=mend)


def numbers(frame: pl.DataFrame, name: str, path: Path) -> pl.Series:
    """A text column as numbers. Raises TideturnError that names the first row that holds something else."""
    return _cast(frame, name, path, pl.col(name).cast(pl.Float64, strict=False), "a number")


def days(frame: pl.DataFrame, name: str, path: Path) -> pl.Series:
    """A text column as days. Raises TideturnError that names the first row that holds something else."""
    return _cast(frame, name, path, pl.col(name).str.to_date("%Y-%m-%d", strict=False), "a date as 2026-03-31")


def _cast(frame: pl.DataFrame, name: str, path: Path, cast: pl.Expr, kind: str) -> pl.Series:
    values = frame.select(cast).to_series()
    finite = values.is_finite() if values.dtype.is_float() else values.is_not_null()
    wrong = frame[name].is_not_null() & ~finite.fill_null(False)
    refuse(frame, name, path, wrong, f"is not {kind}", mend="Mend the cell.")
    return values


def day(text: str) -> date:
    """A day given as an option. Raises TideturnError for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise TideturnError(f"“{text}” is not a date.", mend="Write it as 2026-03-31.") from None


def listed(text: str | None, mark: str = "|") -> tuple[str, ...]:
    """The values of an option that may hold several."""
    return tuple(part.strip() for part in (text or "").split(mark) if part.strip())


def print_json(answer: Any) -> None:
    """The answer as JSON, floats to 12 significant digits, the same bytes on every run."""
    print(json.dumps(rounded(answer), ensure_ascii=False, indent=2, allow_nan=False))


def note(sentence: str) -> None:
    """A sentence beside the answer, where it is in nobody's way."""
    print(f"tideturn: {sentence}", file=sys.stderr)


def print_sentence(sentence: str, mark: str = "") -> None:
    """A sentence in lines of 80 columns, those after the first set in under the mark that it begins with."""
    print(textwrap.fill(sentence, WIDTH, initial_indent=mark, subsequent_indent=" " * len(mark)))


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], words: int = 1) -> None:
    """A table that fits 80 columns where no terminal says otherwise; after the first `words` columns, numbers."""
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
    """A share as a whole percentage, nothing where there is none."""
    return "" if share is None else rounding.percent(share)


def p_value(p: float | None) -> str:
    """A p as it is printed, nothing where there is none."""
    return "" if p is None else rounding.said_p(p)
