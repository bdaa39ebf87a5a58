"""Check that every code that refers to another table exists there, and that every key is unique."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import polars as pl

from tideturn.dataset.check.folder import ROW, Folder, Sheet
from tideturn.dataset.check.rule import Found, error
from tideturn.dataset.headings import nearest
from tideturn.dataset.schema import MANY, Column, Table
from tideturn.dataset.wording import capital, counted, in_words, listed, quoted

OPEN_ANSWER: Final = "survey:"
"""Prefix of the code of an open answer: `survey:S:RESPONSE:ITEM`."""

_PSEUDONYMS: Final = ("cases.case_id", "interviews.interview_id")
"""Columns of codes for people: a code similar to an unknown one belongs to another person."""
_NAMED: Final = 5
"""Maximum number of further rows with the same unknown code to list by row number."""
_FEW: Final = 1000
"""Maximum number of known codes to search for one like the unknown code."""
_SMALL: Final = 20_000
"""Maximum number of values where a set finds unknown ones faster than planning a join does."""
_EMPTY: Final = {"rater": "worker", "case_id": "", "context_id": ""}
"""Parts of a key that may be empty, with the value used in place of an empty one."""
BEFORE_YEAR_1: Final = 0
"""Number of the year for the time before Year 1; it needs no row in `[[years]]`."""
_ASKED_BEFORE: Final = ("responses", "invited")
"""Tables that may hold Year 0: people can be asked before a programme begins, and nothing else can happen."""
_ONLY_ASKED: Final = "Year 0 is the time before Year 1. Only responses and invited may name it; correct the year."
_YEARS: Final = "years.number"
_IN_PROGRAMME: Final = {"sites": "[[sites]]", "years": "[[years]]"}


@error(
    "unknown_reference",
    looks_for="a code that points to a row of another table (a site, a year, an outcome, a case, an organisation, a "
    "code of the codebook …) where there is no such row",
    why="what it says would be lost without a word, or counted in the wrong place",
)
def unknown_reference(folder: Folder) -> Iterator[Found]:
    """Find every value of a column with `refers_to` that is not among the values referred to."""
    for sheet in folder.every_sheet():
        for column in sheet.table.columns:
            if column.refers_to is None:
                continue
            known = _known(folder, sheet, column)
            if known is None:
                continue
            strange = _strange(sheet, column, known)
            if not strange:
                continue
            place, mend = _where_they_live(folder, column.refers_to, known)
            if known.null_count() == known.len():
                yield from _all_of_them(sheet, column, place, mend)
                continue
            guessed = known.dtype == pl.String and known.len() <= _FEW and column.refers_to not in _PSEUDONYMS
            codes = known.drop_nulls().unique().to_list() if guessed else []
            for value, rows in _strangers(sheet, column, strange).items():
                like = nearest(str(value), codes) if codes else None
                lead = f"Perhaps {quoted(like)}? " if like else ""
                told = _ONLY_ASKED if (column.refers_to, value) == (_YEARS, BEFORE_YEAR_1) else lead + mend
                what = f"{quoted(value)} is not in {place}.{_further(rows[1:])}"
                yield Found(sheet.file, rows[0], column.name, what, told)


@error(
    "table_without_rows",
    looks_for="a table that has a header and no rows, into which other tables point",
    why="it has probably lost its rows; whoever points into it is not to blame",
)
def table_without_rows(folder: Folder) -> Iterator[Found]:
    """Find tables without rows, each with the columns that refer to it."""
    pointing: dict[str, list[str]] = {}
    for sheet in folder.every_sheet():
        for column in sheet.table.columns:
            table = (column.refers_to or "").partition(".")[0]
            if table in folder.sheets and folder.sheets[table].frame.is_empty() and not folder.in_part(table):
                known = _known(folder, sheet, column)
                if known is not None and _strange(sheet, column, known):
                    pointing.setdefault(table, []).append(f"{column.name} of {sheet.file}")
    for table, columns in pointing.items():
        sheet = folder.sheets[table]
        what = f"It holds no rows, and {listed(columns)} {'points' if len(columns) == 1 else 'point'} into it."
        yield Found(sheet.file, 1, sheet.table.key[0], what, "Fill it in, or take those codes out.")


@error(
    "duplicate_key",
    looks_for="a second row with the same key: a case twice, a response twice, an attendee counted twice at one event",
    why="everything counted from the table would count it twice",
)
def duplicate_key(folder: Folder) -> Iterator[Found]:
    """Find every row whose key an earlier row already has; an empty `rater` is the worker."""
    for sheet in folder.every_sheet():
        key = sheet.table.key
        if not key or sheet.frame.height < 2:
            continue
        # One hash a row is a tenth of the memory of comparing the keys themselves; only suspects are then compared.
        hashes = sheet.frame.select(_key_columns(sheet.table)).hash_rows()
        if hashes.n_unique() == hashes.len():
            continue
        suspects = sheet.numbered().filter(hashes.is_duplicated())
        must = [name for name in key if sheet.table.column(name).required]
        rows = suspects.with_columns(_key_columns(sheet.table)).filter(pl.all_horizontal(pl.col(must).is_not_null()))
        again = rows.with_columns(pl.col(ROW).min().over(key).alias("first")).filter(pl.col(ROW) > pl.col("first"))
        for found in again.select(ROW, "first", *key).sort(ROW).iter_rows(named=True):
            same = listed([f"{name} {quoted(found[name])}" for name in key if found[name] is not None])
            yield Found(
                sheet.file,
                found[ROW],
                key[-1],
                f"{same} {'is' if len(key) == 1 else 'are'} already in row {found['first']}.",
                "Take one of the two rows out, or correct the code that is wrong.",
            )


def _key_columns(table: Table) -> list[pl.Expr]:
    """Return the key's columns, with a default for each one that may be empty."""
    return [
        pl.col(name).fill_null(_EMPTY[name]) if name in _EMPTY and not table.column(name).required else pl.col(name)
        for name in table.key
    ]


