"""Turn a grid of text into a table's columns: check headers, make blanks null, keep stray columns."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from tideturn.dataset.harmless import as_written
from tideturn.dataset.problems import Problem, Severity
from tideturn.dataset.schema import Table

LONGEST_CELL = 100_000
"""Maximum length of a cell in characters; a longer cell is a misplaced document, or a quotation mark never closed."""
_BLANK: Final = r"^\s*$"


@dataclass(frozen=True)
class Grid:
    """A table as written in a file: the header's cells, and under them text columns named 0, 1, 2 and so on."""

    header: tuple[str, ...]
    frame: pl.DataFrame


def error(file: str, what: str, mend: str, *, row: int | None = None, column: str | None = None) -> Problem:
    """Return an error of structure."""
    return Problem(file, row, column, Severity.ERROR, "structure", what, mend)


def query(file: str, what: str, mend: str, *, row: int = 1, column: str = "file") -> Problem:
    """Return a query about structure. It always has a row and a column, since `queries.csv` needs both to answer it."""
    return Problem(file, row, column, Severity.QUERY, "structure", what, mend)


def nearest(word: str, words: Sequence[str]) -> str | None:
    """Return the one of `words` most like `word`, or None if none is like it."""
    folded = {known.casefold(): known for known in reversed(words)}
    tidy = word.strip().casefold().replace(" ", "_").replace("-", "_")
    close = difflib.get_close_matches(tidy, list(folded), n=1, cutoff=0.6)
    return folded[close[0]] if close else None


def fit(grid: Grid, file: str, table: Table) -> tuple[pl.DataFrame, list[Problem]]:
    """Return the grid with its columns named, cells unguarded and blanks null; and what is wrong with its header.

    Trailing blank rows are dropped in silence (spreadsheets leave them). A blank row between others is kept and
    reported, so that row numbers stay right.
    """
    names, problems = _names(grid.header, file, table)
    frame, longest = _cells(grid.frame, names)
    frame, blank = _without_trailing_blanks(frame)
    problems += [error(file, "The row is blank.", "Take the row out.", row=index + 2) for index in blank]
    for name in frame.columns:
        if longest[name] > LONGEST_CELL:
            problems += _too_long(frame[name], file)
    return frame, problems


def _names(header: Sequence[str], file: str, table: Table) -> tuple[dict[int, str], list[Problem]]:
    names: dict[int, str] = {}
    problems: list[Problem] = []
    taken: dict[str, int] = {}
    for index, cell in enumerate(_unguarded(header)):
        name = (cell or "").strip()
        if not name:
            problems.append(_nameless(file, index))
        elif name in taken:
            what = f"The header “{name}” stands over columns {taken[name] + 1} and {index + 1}."
            problems.append(error(file, what, "Give each column its own name, or take one out.", row=1, column=name))
        else:
            taken[name] = index
            names[index] = name
    missing = [name for name in table.required if name not in taken]
    if missing and _no_header(taken, table):
        what = f"There is no header: the first row does not name the columns of {table.name}."
        return names, [error(file, what, f"Let the first row be: {','.join(table.names)}.", row=1)]
    strays = [name for name in taken if name not in table.names]
    for name in missing:
        like = nearest(name, strays)
        mend = f"Rename the column “{like}” to “{name}”." if like else f"Add it: {table.column(name).meaning}"
        problems.append(error(file, f"The required column “{name}” is missing.", mend, row=1, column=name))
    return names, problems


def _no_header(taken: Mapping[str, int], table: Table) -> bool:
    """Return whether the first row is data: one of its cells may be a column's name by chance (an answer “agree”)."""
    named = [name for name in table.names if name in taken]
    return not any(name in table.required for name in named) and len(named) * 2 < len(taken)


def _nameless(file: str, index: int) -> Problem:
    return query(
        file,
        f"Column {index + 1} has no name, so it is left out.",
        "Name the column in the first row, or take it out.",
        column=str(index + 1),
    )


def _unguarded(header: Sequence[str]) -> Sequence[str]:
    if not any(cell.startswith("'") for cell in header):
        return header
    cells = pl.DataFrame({"cell": list(header)})
    return cells.select(as_written(pl.col("cell")))["cell"].to_list()


def _cells(grid: pl.DataFrame, names: Mapping[int, str]) -> tuple[pl.DataFrame, dict[str, int]]:
    """Return the named columns with blanks as null and cells unguarded, and the length in bytes of each one's longest
    cell.

    One pass checks all columns; the costlier expressions run only where a cell needs them.
    """
    if not names:
        return pl.DataFrame(), {}
    named = pl.col([str(index) for index in names])
    seen = grid.select(
        named.str.contains(_BLANK).any().name.prefix("blank "),
        named.str.starts_with("'").any().name.prefix("guarded "),
        named.str.len_bytes().max().name.prefix("longest "),
    ).row(0, named=True)
    columns = []
    for index, name in names.items():
        column = pl.col(str(index))
        if seen[f"blank {index}"]:
            column = pl.when(column.str.contains(_BLANK)).then(None).otherwise(column)
        if seen[f"guarded {index}"]:
            column = as_written(column)
        columns.append(column.alias(name))
    return grid.select(columns), {name: seen[f"longest {index}"] or 0 for index, name in names.items()}


def _without_trailing_blanks(frame: pl.DataFrame) -> tuple[pl.DataFrame, list[int]]:
    if not frame.width or any(not column.null_count() for column in frame.iter_columns()):
        return frame, []
    blank = frame.select(pl.all_horizontal(pl.all().is_null()).alias("blank"))["blank"]
    indices = blank.arg_true().to_list()
    if not indices:
        return frame, []
    filled = blank.not_().arg_true()
    height = int(filled[-1]) + 1 if len(filled) else 0
    return frame.head(height), [index for index in indices if index < height][:1000]


def _too_long(cells: pl.Series, file: str) -> list[Problem]:
    lengths = cells.str.len_chars()
    return [
        error(
            file,
            f"The cell holds {lengths[index]:,} characters; at most {LONGEST_CELL:,} are read.",
            "Shorten it, or put the text in transcripts/ or documents.",
            row=index + 2,
            column=cells.name,
        )
        for index in (lengths > LONGEST_CELL).arg_true().head(1000).to_list()
    ]
