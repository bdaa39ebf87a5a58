"""Worker's part of importing a spreadsheet: read it, check it together with all that the hub holds, write it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

import polars as pl

from tideturn.dataset.check import identities, masked
from tideturn.dataset.check.folder import Folder as CheckedFolder
from tideturn.dataset.check.folder import Sheet as CheckedSheet
from tideturn.dataset.problems import Problem, Severity
from tideturn.dataset.raw import RawTable
from tideturn.dataset.typing_cells import typed
from tideturn.hub.access.standing import Standing
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.cells import folded
from tideturn.hub.import_export import writing
from tideturn.hub.import_export.findings import Found, Wrong
from tideturn.hub.import_export.folders import Folder, written
from tideturn.hub.import_export.jobs import CHECKING, COMPARING, READING
from tideturn.hub.import_export.keeping import Coming, State, errors_in, kept_now, sent
from tideturn.hub.import_export.models import Import
from tideturn.hub.import_export.rooms import Write, plan, planned, together_in_one, with_rooms
from tideturn.hub.import_export.spreadsheets import opening, tables
from tideturn.hub.import_export.spreadsheets.grids import Fault, glimpse
from tideturn.hub.import_export.spreadsheets.taking import Matched, Taken, taken
from tideturn.hub.import_export.unpacking import packed
from tideturn.hub.import_export.writing import tried
from tideturn.hub.jobs.api import Says
from tideturn.hub.resources.folder import Cells, InFolder, InSheets

MOST_SHEETS: Final = 30
"""Maximum number of a workbook's sheets to choose from."""
_COLUMN: Final = re.compile(r"([a-z_]+): ")
"""Pattern at the beginning of a sentence about one column."""


def read_sheet(by: Standing, pk: UUID, progress: Says) -> str:
    """Read the first rows of each sheet for the matching pages. Return the result in a sentence."""
    progress.say(READING)
    name = Import.objects.get(pk=pk).name
    try:
        content = sent(by, pk).content
        found = [(sheet, hidden) for sheet, hidden in opening.sheets(content, name)[:MOST_SHEETS]]
        glimpses = []
        for number, (sheet, hidden) in enumerate(found):
            progress.say(READING, number, len(found))
            try:
                glimpses.append(glimpse(opening.grid(content, name, sheet), hidden=hidden).plain())
            except HubError:
                if len(found) == 1:
                    raise  # in a workbook with others, a sheet that is empty or too wide is not offered
        if not glimpses:
            raise HubError("No sheet of the workbook is filled in.", mend="Check that it is the right file.")
    except HubError as error:
        writing.keep_findings(by=by, pk=pk, ready=False, told=(), problems=[Wrong.of(error, name)])
        return "The spreadsheet cannot be read."
    writing.keep_glimpse(by=by, pk=pk, glimpses=glimpses)
    return "The spreadsheet is ready: match its columns next."


def coming(by: Standing, one: Import, progress: Says) -> Coming:
    """Return the import of a checked sheet. Raise HubError if it is no longer the same sheet."""
    given = opened(by, one, progress)
    if given.taken.faults:
        raise HubError("This is not the spreadsheet that was checked.", mend="Import it again.")
    progress.say(COMPARING)
    return given.coming(by)