def _known(folder: Folder, sheet: Sheet, column: Column) -> pl.Series | None:
    """Return the values that the column may hold.

    Return None if they could not be read, so that nothing can be checked.
    """
    assert column.refers_to is not None
    table, _, target = column.refers_to.partition(".")
    if table in _IN_PROGRAMME:
        if folder.programme is None:
            return None
        if table == "sites":
            return pl.Series([*folder.site_codes, *column.also], dtype=pl.String)
        before = [BEFORE_YEAR_1] if sheet.table.name in _ASKED_BEFORE else []
        return pl.Series([*before, *(year.number for year in folder.programme.years)], dtype=pl.Int64)
    known = folder.sheet(table).frame[target]
    if folder.in_part(table):
        return None
    if table == "interviews":
        known = pl.concat([known, open_answers(folder, sheet.frame[column.name])])
    return known


def open_answers(folder: Folder, named: pl.Series) -> pl.Series:
    """Return the codes `survey:S:RESPONSE:ITEM` in `named` whose answer exists and is not empty, or whose survey could
    not be read in full.
    """
    codes = [code for code in named.drop_nulls().unique().to_list() if code.startswith(OPEN_ANSWER)]
    texts = open_answer_texts(folder, codes)
    there = [code for code in codes if code in texts or folder.in_part("responses", survey=code.split(":")[1])]
    return pl.Series(there, dtype=pl.String)


