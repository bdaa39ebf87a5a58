"""A cell in which a number was altered is noticed, in every table that is compared whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from . import statements  # noqa: F401 - registers what recomputes each table
from .conftest import YEARS
from .doctoring import altered
from .numbers import by_form, numbers_in
from .printed import Printed
from .reading import Document, Passage, Table
from .registering import TABULATIONS

EVERY = 3  # one table in so many is altered


def alone(document: Document, table: Table) -> Document:
    """Return a document that holds one table and nothing else."""
    return replace(document, passages=tuple(each for row in table.cells for each in row.values()), tables=(table,))


def with_cell(table: Table, at: int, changed: Passage) -> Table:
    """Return the table with one cell in the place of that which stood there."""
    row = {**table.rows[at], changed.column: changed.text}
    cells = {**table.cells[at], changed.column: replace(changed, row=row)}
    return replace(
        table,
        rows=(*table.rows[:at], row, *table.rows[at + 1 :]),
        cells=(*table.cells[:at], cells, *table.cells[at + 1 :]),
    )


def altered_tables(table: Table) -> list[tuple[Table, str]]:
    """Return the table altered in the last cell of each column that holds a number."""
    found = []
    for column in table.columns:
        for at in reversed(range(len(table.rows))):
            cell = table.cells[at].get(column)
            number = next((n for n in numbers_in(cell.text) if by_form(cell.text, n) is None), None) if cell else None
            if cell and number:
                found.append((with_cell(table, at, altered(cell, number)), f"{cell.text} in “{column}”"))
                break
    return found


@pytest.mark.parametrize("number", YEARS)
def test_an_altered_cell_is_noticed(printed: dict[int, Printed], number: int) -> None:
    report, placing, unnoticed, tried = printed[number].report, printed[number].placing, [], 0
    known = [
        t
        for t in report.tables
        if any(p.section.search(t.section) and p.caption.search(t.caption) for p in TABULATIONS)
    ]
    for table in known[::EVERY]:
        before = len(placing.place(alone(report, table)).failures)
        for other, what in altered_tables(table):
            tried += 1
            if len(placing.place(alone(report, other)).failures) <= before:
                unnoticed.append(f"{table}: {what}")
    assert tried > 10
    assert not unnoticed, "\n".join(unnoticed)
