"""Read a matched sheet as a table of the folder: its cells in the folder's format, and its faults by cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from tideturn.dataset.archive import letters
from tideturn.dataset.harmless import as_written
from tideturn.dataset.schema import Column, Kind, Table
from tideturn.dataset.wording import counted
from tideturn.hub.import_export.spreadsheets.cells import Read, shown
from tideturn.hub.import_export.spreadsheets.grids import Fault, Grid, named, tidied, were
from tideturn.hub.import_export.spreadsheets.guessing import announces
from tideturn.hub.import_export.spreadsheets.headings import Headings, headings_in

ROW: Final = " row"
"""Name of the column with the row's number in the sheet; no heading begins with a blank."""
AT_MOST: Final = 1000
"""Maximum number of faults in one column listed one by one."""
_TOTAL: Final = r"(?i)^(?:grand |sub-? ?)?totals?:?$"
_AT_END: Final = re.compile(r"(?:(?:grand |sub-? ?)?totals?|sum|average|mean|count)(?: .{0,20})?:?", re.IGNORECASE)


@dataclass(frozen=True)
class Matched:
    """How the columns of a sheet match those of a table."""

    table: Table
    columns: Mapping[int, str]
    """Table's column for each matched column of the sheet. A survey's answer keeps its own name."""
    fills: Mapping[str, str] = field(default_factory=dict)
    """Value for all rows in a column that the sheet lacks."""
    order: str = ""
    """Order of day and month, for a column of dates that does not show it."""
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Term for each word, by column."""


@dataclass(frozen=True)
class Taken:
    """The rows of a table in a sheet. Row `i` of the frame is the sheet's row `rows[i]`."""

    frame: pl.DataFrame
    rows: tuple[int, ...]
    places: Mapping[str, int]
    """Sheet's column for each column of the table, except for those filled with one value for all rows."""
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]


def taken(grid: Grid, matched: Matched) -> Taken:
    """Read a sheet. If it has no headings, return only that fault."""
    headings = headings_in(grid.head(), matched.table)
    if headings is None:
        none = Fault("No row of headings was found.", "Add a row of headings above the data.")
        return Taken(pl.DataFrame(), (), {}, (none,), ())
    return _Taking(grid, matched, headings).all()


