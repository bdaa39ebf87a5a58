"""The questions of a survey from its XLSForm (`survey` and `choices` sheets; https://xlsform.org)."""

from __future__ import annotations

from collections.abc import Sequence

from tideturn.dataset.excel_source import Sheet, read_workbook
from tideturn.dataset.headings import error
from tideturn.dataset.model import Choice, Question
from tideturn.dataset.problems import Problem

_NOT_ASKED = frozenset(
    {"begin", "end", "note", "start", "today", "deviceid", "username", "calculate", "hidden", "audit"}
)


def read_form(data: bytes, file: str) -> tuple[tuple[Question, ...], list[Problem]]:
    """The questions in the form's order, each with its choices; groups and notes are passed over."""
    sheets, problems = read_workbook(data, file, wanted=lambda name: name in ("survey", "choices"))
    if sheets is None:
        return (), problems
    by_name = {sheet.name: sheet for sheet in sheets}
    if "survey" not in by_name:
        mend = "Put the XLSForm there, or take the file out and list the questions in items.csv."
        return (), [*problems, error(file, "It has no sheet “survey”, so it is no XLSForm.", mend)]
    rows = _rows(by_name["survey"])
    if rows and not {"type", "name"} <= rows[0].keys():
        mend = "Give the sheet the columns type, name and label."
        return (), [*problems, error(f"{file}, sheet survey", "A column “type” or “name” is missing.", mend, row=1)]
    choices = _choices(by_name.get("choices"))
    questions: list[Question] = []
    for number, row in enumerate(rows, start=2):
        kind, _, choice_list = row["type"].strip().partition(" ")
        name = row["name"].strip()
        if not kind or kind in _NOT_ASKED or kind.startswith(("begin_", "end_")):
            continue
        place = f"{file}, sheet survey"
        if not name:
            problems.append(error(place, "The question has no name.", "Name it.", row=number, column="name"))
            continue
        if any(name == question.name for question in questions):
            what = f"Two questions are named “{name}”."
            problems.append(error(place, what, "Give each its own name.", row=number, column="name"))
        offered = choices.get(choice_list.strip().split(" ")[0], ()) if kind.startswith("select_") else ()
        if kind in ("select_one", "select_multiple") and not offered:
            what = f"The list “{choice_list.strip()}” is not on the sheet choices."
            problems.append(error(place, what, "Add its choices there.", row=number, column="type"))
        questions.append(Question(name, kind, _label(row) or name, offered))
    return tuple(questions), problems


def _choices(sheet: Sheet | None) -> dict[str, tuple[Choice, ...]]:
    lists: dict[str, tuple[Choice, ...]] = {}
    for row in _rows(sheet) if sheet else []:
        owner = (row.get("list_name") or row.get("list name") or "").strip()
        value = row.get("name", "").strip()
        if owner and value:
            lists[owner] = (*lists.get(owner, ()), Choice(value, _label(row) or value))
    return lists


def _rows(sheet: Sheet) -> list[dict[str, str]]:
    cells = [[cell or "" for cell in row] for row in sheet.grid.frame.rows()]
    header: Sequence[str] = [name.strip() for name in sheet.grid.header]
    return [{name: cell for name, cell in zip(header, row, strict=True) if name} for row in cells]


def _label(row: dict[str, str]) -> str:
    """The label; of several languages the first that is given."""
    return next(
        (row[key].strip() for key in row if key == "label" or key.startswith("label::") if row[key].strip()), ""
    )
