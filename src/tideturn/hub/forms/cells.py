"""Read the cells of a row of the programme folder as values for services, and write values as the folder's cells.

If a cell cannot be read, the error is one sentence that names its column.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from tideturn.hub.common.errors import HubError

BETWEEN: Final = "|"
"""Separator between several values in one cell; no value may contain it."""


def day(written: str) -> date | None:
    """Return the date in a cell; None if it is empty. Raise HubError if it is not a date in the folder's format."""
    written = written.strip()
    if not written:
        return None
    try:
        # Python also reads other formats, such as 20261103. The folder would not keep these as their author wrote them.
        read = date.fromisoformat(written)
    except ValueError:
        read = None
    if read is None or read.isoformat() != written:
        raise HubError(f"{written} is not a date.", mend="Write it as 2026-11-03.")
    return read


@contextmanager
def in_column(column: str) -> Iterator[None]:
    """Put the column's name in front of every error raised in this block."""
    try:
        yield
    except HubError as error:
        raise HubError(f"{column}: {uncapitalised(error.what)}", mend=error.mend) from None


def uncapitalised(sentence: str) -> str:
    """Return a sentence to follow a colon, in lower case; leave a word such as NaN alone."""
    word = sentence.split(" ", 1)[0]
    return sentence[:1].lower() + sentence[1:] if word[1:].islower() or len(word) == 1 else sentence


def folded(words: str) -> str:
    """Return words in the form for comparing: lower case, with single spaces."""
    return " ".join(words.split()).casefold()


def words_in(cells: Mapping[str, str], column: str) -> str:
    """Return the words in a required cell. Raise HubError if the cell is empty."""
    words = cells[column].strip()
    if not words:
        raise HubError(f"{column}: nothing is written.", mend="Fill it in.")
    return words


def number(written: str) -> Decimal | None:
    """Return the number in a cell; None if it is empty. Raise HubError if it is not a number."""
    written = written.strip()
    if not written:
        return None
    try:
        read = Decimal(written)
    except InvalidOperation:
        read = Decimal("NaN")
    if not read.is_finite():
        raise HubError(f"{written} is not a number.", mend="Write it in figures, such as 0.6.")
    return read


def parted(written: str) -> tuple[str, ...]:
    """Return the values in a cell, each once and in their order."""
    return tuple(dict.fromkeys(part for part in (one.strip() for one in written.split(BETWEEN)) if part))


def joined(values: Iterable[str]) -> str:
    """Return several values joined as one cell."""
    return BETWEEN.join(values)


def number_cell(number: Decimal | None) -> str:
    """Return a number as the folder writes it, a whole number without a decimal point; empty for None."""
    return "" if number is None else format(number.normalize() + 0, "f")
