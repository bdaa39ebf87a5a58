"""What is asked about a spreadsheet, and what is offered: of each column, of each gap, of each word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from tideturn.dataset.archive import letters
from tideturn.dataset.schema import Column, Kind
from tideturn.hub.access.standing import Standing
from tideturn.hub.common.answering import once
from tideturn.hub.import_export import policy
from tideturn.hub.import_export.parted import Part
from tideturn.hub.import_export.queries import matching_of
from tideturn.hub.import_export.shown import Glimpsed, Remembered
from tideturn.hub.import_export.spreadsheets.days import DAY, MONTH
from tideturn.hub.import_export.spreadsheets.glimpsing import Glimpse
from tideturn.hub.import_export.spreadsheets.guessing import columns_guessed, says_itself, term_guessed
from tideturn.hub.import_export.spreadsheets.headings import Headings
from tideturn.hub.import_export.spreadsheets.remembering import term_of
from tideturn.hub.import_export.spreadsheets.tables import terms_of
from tideturn.hub.programme.api import site_choices

LEFT_OUT: Final = ("", "Leave it out")
_ANSWER: Final = "answer:"
_EXAMPLES: Final = 3
_DATED: Final = (Kind.DATE, Kind.TIME, Kind.PERIOD)
_BROKEN: Final = re.compile(r"#[A-Z0-9/]+[!?]?|\W*")


def sites_of(by: Standing) -> dict[str, str]:
    """The sites by their codes, as they are called."""
    return once(f"sites of {by.user}", lambda: dict(site_choices(by, policy.BRING_IN)[1:]))


def columns_asked(one: Glimpsed, headings: Headings) -> list[Part]:
    """A part for each column of the sheet."""
    table = one.table
    choices = [LEFT_OUT, *((name, _called(table.column(name))) for name in table.names)]
    parts = []
    for index in headings.names:
        further = []
        if table.open_ended and headings.names[index]:
            further = [(f"{_ANSWER}{headings.names[index]}"[:200], "An answer: keep it under its own name")]
        found = list(dict.fromkeys(_below(one.sheet, headings, index)))[:_EXAMPLES]
        hint = f"Column {letters(index)}: {', '.join(found)}" if found else f"Column {letters(index)}"
        parts.append(Part(str(index), headings.label(index), hint, [*choices, *further]))
    return parts


def columns_offered(by: Standing, one: Glimpsed, headings: Headings) -> dict[str, str]:
    """What each column was said to be; or as it was matched before; or as is likely."""
    said = one.said.get("columns")
    if said:
        return {index: _as_chosen(one, name) for index, name in said.items()}
    before = matching_of(by, one.said["table"], headings.names)
    found = before.columns if before else columns_guessed(headings.names, one.table)
    return {str(index): _as_chosen(one, name) for index, name in found.items()}


def columns_said(given: Mapping[str, str]) -> dict[int, str]:
    """Which column each is, of what was chosen."""
    return {int(index): name.removeprefix(_ANSWER) for index, name in given.items()}


def fills_asked(by: Standing, one: Glimpsed) -> list[Part]:
    """A part for each column of the table that the sheet lacks: those that must be there first."""
    there = set(one.said.get("columns", {}).values())
    lacking = sorted((c for c in one.table.columns if c.name not in there), key=lambda column: not column.required)
    sites = sites_of(by)
    return [
        Part(c.name, _called(c), c.meaning, _choices(c, sites), required=c.required, aside=not c.required)
        for c in lacking
    ]


def words_asked(by: Standing, one: Glimpsed, headings: Headings) -> list[Part]:
    """A part for each word that is no term as it stands."""
    sites = sites_of(by)
    parts = []
    for column, number, word in _words(one, headings, sites):
        terms = terms_of(column, sites)
        assert terms is not None
        choices = [("", "None of them: it is told as a fault"), *((t, _said(t, m)) for t, m in terms.terms.items())]
        parts.append(Part(f"{column.name}:{number}", f"“{word}”", f"In {column.name}", choices))
    return parts


def words_offered(by: Standing, one: Glimpsed, headings: Headings) -> dict[str, str]:
    """Which term is meant by each word, as it was said, or before, or as is likely."""
    sites, before = sites_of(by), matching_of(by, one.said["table"], headings.names)
    found = {}
    for column, number, word in _words(one, headings, sites):
        terms = terms_of(column, sites)
        assert terms is not None
        known = one.said.get("words", {}).get(column.name, {}).get(word) or _known(before, column.name, word)
        found[f"{column.name}:{number}"] = known if known in terms else term_guessed(word, terms)
    return found


def words_said(by: Standing, one: Glimpsed, headings: Headings, given: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """By column, which term is meant by which words."""
    said: dict[str, dict[str, str]] = {}
    for column, number, word in _words(one, headings, sites_of(by)):
        term = given.get(f"{column.name}:{number}")
        if term:
            said.setdefault(column.name, {})[word] = term
    return said


def asks_order(one: Glimpsed) -> bool:
    """Whether somebody has to say what comes first in a day."""
    return any(one.sheet.orders[index].is_open for index in _dated(one))


def order_offered(by: Standing, one: Glimpsed, headings: Headings) -> str:
    """What comes first: as it was said, or before, or as another column of days tells."""
    before = matching_of(by, one.said["table"], headings.names)
    told = [order.told for order in one.sheet.orders.values() if order.told]
    same = told[0] if told and len(set(told)) == 1 else ""
    return str(one.said.get("order") or (before.order if before else "") or same)


ORDERS: Final = ((DAY, "The day: 03/04/2025 is 3 April"), (MONTH, "The month: 03/04/2025 is 4 March"))


def first_rows(one: Glimpsed, headings: Headings, most: int = 5) -> list[list[str]]:
    """The first rows below the headings."""
    rows = one.sheet.head.rows[headings.bottom :]
    filled = [row for row in rows if any(row)]
    return [[(row[index] or "")[:60] for index in headings.names] for row in filled[:most]]


def _dated(one: Glimpsed) -> Iterator[int]:
    for index, name in one.said.get("columns", {}).items():
        column = one.table.column(name) if name in one.table.names else None
        if column is not None and column.kind in _DATED and int(index) in one.sheet.orders:
            yield int(index)


def _words(one: Glimpsed, headings: Headings, sites: Mapping[str, str]) -> Iterator[tuple[Column, int, str]]:
    for index, name in one.said.get("columns", {}).items():
        column = one.table.column(name) if name in one.table.names else None
        terms = terms_of(column, sites) if column is not None else None
        if column is None or not terms or not terms.terms:
            continue
        above = {row[int(index)] for row in one.sheet.head.rows[: headings.bottom] if int(index) < len(row)}
        parted = dict.fromkeys(
            part.strip()
            for word in one.sheet.words.get(int(index), ())
            if word not in above
            for part in (re.split(r"[|;,\n]", word) if column.many else [word])
        )
        for number, word in enumerate(parted):
            if not says_itself(word, terms) and not _BROKEN.fullmatch(word):
                yield column, number, word


def _below(sheet: Glimpse, headings: Headings, index: int) -> Iterator[str]:
    for row in sheet.head.rows[headings.bottom :]:
        cell = row[index] if index < len(row) else None
        if cell:
            yield cell[:40]


def _as_chosen(one: Glimpsed, name: str) -> str:
    return name if name in one.table.names else f"{_ANSWER}{name}"[:200]


def _called(column: Column) -> str:
    return f"{column.name.replace('_', ' ').capitalize()}{' (needed)' if column.required else ''}"


def _choices(column: Column, sites: Mapping[str, str]) -> list[tuple[str, str]]:
    terms = terms_of(column, sites)
    if terms is not None and terms.terms and not column.many:
        return [("", "Nothing"), *((term, _said(term, meaning)) for term, meaning in terms.terms.items())]
    return [("", "Nothing"), ("yes", "Yes"), ("no", "No")] if column.kind is Kind.YES_NO else []


def _said(term: str, meaning: str) -> str:
    return f"{term} ({meaning})" if meaning.casefold() != term.replace("_", " ").casefold() else meaning


def _known(before: Remembered | None, column: str, word: str) -> str:
    return term_of(before.words, column, word) if before else ""
