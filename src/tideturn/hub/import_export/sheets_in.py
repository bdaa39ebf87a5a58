"""What the worker does for a spreadsheet that comes in: read it, check it with all that the hub holds, write it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from tideturn.dataset.check import check_folder, identities, masked
from tideturn.dataset.check.folder import Folder as CheckedFolder
from tideturn.dataset.check.folder import Sheet as CheckedSheet
from tideturn.dataset.problems import Problem, Severity, TideturnError
from tideturn.dataset.raw import RawTable
from tideturn.dataset.typing_cells import typed
from tideturn.evaluation.rules import rule_problems
from tideturn.hub.access.standing import Standing
from tideturn.hub.common.errors import HubError
from tideturn.hub.import_export import coming_in, lists_in
from tideturn.hub.import_export.folders import Folder, Sheet, laid_over, written
from tideturn.hub.import_export.jobs import CHECKING, COMPARING, READING, WRITING
from tideturn.hub.import_export.keeping import State, kept_now, sealed
from tideturn.hub.import_export.lists_in import COLUMN
from tideturn.hub.import_export.models import Import
from tideturn.hub.import_export.rooms import Planned, Write, plan, planned, together_in_one, with_rooms
from tideturn.hub.import_export.services import bringing_in as services
from tideturn.hub.import_export.spreadsheets import opening, tables
from tideturn.hub.import_export.spreadsheets.glimpsing import glimpse
from tideturn.hub.import_export.spreadsheets.grids import Fault
from tideturn.hub.import_export.spreadsheets.taking import Matched, Taken, taken
from tideturn.hub.import_export.trying import named, tried
from tideturn.hub.import_export.unpacking import packed, unpacked
from tideturn.hub.jobs.api import Says
from tideturn.hub.resources.folder import InSheets

MOST_SHEETS: Final = 30
"""Sheets of a workbook of which one may be chosen."""
FIRST: Final = "The programme's sites and years come first."
FIRST_MEND: Final = "Add them on their pages, or bring in a sheet of each; then bring this one in."


def is_sheet(pk: UUID) -> bool:
    """Whether what comes in is a spreadsheet, and no folder."""
    return Import.objects.filter(pk=pk, sheet__isnull=False).exists()


def read_sheet(by: Standing, pk: UUID, progress: Says) -> str:
    """Read what is shown of each sheet while it is matched. What came of it, in a sentence."""
    progress.say(READING)
    name = Import.objects.get(pk=pk).name
    try:
        content = coming_in.sent(by, pk).content
        found = [(sheet, hidden) for sheet, hidden in opening.sheets(content, name)[:MOST_SHEETS]]
        glimpses = []
        for number, (sheet, hidden) in enumerate(found):
            progress.say(READING, number, len(found))
            try:
                glimpses.append(glimpse(opening.grid(content, name, sheet), hidden=hidden).plain())
            except HubError:
                if len(found) == 1:
                    raise  # among others one that is empty or too wide is not offered
        if not glimpses:
            raise HubError("No sheet of the workbook is filled in.", mend="Look whether it is the right one.")
    except HubError as error:
        services.keep_findings(by=by, pk=pk, ready=False, told=(), problems=[_said(error, name)])
        return "The spreadsheet cannot be read."
    services.keep_glimpse(by=by, pk=pk, glimpses=glimpses)
    return "The spreadsheet is to be matched."


def look_through(by: Standing, pk: UUID, progress: Says) -> str:
    """Check a sheet that was matched, and keep what it would bring. What came of it, in a sentence."""
    progress.say(READING)
    try:
        given = _read(by, pk)
    except HubError as error:
        services.keep_findings(by=by, pk=pk, ready=False, told=(), problems=[_said(error, "")])
        return "The spreadsheet cannot come in."
    progress.say(CHECKING)
    kept = given.beside(by)
    hub = with_rooms(by, kept.folder) if given.listed is None else kept.folder
    wrong = [*given.wrong(), *(given.wrong_in_itself(hub) if not given.taken.faults else [])]
    if not wrong and not given.is_kept_apart and not _has_begun(hub):
        wrong = [{"place": given.sheet, "what": FIRST, "mend": FIRST_MEND}]
    brings: list[dict[str, Any]] = []
    if not wrong:
        progress.say(COMPARING)
        planned = given.planned(by)
        brings = coming_in.told(kept, given.laid_over_kept, planned)
        wrong = tried(by, planned, given.place_of)
        if not wrong and not given.is_kept_apart:
            wrong = given.wrong_together(hub)
    notes = [{"place": given.sheet, "what": note, "mend": ""} for note in given.taken.notes]
    services.keep_findings(by=by, pk=pk, ready=not wrong, told=brings, problems=coming_in.cut_short(wrong) or notes)
    if wrong:
        return f"The spreadsheet cannot come in: {len(wrong):,} {'fault' if len(wrong) == 1 else 'faults'}."
    return "The spreadsheet is ready to come in."


def bring_in(by: Standing, pk: UUID, progress: Says) -> str:
    """Bring in what was looked through. What came of it, in a sentence."""
    progress.say(READING)
    given = _read(by, pk)
    if given.taken.faults:
        raise HubError("The spreadsheet is another than was looked through.", mend="Send it again.")
    progress.say(COMPARING)
    kept = given.beside(by)
    planned = given.planned(by)
    brings = coming_in.told(kept, given.laid_over_kept, planned)
    progress.say(WRITING)
    after = sealed(laid_over(kept.folder, given.laid_over_kept)) if given.listed is None else None
    services.write_folder(by=by, pk=pk, plan=planned, kept=after, after=kept.number, told=brings)
    return "The spreadsheet came in."


@dataclass(frozen=True)
class _Given:
    """A sheet that somebody matched, as the folder has it."""

    sheet: str
    name: str
    """Of its table."""
    file: str
    taken: Taken

    @property
    def listed(self) -> InSheets | None:
        """The list of the hub that it is of; None of what leaves in the folder."""
        return lists_in.list_of(self.name)

    def beside(self, by: Standing) -> State:
        """What is kept beside the rooms' records, where it comes to lie; a list is no part of it."""
        return kept_now(by) if self.listed is None else State(0, Folder())

    @property
    def is_kept_apart(self) -> bool:
        """Whether it is of what the folder has no table of."""
        return tables.is_kept_apart(self.name)

    @property
    def folder(self) -> Folder:
        """A folder with that sheet alone."""
        return Folder(sheets={self.file: Sheet(tables.called(self.name), self.taken.frame)})

    @property
    def laid_over_kept(self) -> Folder:
        """What of it is kept beside the rooms' records."""
        return Folder() if self.is_kept_apart else self.folder

    def planned(self, by: Standing) -> tuple[Planned, ...]:
        """What a room is to do for it; nothing, where no room keeps its table."""
        if self.listed is not None:
            return (planned(by, self.listed, self.taken.frame.fill_null("").iter_rows(named=True)),)
        return plan(by, self.folder)

    def wrong(self) -> list[dict[str, Any]]:
        """What cannot be read in it, by its cells."""
        return [
            {"place": fault.place(self.sheet), "what": fault.what, "mend": fault.mend} for fault in self.taken.faults
        ]

    def wrong_in_itself(self, hub: Folder) -> list[dict[str, Any]]:
        """What its columns do not take, and what would tell who somebody is: among its own rows, however few."""
        table, frame = tables.called(self.name), self.taken.frame
        typed_frame, problems = typed(RawTable(self.name, self.file, frame, table))
        checked = CheckedSheet.of(table, self.file, typed_frame, frame)
        alone = CheckedFolder(hub.programme, {self.name: checked})
        for rule in identities.RULES if self.listed is None or not self.listed.names_people else ():
            problems += list(rule.problems(alone))
        return [self._told(masked(one), one.row) for one in problems if one.severity is Severity.ERROR]

    def wrong_together(self, hub: Folder) -> list[dict[str, Any]]:
        """The errors that there are once it lies with all that the hub holds, and not without it."""
        both = together_in_one(hub, self.folder)
        found = _errors(both)
        if any(one.file != self.file for one in found):
            before = {replace(one, row=None) for one in _errors(hub)}
            found = [one for one in found if one.file == self.file or replace(one, row=None) not in before]
        told = []
        rows = both.sheets[self.file].frame
        for one in found:
            if one.file != self.file or one.row is None or one.row < 2:
                told.append({"place": f"{one.place} with what is in the hub", "what": one.what, "mend": one.mend})
                continue
            told.append(self._told(one, self._row_of(rows.row(one.row - 2, named=True))))
        return told

    def place_of(self, write: Write, error: HubError) -> str:
        """The cell, or the row, of which a room refused."""
        row = self._row_of({name: cell or None for name, cell in write.cells.items()})
        column = COLUMN.match(error.what)
        if row is None:
            return named(write)
        return Fault("", "", self._number(row), self.taken.places.get(column[1]) if column else None).place(self.sheet)

    def _told(self, problem: Problem, row: int | None) -> dict[str, Any]:
        """A problem at the cell of the sheet; `row` is that of the table, whose headings are in row 1."""
        column = self.taken.places.get(problem.column or "")
        if row is None:
            place = f"{problem.place} with what is in the hub"
        elif column is None and problem.column in self.taken.frame.columns:
            place = f"{self.sheet}, “{problem.column}”, which was filled in for all rows"
        else:
            place = Fault("", "", self._number(row) if row > 1 else None, column).place(self.sheet)
        return {"place": place, "what": problem.what, "mend": problem.mend}

    def _number(self, row: int) -> int:
        return self.taken.rows[row - 2]

    def _row_of(self, cells: Mapping[str, Any]) -> int | None:
        """The row of the table that says this; None where it has none."""
        return self._places.get(tuple(cells.get(name) for name in self._telling))

    @property
    def _telling(self) -> tuple[str, ...]:
        """The columns by which a row of the hub is known to be one of the sheet."""
        key = tables.called(self.name).key
        return tuple(key) if set(key) <= set(self.taken.frame.columns) and key else tuple(self.taken.frame.columns)

    @cached_property
    def _places(self) -> Mapping[tuple[Any, ...], int]:
        found: dict[tuple[Any, ...], int] = {}
        for place, cells in enumerate(self.taken.frame.select(self._telling).iter_rows()):
            found.setdefault(cells, place + 2)
        return found


