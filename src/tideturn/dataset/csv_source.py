"""Read a CSV file into a grid of text, and say exactly what is wrong with one that cannot be read.

There are two readers, which must not disagree. A regular file, with every quotation mark and every comma where RFC 4180
puts it, can be read in only one way: polars reads it, fast. Any other file goes through the standard library's `csv` in
strict mode, in blocks of rows, so that a fault has a row.
"""

from __future__ import annotations

import codecs
import csv
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from tideturn.dataset.headings import Grid, error
from tideturn.dataset.problems import Problem
from tideturn.dataset.schema import Table

_BLOCK_ROWS: Final = 20_000
_PIECE: Final = 8 * 2**20
_LARGE: Final = 4 * _PIECE
"""Minimum size in bytes of a file to read in pieces."""
_REPEATED: Final = 16
"""Minimum average number of times each text repeats for its cells to be held as numbers until the whole
file is read.
"""
_START: Final = 4
"""Number of bytes at the start of a file that show UTF-16."""
_QUOTE, _COMMA, _LINE_FEED, _CARRIAGE_RETURN = b'",\n\r'
_OTHER_DELIMITERS: Final = {";": "semicolons", "\t": "tabs", "|": "upright strokes"}
_UTF8 = "Save it as CSV UTF-8 (comma delimited)."


def read_csv(path: Path, file: str, table: Table) -> tuple[Grid | None, list[Problem]]:
    """Return the grid that the file holds (None if it cannot be read), and everything wrong with its structure."""
    grid = read_in_pieces(path, table)
    if grid is not None:
        return grid, []
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
    shape = shape_if_regular(data)
    grid = _read_regular(data, *shape) if shape else None
    return (grid, []) if grid else _read_row_by_row(data, file)


def read_in_pieces(path: Path, table: Table) -> Grid | None:
    """Return the grid of a large and sound file, never holding more of its bytes than a piece of whole records.

    Return None for a small file, and for one with anything wrong: it is then read as a whole, to report what is wrong
    and where.
    """
    frames: list[pl.DataFrame] = []
    header: tuple[str, ...] = ()
    few: dict[str, pl.DataType] = {}
    try:
        if not path.is_file() or path.stat().st_size < _LARGE:
            return None
        with path.open("rb") as file:
            for data in _pieces(file):
                first = not header
                if first and (_wrong_encoding(data[:_START], "") or _wrong_delimiter(data, "", table)):
                    return None
                if b"\0" in data or not_utf8(data) is not None:
                    return None
                shape = shape_if_regular(data, header=first)
                if shape is None or (header and shape[0] != len(header)):
                    return None
                frame = _parsed(data, *shape, header=first)
                if frame is None:
                    return None
                if first:
                    header, few = _header(data), _columns_of_few_texts(frame)
                frames.append(frame.cast(few))  # type: ignore[arg-type]
    except OSError:
        return None
    return Grid(header, _joined(frames))


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    """Yield the file in pieces that end where a record does, without its byte-order mark."""
    held = file.read(len(codecs.BOM_UTF8)).removeprefix(codecs.BOM_UTF8)
    while data := file.read(_PIECE):
        held += data
        end = _last_record(held)
        if end:
            yield held[:end]
            held = held[end:]
    if held:
        yield held


def _last_record(data: bytes) -> int:
    """Return the end of the last whole record: a line end with an even number of quotation marks before it."""
    end = data.rfind(b"\n")
    marks = data.count(b'"', 0, end) if end >= 0 else 0
    while end >= 0 and marks % 2:
        before = data.rfind(b"\n", 0, end)
        marks -= data.count(b'"', max(before, 0), end)
        end = before
    return end + 1


def _columns_of_few_texts(frame: pl.DataFrame) -> dict[str, pl.DataType]:
    """Return the columns whose cells repeat one another, each with a type that holds every text once."""
    return {
        cells.name: pl.Categorical(pl.Categories.random())
        for cells in frame.iter_columns()
        if cells.n_unique() * _REPEATED <= frame.height
    }


def _joined(frames: list[pl.DataFrame]) -> pl.DataFrame:
    """Return one frame of contiguous text columns.

    Convert one column after another, so that at most one is held twice.
    """
    frame = pl.concat(frames)
    frames.clear()
    return pl.DataFrame([_as_text(frame.drop_in_place(name).rechunk()) for name in frame.columns])


