"""Check the unpacked size of a workbook before it is opened: an .xlsx is a zip archive, and a small one
can hide a lot.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Final
from xml.etree import ElementTree

from tideturn.dataset.headings import error
from tideturn.dataset.problems import Problem

MOST_BYTES: Final = 2**30
"""Maximum size of an unpacked workbook in bytes."""
MOST_RATIO: Final = 400
"""Maximum ratio of unpacked to packed size of a large member; sheets reach some 10 to 50."""
LARGE: Final = 32 * 2**20
MOST_CELLS: Final = 50_000_000
"""Maximum of a sheet's rows times its columns: one stray cell in the last corner would otherwise fill the memory."""

_PIECE: Final = 2**20
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_WIDE: Final = re.compile(rb' r="([A-Z]{2,3})[0-9]')
_ROW: Final = re.compile(rb' r="[A-Z]*([0-9]{4,7})"')
_CELL: Final = re.compile(
    rb"<(?:\w+:)?c\s([^>]*)(?<!/)>"  # not one that closes itself: it is blank
    rb"((?:[^<]|<(?!/?(?:\w+:)?c[\s>]))*)"  # no further cell inside, or looking for its end would take for ever
    rb"</(?:\w+:)?c>"
)
_PLACE: Final = re.compile(rb"""(?:^|\s)r=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_FAULT: Final = re.compile(rb"""(?:^|\s)t=["']e["']""")
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[ >/]")
_VALUE: Final = re.compile(rb"<(?:\w+:)?v>([^<]+)</")
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DAMAGED: Final = "Open it in the spreadsheet program and save it anew as .xlsx."


def weigh(data: bytes, file: str, wanted: Callable[[str], bool]) -> list[Problem]:
    """Return why the workbook must not be opened (problems without a row), or the cells of wanted sheets without a
    value.
    """
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            return [error(file, "The workbook is locked with a password.", "Save a copy without one.")]
        return [error(file, "This is an old .xls workbook.", "Save it as .xlsx (Excel workbook).")]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _weigh(archive, file, wanted)
    # Each of these is what zipfile raises for one kind of damage: a cut end, bad bytes, a method that is none, a
    # place before the beginning. The bytes are in memory, so that no fault of a disk is among them.
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        return [error(file, "This is no workbook, or it is cut short.", _DAMAGED)]
    except RuntimeError:  # what zipfile raises for a member that wants a password
        return [error(file, "The workbook is locked with a password.", "Save a copy without one.")]
    except (ElementTree.ParseError, KeyError):
        return [error(file, "The workbook is damaged: its list of sheets cannot be read.", _DAMAGED)]


def _weigh(archive: zipfile.ZipFile, file: str, wanted: Callable[[str], bool]) -> list[Problem]:
    total = 0
    looked_at: set[str] = set()
    for member in archive.infolist():
        size, spread, look = _measure(archive, member, MOST_BYTES - total)
        total += size
        if total > MOST_BYTES or (size > LARGE and size > MOST_RATIO * max(member.compress_size, 1)):
            what = (
                f"Unpacked, the workbook comes to far more than it should (“{member.filename}”), so it was not opened."
            )
            return [error(file, what, "Make sure where it comes from; save the tables that you need as CSV.")]
        if spread > MOST_CELLS:
            what = f"A sheet spans {spread:,} cells; at most {MOST_CELLS:,} are read."
            return [error(file, what, "Delete the empty rows and columns beyond the table, or save it as CSV.")]
        if look is None:
            what = f"The workbook declares its own XML entities (“{member.filename}”), which no spreadsheet does."
            return [error(file, what, "Make sure where it comes from; save the tables that you need as CSV.")]
        if look:
            looked_at.add(member.filename)
    paths = sheet_paths(archive)
    problems: list[Problem] = []
    for name, path in paths.items():
        if path in looked_at and wanted(name):
            problems += _cells_without_value(archive.read(path), f"{file}, sheet {name}")
    return problems


def _measure(archive: zipfile.ZipFile, member: zipfile.ZipInfo, room: int) -> tuple[int, int, bool | None]:
    """Return the bytes unpacked, the cells spanned, and whether the member holds formulas or faults (None: it declares
    entities).
    """
    size = 0
    look = False
    columns: set[bytes] = set()
    is_sheet = member.filename.startswith("xl/worksheets/")
    for text, size in _pieces(archive, member):
        if size > room or (size > LARGE and size > MOST_RATIO * max(member.compress_size, 1)):
            return size, 0, look
        if member.filename.endswith((".xml", ".rels")) and (b"<!DOCTYPE" in text or b"<!ENTITY" in text):
            return size, 0, None
        if is_sheet:
            look = look or _FORMULA.search(text) is not None or b'"e"' in text or b"'e'" in text
            columns.update(_WIDE.findall(text))
    width = max(map(column_number, columns), default=26)
    if width * 2**20 <= MOST_CELLS:  # even with as many rows as there can be
        return size, 0, look
    rows = (max(map(int, _ROW.findall(text)), default=0) for text, _ in _pieces(archive, member))
    return size, width * max(rows, default=0), look


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[tuple[bytes, int]]:
    """Yield the member piece by piece, each with the end of the piece before, and the bytes unpacked so far."""
    size = 0
    tail = b""
    with archive.open(member) as stream:
        while piece := stream.read(_PIECE):
            size += len(piece)
            text = tail + piece
            tail = text[-64:]
            yield text, size


def column_number(letters: bytes) -> int:
    """Return the number of the column that a spreadsheet calls by these letters: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def letters(index: int) -> str:
    """Return the letters that a spreadsheet gives the column of this index: 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, 26)
        name = chr(65 + letter) + name
    return name


def sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return each sheet's member of the archive, by the sheet's name."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 entities were refused above
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    paths = {}
    for sheet in book.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_RELATION), "")
        paths[sheet.get("name", "")] = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return paths


def _cells_without_value(xml: bytes, place: str) -> list[Problem]:
    """Return the cells with faults, or with formulas without a result; name each column by its letters."""
    problems: list[Problem] = []
    for attributes, inner in _CELL.findall(xml):
        faulty = _FAULT.search(attributes)
        at = _PLACE.search(attributes)
        if at is None or not (faulty or (_FORMULA.search(inner) and not _VALUE.search(inner))):
            continue
        column, row = at[1].decode(), int(at[2])
        if faulty:
            what = f"Cell {column}{row} shows an error of the spreadsheet."
            mend = "Mend the formula, or write the value."
        else:
            what = f"Cell {column}{row} holds a formula whose result was never stored."
            mend = "Open it in the spreadsheet program and save it, or write the value in its place."
        problems.append(error(place, what, mend, row=row, column=column))
        if len(problems) == 1000:
            break
    return problems
