"""Say what to put where, for each role: the text comes from the tables themselves, so it is never out of date."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from tideturn.dataset.schema import MANY, Column, Kind, Table
from tideturn.dataset.tables import SURVEY_TABLES, TABLES

ROLES: Final[dict[str, str]] = {
    "programme manager": "What the programme set out to do, where it stands, and what it has learnt.",
    "team manager": "What a site takes on, and how its thresholds have moved.",
    "caseworker": "The work with young people, by pseudonym: what was done, and how things stood before and after.",
    "trainer": "Each training day and who came, by pseudonym.",
    "systems-change lead": "The work with partners, and whatever has changed in the system around young people.",
    "evaluator": "The outcomes, the theory of change, and what people, documents and counts say.",
}
"""Roles that fill in tables, each with what they keep, in the order in which a programme usually begins."""

RULES: Final = (
    "No person's name, date of birth, address, full postcode, telephone number or e-mail address, anywhere: not in a "
    "cell, a transcript, an open answer or the name of a file. Everybody is a pseudonym that only your own records can "
    "resolve, and that list stays with you, apart from this. Sites and organisations may be named.",
    "One row for one thing. A header stays as it is; further columns of your own are kept, and ignored.",
    "An empty cell means that it is not known. A table that you do not use may stay empty or be deleted.",
    "A date is written 2018-11-03; yes and no are written yes and no.",
    f"Where a cell may hold several values, they are separated by {MANY}",
    "A column that must be filled is filled in every row.",
    "What is not listed is not counted: a code in one table must be in the table that declares it.",
)

_WRITTEN: Final = {
    Kind.TEXT: "words",
    Kind.CODE: "a code",
    Kind.YES_NO: "yes or no",
    Kind.INTEGER: "a whole number",
    Kind.NUMBER: "a number",
    Kind.DATE: "a date, as 2018-11-03",
    Kind.TIME: "a date and time, as 2018-11-03T14:30",
    Kind.PERIOD: "a month, quarter or year: 2019-09, 2019-Q3 or 2019",
}


def how_written(column: Column) -> str:
    """Return how to write a cell of the column: its format, its bounds, its list, and the source of its codes."""
    if column.terms is not None:
        words = [f"{code} ({meaning})" if meaning != code else code for code, meaning in column.terms.terms.items()]
        said = f"one of: {', '.join(words)}"
    else:
        said = _WRITTEN[column.kind] + _bounds(column)
    if column.refers_to is not None:
        table, _, name = column.refers_to.partition(".")
        said += f", one of the programme's {table}" if table in ("sites", "years") else f", listed as {name} in {table}"
        said += "".join(f", or {code}" for code in column.also)
    return f"{said}; several are separated by {MANY}" if column.many else said


def _bounds(column: Column) -> str:
    low, high = column.minimum, column.maximum
    if low is not None and high is not None:
        return f" from {low:g} to {high:,.15g}"
    return f", {low:g} or more" if low is not None else f", {high:g} at most" if high is not None else ""


def tables_of(role: str) -> tuple[Table, ...]:
    """Return the tables that this role usually fills in, including a survey's, in the best order for reading."""
    return tuple(table for table in (*TABLES.values(), *SURVEY_TABLES.values()) if table.filled_by == role)


def guidance(place: Callable[[Table], str], *, workbook: bool) -> str:
    """Return GUIDANCE.md: the rules, then each role's tables. `place` gives a table's place in the reader's words."""
    return "\n".join(_lines(place, workbook)) + "\n"


def _lines(place: Callable[[Table], str], workbook: bool) -> Iterator[str]:
    yield "# What to put where"
    yield ""
    yield "Whoever keeps a record fills in its table; each table is listed once, under the role that usually keeps it."
    begin = "the sheets programme, sites and years" if workbook else "programme.toml"
    yield f"Begin with {begin}, then the outcomes; the rest may come in any order."
    yield ""
    yield "## For everybody"
    yield ""
    yield from (f"- {rule}" for rule in RULES)
    yield ""
    yield "Run `tideturn check` often. It names everything that is missing or cannot be right, with how to mend it, and"
    yield "changes nothing. A query that stands as it is, is answered with a reason in the queries table. With --ask,"
    goes = "names the cell for each of your answers" if workbook else "writes your answers where they belong"
    yield f"the check asks what is open and {goes}."
    for role, holds in ROLES.items():
        yield from ("", f"## {role.capitalize()}", "", holds)
        for table in tables_of(role):
            yield from ("", f"### {table.title}: `{place(table)}`", "", table.purpose, "")
            yield "| column | must be filled | what it holds | how it is written |"
            yield "|---|---|---|---|"
            for column in table.offered:
                must = "yes" if column.required else ""
                written = how_written(column).replace("|", "\\|")
                yield f"| {column.name} | {must} | {column.meaning} | {written} |"
    yield ""
    yield "## Beside the tables"
    yield ""
    yield _A_SURVEY_IN_A_WORKBOOK if workbook else _A_SURVEY_IN_A_FOLDER
    yield "- `transcripts/` holds each interview as plain text (UTF-8, lines ending in LF), without names; the table of"
    yield "  interviews lists them."
    yield "- `pathways/` holds one file for each pathway that is followed, such as `pathways/custody.toml`:"
    yield ""
    yield from (f"      {line}".rstrip() for line in PATHWAY_EXAMPLE.splitlines())


_A_SURVEY_IN_A_WORKBOOK: Final = """\
- A survey is three sheets: `survey1.responses`, `survey1.items` and `survey1.invited`; `survey1` may become a short
  name of your own. After the columns that are there, `responses` has one column for each question. A second survey is
  three more sheets."""
_A_SURVEY_IN_A_FOLDER: Final = """\
- `surveys/survey1/` is one survey; give the folder a short name of your own, and add one for each further survey. After
  the columns that are there, `responses.csv` has one column for each question. If the survey was made as an XLSForm,
  put it there as `form.xlsx`."""

PATHWAY_EXAMPLE: Final = """\
name = "From custody to support"
outcome_id = "the code of the outcome that it speaks to"

[[steps]]
name = "arrives in custody"

[[steps]]
name = "youth worker makes contact"

[[constraints]]
name = "contact within two days"
after = "arrives in custody"
then = "youth worker makes contact"
within_days = 2"""
"""Example of a pathway's file."""
