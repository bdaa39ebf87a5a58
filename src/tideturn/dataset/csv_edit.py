"""Edit a CSV file in place: change the cells that are set, and keep every other byte as it was."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from tideturn.dataset.harmless import as_written, harmless
from tideturn.dataset.problems import TideturnError

_CELL: Final = re.compile(r'("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n|\n|\r|\Z)')
_NEEDS_QUOTES: Final = re.compile(r'[",\r\n]|^\s|\s$')
_FIRST: Final = 2
"""Row number of the first record in a spreadsheet."""


class CsvFile:
    """One file's records as written: cells with their quotation marks, and the end of each line."""

    def __init__(self, data: bytes, file: str) -> None:
        """Split the file's bytes into cells. Raises TideturnError if they cannot be read in only one way."""
        self._mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
        text = data[len(self._mark) :].decode()
        self._records: list[list[str]] = []
        self._ends: list[str] = []
        place, cells = 0, list[str]()
        while place < len(text) or cells:
            found = _CELL.match(text, place)
            if found is None:
                mend = "Save it again as CSV UTF-8 (comma delimited), and check it before you answer."
                raise TideturnError("A quotation mark is in the middle of a cell.", place=file, mend=mend)
            cells.append(found[1])
            place = found.end()
            if found[2] != ",":
                self._records.append(cells)
                self._ends.append(found[2])
                cells = []
        self._end = next((end for end in self._ends if end), "\n")

    @classmethod
    def new(cls, header: Sequence[str]) -> CsvFile:
        """Return a file that has a header and no record."""
        return cls(f"{','.join(header)}\n".encode(), "")

    @property
    def header(self) -> tuple[str, ...]:
        """Return the columns' names as reading gives them."""
        cells = pl.Series([_read(cell) for cell in self._records[0]], dtype=pl.String)
        return tuple(pl.select(as_written(pl.lit(cells)).str.strip_chars()).to_series().to_list())

    def set(self, row: int, column: str, text: str) -> None:
        """Set one cell. `row` is its number in a spreadsheet; a missing column is added at the end."""
        if column not in self.header:
            self.add_column(column)
        index, record = self.header.index(column), self._records[row - 1]
        record += [""] * (index + 1 - len(record))
        record[index] = _written(text)

    def add_row(self, cells: Mapping[str, str]) -> None:
        """Add a record at the end; a missing column is added."""
        for name in cells:
            if name not in self.header:
                self.add_column(name)
        if not self._ends[-1]:
            self._ends[-1] = self._end
        self._records.append([_written(cells.get(name, "")) for name in self.header])
        self._ends.append(self._end)

    def add_column(self, name: str, *, before: str = "") -> None:
        """Add an empty column, at the end or before another one."""
        header = self.header
        index = header.index(before) if before in header else len(header)
        for number, record in enumerate(self._records):
            if number and record == [""]:
                continue  # a blank line
            record.insert(index, "" if number else _written(name))

    def drop_column(self, name: str) -> None:
        """Remove a column."""
        index = self.header.index(name)
        for record in self._records:
            del record[index : index + 1]

    def column(self, name: str) -> list[str]:
        """Return the cells of a column under its header, without their quotation marks."""
        index = self.header.index(name)
        return [_read(record[index]) if index < len(record) else "" for record in self._records[_FIRST - 1 :]]

    def content(self) -> bytes:
        """Return the file's bytes."""
        lines = (",".join(record) + end for record, end in zip(self._records, self._ends, strict=True))
        return self._mark + "".join(lines).encode()


def _read(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if cell.startswith('"') else cell


def _written(text: str) -> str:
    safe: str = pl.select(harmless(pl.lit(text))).item()
    return f'"{safe.replace(chr(34), chr(34) * 2)}"' if _NEEDS_QUOTES.search(safe) else safe
