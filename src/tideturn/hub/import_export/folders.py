"""A programme folder as text: what somebody sends, what the hub keeps, and what leaves it.

What is read is what `tideturn check` reads; what is written is what `tideturn` writes: one folder, one way.
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
_FILE_STAYS: Final = "It was changed since, and stays."


@dataclass(frozen=True)
class Folder:
    """A folder: what it says of the programme, its tables by their files, and the other files that are kept whole.

    The cells of a table are text, missing being null.
    """

    programme: Programme | None = None
    sheets: Mapping[str, RawTable] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)


def read(path: Path) -> Folder:
    """The folder or workbook at a place, which was checked: each cell in the one way in which a folder has it.

    A column that a table lacks stays away. Raises TideturnError where there is nothing to read.
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
    """Return why transcripts at a place are not in the folder that was read there, and would be lost.

    The check only asks about one that no interview names.
    """
    files = (f"transcripts/{each.name}" for each in sorted(path.glob("transcripts/*")))
    unread = (file for file in files if _is_read(file) and file not in folder.files)
    return [problem for file in unread for problem in transcript_text((path / file).read_bytes(), file)[1]]


def written(folder: Folder) -> dict[str, bytes]:
    """Every file of a folder that describes its programme, as `tideturn` writes it."""
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
    """The folder that is there with what came in: its rows and files added, or in place of those that are there."""
    sheets = dict(before.sheets)
    for file, sheet in new.sheets.items():
        there = sheets.get(file)
        frame = sheet.frame if there is None else together(there.frame, sheet.frame, sheet.table.key)
        sheets[file] = replace(sheet, frame=frame)
    return Folder(new.programme or before.programme, sheets, {**before.files, **new.files})


def brought(before: Folder, new: Folder) -> dict[str, Compared]:
    """Of each table that comes in, and of each kind of other file, what it would do."""
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
    """The folder as it is now without what was brought in between two states; and what stays of that."""
    sheets, stays = dict(now.sheets), []
    for file, sheet in after.sheets.items():
        if file not in now.sheets:
            continue
        was = first.sheets[file].frame if file in first.sheets else sheet.frame.clear()
        back = taken_back(was, sheet.frame, now.sheets[file].frame, sheet.table.key)
        if back.kept.height:
            verbs = ("was", "stays") if back.kept.height == 1 else ("were", "stay")
            stays.append(Wrong(file, f"{counted(back.kept.height, 'row')} {verbs[0]} changed since, and {verbs[1]}."))
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
    """A file with others of its kind: the folder in which it lies, or itself."""
    return f"{file.split('/')[0]}/" if "/" in file else file


def _told(programme: Programme) -> tuple[object, ...]:
    """What the file says of it beside its name, its sites and its years, which a room keeps."""
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
    """What lies in the folder and is read as none of its tables or texts; kept whole.

    What a file was before somebody answered the check is left where it is: it may hold what was taken out since.
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
    """Whether the reader makes a table or a text of it."""
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
