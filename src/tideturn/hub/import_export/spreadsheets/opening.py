"""Open a file that a person sent: a workbook with its sheets, or separated text as one sheet.

No formula of a workbook runs, and the size of its archive is checked first. Text may have any usual encoding and
separator.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import PurePath
from typing import Final
from xml.parsers import expat

import polars as pl
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from tideturn.dataset.archive import column_number, sheet_paths, weigh
from tideturn.dataset.excel_source import text_of_cell
from tideturn.hub.common.errors import HubError
from tideturn.hub.import_export.spreadsheets.grids import Area, Fault, Grid

_ZIP: Final = b"PK\x03\x04"
_OLD: Final = b"\xd0\xcf\x11\xe0"
_COUNTED: Final = re.compile(r"[1-9][0-9]{0,6}")
WIDEST: Final = 300
"""Maximum number of columns in a sheet: one stray cell far to the right would otherwise make it very wide."""
_BLOCK: Final = 20_000
_SIGNS: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright strokes"}
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig", ""),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_UNMARKED: Final = (("utf-8", ""), ("cp1252", "Windows-1252 (Western European)"))
_TRIED: Final = 200
"""Number of records that show the separator."""
_TOLD: Final = "sep="
"""Beginning of a first line that names the separator, as some spreadsheet programs write it."""


def sheets(data: bytes, name: str) -> tuple[tuple[str, bool], ...]:
    """Return the names of the sheets, each with whether it is hidden. Raise HubError if the file is not a
    spreadsheet.
    """
    if not _is_workbook(data):
        return ((_stem(name), False),)
    _weighed(data, "")
    return tuple(
        (one.name, one.visible != SheetVisibleEnum.Visible)
        for one in _workbook(data).sheets_metadata
        if one.typ == SheetTypeEnum.WorkSheet
    )


def grid(data: bytes, name: str, sheet: str) -> Grid:
    """Return one of its sheets. Raise HubError if the hub cannot read it, or there is no such sheet."""
    found = _sheet_of(data, sheet) if _is_workbook(data) else _separated(data, _stem(name))
    if not found.frame.height or not found.frame.width:
        raise HubError(
            f"The sheet {found.name} is empty.", mend="Choose another sheet, or upload a file that is filled in."
        )
    return found


def _is_workbook(data: bytes) -> bool:
    return data.startswith((_ZIP, _OLD))


def _stem(name: str) -> str:
    return PurePath(name.replace("\\", "/")).stem[:80] or "The file"


def _framed(rows: Iterable[list[str | None]], left: int, width: int) -> pl.DataFrame:
    """Return rows as columns of text from A on. Build them block by block, so that memory holds them only once."""
    columns = {str(index): pl.String for index in range(width)}
    blocks, left_out, rows = [pl.DataFrame(schema=columns)], [None] * left, iter(rows)
    while block := list(islice(rows, _BLOCK)):
        whole = [[*left_out, *row, *[None] * (width - left - len(row))] for row in block]
        blocks.append(pl.DataFrame(whole, schema=columns, orient="row"))
    return pl.concat(blocks)


def _sheet_of(data: bytes, name: str) -> Grid:
    """Return a sheet of a workbook, with every cell as text and without empty rows at the end."""
    broken, book = _weighed(data, name), _workbook(data)
    if name not in book.sheet_names:
        raise HubError(f"The workbook has no sheet {name}.", mend="Import the workbook again.")
    try:
        page = book.get_sheet_by_name(name)
        left = page.start[1] if page.start else 0
        width = left + page.width
        if width > WIDEST:
            raise HubError(
                f"The sheet {name} spans {width:,} columns; the hub reads at most {WIDEST}.",
                mend="Delete the empty columns to the right of the table.",
            )
        frame = _framed(([text_of_cell(cell) for cell in row] for row in page.iter_rows()), left, width)
    except (CalamineError, OSError, ValueError) as fault:
        raise HubError(
            f"The sheet {name} is damaged: {fault}.", mend="Open the workbook and save it again as .xlsx."
        ) from None
    rows, columns = _hidden(data, name)
    merged = tuple(
        Area(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in page.merged_cell_ranges or ()
    )
    return Grid(name, frame, merged, rows, columns, broken)


def _weighed(data: bytes, name: str) -> tuple[Fault, ...]:
    faults = []
    for problem in weigh(data, "", lambda sheet: sheet == name):
        if problem.row is None:
            raise HubError(problem.what, mend=problem.mend)
        faults.append(
            Fault(problem.what, problem.mend, problem.row, column_number((problem.column or "A").encode()) - 1)
        )
    return tuple(faults)


def _workbook(data: bytes) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (CalamineError, OSError, ValueError) as fault:
        raise HubError(
            f"The workbook is damaged: {fault}.", mend="Open it in the spreadsheet program and save it again as .xlsx."
        ) from None


def _hidden(data: bytes, name: str) -> tuple[frozenset[int], frozenset[int]]:
    """Return the hidden rows and columns of a sheet."""
    rows: set[int] = set()
    columns: set[int] = set()

    def element(tag: str, said: dict[str, str]) -> None:
        if said.get("hidden") not in ("1", "true"):
            return
        kind = tag.rpartition(":")[2]
        first = said.get("r" if kind == "row" else "min", "")
        last = said.get("max", "")
        if kind == "row" and _COUNTED.fullmatch(first):
            rows.add(int(first))
        elif kind == "col" and _COUNTED.fullmatch(first) and _COUNTED.fullmatch(last):
            columns.update(range(int(first) - 1, min(int(last), WIDEST)))

    reader = expat.ParserCreate()
    reader.StartElementHandler = element
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        path = sheet_paths(archive).get(name, "")
        if path in archive.namelist():
            # If this XML is damaged, the note on hidden rows and columns may be missing.
            with archive.open(path) as stream, suppress(expat.ExpatError, LookupError):
                reader.ParseFile(stream)
    return frozenset(rows), frozenset(columns)


def _separated(data: bytes, name: str) -> Grid:
    """Return a text's one sheet. Raise HubError if the file is not text, or cannot be divided into cells."""
    text, encoding = _decoded(data)
    if not text.strip():
        raise HubError("The file is empty.", mend="Save it, then upload it again.")
    first, _, rest = text.partition("\n")
    first = first.strip()
    skipped = first.lower().startswith(_TOLD) and len(first) == len(_TOLD) + 1
    sign = first[-1] if skipped else _sign(text)
    rows = list(_records(rest if skipped else text, sign, before=int(skipped)))
    frame = _framed(rows, 0, max((len(row) for row in rows), default=0))
    notes = []
    if encoding:
        notes.append(f"The hub read the file as {encoding}.")
    if sign != ",":
        notes.append(f"Its cells are separated by {_SIGNS.get(sign, f'“{sign}”')}.")
    return Grid(name, frame, separated=True, notes=tuple(notes))