class _Taking:
    """Reads one sheet; collects faults and notes on the way."""

    def __init__(self, grid: Grid, matched: Matched, headings: Headings) -> None:
        self.grid, self.matched, self.headings = grid, matched, headings
        self.columns = {index: name for index, name in matched.columns.items() if index < grid.frame.width}
        self.faults: list[Fault] = []
        self.notes = list(grid.notes)

    def all(self) -> Taken:
        """Return the whole sheet as a table."""
        self._tell_of_headings()
        frame = self._rows()
        places = {name: index for index, name in self.columns.items()}
        cells: list[pl.Series] = []
        for index, name in self.columns.items():
            column = self._column(name)
            read = Read(column, frame[str(index)], self.matched.order, self.matched.words.get(name, {}))
            cells.append(self._written(frame, index, column, read))
        for name, value in self.matched.fills.items():
            cells.append(self._filled(frame.height, self._column(name), value))
        table = pl.DataFrame(cells)
        order = [name for name in self.matched.table.names if name in table.columns]
        table = table.select(*order, *(name for name in table.columns if name not in order))
        rows = tuple(frame[ROW].to_list())
        if not rows:
            self._wrong("There are no rows below the headings.", "Choose another sheet.")
        self._unfilled(table, rows, places)
        self._twice(table, rows, places)
        self.faults.sort(key=lambda fault: (fault.row or 0, -1 if fault.column is None else fault.column))
        return Taken(table, rows, places, tuple(self.faults), tuple(self.notes))

    def _column(self, name: str) -> Column:
        if name in self.matched.table.names:
            return self.matched.table.column(name)
        return Column(name, Kind.TEXT, "An answer.")

    def _tell_of_headings(self) -> None:
        top, bottom = self.headings.top, self.headings.bottom
        if bottom > top:
            self.notes.append(f"The headings are in rows {top} and {bottom}, and were joined.")
        elif top > 1:
            self.notes.append(f"The headings are in row {top}. Everything above it was left out.")
        for index, name in self.columns.items():
            heading = self.headings.names.get(index, "")
            kind = announces(heading, self._column(name))
            if kind:
                what = f"The heading “{heading}” suggests {kind}."
                self._wrong(what, "Leave the column out: a folder must not contain it.", bottom, index)
        for name in self.matched.table.required:
            if name not in self.columns.values() and not self.matched.fills.get(name):
                what = f"No column is matched to “{name}”, which the table requires."
                self._wrong(what, "Match a column to it, or fill in one value for all rows.")
        hidden = sorted(self.grid.hidden_columns & self.columns.keys())
        if hidden:
            told = ", ".join(letters(index) for index in hidden)
            self.notes.append(were(len(hidden), "hidden column", f"also read: {told}"))

    def _wrong(self, what: str, mend: str, row: int | None = None, column: int | None = None) -> None:
        self.faults.append(Fault(what, mend, row, column))

    def _tell_of_rows(self, rows: Sequence[int], one: str, what: str, many: str | None = None) -> None:
        if rows:
            self.notes.append(were(len(rows), one, f"{what}: {named(rows)}", many))

    def _rows(self) -> pl.DataFrame:
        """Return the rows with a value in a matched column, tidied, with their numbers."""
        own = [str(index) for index in self.columns]
        whole = self.grid.frame.with_row_index(ROW, offset=1).slice(self.headings.bottom)
        if self.grid.separated:
            self._too_wide(whole)
        frame = whole.select(ROW, as_written(tidied(pl.col(own)))) if own else whole.select(ROW).clear()
        strays = sum(_strays(whole[name], frame[name]) for name in own)
        if strays:
            self.notes.append(f"Stray spaces were removed from {counted(strays, 'cell')}.")
        said = pl.any_horizontal(pl.col(own).is_not_null()) if own else pl.lit(value=False)
        filled = set(frame.filter(said)[ROW].to_list())  # a merged value that covers a row does not fill it
        frame = self._without_totals(self._filled_down(frame), whole)
        empty = [row for row in frame[ROW].to_list() if row not in filled]
        frame = frame.filter(pl.col(ROW).is_in(filled))
        last = int(frame[ROW][-1]) if frame.height else 0
        self._tell_of_rows([row for row in empty if row < last], "empty row", "left out")
        rows = set(frame[ROW].to_list())
        self._tell_of_rows(sorted(rows & self.grid.hidden_rows), "hidden row", "also read")
        self.faults += [one for one in self.grid.broken if one.row in rows and one.column in self.columns]
        return frame

    def _filled_down(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the frame with merged cells filled: a value over several rows is meant for each; one over several
        columns is a fault, for a person to decide.
        """
        first = self.headings.bottom + 1
        for area in self.grid.merged:
            inside = [index for index in self.columns if area.left <= index <= area.right]
            top = area.top - first
            if not inside or not 0 <= top < frame.height:
                continue
            value = (
                frame.item(top, str(area.left))
                if area.left in inside
                else self.grid.frame.item(area.top - 1, area.left)
            )
            if value is None or _AT_END.fullmatch(value):
                continue
            if len(inside) > 1 or area.left not in inside:
                what = f"The cells {area} are merged over several columns, so the value of each is unclear."
                mend = "Unmerge them, and write the value in each cell that needs it."
                self._wrong(what, mend, area.top, area.left)
            elif area.bottom > area.top:
                name, number = str(area.left), pl.int_range(pl.len())
                within = number.is_between(top, area.bottom - first)
                frame = frame.with_columns(
                    pl.when(within & pl.col(name).is_null()).then(pl.lit(value)).otherwise(pl.col(name)).alias(name)
                )
                self.notes.append(f"The cells {area} are merged: each of their rows was given their value.")
        return frame

    def _without_totals(self, frame: pl.DataFrame, whole: pl.DataFrame) -> pl.DataFrame:
        """Return the frame without rows of totals, and without repeated headings."""
        every = [name for name in whole.columns if name != ROW]
        leading = whole.select(ROW, pl.coalesce(tidied(pl.col(every))).alias("first")) if every else whole
        totals = set(leading.filter(pl.col("first").str.contains(_TOTAL).fill_null(value=False))[ROW].to_list())
        filled = leading.filter(pl.col("first").is_not_null())
        for row, first in reversed(filled.tail(3).rows()):
            if row not in totals and not _AT_END.fullmatch(first):
                break
            totals.add(row)
        self._tell_of_rows(sorted(totals), "row of totals", "left out", "rows of totals")
        names = {index: name for index, name in self.headings.names.items() if index in self.columns and name}
        same = [pl.col(str(index)) == name for index, name in names.items()]
        repeats = pl.all_horizontal(pl.lit(bool(names)), *same).fill_null(value=False)
        again = frame.filter(repeats)[ROW].to_list()
        self._tell_of_rows(again, "row that repeats the headings", "left out", "rows that repeat the headings")
        return frame.filter(~pl.col(ROW).is_in([*totals, *again]))

    def _too_wide(self, whole: pl.DataFrame) -> None:
        """Report rows of a text with more cells than there are headings: their values have moved to the right."""
        last = max((index for index, name in self.headings.names.items() if name), default=0)
        beyond = [name for name in whole.columns if name != ROW and int(name) > last]
        if beyond:
            rows = whole.filter(pl.any_horizontal(pl.col(beyond).is_not_null()))[ROW].to_list()
            for row in rows[:AT_MOST]:
                mend = "Put quotation marks round cells that contain the separator, or save the file as .xlsx."
                self._wrong("The row has more cells than there are headings.", mend, row)

    def _written(self, frame: pl.DataFrame, index: int, column: Column, read: Read) -> pl.Series:
        """Return the column as the folder writes it, and report each cell that cannot be read."""
        cells = frame[str(index)]
        if read.wrong:
            bad = frame.filter(pl.col(str(index)).is_in(list(read.wrong)))
            for row, cell in bad.head(AT_MOST).select(ROW, str(index)).iter_rows():
                self._wrong(read.wrong[cell].what, read.wrong[cell].mend, row, index)
            if bad.height > AT_MOST:
                what = f"{bad.height - AT_MOST:,} more cells of this column have problems like those above."
                self._wrong(what, "Fix the whole column.", None, index)
        for many, told in (
            (read.parted, "Cells with several values were split in column {}."),
            (read.serials, "Numbers in column {} were read as dates, since spreadsheets store dates as numbers."),
            (read.hours, "The times in column {} were left out: the column takes only dates."),
        ):
            if many:
                self.notes.append(told.format(letters(index)))
        if read.turned:
            self.notes.append(
                f"In column {letters(index)} some days are dates and the others text. Check whether the "
                "spreadsheet program swapped day and month in those that it read as dates."
            )
        return pl.Series(column.name, [read.said.get(cell) for cell in cells], dtype=pl.String)

    def _filled(self, height: int, column: Column, value: str) -> pl.Series:
        """Return a column with one value for all rows."""
        read = Read(column, pl.Series([value], dtype=pl.String), self.matched.order, {})
        for wrong in read.wrong.values():
            self._wrong(f"What you filled in for “{column.name}”: {wrong.what}", wrong.mend)
        return pl.Series(column.name, [read.said.get(value)] * height, dtype=pl.String)

    def _unfilled(self, table: pl.DataFrame, rows: tuple[int, ...], places: Mapping[str, int]) -> None:
        """Report required cells that are empty, unless they have another fault."""
        told = {(fault.row, fault.column) for fault in self.faults}
        for name in self.matched.table.required:
            if name not in places:
                continue
            empty = table[name].is_null().arg_true().to_list()
            found = [rows[place] for place in empty if (rows[place], places[name]) not in told]
            for row in found[:AT_MOST]:
                self._wrong("The cell is empty.", f"Fill it in: {self._column(name).meaning}", row, places[name])

    def _twice(self, table: pl.DataFrame, rows: tuple[int, ...], places: Mapping[str, int]) -> None:
        """Report rows with the same key as a row above them."""
        key = self.matched.table.key
        if not key or not set(key) <= set(table.columns):
            return
        seen: dict[tuple[str | None, ...], int] = {}
        told = 0
        for row, said in zip(rows, table.select(key).iter_rows(), strict=True):
            first = seen.setdefault(said, row)
            if first == row or None in said or told == AT_MOST:
                continue
            told += 1
            what = f"{' and '.join(shown(cell or '') for cell in said)} is already in row {first}."
            mend = f"Remove one of the two rows: in this table the same {' and '.join(key)} may appear only once."
            self._wrong(what, mend, row, places.get(key[0]))


def _strays(before: pl.Series, after: pl.Series) -> int:
    """Return how many non-empty cells were tidied."""
    guarded = pl.DataFrame({"cell": before}).select(as_written(pl.col("cell")))["cell"]
    return int((after.is_not_null() & guarded.ne_missing(after)).sum())