@dataclass(frozen=True)
class Given:
    """A sheet that a person matched, in the folder's format."""

    sheet: str
    name: str
    """Name of its table."""
    file: str
    taken: Taken

    @property
    def apart(self) -> InFolder | None:
        """Return the hub's own table or list of its records, if the folder has no table for them; otherwise None."""
        return tables.kept_apart(self.name)

    @property
    def table(self) -> RawTable:
        """Return the sheet as a table of the folder."""
        return RawTable(self.name, self.file, self.taken.frame, tables.called(self.name))

    @property
    def folder(self) -> Folder:
        """Return a folder with only that sheet."""
        return Folder(sheets={self.file: self.table})

    def coming(self, by: Standing) -> Coming:
        """Return the import. A list that is in no folder changes records only."""
        if self.apart is not None:
            rows = self.taken.frame.fill_null("").iter_rows(named=True)
            return Coming((planned(by, self.apart, rows),), State(0, Folder()), None)
        return Coming(plan(by, self.folder), kept_now(by), self.folder)

    def looked_through(self, by: Standing, progress: Says) -> Found:
        """Return what an import would change; or its errors, cell by cell."""
        if self.taken.faults:
            return Found([Wrong(one.place(self.sheet), one.what, one.mend) for one in self.taken.faults])
        progress.say(CHECKING)
        hub = Folder() if self.apart else with_rooms(by, kept_now(by).folder)
        wrong = self.wrong_in_itself(hub)
        if not wrong and not self.apart and not (hub.programme and hub.programme.sites and hub.programme.years):
            mend = "Add them on their pages, or import a sheet of each. Then import this one."
            wrong = [Wrong(self.sheet, "The hub needs the programme's sites and years first.", mend)]
        if wrong:
            return Found(wrong)
        progress.say(COMPARING)
        coming = self.coming(by)
        wrong = tried(by, coming.planned, self.place_of)
        if not wrong and not self.apart:
            wrong = self.wrong_together(hub)
        return Found(wrong, coming.told(), [Wrong(self.sheet, note) for note in self.taken.notes])

    def wrong_in_itself(self, hub: Folder) -> list[Wrong]:
        """Return its errors without the hub's records: invalid values, and anything that would identify a person. Even
        a small sheet is searched for that.
        """
        typed_frame, problems = typed(self.table)
        checked = CheckedSheet.of(self.table.table, self.file, typed_frame, self.taken.frame)
        alone = CheckedFolder(hub.programme, {self.name: checked})
        for rule in () if isinstance(self.apart, InSheets) and self.apart.names_people else identities.RULES:
            problems += list(rule.problems(alone))
        return [self._told(masked(one), one.row) for one in problems if one.severity is Severity.ERROR]

    def wrong_together(self, hub: Folder) -> list[Wrong]:
        """Return the errors that appear only together with all that the hub holds."""
        both = together_in_one(hub, self.folder)
        found = errors_in(packed(written(both)))
        if any(one.file != self.file for one in found):
            before = {replace(one, row=None) for one in errors_in(packed(written(hub)))}
            found = [one for one in found if one.file == self.file or replace(one, row=None) not in before]
        # The errors are about rows of both. Find the sheet's own rows by their key or, without one, by all their
        # values.
        key, columns = self.table.table.key, self.taken.frame.columns
        telling = list(key) if key and set(key) <= set(columns) else columns
        rows = [None, None, *both.sheets[self.file].frame.select(telling).rows()]  # row 1 has the headings
        numbers = {cells: place + 2 for place, cells in reversed([*enumerate(self.taken.frame.select(telling).rows())])}
        own = (rows[one.row or 0] if one.file == self.file else None for one in found)
        return [self._told(one, numbers.get(cells) if cells else None) for one, cells in zip(found, own, strict=True)]

    def place_of(self, write: Write, error: HubError) -> str:
        """Return the cell, or the row, that was refused."""
        return _at(self.taken, self.taken.rows[write.place], error).place(self.sheet)

    def _told(self, problem: Problem, row: int | None) -> Wrong:
        """Return a problem at its cell of the sheet. `row` is the row of the table, with the headings in row 1."""
        column = self.taken.places.get(problem.column or "")
        if row is None:
            place = f"{problem.place} together with the hub’s records"
        elif column is None and problem.column in self.taken.frame.columns:
            place = f"{self.sheet}, “{problem.column}”, filled in for all rows"
        else:
            place = Fault("", "", self.taken.rows[row - 2] if row > 1 else None, column).place(self.sheet)
        return Wrong.of(problem, place)


def opened(by: Standing, one: Import, progress: Says) -> Given:
    """Return the sheet that a person matched. Raise HubError if it cannot be read or is not matched."""
    progress.say(READING)
    said = one.sheet or {}
    if "table" not in said:
        raise HubError(
            "Nobody has chosen the table for this spreadsheet.", mend="Import it again, and match its columns."
        )
    found = sent(by, one.pk)
    grid = opening.grid(found.content, one.name, said["sheet"])
    matched = Matched(
        tables.called(said["table"]),
        {int(index): name for index, name in said["columns"].items()},
        found.answers.get("fills", {}),
        found.answers.get("order", ""),
        found.answers.get("words", {}),
    )
    given = Given(grid.name, said["table"], tables.file_of(said["table"], said["survey"]), taken(grid, matched))
    if not isinstance(given.apart, InSheets) or given.taken.faults:
        return given
    return replace(given, taken=_as_the_room_reads(by, given.apart, given.taken))


def _as_the_room_reads(by: Standing, one: InSheets, taken: Taken) -> Taken:
    """Return the rows as the hub would write them, with the code of each record that they name.

    A cell that cannot be read is a fault. So is a row about the same thing as a row above it, or as several records.
    """
    read = one.reader(by)
    found: list[Mapping[str, str | None]] = []
    faults: list[Fault] = []
    seen: dict[tuple[str, ...], int] = {}
    by_what = " and ".join(one.same_by)
    there: dict[tuple[str, ...], list[Cells]] = defaultdict(list)
    for standing in one.rows(by):
        there[_same(one, standing.cells)].append(standing.cells)
    for row, cells in zip(taken.rows, taken.frame.iter_rows(named=True), strict=True):
        blank = dict.fromkeys(one.columns, "")
        try:
            said = read({**blank, **{name: cell or "" for name, cell in cells.items()}})
        except HubError as error:
            faults.append(_at(taken, row, error))
            continue
        found.append({name: said[name] or None for name in cells})
        named = _same(one, said)
        first = seen.setdefault(named, row)
        same = there[named]
        if len(same) > 1 and not any(all(said[name] == its[name] for name in cells) for its in same):
            what = f"The hub has {len(same)} records with the same {by_what}: it is unclear which you mean."
            mend = "Remove the row, and change the record on its page."
            faults.append(Fault(what, mend, row, taken.places.get(one.same_by[-1])))
        if first != row:
            mend = f"Remove one of the two rows: the same {by_what} may appear only once."
            faults.append(
                Fault(f"The row has the same {by_what} as row {first}.", mend, row, taken.places.get(one.same_by[0]))
            )
    frame = pl.DataFrame(found, schema=taken.frame.schema) if not faults else taken.frame
    return replace(taken, frame=frame, faults=(*taken.faults, *faults))


def _at(taken: Taken, row: int, error: HubError) -> Fault:
    """Return a row's error as a fault, at the cell if the sentence is about one column."""
    column = _COLUMN.match(error.what)
    return Fault(error.what, error.mend, row, taken.places.get(column[1]) if column else None)


def _same(one: InSheets, cells: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(folded(cells[name]) for name in one.same_by)