def _as_text(cells: pl.Series) -> pl.Series:
    if cells.dtype == pl.String:
        return cells
    # Each cell points to its text, which is there once; a cast of all cells would write it out for each.
    numbers = cells.to_physical()
    last = numbers.max()
    if not isinstance(last, int):
        return cells.cast(pl.String)
    texts = pl.Series(range(last + 1), dtype=numbers.dtype).cat.to(cells.dtype).cast(pl.String)
    return texts.gather(numbers).alias(cells.name)


def read_bytes(path: Path, file: str) -> tuple[bytes | None, list[Problem]]:
    """Return the file's bytes, or the reason why they cannot be read."""
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            return None, [error(file, "This is no ordinary file.", "Put a file of its own there.")]
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
    """Return the position of the first byte that is not UTF-8, or None."""
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


def shape_if_regular(data: bytes, *, header: bool = True) -> tuple[int, int] | None:
    """Return the numbers of columns and records (header included) of a file that can be read in only one way; else
    None.

    Without `header`, `data` is some of the records after it.

    Every quotation mark opens a cell, closes one, or is doubled inside one (so the number of marks before a byte is odd
    exactly if the byte is inside a cell), and each record has as many commas outside of cells as the header.
    """
    if data.count(b"\r") != data.count(b"\r\n"):
        return None
    every = np.frombuffer(data, dtype=np.uint8)
    marks = commas_so_far = at_last_end = records = 0
    width = 0
    for start in range(0, len(data), _PIECE):
        piece = every[start : start + _PIECE]
        quotes = np.flatnonzero(piece == _QUOTE)
        commas, ends = np.flatnonzero(piece == _COMMA), np.flatnonzero(piece == _LINE_FEED)
        if len(quotes) or marks % 2:
            if not _regular(every, quotes + start, marks):
                return None
            commas = commas[(np.searchsorted(quotes, commas) + marks) % 2 == 0]
            ends = ends[(np.searchsorted(quotes, ends) + marks) % 2 == 0]
            marks += len(quotes)
        before = np.searchsorted(commas, ends) + commas_so_far
        if len(ends):
            if width == 0:
                if header and int(ends[0]) + start != data.find(b"\n"):
                    return None  # a line end inside the header
                width = int(before[0]) + 1
            if not bool((np.diff(before, prepend=at_last_end) == width - 1).all()):
                return None
            at_last_end = int(before[-1])
            records += len(ends)
        commas_so_far += len(commas)
    if data[-1] != _LINE_FEED:
        width = width or commas_so_far + 1
        records += 1
        if commas_so_far - at_last_end != width - 1:
            return None
    return None if marks % 2 or width < 2 else (width, records)


def _regular(every: npt.NDArray[np.uint8], quotes: npt.NDArray[np.intp], marks: int) -> bool:
    """Return whether each mark that may open follows a separator or a mark, and each that may close is
    followed by one.
    """
    opening, closing = quotes[marks % 2 :: 2], quotes[1 - marks % 2 :: 2]
    before = every[np.maximum(opening - 1, 0)]
    after = every[np.minimum(closing + 1, len(every) - 1)]
    opens = np.isin(before, (_COMMA, _LINE_FEED, _QUOTE)) | (opening == 0)
    closes = np.isin(after, (_COMMA, _LINE_FEED, _CARRIAGE_RETURN, _QUOTE)) | (closing == len(every) - 1)
    return bool(opens.all()) and bool(closes.all())


def _read_regular(data: bytes, width: int, records: int) -> Grid | None:
    """Return the grid that polars reads; return None if polars counts other rows than we do."""
    frame = _parsed(data, width, records, header=True)
    return None if frame is None else Grid(_header(data), frame)


def _header(data: bytes) -> tuple[str, ...]:
    end = data.find(b"\n")
    return tuple(next(csv.reader([data[: end if end >= 0 else len(data)].decode().removesuffix("\r")], strict=True)))


def _parsed(data: bytes, width: int, records: int, *, header: bool) -> pl.DataFrame | None:
    schema = {str(index): pl.String() for index in range(width)}
    if records == header:
        return pl.DataFrame(schema=schema)
    quote = '"' if b'"' in data else None
    frame = pl.read_csv(data, has_header=False, skip_lines=int(header), quote_char=quote, schema=schema)
    return frame if frame.height == records - header else None


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
    """Return the row at the header's width.

    Add a fault unless the row is blank, or only empty cells go beyond the header.
    """
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
    """Lift the reader's limit on the length of a cell in this context: we report a long cell with its place, and the
    reader's error would not.
    """
    before = csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    try:
        yield
    finally:
        csv.field_size_limit(before)
