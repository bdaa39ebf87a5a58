"""Find anything in the folder that would identify a person: in headers, cells, columns of dates and transcripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final

import polars as pl

from tideturn.dataset import identity
from tideturn.dataset.check.folder import Folder, Sheet
from tideturn.dataset.check.rule import Found, error, query
from tideturn.dataset.schema import Table

MEND: Final = "A folder never holds it: take it out, or put a pseudonym in its place."


@error(
    "identity_in_header",
    looks_for="a column called like something that identifies people: name, first_name, surname, date_of_birth, "
    "address, postcode, email, phone, mobile, nhs_number, ni_number, upn … (a table's own columns, such as "
    "organisations.name, excepted)",
    why="whatever is in it does not belong in a folder that holds pseudonyms",
)
def identity_in_header(folder: Folder) -> Iterator[Found]:
    """Find extra columns that announce identity."""
    for sheet in folder.every_sheet():
        for header in sheet.text.columns:
            kind = None if header in sheet.table.names else identity.header_sign(header)
            if kind is not None:
                what = f"The column “{header}” announces {kind}."
                yield Found(
                    sheet.file, 1, header, what, "Take the column out before anything else is done with the folder."
                )


@error(
    "identity_in_cell",
    looks_for="an e-mail address, a UK telephone number, a full postcode, a date of birth, an NHS number, a National "
    "Insurance number or a unique pupil number, by form and check rule, in any cell",
    why="a folder is handed on, and must not tell who anybody is",
)
def identity_in_cell(folder: Folder) -> Iterator[Found]:
    """Find cells with a certain sign of identity. Never repeat what was found."""
    for sheet in folder.every_sheet():
        yield from _cells(sheet, certain=True)


@query(
    "name_in_cell",
    looks_for="words that announce a person's name (“my name is …”, “a boy called …”, Mr, Mrs, Ms, Dr …), or a "
    "ten-digit number with an NHS number's check digit among many without, in any cell",
    why="names cannot be told from other words for certain, so somebody must look",
)
def name_in_cell(folder: Folder) -> Iterator[Found]:
    """Find cells with an uncertain sign of identity."""
    for sheet in folder.every_sheet():
        yield from _cells(sheet, certain=False)


@error(
    "identity_in_transcript",
    looks_for="the same signs as identity_in_cell in a transcript (row is the line)",
    why="a transcript is de-identified before it is coded",
)
def identity_in_transcript(folder: Folder) -> Iterator[Found]:
    """Find lines with a certain sign of identity."""
    yield from _lines(folder, certain=True)


@query(
    "name_in_transcript",
    looks_for="words that announce a person's name in a transcript (row is the line)",
    why="names cannot be told from other words for certain, so somebody must look",
)
def name_in_transcript(folder: Folder) -> Iterator[Found]:
    """Find lines with an uncertain sign of identity."""
    yield from _lines(folder, certain=False)


@error(
    "birth_dates",
    looks_for="a column of dates that make ages from 5 to 25 (extra columns, answers, and dates of cases, sessions and "
    "assessments)",
    why="a full date of birth is identity; age in whole years is enough",
)
def birth_dates(folder: Folder) -> Iterator[Found]:
    """Find columns whose dates are of people's births and not of work."""
    if folder.programme is None or not folder.programme.years:
        return
    first = min(year.start for year in folder.programme.years)
    for sheet in folder.every_sheet():
        texts = [header for header, dtype in sheet.text.schema.items() if dtype == pl.String]
        asked = [header for header in texts if _may_hold_births(sheet.table, header)]
        for header in identity.columns_like_dates(sheet.text.select(asked)):
            own = header in sheet.table.names
            if _births(sheet.text[header], first, sure=not own):
                what = f"The dates in “{header}” make ages from 5 to 25: they look like dates of birth."
                yield Found(sheet.file, 1, header, what, "Take the column out; age_at_referral holds whole years.")


@error(
    "identity_in_pathway",
    looks_for="the same signs in the words of a pathway's file",
    why="it is handed on with the folder",
)
def identity_in_pathway(folder: Folder) -> Iterator[Found]:
    """Find words in pathways/P.toml with a certain sign of identity."""
    for name, pathway in folder.pathways.items():
        for key, words in _words(pathway):
            for kind in dict.fromkeys(sign.kind for sign in identity.signs(words) if sign.certain):
                file = f"pathways/{name.removesuffix('.toml')}.toml"
                yield Found(file, None, key, f"This looks like {kind}.", MEND)


def _words(entry: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield every string in a TOML file with the path to it."""
    if isinstance(entry, str):
        yield key, entry
    elif isinstance(entry, Mapping):
        for name, value in entry.items():
            yield from _words(value, f"{key}.{name}" if key else str(name))
    elif isinstance(entry, list):
        for value in entry:
            yield from _words(value, key)


@lru_cache(maxsize=4096)
def masked(words: str) -> str:
    """Return the words, masking every certain sign of identity if they contain a quotation."""
    if "“" not in words:
        return words
    for sign in reversed(identity.signs(words)):
        if sign.certain:
            words = f"{words[: sign.start]}…{words[sign.end :]}"
    return words


def _births(column: pl.Series, first: date, *, sure: bool) -> bool:
    # A look at a thousand cells tells whether the rest need parsing.
    if not identity.dates_make_young_ages(column.drop_nulls().head(1000), first):
        return False
    return sure or identity.dates_make_young_ages(column, first)


def _may_hold_births(table: Table, header: str) -> bool:
    """Return whether the column is an extra one, an answer, or a date of work with one child."""
    if header not in table.names:
        return True
    return table.name in ("cases", "sessions", "assessments") and table.column(header).dtype == pl.Date


def _cells(sheet: Sheet, *, certain: bool) -> Iterator[Found]:
    for header, cells in sheet.signs.items():
        found = {
            cell: kinds
            for cell, shown in cells.items()
            if (kinds := list(dict.fromkeys(sign.kind for sign in shown if sign.certain is certain)))
        }
        if not found:
            continue
        column = sheet.text[header]
        for place in column.is_in(list(found)).arg_true():
            for kind in found[column[place]]:
                yield Found(sheet.file, place + 2, header, f"This looks like {kind}.", MEND if certain else _LOOK)


def _lines(folder: Folder, *, certain: bool) -> Iterator[Found]:
    for name, found in folder.transcript_signs.items():
        for number, line in enumerate(folder.transcripts[name].split("\n"), start=1):
            for sign in found.get(line, ()):
                if sign.certain is certain:
                    what = f"From character {sign.start + 1} of the line this looks like {sign.kind}."
                    yield Found(f"transcripts/{name}", number, "text", what, MEND if certain else _LOOK)


_LOOK: Final = "Take it out or put a pseudonym in its place; if it is harmless, say so in queries.csv."

RULES: Final = (
    identity_in_header,
    identity_in_cell,
    name_in_cell,
    identity_in_transcript,
    name_in_transcript,
    identity_in_pathway,
    birth_dates,
)
