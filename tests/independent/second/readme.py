"""Write what is planted in the second folder, and what it truly says."""

# ruff: noqa: E501 (a row of a table stays on one line)

from __future__ import annotations

from pathlib import Path

from tests.independent.second.answers import answers
from tests.independent.second.writing import write

PLANTED = """\
# A second invented programme

Every record here is invented. The folder is written by `python -m tests.independent.second_folder` and is never edited
by hand. It shares no word with the worked example: other places, years, outcomes, questions, answers, partners and
steps. What is printed of it shows what fits the worked example alone.

## What is planted

| where | what |
|---|---|
| `programme.toml` | Years from April to March. Year 1 is judged by 11 March 2022, before it ends; Year 2 by 23 April 2023, after it. The national site is called “The bilingual desk”. Several answers are separated by `;`, two phrases are no opinion in any survey. |
| `outcomes.csv` | Six outcomes due in Year 1, five in Year 2, one after the last year. States and changes. One has a single site, two have two. For two, less is better. Nobody collects anything about `toldback`, but one interview of Year 1 asked. |
| `context.csv`, `activities.csv`, `changes.csv`, `learning.csv`, `documents.csv`, `training_events.csv`, `onward_referrals.csv`, `sessions.csv`, `assessments.csv` | Rows dated after Year 2’s records were closed. |
| `cases.csv` | `NC03` is closed, reopened and closed again: the row holds the last day. `CW04` is closed after the records were, and so is open. `CW09` and `TV32` were accepted and never met. Cells are missing in the fourteenth row. |
| `sessions.csv` | One in six did not go ahead, among them the only one that `CW09` was offered. |
| `assessments.csv` | Workers’ scores, young people’s own, carers’ own (`self`: parents, not partners), and those of places, of which two were given up. |
| `onward_referrals.csv` | Two without the day of the concern; one answered thirteen days after Year 1’s records were closed. |
| `surveys/holi-2021` | A form in English and Welsh with choices of its own, written by another program. Year 0 too. One partner answered twice (`r1019` on 26 February, `r1020` on 7 February: the later answer stands earlier in the file). One answer without a day, one after the records were closed. “N/A”, “Not part of my job”, “Don’t know”. Answers from 0 to 10. Several answers in one cell. A question for one site. |
| `surveys/holi-2022` | The same questions, one by another name (`series_of`). |
| `surveys/teulu` | In Welsh alone, without a form. Seven answers in Year 1, too few for a percentage. Eight people answered in both years or twice in one. |
| `surveys/llais` | Young people, in Year 2 alone. How many were invited is not known. |
| `surveys/gweithdy` | Before, after, five months later, and looking back. Eleven looked back; one of them had no answer after. |
| `attendance.csv` | Number 5 came to events in two years, number 58 to two in one year. |
| `ties.csv`, `waves.csv` | One organisation did not answer in each wave, and others name it. One tie of level 0. An organisation that was never asked. |
| `changes.csv`, `substantiations.csv` | One reversed, one negative and never confirmed, one denied after the records were closed. |
| `events.csv` | A pilot, an optional step, two ways to end that are no steps, a day without an hour, a step taken twice, a child of whom only the arrival is seen. |
| `series.csv` | By month: nights away fall in Year 2 as registered; the other has no direction. |
| `interviews.csv`, `codings.csv` | Two languages and emoji. One person in both years, two without consent, one without a date, two after the records were closed. Five texts coded by two people, who differ once. Open answers of the survey are coded too. |
| `causal_claims.csv` | Some help and some hinder. |
| `findings.csv` | With evidence that is hashed and that is not. The author reviewed one. |
| `costs.csv` | Year 1 names no part of the plan, Year 2 does; pence, and a nought. |
| `population.csv`, `rivals.csv` | Small. |

## What it truly says

Worked out by `second/answers.py` from these tables, without Tideturn.

| what | answer |
|---|---|
"""


def write_readme(folder: Path) -> None:
    """Write README.md from the tables that are already there."""
    rows = "".join(f"| {name} | {text} |\n" for name, text in answers(folder).items())
    write(folder, "README.md", PLANTED + rows)
