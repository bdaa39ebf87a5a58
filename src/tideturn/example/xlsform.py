"""A survey's questions as an XLSForm, the spreadsheet that survey tools use to build their forms (xlsform.org)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

from tideturn.dataset.model import Choice, Question


def form_of(title: str, form_id: str, questions: Sequence[Question]) -> bytes:
    """Return the workbook as bytes, the same on every run, with sheets `survey`, `choices` and `settings`."""
    import xlsxwriter  # imported here because it is heavy and needed only when the example is written

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"title": title, "created": datetime(2018, 9, 1)})
    lists = _lists(questions)
    survey = book.add_worksheet("survey")
    survey.write_row(0, 0, ("type", "name", "label"))
    for row, question in enumerate(questions, start=1):
        kind = f"{question.kind} {lists[question.choices]}" if question.choices else question.kind
        survey.write_row(row, 0, (kind, question.name, question.label))
    choices = book.add_worksheet("choices")
    choices.write_row(0, 0, ("list_name", "name", "label"))
    offered = [(name, choice.value, choice.label) for options, name in lists.items() for choice in options]
    for row, cells in enumerate(offered, start=1):
        choices.write_row(row, 0, cells)
    settings = book.add_worksheet("settings")
    settings.write_row(0, 0, ("form_title", "form_id"))
    settings.write_row(1, 0, (title, form_id))
    book.close()
    return stream.getvalue()


def _lists(questions: Sequence[Question]) -> dict[tuple[Choice, ...], str]:
    """Return a name for each list of choices. Questions that offer the same choices share one name."""
    offered = dict.fromkeys(question.choices for question in questions if question.choices)
    return {choices: f"answers_{number}" for number, choices in enumerate(offered, start=1)}
