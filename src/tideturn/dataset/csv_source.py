"""Reads a CSV file into a grid of text, and says exactly what is wrong with one that cannot be read.

Two readers, which must not disagree. A file without a quotation mark, whose every line has as many commas as its
header, can be read in one way only: polars reads it, fast. Any other file goes through the standard library's `csv`
in strict mode, in blocks of rows, so that a fault has a row.
"""

from __future__ import annotations

import codecs
import csv
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from tideturn.dataset.headings import Grid, error
from tideturn.dataset.problems import Problem
from tideturn.dataset.schema import Table

_BLOCK_ROWS: Final = 20_000
_PIECE: Final = 8 * 2**20
_OTHER_DELIMITERS: Final = {";": "semicolons", "\t": "tabs", "|": "upright strokes"}
_UTF8 = "Save it as CSV UTF-8 (comma delimited)."


def read_csv(path: Path, file: str, table: Table) -> tuple[Grid | None, list[Problem]]:
    """The grid that the file holds (None where it cannot be read), and everything wrong with its structure."""
    data, problems = read_bytes(path, file)
    if data is None:
        return None, problems
    problems = _wrong_encoding(data, file)
    if problems:
        return None, problems
    if data.startswith(codecs.BOM_UTF8):
        data = data[len(codecs.BOM_UTF8) :]
    if not data.strip():
        return None, [error(file, "The file is empty.", f"Let the first row be: {','.join(table.names)}.")]
    delimiter = _wrong_delimiter(data, file, table)
    if delimiter:
        return None, [delimiter]
    width = _plain_width(data)
    if width:
        return _read_plain(data, width), []
    return _read_row_by_row(data, file)


def read_bytes(path: Path, file: str) -> tuple[bytes | None, list[Problem]]:
    """The file's bytes, or the reason why they cannot be had."""
    try:
        return path.read_bytes(), []
    except IsADirectoryError:
        return None, [error(file, "This is a folder, and a file is wanted.", "Move the folder away or rename it.")]
    except PermissionError:
        return None, [error(file, "Permission to read it is refused.", "Ask whoever owns the file to let you read it.")]
    except FileNotFoundError:
        return None, [error(file, "It leads to no file.", "Put the file there, or take the link away.")]
    except OSError as fault:
        return None, [error(file, f"It cannot be read: {fault.strerror}.", "See to the disk, and try again.")]


def _wrong_encoding(data: bytes, file: str) -> list[Problem]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return [error(file, "The file is in UTF-16, and UTF-8 is wanted.", _UTF8)]
    zero = data.find(b"\0")
    if zero >= 0:
        many = data.count(b"\0")
        if many * 3 > len(data):
            return [error(file, "The file is in UTF-16 or is no text, and UTF-8 is wanted.", _UTF8)]
        what = f"The file holds {many} NUL byte{'s' if many > 1 else ''}, the first at byte {zero}."
        mend = "The file is damaged or is no CSV; export it again."
        return [error(file, what, mend, row=_row_of(data, zero))]
    fault = not_utf8(data)
    if fault is None:
        return []
    what = f"Byte {fault} (0x{data[fault]:02x}) is not UTF-8."
    return [error(file, what, _UTF8, row=_row_of(data, fault))]


def not_utf8(data: bytes) -> int | None:
    """The first byte that is not UTF-8, or None."""
    if data.isascii():
        return None
    decoder = codecs.getincrementaldecoder("utf-8")()
    for start in range(0, len(data), _PIECE):
        waiting = len(decoder.getstate()[0])
        try:
            decoder.decode(data[start : start + _PIECE], final=start + _PIECE >= len(data))
        except UnicodeDecodeError as fault:
            return start - waiting + fault.start
    return None


def _row_of(data: bytes, position: int) -> int:
    return data.count(b"\n", 0, position) + 1


def _wrong_delimiter(data: bytes, file: str, table: Table) -> Problem | None:
    header = data[:_PIECE].splitlines()[0].decode(errors="replace")
    if any(cell.strip('" ') in table.names for cell in header.split(",")):
        return None
    for sign, called in _OTHER_DELIMITERS.items():
        if sum(cell.strip('" ') in table.names for cell in header.split(sign)) >= 2:
            what = f"The cells are separated by {called}, and commas are wanted."
            return error(file, what, "Save it as CSV UTF-8 (comma delimited).", row=1)
    return None