def open_answer_texts(folder: Folder, codes: list[str]) -> dict[str, str]:
    """Return the words behind each code `survey:S:RESPONSE:ITEM`; leave out codes without an answer."""
    wanted: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for code in codes:
        parts = code.split(":", 2)
        # A response's code may itself hold a colon, an item's column may not.
        response, colon, item = parts[2].rpartition(":") if len(parts) == 3 else ("", "", "")
        if colon:
            wanted.setdefault((parts[1], item), []).append((code, response))
    texts: dict[str, str] = {}
    for (survey, item), asked in wanted.items():
        sheets = folder.surveys.get(survey)
        if sheets is None or item not in sheets.answer_columns:
            continue
        answers = sheets.responses.frame.select("response_id", pl.col(item).cast(pl.String))
        answers = answers.filter(pl.col("response_id").is_in([response for _, response in asked])).drop_nulls()
        by_response = dict(answers.iter_rows())
        texts.update({code: by_response[response] for code, response in asked if response in by_response})
    return texts


def _strange(sheet: Sheet, column: Column, known: pl.Series) -> list[object]:
    """Return the different values of the column, or parts of its cells, that are not among the known ones."""
    values = sheet.frame[column.name]
    if values.null_count() == values.len():
        return []
    if column.many:
        values = values.str.split(MANY).explode(empty_as_null=True, keep_nulls=True).str.strip_chars()
        values = values.filter(values != "")
    if values.dtype == known.dtype and values.len() + known.len() <= _SMALL:
        have = {None, *known.to_list()}
        return [value for value in dict.fromkeys(values.to_list()) if value not in have]
    names = pl.DataFrame({"value": values.drop_nulls().unique()})
    return (
        names.join(pl.DataFrame({"value": known.cast(values.dtype).unique()}), on="value", how="anti")
        .to_series()
        .to_list()
    )


def _strangers(sheet: Sheet, column: Column, strange: Sequence[object]) -> Mapping[object, list[int]]:
    """Return the row numbers of each strange value."""
    rows = sheet.numbered().select(ROW, column.name)
    if column.many:
        rows = rows.with_columns(pl.col(column.name).str.split(MANY)).explode(column.name, empty_as_null=True)
        rows = rows.with_columns(pl.col(column.name).str.strip_chars())
    found: dict[object, list[int]] = {}
    for row, value in rows.filter(pl.col(column.name).is_in(strange)).sort(ROW).iter_rows():
        found.setdefault(value, []).append(row)
    return found


def _further(rows: Sequence[int]) -> str:
    """Return a sentence on the other rows with the same value, with the first few row numbers."""
    if not rows:
        return ""
    names = "row names" if len(rows) == 1 else "rows name"
    numbers = f"{', the first of them' if len(rows) > _NAMED else ':'} {listed(rows[:_NAMED])}"
    return f" {capital(in_words(len(rows)))} further {names} it too{numbers}."


def _all_of_them(sheet: Sheet, column: Column, place: str, mend: str) -> Iterator[Found]:
    """Yield one problem for a whole column that refers to a table without rows."""
    rows = sheet.where(pl.col(column.name).is_not_null(), column.name)
    first = next(rows, None)
    if first is not None:
        further = sum(1 for _ in rows)
        others = f" Nor are those of {counted(further, 'further row')}." if further else ""
        what = f"{quoted(first[column.name])} is not in {place}.{others}"
        yield Found(sheet.file, first[ROW], column.name, what, mend)


def _where_they_live(folder: Folder, refers_to: str, known: pl.Series) -> tuple[str, str]:
    table, _, target = refers_to.partition(".")
    some = known.drop_nulls().unique().sort().to_list() if known.len() <= 12 else []
    if table in _IN_PROGRAMME:
        lead = f"Use {'one of ' if len(some) > 1 else ''}{listed(some, 'or')}, or add" if some else "Correct it, or add"
        file = folder.described_in(table)
        return (file if folder.programme_book else f"{file}, {_IN_PROGRAMME[table]}"), f"{lead} it to {file}."
    file = folder.sheet(table).file
    if table not in folder.sheets:
        return f"{file}, which the folder does not have", f"Add {file} with this {target}, or take the code out."
    return f"{file}, column {target}", f"Correct the code, or add its row to {file}."


RULES: Final = (unknown_reference, table_without_rows, duplicate_key)
