"""A kind of record as a table of the programme folder, or as a list that people import from a spreadsheet."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from tideturn.dataset.schema import Column, Kind, Table, Vocabulary
from tideturn.hub.access.rules import Rule
from tideturn.hub.access.standing import Standing
from tideturn.hub.common.answering import answering
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.cells import in_column, words_in
from tideturn.hub.history.reading import undone
from tideturn.hub.resources import fields as kinds
from tideturn.hub.resources import links
from tideturn.hub.resources.declaration import Resource
from tideturn.hub.resources.fields import Change, Field, Privacy
from tideturn.hub.resources.writing import FieldError, add, change, remove

Cells = Mapping[str, str]
"""A row by the names of its columns: text as the folder writes it, dates as 2026-09-01, yes and no, several values
separated by `|`; empty if there is no value.
"""
Reads = Callable[[Cells], Cells]
"""Function that reads a row of a sheet as the hub would write it. It raises HubError; the sentence begins with the
column.
"""


@dataclass(frozen=True)
class FolderRow:
    """A record as a row, with its version."""

    record: UUID
    version: int
    cells: Cells


@dataclass(frozen=True)
class OwnCell:
    """A cell with its own way of writing and reading, unlike its field's class, or a cell that several fields share."""

    written: Callable[[Any], str]
    """Return the cell of a record."""
    read: Callable[[str, Any], Iterable[Change[Any]]]
    """Return the changes that a cell makes to the current record; the record is None if it is new."""


@dataclass(frozen=True, kw_only=True)
class InFolder:
    """The table of a kind of record in the folder, besides the columns that their fields name."""

    resource: Resource[Any]
    name: str
    """Name of the table."""
    read_by: Rule[Any] | None = None
    """Rule for who may export and import rows; None: everyone who can read the records."""
    order: tuple[str, ...] = ("code",)
    code: str = ""
    """Column with the records' own codes; empty if they have none."""
    told_apart_by: tuple[str, ...] = ()
    """Columns that identify a row and never change, for a table without codes. If there are none, equal rows are
    different records.
    """
    same_by: tuple[str, ...] = ()
    """Columns that match a correction with the row that it corrects, if no columns identify rows."""
    of: str = ""
    """Column with the code of the record that they belong to."""
    finds: Callable[[str], UUID] | None = None
    """Finds that record by its code. Raises HubError if there is none."""
    code_of: Callable[[], Callable[[Any], str]] = lambda: lambda one: str(one.code)
    """Returns, for all rows at once, a function that gives the code of a row's parent record."""
    own_cells: Mapping[Field[Any], OwnCell] = dataclasses.field(default_factory=dict)
    """Fields with cells that are written and read in their own way, unlike their class."""
    after: tuple[str, ...] = ()
    """Tables that its rows refer to."""
    seen_of: Callable[[QuerySet[Any], Standing], QuerySet[Any]] = lambda rows, _: rows
    """Fetches, with the records, the other records that their cells quote, as far as the person may see them."""
    checks: Callable[[Mapping[Field[Any], Any], UUID | None, Any], None] = lambda *_: None
    """Raises HubError for a row that a page would correct and a sheet cannot; receives its values, its parent and the
    current record.
    """
    stays: tuple[Field[Any], ...] = ()
    """Fields that a row cannot change once the record exists."""

    @property
    def reads(self) -> Rule[Any]:
        """Return the rule for who may export and import rows."""
        return self.resource.reads if self.read_by is None else self.read_by

    @property
    def fields(self) -> tuple[Field[Any], ...]:
        """Return the fields that are in the folder."""
        return tuple(one for one in self.resource.fields if one.folder)

    @property
    def key(self) -> tuple[str, ...]:
        """Return the columns that identify a row."""
        return (self.code,) if self.code else self.told_apart_by

    @property
    def columns(self) -> tuple[str, ...]:
        """Return its columns, in the folder's order."""
        return tuple(name for name in (self.code, self.of, *(one.folder for one in self.fields)) if name)

    def told_by(self, cells: Cells) -> str:
        """Return the text that people know a row by: its key, or what it says."""
        return " ".join(cells[name] for name in self.key or self.same_by or self.columns if cells[name])

    def rows(self, by: Standing) -> Iterator[FolderRow]:
        """Yield, as a row, every record that the person may export."""
        code_of = self.code_of()
        among = self.resource.all()
        with answering():  # so that a lookup of other records happens once for all rows
            found = list(self.reads.visible_to(by, self.seen_of(among.order_by(*self.order), by)))
            writers = {one: one.writer([one.of(each) for each in found]) for one in self.fields}
            rows = [FolderRow(one.pk, one.version, self._row(one, code_of, writers)) for one in found]
        return iter(rows)

    def row(self, one: Any) -> dict[str, str]:
        """Return the cells of a record that was fetched with the other records that they quote."""
        return self._row(one, self.code_of(), {field: field.cell for field in self.fields})

    def add(self, *, by: Standing, cells: Cells) -> Any:
        """Add the record that a row describes. Raise HubError, with the column, for an invalid value."""
        code = words_in(cells, self.code) if self.code else ""
        of, changes = self._parent(cells), self._changes(cells, None)
        self.checks(dict(changes), of, None)
        with _in_its_column():
            return add(self.resource, changes, by=by, of=of, code=code)

    def change(self, *, by: Standing, pk: UUID, expected: int, cells: Cells) -> Any:
        """Change a record to what a row says. A column that the row does not have changes nothing."""
        found = self.resource.reads.get_visible(by, pk)
        parent = self.resource.parent
        of = getattr(found, parent.link.field.attname) if parent else None
        if self.of in cells and of != self._parent(cells):
            raise HubError(f"{self.of}: it belongs to another.", mend="Remove it there, and add it anew.")
        changes = self._changes(cells, found)
        self.checks(dict(changes), of, found)
        for field, value in changes:
            if (field.stays or field in self.stays) and value != field.of(found):
                raise HubError(f"{field.folder}: it cannot be moved.", mend="Remove it there, and add it anew.")
        with _in_its_column():
            return change(self.resource, pk, changes, by=by, expected=expected)

    def remove(self, *, by: Standing, pk: UUID, expected: int) -> None:
        """Remove a record."""
        remove(self.resource, pk, by=by, expected=expected)

    def undo(self, *, by: Standing, pk: UUID, expected: int, version: int) -> None:
        """Set a record back to what it said at a version, including fields that its row does not have."""
        then = undone(pk, self.resource.model, version)
        changes = [field.to(then[field.attribute]) for field in self.resource.fields if field.attribute in then]
        change(self.resource, pk, changes, by=by, expected=expected)

    def _row(
        self, one: Any, code_of: Callable[[Any], str], writers: Mapping[Field[Any], Callable[[Any], str]]
    ) -> dict[str, str]:
        cells = {self.code: one.code} if self.code else {}
        if self.of:
            cells[self.of] = code_of(one)
        for field, write in writers.items():
            own = self.own_cells.get(field)
            cells[field.folder] = own.written(one) if own else write(field.of(one))
        return cells

    def _parent(self, cells: Cells) -> UUID | None:
        return self.finds(words_in(cells, self.of)) if self.of and self.finds else None

    def _changes(self, cells: Cells, found: Any) -> list[Change[Any]]:
        changes: list[Change[Any]] = []
        for field in self.fields:
            if field.folder not in cells:
                continue
            written, own = cells[field.folder], self.own_cells.get(field)
            try:
                with in_column(field.folder):
                    changes += own.read(written, found) if own else [field.to(field.read(written))]
            except HubError:
                # The record may hold a value that a row may no longer give. An unchanged value is no error.
                if own or found is None or field.cell(field.of(found)) != written:
                    raise
        return changes