def _plain_width(data: bytes) -> int:
    """How many columns a file has that can be read in one way only; 0 for any other file."""
    if b'"' in data or data.count(b"\r") != data.count(b"\r\n"):
        return 0
    end = data.find(b"\n")
    commas = data.count(b",", 0, end if end >= 0 else len(data))
    if commas == 0:
        return 0
    start = 0
    while start < len(data):
        stop = data.rfind(b"\n", start, start + _PIECE) + 1
        if stop <= start:
            stop = data.find(b"\n", start) + 1 or len(data)
        piece = np.frombuffer(data, dtype=np.uint8, count=stop - start, offset=start)
        ends = np.flatnonzero(piece == 10)
        if stop == len(data) and data[-1] != 10:
            ends = np.append(ends, len(piece))
        before = np.searchsorted(np.flatnonzero(piece == 44), ends)
        if before[0] != commas or not bool((np.diff(before) == commas).all()):
            return 0
        start = stop
    return commas + 1


def _read_plain(data: bytes, width: int) -> Grid:
    end = data.find(b"\n")
    header = data[: end if end >= 0 else len(data)].rstrip(b"\r").decode().split(",")
    schema = {str(index): pl.String() for index in range(width)}
    if end < 0 or end == len(data) - 1:
        return Grid(tuple(header), pl.DataFrame(schema=schema))
    frame = pl.read_csv(data, has_header=False, skip_lines=1, quote_char=None, schema=schema)
    return Grid(tuple(header), frame)


def _read_row_by_row(data: bytes, file: str) -> tuple[Grid | None, list[Problem]]:
    problems: list[Problem] = []
    blocks: list[pl.DataFrame] = []
    header: list[str] = []
    row = 0
    lines = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")
    with _cells_of_any_length():
        reader = csv.reader(lines, strict=True)
        block: list[list[str]] = []
        try:
            header = next(reader)
            row = 1
            for cells in reader:
                row += 1
                if len(cells) != len(header):
                    cells = _squared(cells, len(header), row, file, problems)
                block.append(cells)
                if len(block) == _BLOCK_ROWS:
                    blocks.append(_frame(block, len(header)))
                    block = []
        except csv.Error as fault:
            problems.append(_unreadable(str(fault), file, row + 1))
        blocks.append(_frame(block, len(header)))
    if not header:
        return None, problems
    return Grid(tuple(header), pl.concat(blocks)), problems


def _frame(rows: list[list[str]], width: int) -> pl.DataFrame:
    columns = zip(*rows, strict=True) if rows else ([] for _ in range(width))
    return pl.DataFrame([pl.Series(str(index), cells, dtype=pl.String) for index, cells in enumerate(columns)])


def _squared(cells: list[str], width: int, row: int, file: str, problems: list[Problem]) -> list[str]:
    """The row at the header's width; a fault unless it is blank or has only empty cells too many."""
    if cells and any(cell.strip() for cell in cells[width:] or cells) and len(problems) < 1000:
        holds = f"{len(cells)} cell{'s' if len(cells) > 1 else ''} and the header {width}"
        what = f"The row has {holds}{', so it may be cut short' if len(cells) < width else ''}."
        mend = "Complete the row." if len(cells) < width else "Put quotation marks round a cell that holds a comma."
        problems.append(error(file, what, mend, row=row))
    return (cells + [""] * width)[:width]


def _unreadable(fault: str, file: str, row: int) -> Problem:
    if "unexpected end of data" in fault:
        what = "A quotation mark is opened here and never closed, or the file is cut short."
        mend = "Close the quotation mark, or export the file again. The rows from here on were not read."
    else:
        what = "A quotation mark stands in the middle of a cell."
        mend = "Double each quotation mark inside a quoted cell. The rows from here on were not read."
    return error(file, what, mend, row=row)


@contextmanager
def _cells_of_any_length() -> Iterator[None]:
    """Long cells are told of by their place, which the reader's own limit would not give."""
    before = csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    try:
        yield
    finally:
        csv.field_size_limit(before)
