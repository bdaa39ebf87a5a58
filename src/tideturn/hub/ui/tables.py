"""A table that is sorted, filtered and paged by plain addresses: it needs no script, and can be kept as a link."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

T = TypeVar("T")
R = TypeVar("R", bound=Model)


@dataclass(frozen=True)
class Column:
    """A column. One with a `key` may be sorted by, under that name in the address."""

    title: str
    key: str = ""
    number: bool = False
    """Whether it holds numbers, which stand flush right."""
    pressed: bool = False
    """Whether it holds buttons, which are of no use on paper."""

    @property
    def kind(self) -> str:
        """Return the CSS class of its cells."""
        return "number" if self.number else "on-screen" if self.pressed else ""


@dataclass(frozen=True)
class Verdict:
    """A verdict: its word first, then its shape, which is one of those of the page of styles; then its colour."""

    word: str
    shape: str
    note: str = ""


@dataclass(frozen=True)
class Press:
    """A button that acts on its row at once; `about` names the row for screen readers."""

    label: str
    url: str
    about: str


@dataclass(frozen=True)
class Cell:
    """Content of a cell: text, perhaps with a link, a note, a verdict, a button, or several of them."""

    text: str = ""
    url: str = ""
    note: str = ""
    verdict: Verdict | None = None
    press: Press | None = None
    parts: Sequence[Cell] = ()
    """Where it holds several, one after the other."""

    def html(self, form: str) -> SafeString:
        """Return the cell's HTML. A page has hundreds of cells, too many to render with a template.

        Its buttons belong to one form of the table, by this id: a form in each row would repeat the CSRF token.
        """
        if self.parts:
            return SafeString(" ".join(one.html(form) for one in self.parts))
        if self.press is not None:
            told = '<button class="link" form="{}" formaction="{}">{}<span class="unseen"> {}</span></button>'
            return format_html(told, form, self.press.url, self.press.label, self.press.about)
        if self.verdict is not None:
            return render_to_string("ui/verdict_cell.html", {"verdict": self.verdict})
        text = escape(self.text)
        if self.url:
            text = format_html('<a href="{}">{}</a>', self.url, text)
        return format_html("{}<br><small>{}</small>", text, self.note) if self.note else text


@dataclass(frozen=True)
class Sorting:
    """Column to sort by, and whether descending."""

    key: str = ""
    backwards: bool = False

    def __str__(self) -> str:
        return f"-{self.key}" if self.backwards else self.key


def sorting_asked(given: QueryDict, columns: Sequence[Column], *, otherwise: Sorting) -> Sorting:
    """Return the order in an address, or `otherwise` if it names no sortable column."""
    asked = given.get("sort", "")
    key = asked.removeprefix("-")
    if not key or key not in {column.key for column in columns}:
        return otherwise
    return Sorting(key, asked.startswith("-"))


def addresses(url_name: str) -> Callable[[UUID], str]:
    """Return a function for the address of each record's page. Look the pattern up once for all rows."""
    before, _, after = reverse(url_name, args=[_NOBODY]).partition(str(_NOBODY))
    return lambda pk: f"{before}{pk}{after}"


@dataclass(frozen=True)
class Page(Generic[T]):
    """A page of what somebody may see: `number` of `pages`, of `total` in all. There is always a first page."""

    shown: tuple[T, ...]
    number: int
    pages: int
    total: int
    more: bool = False
    """Whether there are more than were counted, which are on no page."""


