"""A list of records: narrowed and sorted as its address asks, paged, and saved as CSV or as a workbook."""

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
"""Records of a page."""


@dataclass(frozen=True)
class Extra:
    """A column that tells of more than a field."""

    title: str
    name: str
    """What a saved file calls it."""
    said: Callable[[Any], str]


@dataclass(frozen=True)
class Line:
    """A record of the list: in words for a page, as the folder has it for a file."""

    id: Any
    cells: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Filter:
    """A field by which the list is narrowed, and the choices that it offers; the first asks for nothing."""

    field: Field[Any]
    any: str
    choices: Callable[[Standing, Permission], Iterable[tuple[str, str]]]


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A list of the records of a kind. The first column leads to each."""

    resource: Resource[Any]
    title: str
    columns: tuple[Field[Any] | Extra, ...]
    sorts: tuple[Field[Any], ...]
    """The columns by which it may be sorted; by the first where nothing is asked for."""
    latest: bool = False
    """Whether it begins from the end where nothing is asked for: the latest day first."""
    ties: tuple[str, ...] = ("id",)
    """By what those are sorted that the columns leave side by side."""
    filters: tuple[Filter, ...]
    rows: Callable[[Standing], QuerySet[Any]]
    search: Callable[[QuerySet[Any], str], QuerySet[Any]]
    searched: str = "Name"
    """What the box is called in which one searches."""
    asks: str = ""
    """The name of an address that offers words as one types."""
    note: Callable[[Any], str] = lambda _: ""
    """What stands small beneath the first column."""
    nothing: str
    exports: Rule[Any] | None = None
    saves: tuple[tuple[str, Callable[[Any], str]], ...] = ()
    """What a saved file has of each before the columns: name and cell."""
    file: InFolder | None = None
    """The table whose rows a saved file has instead of the columns."""
    special: str = ""
    """Why this lists records with special fields; empty: it lists none."""
    named: str = ""
    """What the table and a saved file are called; empty: as its records are."""

    def __post_init__(self) -> None:
        """Raise ValueError if a special rule opens the records and nobody gave a reason to list them."""
        opens = self.resource.reads.special or (self.exports is not None and self.exports.special)
        if opens and not self.special:
            raise ValueError(f"{self.resource.plural} are read by a special rule: say why they are listed")

    @property
    def name(self) -> str:
        """Return what the table and a saved file are called."""
        return self.named or self.resource.plural.replace(" ", "-")

    @property
    def heads(self) -> tuple[Column, ...]:
        """Return the heads of its columns."""
        return tuple(
            Column(one.title) if isinstance(one, Extra) else Column(one.heading, one.name if one in self.sorts else "")
            for one in self.columns
        )

    @property
    def saved_heads(self) -> tuple[str, ...]:
        """Return the heads of a saved file, named as the folder names them where it has them."""
        if self.file is not None:
            return self.file.columns
        return (
            *(name for name, _ in self.saves),
            *(one.name if isinstance(one, Extra) else one.folder or one.name for one in self.columns),
        )

    def page(self, given: QueryDict, by: Standing) -> tuple[_FilterForm, Table]:
        """Return its form, and the page that an address asks for. Raise NotVisibleError for who may see none."""
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
        """Return the rows of a saved file. Raise NotVisibleError for who may save none."""
        assert self.exports is not None
        _, asked, sorting = self._asked(given, by)
        rows = self._narrowed(by, asked, sorting)
        if self.file is not None:
            rows = self.file.seen_of(rows, by)
        return [
            line.cells for line in show_all(by, self.exports, rows, action=self.resource.exported, gather=self._saved)
        ]

    def _asked(self, given: QueryDict, by: Standing) -> tuple[_FilterForm, dict[str, str], Sorting]:
        """Return the form, what it narrows to, and the order. What is no choice narrows to nothing."""
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
        """Return a record as the folder has it."""
        if self.file is not None:
            row = self.file.row(record)
            return Line(record.pk, tuple(row[name] for name in self.file.columns))
        cells = (one.said(record) if isinstance(one, Extra) else one.cell(one.of(record)) for one in self.columns)
        return Line(record.pk, (*(cell(record) for _, cell in self.saves), *cells))


class SiteForm(PlainForm):
    """The form that narrows a page to a site."""

    undrafted: ClassVar = Undrafted.SEARCH
    site = forms.ChoiceField(label="Site", required=False)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["site"].choices = [("", "All sites"), *every_site()]  # type: ignore[attr-defined]

    @property
    def asked(self) -> Mapping[str, Any]:
        """Return what it narrows to: nothing if anything in it is no choice."""
        return self.cleaned_data if self.is_valid() else dict.fromkeys(self.fields, "")


class _FilterForm(PlainForm):
    """What a list is narrowed to."""

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
