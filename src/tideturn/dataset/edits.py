"""Write answers into a programme folder: cells and rows, file by file, with each old file kept.

A CSV or TOML file is edited in place, and its earlier content is beside it as `NAME.before`. A workbook is never
written: its cells to fill in are listed.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import tomli_w

from tideturn.dataset.csv_edit import CsvFile
from tideturn.dataset.excel_source import letters_of
from tideturn.dataset.problems import TideturnError
from tideturn.dataset.schema import MANY

BEFORE: Final = ".before"
"""Suffix of the name of a file that holds the earlier content."""
_SHEET: Final = ", sheet "
"""Text between a workbook's name and its sheet's name."""


@dataclass(frozen=True)
class SetCell:
    """One cell; `row` is its number in a spreadsheet.

    If the file lacks the column, it is added in front of `before`.
    """

    file: str
    row: int
    column: str
    text: str
    before: str = ""


@dataclass(frozen=True)
class AddWord:
    """A word to add to a cell that holds several.

    The cell holds `held` so far, and the word goes to position `index`.
    """

    file: str
    row: int
    column: str
    word: str
    held: tuple[str, ...]
    index: int


@dataclass(frozen=True)
class AddRow:
    """A new record at the end of a file. `columns` are the header for a file that does not exist yet."""

    file: str
    cells: Mapping[str, str]
    columns: Sequence[str] = ()


@dataclass(frozen=True)
class DropColumn:
    """A column with no cell that is needed any more; it is removed if it is empty."""

    file: str
    column: str


@dataclass(frozen=True)
class AddSetting:
    """A setting at the top of a TOML file that does not have it."""

    file: str
    name: str
    value: str


Edit = SetCell | AddWord | AddRow | DropColumn | AddSetting
Settled = SetCell | AddRow | DropColumn | AddSetting


def settled(edits: Iterable[Edit]) -> list[Settled]:
    """Return the edits with all new words of one cell combined: each word goes behind those added before it."""
    words: dict[tuple[str, int, str], list[AddWord]] = {}
    done: list[Settled] = []
    for edit in edits:
        if isinstance(edit, AddWord):
            words.setdefault((edit.file, edit.row, edit.column), []).append(edit)
        else:
            done.append(edit)
    for (file, row, column), several in words.items():
        cell = list(several[0].held)
        for number, edit in enumerate(several):
            if edit.word not in cell:
                cell.insert(edit.index + number, edit.word)
        done.append(SetCell(file, row, column, MANY.join(cell)))
    return done


def in_workbook(file: str) -> bool:
    """Return whether a table is in a workbook."""
    return _SHEET in file


def edited(folder: Path, edits: Iterable[Edit]) -> dict[Path, bytes]:
    """Return every CSV or TOML file that the edits change, and a `.before` copy of each file that existed.

    Raises TideturnError if a file cannot be edited.
    """
    of_file: dict[str, list[Settled]] = {}
    for edit in settled(edits):
        if not in_workbook(edit.file):
            of_file.setdefault(edit.file, []).append(edit)
    written: dict[Path, bytes] = {}
    for file, own in of_file.items():
        path = folder / file
        held = path.read_bytes() if path.exists() else b""
        content = _with_settings(held, own) if path.suffix == ".toml" else _with_cells(held, file, own)
        if content != held:
            if path.exists():
                written[path.with_name(path.name + BEFORE)] = held
            written[path] = content
    return written


def _with_settings(held: bytes, edits: Iterable[Settled]) -> bytes:
    """Return a TOML file with settings in front of all else, since what follows a table's heading belongs
    to the table.
    """
    own = {edit.name: edit.value for edit in edits if isinstance(edit, AddSetting)}
    return tomli_w.dumps(own).encode() + held.removeprefix(BOM_UTF8)


def _with_cells(held: bytes, file: str, edits: Sequence[Settled]) -> bytes:
    sheet = CsvFile(held, file) if held.strip() else CsvFile.new(_columns(edits))
    for edit in edits:
        _apply(sheet, edit)
    return sheet.content()


def _columns(edits: Iterable[Settled]) -> Sequence[str]:
    return next((edit.columns for edit in edits if isinstance(edit, AddRow)), ())


def _apply(sheet: CsvFile, edit: Settled) -> None:
    match edit:
        case SetCell():
            if edit.column not in sheet.header:
                sheet.add_column(edit.column, before=edit.before)
            sheet.set(edit.row, edit.column, edit.text)
        case AddRow():
            sheet.add_row(edit.cells)
        case DropColumn() if edit.column in sheet.header and not any(map(str.strip, sheet.column(edit.column))):
            sheet.drop_column(edit.column)
        case _:
            pass


def to_fill_in(folder: Path, edits: Iterable[Edit], rows: Mapping[str, int]) -> Iterator[str]:
    """Yield a line for each cell of a workbook that the edits would set; `rows` gives each sheet's number
    of records.
    """
    added: dict[str, int] = {}
    for edit in settled(edits):
        if not in_workbook(edit.file) or isinstance(edit, DropColumn | AddSetting):
            continue
        book, _, sheet = edit.file.partition(_SHEET)
        path = folder if folder.is_file() else folder / book
        at = letters_of(path.read_bytes(), book, sheet)
        if isinstance(edit, SetCell):
            row, cells = edit.row, {edit.column: edit.text}
        else:
            added[edit.file] = added.get(edit.file, 0) + 1
            row, cells = rows.get(edit.file, 0) + 1 + added[edit.file], dict(edit.cells)
        for column, text in cells.items():
            where = f"cell {at[column]}{row}" if column in at else f"row {row}, in a new column {column}"
            yield f"{edit.file}, {where}: {text or '(empty)'}"


def refuse_workbook_alone(folder: Path, edits: Iterable[Edit]) -> None:
    """Raise TideturnError if a row belongs in a table that a workbook given alone does not have."""
    if folder.is_file() and any(not in_workbook(edit.file) for edit in edits):
        file = next(edit.file for edit in edits if not in_workbook(edit.file))
        *_, folder_of, name = ("", *Path(file).with_suffix("").parts)
        name = f"{folder_of}.{name}" if folder_of else name
        raise TideturnError(
            f"The workbook has no sheet “{name}” for the answers.",
            place=folder.name,
            mend=f"Add a sheet “{name}” with its headings in the first row, and ask again.",
        )
