"""Make the reference page of the programme folder from the tables' own declarations.

`python -m tideturn.dataset.reference` writes it to `docs/reference/programme-folder.md`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tideturn.dataset.answers import NO_OPINION
from tideturn.dataset.schema import Column, Dated, Kind, Table
from tideturn.dataset.storage import write_whole
from tideturn.dataset.tables import SURVEY_TABLES, TABLES

PAGE: Final = Path("docs/reference/programme-folder.md")

_HOLDS: Final = {
    Kind.TEXT: "text",
    Kind.CODE: "code",
    Kind.CHOICE: "one term",
    Kind.YES_NO: "yes or no",
    Kind.INTEGER: "whole number",
    Kind.NUMBER: "number",
    Kind.DATE: "date, as 2018-11-03",
    Kind.TIME: "time, as 2018-11-03T14:30, or a date",
    Kind.PERIOD: "period: 2019-09, 2019-Q3 or 2019",
}

_BEFORE: Final = """# The programme folder

This page is written by `python -m tideturn.dataset.reference` from the declarations in `tideturn.dataset.tables`.

A programme folder holds `programme.toml` and the tables below as CSV; a table that is missing means that the strand \
is not used. `tideturn new DIR` makes an empty one, `tideturn check DIR` says everything that is wrong with one.

- CSV in UTF-8 (a byte-order mark and Windows line ends are accepted), cells separated by commas, the first row a \
header.
- An empty cell means missing. Several values in one cell are separated by `|`.
- Further columns are kept and ignored; in a survey's `responses.csv` they are the answers.
- Spaces around a code are taken away. A cell longer than 100,000 characters is refused.
- A text that a spreadsheet would run as a formula (it begins with `=`, `+`, `-`, `@`, a tab or a line end, and is no \
plain number) is written with an apostrophe before it; reading takes that apostrophe away again.
- In place of CSV files the folder may hold one workbook (.xlsx), or be one: each table a sheet named like its file, a \
survey's `S.responses`, `S.items`, `S.invited`; the sheets `programme` (name, value), `sites` and `years` stand for \
`programme.toml`. Sheets called `guidance` or `lists`, or whose name begins with `_`, are yours. Formulas are never \
run: their stored results are read. Sheets are found in any case; what is hidden is read as all else is; merged cells \
are asked about. A sheet without rows gives nothing where a CSV file holds that table. Transcripts, pathways and a \
survey's `form.xlsx` lie beside the workbook, so name the folder that holds it: a workbook given alone is read without \
them.
- An XLSForm may use its older headings (`list name`, `value`, `caption`) and question types, and a label in several \
languages (`label::English (en)`), of which the first that is filled is shown. Rows that are `disabled` are passed over.

## programme.toml

