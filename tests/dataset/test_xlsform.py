"""XLSForms as they are really written: older headings, several languages, and lists that are no lists.

What is accepted follows the reference at https://xlsform.org and its converter, pyxform (`aliases.py`).
"""

from __future__ import annotations

import io

import openpyxl
import pytest

from tideturn.dataset.xlsform import read_form

Sheets = dict[str, list[list[object]]]
CHOICES: list[list[object]] = [["list_name", "name", "label"], ["agree", 1, "No"], ["agree", 2, "Yes"]]


def form(sheets: Sheets) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def questions_of(sheets: Sheets):
    questions, problems = read_form(form(sheets), "form.xlsx")
    assert problems == []
    return questions


def offered(question) -> list[tuple[str, str]]:
    return [(choice.value, choice.label) for choice in question.choices]


@pytest.mark.parametrize(
    "header",
    [
        ["list_name", "name", "label"],
        ["list name", "name", "label"],
        ["list_name", "value", "label"],
        ["List Name", "Value", "Label"],
        [" list_name ", "name", "caption"],
        ["list_name", "name", "label::English (en)"],
        ["list_name", "name", "Label :: English"],
        ["list_name", "name", "label:English"],
    ],
)
def test_a_list_is_read_under_every_heading_that_is_in_use(header):
    (question,) = questions_of(
        {
            "survey": [["type", "name", "label"], ["select_one agree", "q1", "Do you?"]],
            "choices": [header, *CHOICES[1:]],
        }
    )
    assert offered(question) == [("1", "No"), ("2", "Yes")]


def test_a_column_called_value_beside_name_is_the_programmes_own():
    (question,) = questions_of(
        {
            "survey": [["type", "name", "label"], ["select_one agree", "q1", "Do you?"]],
            "choices": [["list_name", "value", "name", "label"], ["agree", 10, "a", "No"], ["agree", 20, "b", "Yes"]],
        }
    )
    assert offered(question) == [("a", "No"), ("b", "Yes")]


@pytest.mark.parametrize(
    ("header", "label"),
    [
        (["type", "name", "label"], "English"),
        (["Type", "Name", "Label"], "English"),
        (["command", "tag", "caption"], "English"),
        (["type", "name", "label::English (en)", "label::Welsh (cy)"], "English"),
        (["type", "name", "label::Welsh (cy)", "label::English (en)"], "English"),
        (["type", "name", "hint", "label"], "Cymraeg"),
    ],
)
def test_of_several_languages_the_first_that_is_filled_is_the_label(header, label):
    row = ["text", "q1", "English", "Cymraeg"][: len(header)]
    (question,) = questions_of({"survey": [header, row]})
    assert (question.name, question.kind, question.label) == ("q1", "text", label)


def test_a_label_that_is_missing_in_the_first_language_is_taken_from_the_next():
    header = ["type", "name", "label::Welsh (cy)", "label::English (en)"]
    (question,) = questions_of({"survey": [header, ["text", "q1", None, "English"]]})
    assert question.label == "English"


@pytest.mark.parametrize(
    ("written", "kind", "values"),
    [
        ("select_one agree", "select_one", "12"),
        (" select_one  agree ", "select_one", "12"),
        ("select one agree", "select_one", "12"),
        ("select one from agree", "select_one", "12"),
        ("select1 agree", "select_one", "12"),
        ("add select one prompt using agree", "select_one", "12"),
        ("select_multiple agree", "select_multiple", "12"),
        ("select all that apply from agree", "select_multiple", "12"),
        ("rank agree", "rank", "12"),
        ("select_one ${before}", "select_one", ""),
        ("select_one_from_file towns.csv", "select_one_from_file", ""),
        ("integer", "integer", ""),
    ],
)
def test_every_way_to_offer_a_list(written, kind, values):
    (question,) = questions_of({"survey": [["type", "name"], [written, "q1"]], "choices": CHOICES})
    assert (question.kind, "".join(choice.value for choice in question.choices)) == (kind, values)


def test_or_other_adds_the_answer_that_it_allows_and_only_once():
    given = {"survey": [["type", "name"], ["select_one agree or_other", "q1"]], "choices": CHOICES}
    (question,) = questions_of(given)
    assert offered(question)[2:] == [("other", "Other")]
    (question,) = questions_of(given | {"choices": [*CHOICES, ["agree", "other", "Something else"]]})
    assert offered(question)[2:] == [("other", "Something else")]


def test_what_asks_nothing_and_what_is_disabled_is_passed_over():
    silent = ["begin group", "begin_repeat", "end_repeat", "end group", "note", "calculate", "start-geopoint", "audit"]
    rows: list[list[object]] = [[kind, f"n{number}", None] for number, kind in enumerate(silent)]
    rows += [["text", "old", "yes"], ["text", "older", True], ["text", "asked", "no"], [None, None, None]]
    questions = questions_of({"survey": [["type", "name", "disabled"], *rows]})
    assert [question.name for question in questions] == ["asked"]


def test_sheets_are_found_in_any_case():
    (question,) = questions_of(
        {"Survey": [["type", "name"], ["select_one agree", "q1"]], " Choices": CHOICES, "settings": [["form_title"]]}
    )
    assert len(question.choices) == 2


@pytest.mark.parametrize(
    ("sheets", "place", "what"),
    [
        (
            {"survey": [["type", "name"], ["select_one agree", "q"]], "choices": [["name", "label"], [1, "No"]]},
            "form.xlsx, sheet choices, row 1",
            "The column “list_name” is missing.",
        ),
        (
            {
                "survey": [["type", "name"], ["select_one agree", "q"]],
                "choices": [["list_name", "label"], ["agree", 1]],
            },
            "form.xlsx, sheet choices, row 1",
            "The column “name” is missing.",
        ),
        (
            {"survey": [["type", "name"], ["text", "a"], ["select_one", "q"]], "choices": CHOICES},
            "form.xlsx, sheet survey, row 3, column type",
            "The question “q” does not say which list it offers.",
        ),
        (
            {"survey": [["type", "name"], [], ["select_multiple agreed", "q"]], "choices": CHOICES},
            "form.xlsx, sheet survey, row 3, column type",
            "The list “agreed” is not on the sheet choices.",
        ),
        ({"survey": [["name", "label"]]}, "form.xlsx, sheet survey, row 1", "A column “type” or “name” is missing."),
    ],
)
def test_what_is_wrong_with_a_form_is_told_once_and_by_its_place(sheets, place, what):
    _, (problem,) = read_form(form(sheets), "form.xlsx")
    assert (problem.place, problem.what) == (place, what)
    assert problem.mend
