"""Read the questions of a survey from its XLSForm (`survey` and `choices` sheets; https://xlsform.org).

Headings are read as the reference converter reads them: in any case, with blanks for underscores, under their older
names, and with a language behind a colon.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from tideturn.dataset.excel_source import Sheet, read_workbook
from tideturn.dataset.headings import error
from tideturn.dataset.model import Choice, Question
from tideturn.dataset.problems import Problem

_NOT_ASKED: Final = frozenset(
    {"begin", "end", "note", "calculate", "hidden", "audit", "start", "today", "start-geopoint", "background-audio"}
    | {"deviceid", "subscriberid", "simserial", "phonenumber", "username", "email", "imei"}
    | {"xml-external", "csv-external"}
)
_OLDER_NAMES: Final = {"value": "name", "tag": "name", "caption": "label", "command": "type"}
_SELECT: Final = re.compile(
    r"(?:add )?(?P<kind>select[_ ]one|select1|select[_ ]multiple|select all that apply|rank)(?: prompt using| from)? "
    r"(?P<list>\S+)(?P<other> or[_ ]other| or specify other)?",
)
_KINDS: Final = {"select1": "select_one", "select_all_that_apply": "select_multiple"}
_OTHER: Final = Choice("other", "Other")
"""The choice that `or_other` behind a list adds to it."""


def read_form(data: bytes, file: str) -> tuple[tuple[Question, ...], list[Problem]]:
    """Return the questions in the form's order, each with its choices; leave out groups and notes."""
    sheets, problems = read_workbook(data, file, wanted=lambda name: _sheet_name(name) in ("survey", "choices"))
    if sheets is None:
        return (), problems
    by_name = {_sheet_name(sheet.name): sheet for sheet in sheets}
    if "survey" not in by_name:
        mend = "Put the XLSForm there, or take the file out and list the questions in items.csv."
        return (), [*problems, error(file, "It has no sheet “survey”, so it is no XLSForm.", mend)]
    place = f"{file}, sheet {by_name['survey'].name}"
    headings = _headings(by_name["survey"])
    if not {"type", "name"} <= set(headings):
        mend = "Give the sheet the columns type, name and label."
        return (), [*problems, error(place, "A column “type” or “name” is missing.", mend, row=1)]
    choices, faults = _choices(by_name.get("choices"), file)
    problems += faults
    questions: list[Question] = []
    for number, row in enumerate(_rows(by_name["survey"]), start=2):
        question, faults = _question(row, choices, place, number)
        problems += faults
        if question is None:
            continue
        if any(question.name == other.name for other in questions):
            what = f"Two questions are named “{question.name}”."
            problems.append(error(place, what, "Give each its own name.", row=number, column="name"))
        questions.append(question)
    return tuple(questions), problems


def _question(
    row: Mapping[str, str], choices: Mapping[str, tuple[Choice, ...]] | None, place: str, number: int
) -> tuple[Question | None, list[Problem]]:
    """Return the question that a row asks (None if it asks none), and what is wrong with it."""
    written = " ".join(row.get("type", "").split())
    kind = written.partition(" ")[0]
    if not kind or kind in _NOT_ASKED or kind.startswith(("begin_", "end_")) or _is_yes(row.get("disabled", "")):
        return None, []
    name = row.get("name", "")
    if not name:
        return None, [error(place, "The question has no name.", "Name it.", row=number, column="name")]
    label = row.get("label", name)
    found = _SELECT.fullmatch(written)
    if found is None:
        if written in ("select_one", "select_multiple"):
            what = f"The question “{name}” does not say which list it offers."
            mend = f"Write the list's name behind {written}."
            return Question(name, kind, label), [error(place, what, mend, row=number, column="type")]
        return Question(name, kind, label), []
    kind = found["kind"].replace(" ", "_")
    kind = _KINDS.get(kind, kind)
    offered = (choices or {}).get(found["list"], ())
    problems = []
    # `${question}` offers earlier answers; and a sheet that cannot be read is reported only once.
    if not offered and choices is not None and not found["list"].startswith("${"):
        what = f"The list “{found['list']}” is not on the sheet choices."
        problems.append(error(place, what, "Add its choices there.", row=number, column="type"))
    if offered and found["other"] and _OTHER.value not in {choice.value for choice in offered}:
        offered = (*offered, _OTHER)
    return Question(name, kind, label, offered), problems


def _choices(sheet: Sheet | None, file: str) -> tuple[dict[str, tuple[Choice, ...]] | None, list[Problem]]:
    """Return the choices of each list; None if the sheet lacks the needed columns."""
    if sheet is None:
        return {}, []
    missing = [name for name in ("list_name", "name") if name not in _headings(sheet)]
    if missing:
        what = f"The column “{missing[0]}” is missing."
        return None, [error(f"{file}, sheet {sheet.name}", what, "Give it list_name, name and label.", row=1)]
    lists: dict[str, tuple[Choice, ...]] = {}
    for row in _rows(sheet):
        owner, value = row.get("list_name"), row.get("name")
        if owner and value:
            lists[owner] = (*lists.get(owner, ()), Choice(value, row.get("label", value)))
    return lists, []


def _headings(sheet: Sheet) -> list[str]:
    """Return each column's heading under its current name; leave an older name alone if the current one
    is there too.
    """
    plain = [cell.partition(":")[0].strip().casefold().replace(" ", "_") for cell in sheet.grid.header]
    return [_OLDER_NAMES[name] if _OLDER_NAMES.get(name, name) not in plain else name for name in plain]


def _rows(sheet: Sheet) -> list[dict[str, str]]:
    """Return each row's filled cells by heading; of several columns with one heading (languages), use the first filled
    one.
    """
    headings = _headings(sheet)
    rows: list[dict[str, str]] = []
    for cells in sheet.grid.frame.rows():
        row: dict[str, str] = {}
        for heading, cell in zip(headings, cells, strict=True):
            if cell and cell.strip():
                row.setdefault(heading, cell.strip())
        rows.append(row)
    return rows


def _sheet_name(name: str) -> str:
    return name.strip().casefold()


def _is_yes(cell: str) -> bool:
    return cell.casefold() in ("yes", "true", "true()")
