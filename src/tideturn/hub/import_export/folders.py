"""A programme folder as text: one that somebody sends, the one that the hub keeps, or one that it exports.

This reads what `tideturn check` reads, and writes as `tideturn` writes: there is one format.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import polars as pl

from tideturn.dataset.cells import as_text
from tideturn.dataset.edits import BEFORE
from tideturn.dataset.model import Dataset, Programme, Survey
from tideturn.dataset.problems import Problem
from tideturn.dataset.programme_file import PROGRAMME_FILE, toml_bytes
from tideturn.dataset.raw import RawTable
from tideturn.dataset.read import open_raw
from tideturn.dataset.tables import SURVEY_TABLES, TABLES
from tideturn.dataset.transcript_file import transcript_text
from tideturn.dataset.typing_cells import typed
from tideturn.dataset.wording import counted
from tideturn.dataset.write import folder_files
from tideturn.hub.import_export.comparing import Compared, compared, taken_back, together
from tideturn.hub.import_export.findings import Wrong

_PACKAGE: Final = "datapackage.json"
_FILES: Final = {table.file for table in TABLES.values()}
_SURVEY_FILES: Final = {table.file for table in SURVEY_TABLES.values()}
_FILE_STAYS: Final = "Somebody has changed it since, so it stays."


@dataclass(frozen=True)
class Folder:
    """A folder: its description of the programme, its tables by file, and its other files, kept whole.

    The cells of a table are text, with null for a missing value.
    """

    programme: Programme | None = None
    sheets: Mapping[str, RawTable] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)


def read(path: Path) -> Folder:
    """Return the checked folder or workbook at a path, each cell in the folder's one format.

    A column that a table lacks stays missing. Raise TideturnError if there is nothing to read.
    """
    raw = open_raw(path)
    sheets = {one.table.file: _in_one_way(one, one.table.file) for one in raw.tables.values()}
    files: dict[str, bytes] = {}
    for code, survey in raw.surveys.items():
        files_of = {f"surveys/{code}/{one.table.file}": one for one in survey.tables.values()}
        sheets |= {file: _in_one_way(one, file) for file, one in files_of.items()}
        if survey.form is not None:
            files[f"surveys/{code}/form.xlsx"] = survey.form
    files |= {f"transcripts/{name}": text.encode() for name, text in raw.transcripts.items()}
    files |= {f"pathways/{name}.toml": toml_bytes(said) for name, said in raw.pathways.items()}
    return Folder(raw.programme, sheets, _beside(path) | files)


def unread_transcripts(path: Path, folder: Folder) -> list[Problem]:
    """Return the reasons why transcripts at a path are not in the folder read from there, and would be lost.

    The check only raises a query about a transcript that no interview names.
    """
    files = (f"transcripts/{each.name}" for each in sorted(path.glob("transcripts/*")))
    unread = (file for file in files if _is_read(file) and file not in folder.files)
    return [problem for file in unread for problem in transcript_text((path / file).read_bytes(), file)[1]]


def written(folder: Folder) -> dict[str, bytes]:
    """Return every file of a folder that describes its programme, as `tideturn` writes it."""
    if folder.programme is None:
        raise ValueError("a folder is written of a programme that is described")
    tables, surveys = {}, {}
    for name, table in TABLES.items():
        if table.file in folder.sheets:
            tables[name] = typed(folder.sheets[table.file])[0]
    for code in sorted(_surveys(folder)):
        frames = {}
        for name, table in SURVEY_TABLES.items():
            file = f"surveys/{code}/{table.file}"
            frames[name] = typed(folder.sheets[file])[0] if file in folder.sheets else table.empty()
        surveys[code] = Survey(code, frames["responses"], frames["items"], frames["invited"])
    return dict(folder.files) | folder_files(Dataset(folder.programme, tables, surveys))


def laid_over(before: Folder, new: Folder) -> Folder:
    """Return the current folder with the imported one merged in: its rows and files are added, or replace the current
    ones.
    """
    sheets = dict(before.sheets)
    for file, sheet in new.sheets.items():
        there = sheets.get(file)
        frame = sheet.frame if there is None else together(there.frame, sheet.frame, sheet.table.key)
        sheets[file] = replace(sheet, frame=frame)
    return Folder(new.programme or before.programme, sheets, {**before.files, **new.files})


def brought(before: Folder, new: Folder) -> dict[str, Compared]:
    """Return what an import would do to each of its tables, and to each kind of other file."""
    found = {}
    for file, sheet in new.sheets.items():
        there = before.sheets.get(file)
        frame = sheet.frame.clear() if there is None else there.frame
        found[file] = compared(frame, sheet.frame, sheet.table.key)
    if new.programme is not None and before.programme is not None:
        told = _told(new.programme) != _told(before.programme)
        found[PROGRAMME_FILE] = Compared(0, int(told), int(not told), 0)
    for kind in sorted({kind_of(file) for file in new.files}):
        were, are = ({file for file in one.files if kind_of(file) == kind} for one in (before, new))
        same = sum(before.files[file] == new.files[file] for file in were & are)
        found[kind] = Compared(len(are - were), len(were & are) - same, same, len(were - are))
    return found


def taken_out(first: Folder, after: Folder, now: Folder) -> tuple[Folder, tuple[Wrong, ...]]:
    """Return the current folder without what was imported between two states, and what of the import stays."""
    sheets, stays = dict(now.sheets), []
    for file, sheet in after.sheets.items():
        if file not in now.sheets:
            continue
        was = first.sheets[file].frame if file in first.sheets else sheet.frame.clear()
        back = taken_back(was, sheet.frame, now.sheets[file].frame, sheet.table.key)
        if back.kept.height:
            stay = "it stays" if back.kept.height == 1 else "they stay"
            stays.append(Wrong(file, f"Somebody has changed {counted(back.kept.height, 'row')} since, so {stay}."))
        sheets[file] = replace(sheet, frame=back.frame)
        if file not in first.sheets and not back.frame.height:
            del sheets[file]
    files = dict(now.files)
    for file, content in after.files.items():
        if first.files.get(file) == content or file not in now.files:
            continue
        if now.files[file] != content:
            stays.append(Wrong(file, _FILE_STAYS))
        elif file in first.files:
            files[file] = first.files[file]
        else:
            del files[file]
    programme = now.programme
    if after.programme != first.programme:
        if now.programme == after.programme:
            programme = first.programme
        else:
            stays.append(Wrong(PROGRAMME_FILE, _FILE_STAYS))
    return Folder(programme, sheets, files), tuple(stays)


def kind_of(file: str) -> str:
    """Return a file's group: the folder that it lies in, or the file itself."""
    return f"{file.split('/')[0]}/" if "/" in file else file