def cut(total: int, number: int, size: int) -> tuple[int, int, slice]:
    """Return the page shown, the number of pages, and its rows. Past the last page, show the last one."""
    pages = max(1, -(-total // size))
    number = max(1, min(number, pages))
    return number, pages, slice((number - 1) * size, number * size)


def page_of(rows: QuerySet[R], number: int, size: int) -> Page[R]:
    """Return a page of ordered rows."""
    number, pages, part = cut(total := rows.count(), number, size)
    return Page(tuple(rows[part]), number, pages, total)


def ordered(sorting: Sorting, fields: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the fields to order by, from each key's fields, with the id last, so that the order is stable."""
    before = "-" if sorting.backwards else ""
    return (*(f"{before}{field}" for field in fields[sorting.key]), "pk")


def page_asked(given: QueryDict, name: str = "page") -> int:
    """Return the page number in an address; the first if there is none or it is not a number."""
    asked = given.get(name, "")
    return int(asked) if asked.isdecimal() and len(asked) < 8 else 1


@dataclass(frozen=True, kw_only=True)
class Table:
    """A page of a table. A room fills it; its links keep whatever else the address asks for."""

    name: str
    """Tells it apart from others of the page: letters and hyphens."""
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    """The first cell of each names its row."""
    asked: Mapping[str, str]
    """What the address asks for apart from order and page, as the filters have it."""
    sorting: Sorting = Sorting()
    total: int | None = None
    more: bool = False
    """Whether there are more than these, which have no page."""
    page: int = 1
    pages: int = 1
    paged_by: str = "page"
    """Under what name the address says the page: a name of its own for each table of a page that has several."""
    nothing: str = "There is nothing to show."
    """What is said where there is no row."""

    @classmethod
    def of(cls, page: Page[T], row: Callable[[T], Sequence[Cell]], **said: Any) -> Table:
        """Return a page of the records that a person may see, each as a row; other arguments are those of a table."""
        given = {"total": page.total, "more": page.more, "page": page.number, "pages": page.pages} | said
        return cls(rows=[row(one) for one in page.shown], **given)

    @classmethod
    def cut_from(cls, entries: Sequence[T], number: int, row: Callable[[T], Sequence[Cell]], **said: Any) -> Table:
        """Return a page of entries from a list, fifty per page."""
        number, pages, part = cut(len(entries), number, _PAGE)
        return cls.of(Page(tuple(entries[part]), number, pages, len(entries)), row, **said)

    @property
    def heads(self) -> tuple[Head, ...]:
        """Return the column headings, each with its link."""
        return tuple(self._head(column) for column in self.columns)

    @property
    def body(self) -> SafeString:
        """Return the rows: for each, the cell that names it and the others."""
        kinds = [f'<td class="{column.kind}">' if column.kind else "<td>" for column in self.columns[1:]]
        # Marked as safe: whatever a cell holds was escaped as it was made.
        return SafeString("\n".join(_line(row[0], zip(kinds, row[1:], strict=True), self.form) for row in self.rows))

    @property
    def form(self) -> str:
        """Return the id of the form that its buttons belong to."""
        return f"{self.name}-pressed"

    @property
    def is_pressed(self) -> bool:
        """Return whether the table has a button."""
        return any(cell.press is not None for row in self.rows for cell in row)

    @property
    def found(self) -> str:
        """Return the number of rows, and the page shown."""
        told = f"{'More than ' if self.more else ''}{self.total or 0:,} found"
        return f"{told}, page {self.page:,} of {self.pages:,}" if self.pages > 1 else told

    @property
    def before(self) -> str:
        """Return the address of the previous page; empty on the first."""
        return self._address(page=self.page - 1) if self.page > 1 else ""

    @property
    def after(self) -> str:
        """Return the address of the next page; empty on the last."""
        return self._address(page=self.page + 1) if self.page < self.pages else ""

    @property
    def is_filtered(self) -> bool:
        """Return whether any filter is set."""
        return any(self.asked.values())

    def _head(self, column: Column) -> Head:
        if not column.key:
            return Head(column)
        sorted_by = column.key == self.sorting.key
        order = Sorting(column.key, backwards=sorted_by and not self.sorting.backwards)
        return Head(column, self._address(order), _ORDER[self.sorting.backwards] if sorted_by else "")

    def _address(self, sorting: Sorting | None = None, page: int = 1) -> str:
        asked = {key: value for key, value in self.asked.items() if value}
        order = str(self.sorting if sorting is None else sorting)
        if order:
            asked["sort"] = order
        if page > 1:
            asked[self.paged_by] = str(page)
        return "?" + urlencode(asked)


def _line(first: Cell, others: Iterable[tuple[str, Cell]], form: str) -> str:
    cells = "".join(f"{kind}{cell.html(form)}</td>" for kind, cell in others)
    return f'<tr><th scope="row">{first.html(form)}</th>{cells}</tr>'


_NOBODY: Final = UUID(int=0)
_PAGE: Final = 50
_ORDER = {False: "ascending", True: "descending"}


@dataclass(frozen=True)
class Head:
    """The head of a column: the address that sorts by it, and how it is sorted now."""

    column: Column
    address: str = ""
    sorted: str = ""
