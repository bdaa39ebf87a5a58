"""A list of records: filtered and sorted as its address asks, in pages, and saved as CSV or as a workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from tideturn.hub.access.permissions import Permission
from tideturn.hub.access.reading import show_all, show_page
from tideturn.hub.access.rules import Rule
from tideturn.hub.access.site_choices import every_site
from tideturn.hub.access.standing import Standing
from tideturn.hub.resources.declaration import Resource
from tideturn.hub.resources.fields import Field
from tideturn.hub.resources.folder import InFolder
from tideturn.hub.ui.forms import Asking, PlainForm, Undrafted
from tideturn.hub.ui.tables import Cell, Column, Sorting, Table, addresses, page_asked, sorting_asked

PAGE: Final = 50
"""Number of records on a page."""


@dataclass(frozen=True)
class Extra:
    """A column that shows more than one field."""

    title: str
    name: str
    """Name of the column in a saved file."""
    said: Callable[[Any], str]


@dataclass(frozen=True)
class Line:
    """A record of the list: in words for a page, as the folder writes it for a file."""

    id: Any
    cells: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Filter:
    """A filter of the list by a field, with its choices. The first choice filters nothing."""

    field: Field[Any]
    any: str
    choices: Callable[[Standing, Permission], Iterable[tuple[str, str]]]


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A list of records of a kind. The first column links to each record's page."""

    resource: Resource[Any]
    title: str
    columns: tuple[Field[Any] | Extra, ...]
    sorts: tuple[Field[Any], ...]
    """Columns that the list may be sorted by; the first is the default."""
    latest: bool = False
    """Whether the default order is backwards: the latest date first."""
    ties: tuple[str, ...] = ("id",)
    """Further sort keys, for records that the columns leave equal."""
    filters: tuple[Filter, ...]
    rows: Callable[[Standing], QuerySet[Any]]
    search: Callable[[QuerySet[Any], str], QuerySet[Any]]
    searched: str = "Name"
    """Label of the search box."""
    asks: str = ""
    """Name of an address that offers words while a person types."""
    note: Callable[[Any], str] = lambda _: ""
    """Returns the small text below the first column."""
    nothing: str
    exports: Rule[Any] | None = None
    saves: tuple[tuple[str, Callable[[Any], str]], ...] = ()
    """Names and cells that a saved file has before the columns."""
    file: InFolder | None = None
    """Folder table that gives a saved file its rows, in place of the columns."""
    special: str = ""
    """Reason why this lists records with special fields; empty: it lists none."""
    named: str = ""
    """Name of the table and of a saved file; empty: as its records are called."""

    def __post_init__(self) -> None:
        """Raise ValueError if a special rule protects the records and nobody gave a reason to list them."""
        opens = self.resource.reads.special or (self.exports is not None and self.exports.special)
        if opens and not self.special:
            raise ValueError(f"{self.resource.plural} are read by a special rule: say why they are listed")

    @property
    def name(self) -> str:
        """Return the name of the table and of a saved file."""
        return self.named or self.resource.plural.replace(" ", "-")

    @property
    def heads(self) -> tuple[Column, ...]:
        """Return the column headings."""
        return tuple(
            Column(one.title) if isinstance(one, Extra) else Column(one.heading, one.name if one in self.sorts else "")
            for one in self.columns
        )

    @property
    def saved_heads(self) -> tuple[str, ...]:
        """Return the column headings of a saved file, named as the folder names them if it has them."""
        if self.file is not None:
            return self.file.columns
        return (
            *(name for name, _ in self.saves),
            *(one.name if isinstance(one, Extra) else one.folder or one.name for one in self.columns),
        )

    def page(self, given: QueryDict, by: Standing) -> tuple[_FilterForm, Table]:
        """Return the filter form, and the page that an address asks for. Raise NotVisibleError if the person may see no
        records.
        """
        form, asked, sorting = self._asked(given, by)
        page = show_page(
            by,
            self.resource.reads,
            self._narrowed(by, asked, sorting),
            action=self.resource.listed,
            gather=self._said,
            number=page_asked(given),
            size=PAGE,
        )
        address = addresses(self.resource.page)
        table = Table.of(
            page,
            lambda line: (Cell(line.cells[0], address(line.id), note=line.note), *map(Cell, line.cells[1:])),
            name=self.name,
            title=self.title,
            columns=self.heads,
            asked=asked,
            sorting=sorting,
            nothing=self.nothing,
        )
        return form, table

    def saved(self, given: QueryDict, by: Standing) -> list[tuple[str, ...]]:
        """Return the rows of a saved file. Raise NotVisibleError if the person may save none."""
        assert self.exports is not None
        _, asked, sorting = self._asked(given, by)
        rows = self._narrowed(by, asked, sorting)
        if self.file is not None:
            rows = self.file.seen_of(rows, by)
        return [
            line.cells for line in show_all(by, self.exports, rows, action=self.resource.exported, gather=self._saved)
        ]

    def _asked(self, given: QueryDict, by: Standing) -> tuple[_FilterForm, dict[str, str], Sorting]:
        """Return the form, its filters and the order. If a choice is unknown, filter nothing."""
        sorting = sorting_asked(given, self.heads, otherwise=Sorting(self.sorts[0].name, backwards=self.latest))
        form = _FilterForm(given or None, listing=self, by=by)
        asked = {name: form.cleaned_data.get(name, "") for name in form.fields} if form.is_valid() else {}
        return form, asked, sorting

    def _narrowed(self, by: Standing, asked: Mapping[str, str], sorting: Sorting) -> QuerySet[Any]:
        rows = self.rows(by)
        for one in self.filters:
            if value := asked.get(one.field.name, ""):
                rows = rows.filter(**{one.field.attribute: value})
        if text := asked.get("text", "").strip():
            rows = self.search(rows, text)
        ordered = dict.fromkeys((sorting.key, self.sorts[0].name, *self.ties))
        return rows.order_by(*(f"-{name}" if sorting.backwards else name for name in ordered))

    def _said(self, record: Any) -> Line:
        """Return a record in words."""
        cells = (one.said(record) if isinstance(one, Extra) else one.spoken(one.of(record)) for one in self.columns)
        return Line(record.pk, tuple(cells), self.note(record))

    def _saved(self, record: Any) -> Line:
        """Return a record as the folder writes it."""
        if self.file is not None:
            row = self.file.row(record)
            return Line(record.pk, tuple(row[name] for name in self.file.columns))
        cells = (one.said(record) if isinstance(one, Extra) else one.cell(one.of(record)) for one in self.columns)
        return Line(record.pk, (*(cell(record) for _, cell in self.saves), *cells))


class SiteForm(PlainForm):
    """The form that filters a page by site."""

    undrafted: ClassVar = Undrafted.SEARCH
    site = forms.ChoiceField(label="Site", required=False)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["site"].choices = [("", "All sites"), *every_site()]  # type: ignore[attr-defined]

    @property
    def asked(self) -> Mapping[str, Any]:
        """Return its filters: none if any choice is unknown."""
        return self.cleaned_data if self.is_valid() else dict.fromkeys(self.fields, "")


class _FilterForm(PlainForm):
    """The filters of a list."""

    undrafted: ClassVar = Undrafted.SEARCH
    text = forms.CharField(label="Name", max_length=200, required=False)

    def __init__(self, *args: Any, listing: Listing, by: Standing, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["text"].label = listing.searched
        if listing.asks:
            self.fields["text"].widget = Asking(listing.asks)
        for one in listing.filters:
            choices = [("", one.any), *one.choices(by, listing.resource.reads.permission)]
            self.fields[one.field.name] = forms.ChoiceField(label=one.field.heading, required=False, choices=choices)