@dataclass(frozen=True, kw_only=True)
class InSheets(InFolder):
    """A list that people import from a spreadsheet and that is in no folder."""

    title: str
    help: str
    finding: Callable[[Standing], Callable[[str], str]] | None = None
    """Returns, for a person, a function that gives the code of the record that a row names by code or by name."""
    late: Callable[[Cells], bool] = lambda _: False
    """Says whether a row is written after the others, whatever its place in the sheet."""
    names_people: bool = False
    """Whether its purpose is to name professionals. In any other list, no cell may identify a person."""

    @cached_property
    def described(self) -> Table:
        """Return its columns, for the page that matches a sheet to them."""
        columns = [Column(self.of, Kind.TEXT, "Its name, or its code.", required=True)] if self.of else []
        columns += [_described(one) for one in self.fields]
        return Table(self.name, self.title, self.help, tuple(columns), key=self.same_by)

    def reader(self, by: Standing) -> Reads:
        """Return a function that reads rows as the hub writes them, with the code of the parent record."""
        code_of = self.finding(by) if self.finding else None

        def read(cells: Cells) -> Cells:
            found = dict(cells)
            if code_of is not None:
                with in_column(self.of):
                    found[self.of] = code_of(words_in(cells, self.of))
            return found | {field.folder: field.plain(cells[field.folder]) for field in self.fields}

        return read


_KINDS: Final = {
    kinds.Choice: Kind.CHOICE,
    kinds.YesNo: Kind.YES_NO,
    kinds.Day: Kind.DATE,
    links.Site: Kind.CODE,
    kinds.Figure: Kind.NUMBER,
}


def _described(field: Field[Any]) -> Column:
    """Return a field as the page that matches a sheet describes it."""
    return Column(
        field.folder,
        _KINDS.get(type(field), Kind.TEXT),
        field.help or f"{field.label}.",
        required=bool(field.required) and not getattr(field, "empty", ""),
        terms=Vocabulary(field.name, field.terms) if isinstance(field, kinds.Choice) else None,
        refers_to="sites.code" if isinstance(field, links.Site) else None,
        free=isinstance(field, kinds.Text) and field.privacy is Privacy.IDENTITY_CHECKED,
    )


@contextmanager
def _in_its_column() -> Iterator[None]:
    """Run a block and name the column in a field's error, because the author of the row knows columns."""
    try:
        yield
    except FieldError as error:
        with in_column(error.field.folder or error.field.name):
            raise error.wrong from None
