"""A kind of record as a table of the programme folder, or as a list that comes in from a spreadsheet."""

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
"""A row by the names of its columns: text as the folder has it, days as 2026-09-01, yes and no, several values
separated by `|`; empty where nothing is said."""
Reads = Callable[[Cells], Cells]
"""Reads a row of a sheet as the hub would write it. Raises HubError, whose sentence begins with the column."""


@dataclass(frozen=True)
class FolderRow:
    """A record as a row, and the version at which it is."""

    record: UUID
    version: int
    cells: Cells


@dataclass(frozen=True)
class OwnCell:
    """A cell that is written and read in its own way and not as its field's kind does, or that several fields share."""

    written: Callable[[Any], str]
    """Return the cell of a record."""
    read: Callable[[str, Any], Iterable[Change[Any]]]
    """Return the changes that a cell makes to the record that is there; None stands for a new record."""


@dataclass(frozen=True, kw_only=True)
class InFolder:
    """Where the records of a kind stand in the folder, besides the columns that their fields name."""

    resource: Resource[Any]
    name: str
    """The table."""
    read_by: Rule[Any] | None = None
    """Who can export and import rows; None: everyone who can read the records."""
    order: tuple[str, ...] = ("code",)
    code: str = ""
    """The column of their own codes; empty where they have none."""
    told_apart_by: tuple[str, ...] = ()
    """The columns that tell one from another and never change, where they have no codes. None: equal rows are meant."""
    same_by: tuple[str, ...] = ()
    """Where no columns tell rows apart, those in which a correction is the same as the row that it corrects."""
    of: str = ""
    """The column with the code of the record that they belong to."""
    finds: Callable[[str], UUID] | None = None
    """Finds that record by its code. Raises HubError if there is none."""
    code_of: Callable[[], Callable[[Any], str]] = lambda: lambda one: str(one.code)
    """For all rows at once: what gives the code of the record that one belongs to."""
    own_cells: Mapping[Field[Any], OwnCell] = dataclasses.field(default_factory=dict)
    """Fields whose cells are not written and read as their kind does it."""
    after: tuple[str, ...] = ()
    """Tables whose rows its own name."""
    seen_of: Callable[[QuerySet[Any], Standing], QuerySet[Any]] = lambda rows, _: rows
    """Fetches with the records what somebody sees of others that their cells tell of."""
    checks: Callable[[Mapping[Field[Any], Any], UUID | None, Any], None] = lambda *_: None
    """Raise HubError for a row that a page would put right and a sheet cannot: what it says, what it belongs to, and
    the record that is there."""
    stays: tuple[Field[Any], ...] = ()
    """Fields that a row cannot change once it is there."""

    @property
    def reads(self) -> Rule[Any]:
        """Return who takes rows out and brings them in."""
        return self.resource.reads if self.read_by is None else self.read_by

    @property
    def fields(self) -> tuple[Field[Any], ...]:
        """Return those of its fields that are in the folder."""
        return tuple(one for one in self.resource.fields if one.folder)

    @property
    def key(self) -> tuple[str, ...]:
        """Return the columns that tell one row from another."""
        return (self.code,) if self.code else self.told_apart_by

    @property
    def columns(self) -> tuple[str, ...]:
        """Return its columns, in the folder's order."""
        return tuple(name for name in (self.code, self.of, *(one.folder for one in self.fields)) if name)

    def told_by(self, cells: Cells) -> str:
        """Return what people know a row by: its key, or what it says."""
        return " ".join(cells[name] for name in self.key or self.same_by or self.columns if cells[name])

    def rows(self, by: Standing) -> Iterator[FolderRow]:
        """Return every record that somebody may take out, as a row."""
        code_of = self.code_of()
        among = self.resource.all()
        with answering():  # so that what is known of other records is looked up once for all rows
            found = list(self.reads.visible_to(by, self.seen_of(among.order_by(*self.order), by)))
            writers = {one: one.writer([one.of(each) for each in found]) for one in self.fields}
            rows = [FolderRow(one.pk, one.version, self._row(one, code_of, writers)) for one in found]
        return iter(rows)

    def row(self, one: Any) -> dict[str, str]:
        """Return the cells of a record that was fetched with what they tell of others."""
        return self._row(one, self.code_of(), {field: field.cell for field in self.fields})

    def add(self, *, by: Standing, cells: Cells) -> Any:
        """Add what a row says. Raise HubError with the column of what cannot be."""
        code = words_in(cells, self.code) if self.code else ""
        of, changes = self._parent(cells), self._changes(cells, None)
        self.checks(dict(changes), of, None)
        with _in_its_column():
            return add(self.resource, changes, by=by, of=of, code=code)

    def change(self, *, by: Standing, pk: UUID, expected: int, cells: Cells) -> Any:
        """Have a record say what a row says; a column that is not there says nothing."""
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
        """Take a record away."""
        remove(self.resource, pk, by=by, expected=expected)

    def undo(self, *, by: Standing, pk: UUID, expected: int, version: int) -> None:
        """Have a record say again what it said at a version, even what its row does not tell."""
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
                # The record may say what a row can no longer say. The row need not correct it if it does not change it.
                if own or found is None or field.cell(field.of(found)) != written:
                    raise
        return changes


@dataclass(frozen=True, kw_only=True)
class InSheets(InFolder):
    """A list that comes in from a spreadsheet, and leaves in no folder."""

    title: str
    help: str
    finding: Callable[[Standing], Callable[[str], str]] | None = None
    """For somebody, what gives the code of the record that a row names, by code or name."""
    late: Callable[[Cells], bool] = lambda _: False
    """Tells whether a row is written after the others, whatever its place in the sheet."""
    names_people: bool = False
    """Whether it is there to say who professionals are. In any other, no cell may tell who somebody is."""

    @cached_property
    def described(self) -> Table:
        """Return its columns, for the page that matches a sheet to them."""
        columns = [Column(self.of, Kind.TEXT, "Its name, or its code.", required=True)] if self.of else []
        columns += [_described(one) for one in self.fields]
        return Table(self.name, self.title, self.help, tuple(columns), key=self.same_by)

    def reader(self, by: Standing) -> Reads:
        """Return what reads rows as the hub writes them, with the code of what they belong to."""
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
    """Return a field as the page on which a sheet is matched describes it."""
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
    """Have what a field cannot say name its column, as whoever wrote the row knows it."""
    try:
        yield
    except FieldError as error:
        with in_column(error.field.folder or error.field.name):
            raise error.wrong from None
