"""Control characters: where they stand, which they are, and how to mend them."""

import unicodedata

import pytest

from tideturn.dataset.check.controls import control_character, named

CONTROLS = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))]
INNOCENT = "\t\n\r"


@pytest.mark.parametrize("control", CONTROLS)
def test_each_is_told_by_the_name_that_unicode_gives_it(control):
    code, _, name = named(control).removesuffix(")").partition(" (")
    assert code == f"U+{ord(control):04X}"
    assert unicodedata.lookup(name) == control


@pytest.mark.parametrize("control", CONTROLS)
def test_each_is_found_in_a_text_except_tabs_and_the_ends_of_lines(folder, control):
    found = list(control_character.problems(folder(learning=[{"point": "plain"}, {"point": f"ab{control}c"}])))
    if control in INNOCENT:
        assert found == []
    else:
        (problem,) = found
        assert (problem.file, problem.row, problem.column) == ("learning.csv", 3, "point")
        assert problem.what == f"{named(control)} is the cell's character 3; nobody can see it."


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("“It’s – well… fine,” said É. Ñandú ½ 中文 👩\u200d👧", True),  # what people write
        ("a\u00a0b\u00adc\u200bd\ufeff", True),  # unseen as well, and no control characters
        ("two\nlines and a\ttab", True),
        ("two\r\nlines", True),
        ("\x1b[31mred\x1b[0m", False),
        ("caf\x9b", False),
    ],
)
def test_what_people_write_is_left_alone(folder, text, harmless):
    found = list(control_character.problems(folder(learning=[{"point": text}])))
    assert (found == []) is harmless


def test_it_is_found_in_codes_in_lists_of_codes_in_answers_and_in_further_columns(folder, places):
    within = folder(
        cases=[
            {"case_id": "C\x071", "site": "L", "received": "2018-10-01", "criteria_met": "K1|K\x7f2", "note": "\x02"}
        ],
        surveys={"s": {"responses": [{"response_id": "R1"}, {"response_id": "R2", "q1": "no\x1b"}]}},
    )
    assert places(control_character, within) == [
        ("cases.csv", 2, "case_id"),
        ("cases.csv", 2, "criteria_met"),
        ("cases.csv", 2, "note"),
        ("surveys/s/responses.csv", 3, "q1"),
    ]


def test_a_header_that_holds_one_is_told_in_row_1(folder):
    (problem,) = control_character.problems(folder(cases=[{"case_id": "C1", "no\x08te": "x"}]))
    assert (problem.row, problem.what) == (1, "U+0008 (backspace) is the header's character 3; nobody can see it.")


def test_several_in_one_cell_are_one_query_with_their_count(folder):
    (problem,) = control_character.problems(folder(learning=[{"point": "\x1b[2J\x07\x07"}]))
    assert problem.what == "U+001B (escape) is the cell's character 1, and 2 further ones; nobody can see it."
    assert "Take it out" in problem.mend


def test_a_mark_of_windows_that_was_read_as_latin_1_is_given_back(folder):
    """Windows-1252 has 0x92 for the apostrophe and 0x85 for the ellipsis (Unicode Consortium, CP1252.TXT)."""
    (problem,) = control_character.problems(folder(learning=[{"point": "it\x92s done\x85"}]))
    assert "write “…” for U+0085 and “’” for U+0092" in problem.mend
    (problem,) = control_character.problems(folder(learning=[{"point": "\x81"}]))  # 0x81 stands for nothing there
    assert problem.mend.startswith("Take it out")