| setting | holds |
|---|---|
| **name** | the programme's name |
| comparison_order | how you decide who gets the next place, where some young people wait and are compared with those \
who were served (in a sheet, a row of `programme`) |
| engine | where `tideturn measure` counts this folder's files: `local` (this machine, the default), or Spark on it \
(`local[2]`) or elsewhere (`spark://HOST:PORT`, `yarn`, `k8s://…`) |
| `[[sites]]` | one for each site: **code** (not `programme`, which stands for all, nor `elsewhere`, \
which stands for places where the programme does not work), **name**, kind (local, national) |
| `[[years]]` | one for each year, in order and without gaps: **number**, **start**, **end** (both days belong to it), \
data_to (the year is judged by what was known by this day; empty: its last day). Year 0 is the time before Year 1: it \
needs no entry, and only `responses.csv` and `invited.csv` may name it |
| `[answers]` | no_opinion: words that give no opinion in your surveys, beside those that never do \
([the list](#answers-that-give-no-opinion)); several_separator: what stands between several answers in one cell, where \
that is not `|` \
(in a sheet, both are rows of `programme`; words are separated by `|`) |
| `[network]` | outcome_id: the outcome that the network of partners speaks to (in a sheet: network_outcome) |
| `[report]` | what the report's cover says: commissioner, evaluator, status, classification; and talk_to (in a sheet, \
each is a row of `programme`) |
| `[report] template` | a Word file (.docx) beside programme.toml: Word files of the report take its styles. Open a \
report that Tideturn made, change its styles in Word and save it here |
| `[report] talk_to` | whom a young person who reads the plain report can talk to |
| `[report.plain]` | outcomes, recommendations, activities and learning points in words for young people, by their \
codes (in a sheet: plain.CODE) |
| `[rules]` | thresholds that differ from the defaults: [the list](judgement.md#settings) (in a sheet: rules.NAME, \
such as rules.min_n) |
| `[timeliness]` | onward_referral_days: within how many days of the concern an onward referral should be made (in a \
sheet: a row of `programme`) |
| `[example]` | how the worked example says that its records are invented; kept, not read |
| a name that begins with `_` | a setting or a section of your own; kept, not read |

Any other name is an error, here and in the sheet `programme`: a misspelt setting would otherwise have no effect.

## Answers that give no opinion

These words never count as opinions in any question, whatever their capitals, spaces and signs (`n/a`, `dont_know`): \
{no_opinion}. `[answers] no_opinion` adds words for every survey, and `opinion_none` of `items.csv` adds answers for \
one question. An answer that a question lists under agree, same, worse, disagree or too_early is what that list says.

Every other answer must be in one of the question's lists or on its scale (its own, or the choices of its form). Where \
the question has a scale or a form, one that is not stops the evaluation; otherwise nothing is read from the question \
until somebody says what the answer means. `tideturn check FOLDER --ask` asks about each such answer.

A question that lets people choose several answers (`kind` several, or `select_multiple` in the form) is counted \
answer by answer: how many of those who gave an opinion chose this one, each person once, by their latest answer. Its \
cells hold the answers separated by `|`, or as `several_separator` says; without it, spaces separate a form's answers \
too.

## Beside the tables

| place | holds |
|---|---|
| `transcripts/*.txt` | plain text in UTF-8; a byte-order mark and Windows line ends are accepted, and offsets count \
Unicode code points without the mark, a line end as one |
| `pathways/P.toml` | name, outcome_id, closing (activities that end a case, be they steps or not), kept_by \
(who keeps the events: programme or other; empty means the programme), and in lists of \
tables the steps, constraints, pilots and local differences |
| its `[[steps]]`, in order | name, optional (true, false) |
| its `[[constraints]]` | name, after, then, and where there is a deadline within_days (with working_days, true or \
false) or within_hours; template (response, alternate response, precedence; empty is response) |
| its `[[pilots]]` · `[[local]]` | site, date, moved (steps) · site, reason, steps (that fairly differ) |
| `surveys/S/form.xlsx` | the survey's XLSForm, if it has one |
| `datapackage.json` | the folder described for other tools (Tabular Data Package); written, never read |

"""


def page() -> str:
    """Return the page as Markdown."""
    own = [_table(table, "") for table in TABLES.values()]
    asked = [_table(table, "surveys/S/") for table in SURVEY_TABLES.values()]
    return _BEFORE.replace("{no_opinion}", ", ".join(NO_OPINION)) + "\n".join(own + asked)


def dates_table() -> str:
    """Return the Markdown table, kept in `docs/reference/methods.md`, of the dates that count in each table."""
    tables = {**TABLES, "surveys/S/responses": SURVEY_TABLES["responses"]}
    rows = "".join(
        f"| `{name}` | {_when_known(table)} | {_later(table)} |\n"
        for name, table in tables.items()
        if table.dated != Dated()
    )
    return f"| table | a row counts from | what a later date takes out |\n|---|---|---|\n{rows}"


def _when_known(table: Table) -> str:
    said = [f"`{name}`" for name in table.dated.row]
    said += [f"the row of `{place.partition('.')[0]}` that it names" for place in table.dated.through.values()]
    if len(table.dated.row) > 1:
        return f"the earlier of {' and '.join(said)}"
    return " and ".join(said) or ("its `year`" if "year" in table.names else "always")


def _later(table: Table) -> str:
    return "; ".join(
        f"`{name}`" + (f" with {', '.join(f'`{cell}`' for cell in cells)}" if cells else "")
        for name, cells in table.dated.later.items()
    )


def _table(table: Table, folder: str) -> str:
    key = f"One row for each {', '.join(f'`{name}`' for name in table.key)}. " if table.key else ""
    rows = "\n".join(_row(column) for column in table.columns)
    return (
        f"## {folder}{table.file}\n\n{table.title}. {table.purpose} {key}Filled in by: {table.filled_by}.\n\n"
        f"| column (required in bold) | holds | meaning |\n|---|---|---|\n{rows}\n"
    )


def _row(column: Column) -> str:
    name = f"**{column.name}**" if column.required else column.name
    return f"| {name} | {_holds(column)} | {column.meaning.replace('|', '&#124;')} |"


def _holds(column: Column) -> str:
    said = _HOLDS[column.kind]
    if column.terms is not None:
        said = ", ".join(f"`{term}`" for term in column.terms.codes)
    if column.many:
        said = f"several, separated by &#124;: {said}"
    if column.minimum is not None and column.maximum is not None:
        said += f", {column.minimum:g} to {column.maximum:,.15g}"
    elif column.minimum is not None:
        said += f", {column.minimum:g} or more"
    if column.refers_to is not None:
        said += f" of `{column.refers_to}`" + "".join(f", or `{code}`" for code in column.also)
    return said


def main() -> None:
    """Write the page; run from the top of the checkout."""
    write_whole({PAGE: page().encode()})


if __name__ == "__main__":
    main()