def _decoded(data: bytes) -> tuple[str, str]:
    """Return the text, and its encoding unless that is UTF-8."""
    marked = [(encoding, told) for mark, encoding, told in _MARKS if data.startswith(mark)]
    for encoding, told in marked or (() if b"\0" in data else _UNMARKED):
        try:
            return data.decode(encoding), told
        except UnicodeDecodeError:
            continue
    raise HubError(
        "The file is neither a workbook nor text that can be read.",
        mend="Save it in the spreadsheet program as .xlsx, or as CSV UTF-8.",
    )


def _sign(text: str) -> str:
    """Return the separator that divides the most records into the same number of cells."""
    found = {}
    for sign in _SIGNS:
        records = csv.reader(io.StringIO(text[: _TRIED * 400], newline=""), delimiter=sign)
        widths = Counter(len(one) for one in islice(records, _TRIED) if any(cell.strip() for cell in one))
        wide = [(many, width) for width, many in widths.items() if width > 1]
        if wide:
            found[sign] = max(wide)
    return max(found, key=lambda sign: found[sign]) if found else ","


def _records(text: str, sign: str, *, before: int) -> Iterator[list[str | None]]:
    """Yield the rows of a text, after empty rows for the lines before its first record."""
    number = before
    yield from ([] for _ in range(before))
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=sign):
            number += 1
            while record and not record[-1].strip():
                record.pop()
            if len(record) > WIDEST:
                raise HubError(
                    f"Row {number} has {len(record):,} cells; the hub reads at most {WIDEST}.",
                    mend="Check which sign separates the cells, and that each quotation mark is closed.",
                )
            yield [cell or None for cell in record]
    except csv.Error as fault:
        raise HubError(
            f"Row {number + 1} cannot be read: {fault}.",
            mend="Check that each quotation mark is closed, or save it as .xlsx.",
        ) from None