def _told(programme: Programme) -> tuple[object, ...]:
    """Return what the programme's file says besides its name, sites and years, which the programme app keeps."""
    return (
        programme.comparison_order,
        programme.network_outcome,
        programme.answers,
        programme.report,
        programme.rules,
        programme.further,
    )


def _surveys(folder: Folder) -> set[str]:
    return {file.split("/")[1] for file in folder.sheets if file.startswith("surveys/")}


def _in_one_way(raw: RawTable, file: str) -> RawTable:
    text = as_text(typed(raw)[0]).select(raw.frame.columns)
    blank = pl.col(pl.String).str.contains(r"^\s*$")
    frame = text.with_columns(pl.when(blank).then(None).otherwise(pl.col(pl.String)).name.keep())
    return RawTable(raw.table.name, file, frame, raw.table)


def _beside(path: Path) -> dict[str, bytes]:
    """Return the files of a folder that are not read as tables or texts; they are kept whole.

    Leave out the earlier copies that `tideturn` makes when somebody answers the check: they may hold what was removed
    since.
    """
    if not path.is_dir():
        return {}
    found = {}
    for entry in sorted(path.rglob("*")):
        file = entry.relative_to(path).as_posix()
        stays = file in (PROGRAMME_FILE, _PACKAGE) or file.endswith(BEFORE)
        if entry.is_file() and not stays and not _is_read(file):
            found[file] = entry.read_bytes()
    return found


def _is_read(file: str) -> bool:
    """Say whether the reader makes a table or a text of the file."""
    match file.split("/"):
        case [name]:
            return name in _FILES or name.lower().endswith(".xlsx")
        case ["surveys", _, name]:
            return name == "form.xlsx" or name in _SURVEY_FILES
        case ["transcripts", name]:
            return name.lower().endswith(".txt")
        case ["pathways", name]:
            return name.lower().endswith(".toml")
    return False
