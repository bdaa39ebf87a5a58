"""A spreadsheet while a person matches it: what the pages show, ask about each column, gap and word, and suggest."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from tideturn.dataset.archive import letters
from tideturn.dataset.schema import Column, Kind, Table, Vocabulary
from tideturn.hub.access.reading import show
from tideturn.hub.access.standing import Standing
from tideturn.hub.common.answering import once
from tideturn.hub.import_export import actions, policy
from tideturn.hub.import_export.models import Import, Matching, State
from tideturn.hub.import_export.parted import Part
from tideturn.hub.import_export.spreadsheets import tables
from tideturn.hub.import_export.spreadsheets.days import DAY, MONTH
from tideturn.hub.import_export.spreadsheets.grids import Glimpse
from tideturn.hub.import_export.spreadsheets.guessing import (
    columns_guessed,
    digest_of,
    remembered,
    says_itself,
    term_guessed,
    term_of,
)
from tideturn.hub.import_export.spreadsheets.headings import Headings, headings_in
from tideturn.hub.programme.api import site_choices

ORDERS: Final = ((DAY, "The day: 03/04/2025 is 3 April"), (MONTH, "The month: 03/04/2025 is 4 March"))
_ANSWER: Final = "answer:"
_EXAMPLES: Final = 3
_SHOWN: Final = 5
"""Number of first rows on the page."""
_DATED: Final = (Kind.DATE, Kind.TIME, Kind.PERIOD)
_BROKEN: Final = re.compile(r"#[A-Z0-9/]+[!?]?|\W*")


@dataclass(frozen=True)
class _Word:
    """A word in a column that is not one of its terms."""

    key: str
    column: Column
    word: str
    terms: Vocabulary


@dataclass(frozen=True)
class Glimpsed:
    """A spreadsheet while a person matches its columns, and which steps are done."""

    by: Standing
    name: str
    state: State
    said: Mapping[str, Any]
    sheets: tuple[Glimpse, ...]

    @property
    def sheet(self) -> Glimpse:
        """Return the chosen sheet, or else the first."""
        return next((one for one in self.sheets if one.name == self.said.get("sheet")), self.sheets[0])

    @property
    def table(self) -> Table:
        """Return the chosen table."""
        return tables.called(self.said["table"])

    @cached_property
    def headings(self) -> Headings:
        """Return the sheet's headings, found with the table's help; none if it has none."""
        return headings_in(self.sheet.head, self.table) or Headings(0, 0, {})

    @cached_property
    def before(self) -> Matching | None:
        """Return how a sheet with the same headings was matched before."""
        same = {"table": self.said["table"], "headings": digest_of(self.headings.names.values())}
        return policy.MATCHINGS.visible_to(self.by, Matching.objects.select_related("by").filter(**same)).first()

    @property
    def labels(self) -> list[str]:
        """Return a label for each column."""
        return [self.headings.label(index) for index in self.headings.names]

    @property
    def first_rows(self) -> list[list[str]]:
        """Return the first rows below the headings."""
        filled = [row for row in self._below if any(row)]
        return [[(row[index] or "")[:60] for index in self.headings.names] for row in filled[:_SHOWN]]

    def table_said(self) -> dict[str, Any]:
        """Return the sheet and its table, as far as the person has chosen them."""
        return {"sheet": self.sheet.name} | {name: self.said.get(name, "") for name in ("table", "survey")}

    def rest_offered(self) -> dict[str, Any]:
        """Return the answers about the sheet: those given now or before, or the likely ones."""
        fills = dict(self.said.get("fills", {}))
        return {"order": self.order_offered(), "words": self.words_offered(), "fills": fills}

    def columns_asked(self) -> list[Part]:
        """Return a question for each column of the sheet."""
        table = self.table
        choices = [("", "Leave this column out"), *((name, _called(table.column(name))) for name in table.names)]
        parts = []
        for index, heading in self.headings.names.items():
            further = []
            if table.open_ended and heading:
                further = [(f"{_ANSWER}{heading}"[:200], "A survey answer: keep its own name")]
            cells = (row[index] for row in self._below if index < len(row))
            found = list(dict.fromkeys(cell[:40] for cell in cells if cell))[:_EXAMPLES]
            hint = f"Column {letters(index)}: {', '.join(found)}" if found else f"Column {letters(index)}"
            parts.append(Part(str(index), self.headings.label(index), hint, [*choices, *further]))
        return parts

    def columns_offered(self) -> dict[str, str]:
        """Return the meaning of each column: as chosen, or as matched before, or as is likely."""
        found = self.said.get("columns")
        if not found:
            found = self._columns_before() if self.before else columns_guessed(self.headings.names, self.table)
        known = self.table.names
        return {str(index): name if name in known else f"{_ANSWER}{name}"[:200] for index, name in found.items()}

    def fills_asked(self) -> list[Part]:
        """Return a question for each column of the table that the sheet lacks, the required ones first."""
        there = set(self.said.get("columns", {}).values())
        lacking = sorted((c for c in self.table.columns if c.name not in there), key=lambda column: not column.required)
        return [
            Part(c.name, _called(c), c.meaning, self._choices(c), required=c.required, aside=not c.required)
            for c in lacking
        ]

    def words_asked(self) -> list[Part]:
        """Return a question for each word that is not a term of its column."""
        nothing = ("", "None of these (I will fix it)")
        return [
            Part(one.key, f"“{one.word}”", f"In {one.column.name}", [nothing, *_in_words(one.terms)])
            for one in self._words
        ]

    def words_offered(self) -> dict[str, str]:
        """Return the term for each word: as chosen, or as matched before, or as is likely."""
        found = {}
        for one in self._words:
            column, word = one.column.name, one.word
            known = self.said.get("words", {}).get(column, {}).get(word)
            if not known and self.before:
                known = term_of(self.before.words, column, word)
            found[one.key] = known if known in one.terms else term_guessed(word, one.terms)
        return found

    def words_said(self, given: Mapping[str, str]) -> dict[str, dict[str, str]]:
        """Return the term for each word, by column."""
        said: dict[str, dict[str, str]] = {}
        for one in self._words:
            if given.get(one.key):
                said.setdefault(one.column.name, {})[one.word] = given[one.key]
        return said

    def asks_order(self) -> bool:
        """Say whether the person has to choose between day first and month first."""
        orders = self.sheet.orders
        dated = (index for index, column in self._matched() if column.kind in _DATED and index in orders)
        return any(orders[index].is_open for index in dated)

    def order_offered(self) -> str:
        """Return the order of day and month: as chosen, or as matched before, or as another column of dates shows."""
        told = {order.told for order in self.sheet.orders.values() if order.told}
        same = told.pop() if len(told) == 1 else ""
        return str(self.said.get("order") or (self.before.order if self.before else "") or same)

    def _columns_before(self) -> dict[int, str]:
        by_heading = remembered({str(index): str(index) for index in self.headings.names}, self.headings.names)
        before = self.before.columns if self.before else {}
        return {int(index): before[name] for name, index in by_heading.items() if name in before}

    @property
    def _below(self) -> tuple[tuple[str | None, ...], ...]:
        return self.sheet.head.rows[self.headings.bottom :]

    def _matched(self) -> Iterator[tuple[int, Column]]:
        """Yield the columns of the sheet that are matched to a column of the table."""
        for index, name in self.said.get("columns", {}).items():
            if name in self.table.names:
                yield int(index), self.table.column(name)

    @cached_property
    def _sites(self) -> dict[str, str]:
        return dict(site_choices(self.by, policy.BRING_IN)[1:])

    @cached_property
    def _words(self) -> list[_Word]:
        found = []
        for index, column in self._matched():
            terms = tables.terms_of(column, self._sites)
            if not terms or not terms.terms:
                continue
            above = {row[index] for row in self.sheet.head.rows[: self.headings.bottom] if index < len(row)}
            parted = dict.fromkeys(
                part.strip()
                for word in self.sheet.words.get(index, ())
                if word not in above
                for part in (re.split(r"[|;,\n]", word) if column.many else [word])
            )
            for number, word in enumerate(parted):
                if not says_itself(word, terms) and not _BROKEN.fullmatch(word):
                    found.append(_Word(f"{column.name}:{number}", column, word, terms))
        return found

    def _choices(self, column: Column) -> list[tuple[str, str]]:
        terms = tables.terms_of(column, self._sites)
        if terms is not None and terms.terms and not column.many:
            return [("", "Nothing"), *_in_words(terms)]
        return [("", "Nothing"), ("yes", "Yes"), ("no", "No")] if column.kind is Kind.YES_NO else []


def glimpsed(by: Standing, pk: UUID | None) -> Glimpsed:
    """Return a spreadsheet while a person matches it. Read it only once for each page, however often it is needed.

    Raise NotVisibleError if it belongs to somebody else or does not exist.
    """
    assert pk is not None

    def gather(found: Import) -> Glimpsed:
        sheets = tuple(Glimpse.of(one) for one in json.loads(found.glimpse or "[]"))
        said = (found.sheet or {}) | json.loads(found.answers or "{}")
        return Glimpsed(by, found.name, State(found.state), said, sheets)

    return once(
        f"the first rows of {pk} for {by.user}",
        lambda: show(by, policy.OWN_IMPORTS, pk, action=actions.GLIMPSED, gather=gather),
    )


def columns_said(given: Mapping[str, str]) -> dict[int, str]:
    """Return the column that was chosen for each position."""
    return {int(index): name.removeprefix(_ANSWER) for index, name in given.items()}


def _called(column: Column) -> str:
    return f"{column.name.replace('_', ' ').capitalize()}{' (required)' if column.required else ''}"


def _in_words(terms: Vocabulary) -> list[tuple[str, str]]:
    return [
        (term, meaning if meaning.casefold() == term.replace("_", " ").casefold() else f"{term} ({meaning})")
        for term, meaning in terms.terms.items()
    ]
