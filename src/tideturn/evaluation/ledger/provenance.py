"""Record what was read, so that people can find it again and see any change: rows or a span, and their SHA-256."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable, Sequence
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Final

import polars as pl

from tideturn.dataset.cells import as_text
from tideturn.dataset.schema import MANY
from tideturn.dataset.tables import SURVEY_TABLES, TABLES
from tideturn.evaluation.model import Provenance

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_FEW: Final = 2_000
"""Maximum number of rows that Python writes as JSON faster than it could set up a writer; the bytes are the same."""
SHOWN: Final = 20
"""Maximum number of rows that a provenance names; it counts all of them."""


def of_rows(table: str, rows: pl.DataFrame, columns: Sequence[str]) -> Provenance:
    """Return the provenance of the `columns` read from `rows`, which are in key order already."""
    return Provenance(
        table=table,
        rows=tuple(map(_key, zip(*_cells_of_keys(table, rows.head(SHOWN)), strict=True))),
        count=rows.height,
        sha256=digest(rows, columns),
    )


def of_each_row(table: str, rows: pl.DataFrame, columns: Sequence[str]) -> list[Provenance]:
    """Return the provenance of each of the `rows` alone, for tables with an item for each row."""
    read = of_parts(table, rows, columns)
    return [read([at]) for at in range(rows.height)]


def of_parts(table: str, rows: pl.DataFrame, columns: Sequence[str]) -> Callable[[Sequence[int]], Provenance]:
    """Return a function for the provenance of some of the `rows`, by their positions in ascending order.

    Each row is written once, however many parts it is in.
    """
    text = as_text(rows.select(sorted(columns)))
    objects = text.select(pl.struct(text.columns).struct.json_encode()).to_series().to_list()
    key = _cells_of_keys(table, rows)

    def of(places: Sequence[int]) -> Provenance:
        written = f"[{','.join([objects[at] for at in places])}]".encode()
        named = tuple(_key(column[at] for column in key) for at in places[:SHOWN])
        return Provenance(table, named, len(places), hashlib.sha256(written).hexdigest())

    return of


def _key(cells: Iterable[str | None]) -> str:
    return MANY.join(cell or "" for cell in cells)


def _cells_of_keys(table: str, rows: pl.DataFrame) -> list[list[str | None]]:
    """Return the columns that make up the rows' keys: the table's key columns, else its required ones.

    A row added above changes no key.
    """
    declared = SURVEY_TABLES["responses"] if table.startswith("surveys/") else TABLES[table]
    return _cells(rows, [name for name in declared.key or declared.required if name in rows.columns])


def of_span(file: str, place: str, text: str) -> Provenance:
    """Return the provenance of a stretch of text; `place` is its `start-end` in `file`."""
    return Provenance(table=file, rows=(place,), count=1, sha256=hashlib.sha256(text.encode()).hexdigest())


def digest(rows: pl.DataFrame, columns: Sequence[str]) -> str:
    """Return the SHA-256 of the rows as a JSON array of objects.

    Keys are sorted; there are no spaces; cells are their text; missing cells are null.
    """
    if rows.height <= _FEW:
        return hashlib.sha256(_written(rows, sorted(columns))).hexdigest()
    # One object a line is polars' fastest JSON; no line holds a bare line end, since JSON escapes those in text.
    lines = _Array()
    with io.BufferedWriter(lines) as writer:
        as_text(rows.select(sorted(columns))).write_ndjson(writer)
    return lines.sha256()


class _Array(io.RawIOBase):
    """Hash of JSON lines as one array, without keeping them."""

    def __init__(self) -> None:
        self._read = hashlib.sha256(b"[")
        self._last = b""

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, lines: ReadableBuffer, /) -> int:
        """Hash these lines except the last line end: it becomes a comma or the closing bracket."""
        objects = bytes(lines).replace(b"\n", b",")
        self._read.update(self._last)
        self._read.update(memoryview(objects)[:-1])
        self._last = objects[-1:]
        return len(objects)

    def sha256(self) -> str:
        """Close the array and return its hash."""
        self._read.update(b"]")
        return self._read.hexdigest()


def _written(rows: pl.DataFrame, columns: Sequence[str]) -> bytes:
    """Return the rows as JSON, written a column at a time: a dictionary per row takes four times as long."""
    cells = []
    for name, column in zip(columns, _cells(rows, columns), strict=True):
        begun = f"{encode_basestring(name)}:"
        cells.append([begun + ("null" if cell is None else encode_basestring(cell)) for cell in column])
    objects = [f"{{{row}}}" for row in map(",".join, zip(*cells, strict=True))]
    return f"[{','.join(objects)}]".encode()


def _cells(rows: pl.DataFrame, columns: Sequence[str]) -> list[list[str | None]]:
    """Return columns as text; only numbers and yes or no take a query, which costs more than reading them."""
    if any(rows[name].dtype not in (pl.String, pl.Date, pl.Int64) for name in columns):
        rows = as_text(rows.select(columns))
    return [rows[name].cast(pl.String).to_list() for name in columns]