def _read(by: Standing, pk: UUID) -> _Given:
    found = Import.objects.get(pk=pk)
    said = found.sheet or {}
    if "table" not in said:
        raise HubError("It is not said which table the spreadsheet is of.", mend="Send it again, and match it.")
    sent = coming_in.sent(by, pk)
    grid = opening.grid(sent.content, found.name, said["sheet"])
    matched = Matched(
        tables.called(said["table"]),
        {int(index): name for index, name in said["columns"].items()},
        sent.answers.get("fills", {}),
        sent.answers.get("order", ""),
        sent.answers.get("words", {}),
    )
    found_in, listed = taken(grid, matched), lists_in.list_of(said["table"])
    if listed is not None and not found_in.faults:
        found_in = lists_in.as_the_room_reads(by, listed, found_in)
    return _Given(grid.name, said["table"], tables.file_of(said["table"], said["survey"]), found_in)


def _errors(folder: Folder) -> list[Problem]:
    with unpacked(packed(written(folder))) as place:
        return [one for one in check_folder(place, also=rule_problems) if one.severity is Severity.ERROR]


def _has_begun(hub: Folder) -> bool:
    return hub.programme is not None and bool(hub.programme.sites and hub.programme.years)


def _said(error: HubError | TideturnError, place: str) -> dict[str, Any]:
    return {"place": place, "what": error.what, "mend": error.mend}
