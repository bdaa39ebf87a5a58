"""Text with a sign between its cells, in any usual encoding and with any usual sign."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from itertools import islice
from typing import Final

import polars as pl

from tideturn.hub.common.errors import HubError
from tideturn.hub.import_export.spreadsheets.grids import Grid
from tideturn.hub.import_export.spreadsheets.workbooks import WIDEST, framed

_SIGNS: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright strokes"}
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig", ""),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_TRIED: Final = 200
"""Records by which the sign between cells is told."""
_BLOCK: Final = 20_000
_TOLD: Final = "sep="
"""With this a spreadsheet program says in the first line which sign it is."""


def read_separated(data: bytes, name: str) -> Grid:
    """The one sheet that such a file holds. Raises HubError for what is no text, or is not divided into cells."""
    text, encoding = _decoded(data)
    if not text.strip():
        raise HubError("The file is empty.", mend="Look whether it was saved before it was sent.")
    first, _, rest = text.partition("\n")
    skipped = first.strip().lower().startswith(_TOLD) and len(first.strip()) == len(_TOLD) + 1
    sign = first.strip()[-1] if skipped else _sign(text)
    frame = _frame(rest if skipped else text, sign, before=int(skipped))
    notes = []
    if encoding:
        notes.append(f"The file is in {encoding}, and was read so.")
    if sign != ",":
        notes.append(f"Its cells are separated by {_SIGNS.get(sign, f'“{sign}”')}.")
    return Grid(name, frame, separated=True, notes=tuple(notes))


def _decoded(data: bytes) -> tuple[str, str]:
    """The text, and the encoding where it is none that goes without saying."""
    for mark, encoding, told in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), told
            except UnicodeDecodeError:
                raise _no_text() from None
    if b"\0" in data:
        raise _no_text()
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), "Windows-1252 (Western European)"
    except UnicodeDecodeError:
        raise _no_text() from None


def _no_text() -> HubError:
    return HubError(
        "The file is neither a workbook nor text that can be read.",
        mend="Save it in the spreadsheet program as .xlsx, or as CSV UTF-8.",
    )


def _sign(text: str) -> str:
    """The sign that divides the most records into the same number of cells."""
    found = {}
    for sign in _SIGNS:
        widths: Counter[int] = Counter()
        records = csv.reader(io.StringIO(text[: _TRIED * 400], newline=""), delimiter=sign)
        for record in islice(records, _TRIED):
            if any(cell.strip() for cell in record):
                widths[len(record)] += 1
        wide = {width: many for width, many in widths.items() if width > 1}
        if wide:
            width, many = max(wide.items(), key=lambda one: (one[1], one[0]))
            found[sign] = (many, width)
    return max(found, key=lambda sign: found[sign]) if found else ","


def _frame(text: str, sign: str, *, before: int) -> pl.DataFrame:
    rows: list[list[str | None]] = [[None]] * before
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=sign):
            while record and not record[-1].strip():
                record.pop()
            if len(record) > WIDEST:
                raise HubError(
                    f"Row {len(rows) + 1} has {len(record):,} cells; at most {WIDEST} are read.",
                    mend="Look which sign stands between the cells, and whether each quotation mark is closed.",
                )
            rows.append([cell or None for cell in record])
    except csv.Error as fault:
        raise HubError(
            f"Row {len(rows) + 1} cannot be read: {fault}.",
            mend="Look whether each quotation mark is closed, or save it as .xlsx.",
        ) from None
    width = max((len(row) for row in rows), default=0)
    blocks = [
        framed([row + [None] * (width - len(row)) for row in rows[start : start + _BLOCK]], 0, width)
        for start in range(0, max(len(rows), 1), _BLOCK)
    ]
    return pl.concat(blocks)
