"""`tideturn check --ask`: what it asks, and what it writes where."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from tideturn import stopping
from tideturn.cli import main
from tideturn.commands import check_ask
from tideturn.commands.check_ask import Given, as_csv, ask, converse
from tideturn.dataset.check import check_folder, examined
from tideturn.dataset.check.asking import questions, role_fault
from tideturn.dataset.check.folder import Folder
from tideturn.dataset.read import read_folder
from tideturn.dataset.write import folder_files

PROGRAMME = """name = "Tidewater"
[[sites]]
code = "L"
name = "London"
[[years]]
number = 1
start = 2018-09-01
end = 2019-08-31
"""
OUTCOMES = "outcome_id,area,title,due_year\nO1,system,A,1\nO2,system,B,1\n"
ITEMS = 'item,outcome_id,mine,agree,disagree\r\nq1,O1,"x, y",yes,no\r\nq1,O2,,yes|maybe,\r\nq2,O1,z,4|5,1|2\r\n'
RESPONSES = """response_id,voice,site,year,date,q1,q2
R1,staff,L,1,2018-10-01,yes,4
R2,staff,L,1,2018-10-01,maybe,3
R3,staff,L,1,2018-10-01,perhaps,5
R4,staff,L,1,2018-10-01,NA,1
"""
CASES = "case_id,site,received,opened\nC1,L,2018-10-01,2018-10-02\nC2,L,2018-10-01,2018-10-02\n"
SESSIONS = "case_id,date,kind,held\nC1,2018-10-01,therapy,yes\nC2,2018-10-01,therapy,yes\n"
OLDER = "file,row,column,mine,reason,by\nsessions.csv,3,date,keep,Seen at the door,TM\nsessions.csv,9,date,,Gone,TM\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {
        "programme.toml": PROGRAMME,
        "outcomes.csv": OUTCOMES,
        "cases.csv": CASES,
        "sessions.csv": SESSIONS,
        "surveys/s/items.csv": ITEMS,
        "surveys/s/responses.csv": RESPONSES,
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(text.encode())
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def asked(folder: Path) -> list:
    found = examined(folder)
    return questions(found.folder, found.problems)


def filled_in(folder: Path, answers: dict[str, tuple[str, ...]], key: str = "") -> Path:
    """The questions as CSV with answers by rule, one after the other; `key` in place of a reason's own."""
    rows = list(csv.DictReader(io.StringIO(as_csv(asked(folder)))))
    left = {rule: list(given) for rule, given in answers.items()}
    for row in rows:
        if left.get(row["rule"]):
            row["answer"] = left[row["rule"]].pop(0)
            row["by"] = "TM"
            row["key"] = key if key and row["rule"] == "session_outside_case" else row["key"]
    path = folder.parent / f"{folder.name}.questions.csv"
    with path.open("w", newline="", encoding="utf-8-sig") as stream:
        writer = csv.DictWriter(stream, check_ask.COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


MEASURES = {"item_measures_unknown": ("change", "change", "level")}
WORDS = {"answer_in_no_list": ("same", "scale", "opinion_none")}
REASONS = {"session_outside_case": ("Seen early", "Seen early too")}


def test_check_alone_changes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "queries.csv").write_text(OLDER)
    before = contents(folder)
    assert main(["check", str(folder)]) == 1
    assert contents(folder) == before


def test_each_unknown_answer_is_asked_once_an_item_and_a_reason_comes_last(folder: Path) -> None:
    found = [(q.rule, q.about.key, q.about.column, q.about.value) for q in asked(folder)]
    assert found == [
        ("item_measures_unknown", "q1|O1", "measures", ""),
        ("item_measures_unknown", "q1|O2", "measures", ""),
        ("item_measures_unknown", "q2|O1", "measures", ""),
        ("answer_in_no_list", "*", "q1", "maybe"),
        ("answer_in_no_list", "*", "q2", "3"),
        ("answer_in_no_list", "*", "q1", "perhaps"),
        ("session_outside_case", "C1|2018-10-01|therapy|yes", "date", "2018-10-01"),
        ("session_outside_case", "C2|2018-10-01|therapy|yes", "date", "2018-10-01"),
    ]
    measures, word = asked(folder)[0], asked(folder)[3]
    assert list(measures.choices) == ["level", "change"]
    assert list(word.choices) == ["agree", "same", "worse", "disagree", "too_early", "scale", "opinion_none"]


def test_answers_read_back_are_written_where_they_belong_and_nothing_else_changes(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(folder)
    assert main(["check", str(folder), "--answers", str(filled_in(folder, MEASURES | WORDS | REASONS))]) == 0
    after = contents(folder)
    assert after["surveys/s/items.csv"].decode() == (
        "item,outcome_id,mine,agree,disagree,measures,same,scale,opinion_none\r\n"
        'q1,O1,"x, y",yes,no,change,maybe,,perhaps\r\n'
        "q1,O2,,yes|maybe,,change,,,perhaps\r\n"
        "q2,O1,z,4|5,1|2,level,,1|2|3|4|5,\r\n"
    )
    assert after["queries.csv"].decode() == (
        "file,key,column,value,reason,by\n"
        "sessions.csv,C1|2018-10-01|therapy|yes,date,2018-10-01,Seen early,TM\n"
        "sessions.csv,C2|2018-10-01|therapy|yes,date,2018-10-01,Seen early too,TM\n"
    )
    assert after["surveys/s/items.csv.before"] == before["surveys/s/items.csv"]
    new = {"surveys/s/items.csv.before", "queries.csv"}
    assert {name for name in after if after[name] != before.get(name)} == new | {"surveys/s/items.csv"}
    assert "ready to evaluate" in capsys.readouterr().out


def test_an_asterisk_as_key_answers_every_row_with_the_value(folder: Path) -> None:
    path = filled_in(folder, {"session_outside_case": ("Seen early",)}, key="*")
    main(["check", str(folder), "--answers", str(path)])
    assert "sessions.csv,*,date,2018-10-01,Seen early,TM\n" in (folder / "queries.csv").read_text()
    assert not any(problem.file == "sessions.csv" for problem in check_folder(folder))


def test_several_words_of_one_item_are_all_kept(folder: Path) -> None:
    main(
        ["check", str(folder), "--answers", str(filled_in(folder, {"answer_in_no_list": ("disagree", "", "disagree")}))]
    )
    assert 'q1,O1,"x, y",yes,no|maybe|perhaps\r\n' in (folder / "surveys/s/items.csv").read_bytes().decode()


@pytest.mark.parametrize(
    ("answers", "what"),
    [
        ({"item_measures_unknown": ("levels",)}, "“levels” is none of the answers. Choose one of: level, change."),
        ({"session_outside_case": ("Ring 020 7946 0958",)}, "It holds what looks like a telephone number."),
        ({"session_outside_case": ("a\x00b\x1b[31m",)}, "It holds U+0000 (null), which nobody can see."),
        ({"session_outside_case": ("*",)}, "A reason is needed after the *."),
    ],
)
def test_an_answer_that_cannot_be_taken_is_told_and_nothing_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str], answers: dict[str, tuple[str, ...]], what: str
) -> None:
    path = filled_in(folder, REASONS | MEASURES | answers)
    before = contents(folder)
    assert main(["check", str(folder), "--answers", str(path)]) == 2
    told = capsys.readouterr().err
    assert what in " ".join(told.split())
    assert told.startswith(f"tideturn: {path}: Some answers cannot be taken, so nothing was written.")
    assert "The folder" not in told
    assert contents(folder) == before


def answered_twice(folder: Path, answers: dict[str, tuple[str, ...]], then: dict[str, str]) -> tuple[Path, int]:
    """A file of one answer whose row comes again at the end as `then` says, and the first of the two rows."""
    path = filled_in(folder, answers)
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    place, row = next((place, row) for place, row in enumerate(rows, start=2) if row["answer"])
    with path.open("a", newline="", encoding="utf-8") as stream:
        csv.DictWriter(stream, check_ask.COLUMNS).writerow({**row, **then})
    return path, place


@pytest.mark.parametrize(
    ("answers", "then", "what"),
    [
        ({"item_measures_unknown": ("level",)}, {"answer": "change"}, "give different answers to the same question"),
        ({"answer_in_no_list": ("agree",)}, {"answer": "disagree"}, "give different answers to the same question"),
        ({"session_outside_case": ("One",)}, {"answer": "Two"}, "differ in the reason or in by for the same value"),
        ({"session_outside_case": ("One",)}, {"by": "PM"}, "differ in the reason or in by for the same value"),
    ],
)
def test_answers_that_contradict_one_another_are_refused_with_both_rows(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    answers: dict[str, tuple[str, ...]],
    then: dict[str, str],
    what: str,
) -> None:
    path, row = answered_twice(folder, answers, then)
    before = contents(folder)
    assert main(["check", str(folder), "--answers", str(path)]) == 2
    assert f"Rows {row} and 10 {what}. Keep one of them." in " ".join(capsys.readouterr().err.split())
    assert contents(folder) == before


def test_the_same_reason_given_twice_is_written_once(folder: Path) -> None:
    path, _ = answered_twice(folder, {"session_outside_case": ("One",)}, {})
    main(["check", str(folder), "--answers", str(path)])
    assert (folder / "queries.csv").read_text().count("One") == 1


def test_a_reason_needs_somebody_who_gives_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    refused = dict.fromkeys(("../../x", "a|b", "T\x08M", "-PM"), "This is no role code.")
    refused |= {"": "It is not said who answers.", "Jo Smith": "This looks like a person's name."}
    for by, what in refused.items():
        path = filled_in(folder, REASONS)
        path.write_text(path.read_text(encoding="utf-8-sig").replace(",Seen early,TM", f",Seen early,{by}"))
        assert main(["check", str(folder), "--answers", str(path)]) == 2
        assert what in " ".join(capsys.readouterr().err.split())
    assert not (folder / "queries.csv").exists()


@pytest.mark.parametrize(("text", "what"), [("a,b\n", "“rule” is missing"), ('a,"b\n', "cannot be read as CSV")])
def test_a_file_that_holds_no_answers_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str, what: str
) -> None:
    path = folder.parent / "none.csv"
    path.write_text(text)
    assert main(["check", str(folder), "--answers", str(path)]) == 2
    assert what in capsys.readouterr().err


def test_an_answer_to_what_is_not_asked_any_more_is_listed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = filled_in(folder, MEASURES | REASONS)
    (folder / "sessions.csv").write_text(SESSIONS.replace("C2,2018-10-01", "C2,2018-10-03"))
    assert main(["check", str(folder), "--answers", str(path)]) == 1
    out = capsys.readouterr().out
    assert "These answers no longer fit. Look at each again:\n  sessions.csv, column date: Seen early too\n" in out


def test_without_a_terminal_the_questions_are_printed_as_csv(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(folder)
    assert main(["check", str(folder), "--ask"]) == 1
    told = capsys.readouterr()
    rows = list(csv.DictReader(io.StringIO(told.out)))
    assert [row["rule"] for row in rows] == [question.rule for question in asked(folder)]
    assert rows[0]["choose"] == "level (how things are) · change (whether and how things changed)"
    assert "8 queries" in told.err
    assert contents(folder) == before


def test_older_answers_are_rewritten_and_those_that_fit_nothing_are_listed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "queries.csv").write_text(OLDER)
    main(["check", str(folder), "--ask"])
    assert (folder / "queries.csv").read_text() == (
        "file,row,key,column,mine,value,reason,by\n"
        "sessions.csv,,C2|2018-10-01|therapy|yes,date,keep,2018-10-01,Seen at the door,TM\n"
        "sessions.csv,9,,date,,,Gone,TM\n"
    )
    assert (folder / "queries.csv.before").read_text() == OLDER
    assert "no longer fit" in (told := capsys.readouterr().err)
    assert "sessions.csv, row 9, column date: Gone" in told


def test_the_column_of_rows_goes_once_no_answer_needs_it(folder: Path) -> None:
    (folder / "queries.csv").write_text("".join(OLDER.splitlines(keepends=True)[:2]))
    main(["check", str(folder), "--ask"])
    assert (folder / "queries.csv").read_text().splitlines()[0] == "file,key,column,mine,value,reason,by"
    assert [p.file for p in check_folder(folder) if p.file == "queries.csv"] == []


def test_while_a_file_cannot_be_read_older_answers_stay_as_they_are(folder: Path) -> None:
    (folder / "queries.csv").write_text(OLDER)
    (folder / "sessions.csv").write_bytes(b"\xff")
    main(["check", str(folder), "--ask"])
    assert (folder / "queries.csv").read_text() == OLDER


def test_json_and_questions_are_not_printed_together(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(folder), "--ask", "--json"]) == 2
    assert "--json prints problems" in capsys.readouterr().err


# --- At a terminal


CTRL_C, NO_TEXT = "\x03", "\x04"


def talk(questions: list, lines: Iterable[str]) -> tuple[list[Given], list[str]]:
    said: list[str] = []
    waiting = iter(lines)

    def read(prompt: str) -> str:
        said.append(prompt)
        line = next(waiting, None)
        if line is None:
            raise EOFError
        if line == CTRL_C:
            raise KeyboardInterrupt
        if line == NO_TEXT:
            raise UnicodeDecodeError("utf-8", b"\xe9", 0, 1, "invalid")
        return line

    return list(converse(questions, read, said.append)), said


def test_an_answer_is_a_code_or_its_number_and_is_asked_again_where_it_is_neither(folder: Path) -> None:
    given, said = talk(asked(folder), ["2", "levels", "level"])
    assert [one.answer for one in given] == ["change", "level"]
    assert any("none of the answers" in line for line in said)


def test_enter_leaves_a_question_open_and_a_full_stop_ends(folder: Path) -> None:
    given, _ = talk(asked(folder), ["", "level", "."])
    assert [(one.about.key, one.answer) for one in given] == [("q1|O2", "level")]


@pytest.mark.parametrize("by", ["PM", "Head of service 2", "q.a_lead-1", "Évaluatrice"])
def test_a_role_may_hold_letters_digits_spaces_hyphens_dots_and_underscores(by: str) -> None:
    assert role_fault(by) == ""


def test_the_role_is_asked_once_and_an_asterisk_spares_the_rows_with_the_same_value(folder: Path) -> None:
    reasons = [question for question in asked(folder) if question.is_reason]
    given, said = talk(reasons, ["Seen early", "Jo Smith", "TM", "Seen early too"])
    assert [(one.answer, one.by) for one in given] == [("Seen early", "TM"), ("Seen early too", "TM")]
    assert sum("role code" in line for line in said) == 3  # asked twice, and once told why
    given, _ = talk(reasons, ["* Seen early", "TM", "never asked"])
    assert [(one.about.key, one.answer) for one in given] == [("*", "Seen early")]


def test_an_asterisk_alone_is_no_reason(folder: Path) -> None:
    reasons = [question for question in asked(folder) if question.is_reason]
    given, said = talk(reasons, ["*", "* *", "* Seen early", "TM"])
    assert [(one.about.key, one.answer) for one in given] == [("*", "Seen early")]
    assert said.count("A reason is needed after the *.") == 2


def test_one_reason_is_asked_for_a_value_that_several_rules_query(folder: Path) -> None:
    reason = next(question for question in asked(folder) if question.is_reason)
    other = replace(reason, rule="another", what="It is odd too.")
    given, said = talk([reason, other], ["Seen early", "TM", "never asked"])
    assert [one.answer for one in given] == ["Seen early"]
    assert said[-1] == "Your reason answers this too: It is odd too."


def test_a_reason_with_a_control_character_is_asked_for_again(folder: Path) -> None:
    reasons = [question for question in asked(folder) if question.is_reason]
    given, said = talk(reasons, ["See\x1bn", "Seen\tearly", "TM", "."])
    assert [(one.answer, one.by) for one in given] == [("Seen\tearly", "TM")]
    assert "It holds U+001B (escape), which nobody can see. Write it without that character." in said


def test_at_ctrl_c_it_says_what_would_be_lost_and_a_full_stop_still_saves(folder: Path) -> None:
    warning = "Not saved yet: 2 answers. Write . to save, or press Ctrl-C again to discard."
    given, said = talk(asked(folder), ["level", "change", CTRL_C, "."])
    assert [one.answer for one in given] == ["level", "change"]
    assert warning in said
    given, said = talk(asked(folder), ["level", "change", CTRL_C, "level", CTRL_C, "."])
    assert len(given) == 3
    assert warning.replace("2", "3") in said
    for lines in ([CTRL_C], ["level", CTRL_C, CTRL_C]):
        with pytest.raises(KeyboardInterrupt):
            talk(asked(folder), lines)


def test_after_ctrl_c_and_a_full_stop_the_command_ends_as_any_other(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at_a_terminal(monkeypatch)
    lines = iter(["level", CTRL_C, "."])

    def read(_prompt: str) -> str:
        if (line := next(lines)) == CTRL_C:
            stopping._interrupt(0, None)
        return line

    monkeypatch.setattr("builtins.input", read)
    assert main(["check", str(folder), "--ask"]) == 1
    assert 'q1,O1,"x, y",yes,no,level' in (folder / "surveys/s/items.csv").read_text()
    assert not stopping.asked()


def test_a_letter_that_is_no_text_is_asked_for_again(folder: Path) -> None:
    reasons = [question for question in asked(folder) if question.is_reason]
    given, said = talk(reasons, [NO_TEXT, "caf\udce9", "Seen early", "P\udce9", "PM", "."])
    assert [(one.answer, one.by) for one in given] == [("Seen early", "PM")]
    assert sum("not in UTF-8" in line for line in said) == 3


def test_a_full_stop_for_a_role_ends_and_says_what_is_not_saved(folder: Path) -> None:
    reasons = [question for question in asked(folder) if question.is_reason]
    given, said = talk(reasons, ["Seen early", "."])
    assert given == []
    assert said[-1] == "Your last reason is not saved, since nobody answers for it."


def test_where_nothing_is_open_it_says_so() -> None:
    assert talk([], [])[1] == ["There is nothing to ask."]


def test_an_asterisk_before_a_choice_is_refused_where_it_is_typed(folder: Path) -> None:
    given, said = talk(asked(folder), ["level", "*level", "change", "."])
    assert [one.answer for one in given] == ["level", "change"]
    assert sum("“*level” is none of the answers" in line for line in said) == 1


def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)


def test_an_answer_that_fits_no_longer_at_the_end_costs_no_other(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at_a_terminal(monkeypatch)
    lines = iter(["", "", "change", "same", "."])

    def read(_prompt: str) -> str:
        ends = iter((",measures", ",level", ",level", ","))
        (folder / "surveys/s/items.csv").write_text("".join(f"{row}{next(ends)}\n" for row in ITEMS.splitlines()))
        return next(lines)

    monkeypatch.setattr("builtins.input", read)
    ask(folder, lambda: examined(folder), None)
    assert "q2,O1,z,4|5,1|2,change\n" in (folder / "surveys/s/items.csv").read_text()
    assert "Look at each again:\n  surveys/s/responses.csv, column q1: same\n" in capsys.readouterr().out


def test_what_somebody_changed_while_it_was_asked_is_looked_at_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at_a_terminal(monkeypatch)
    lines = iter(["change", "."])

    def read(_prompt: str) -> str:
        items = ITEMS.replace("q1,O1", "q0,O1,,yes,no\r\nq1,O1", 1)
        (folder / "surveys/s/items.csv").write_bytes(items.encode())
        return next(lines)

    monkeypatch.setattr("builtins.input", read)
    ask(folder, lambda: examined(folder), None)
    assert b'q1,O1,"x, y",yes,no,change\r\n' in (folder / "surveys/s/items.csv").read_bytes()


# --- Surveys with a form, a scale, or several answers


def test_with_a_scale_the_error_is_asked_about_and_a_neutral_answer_gets_its_place(folder: Path) -> None:
    (folder / "surveys/s/items.csv").write_text("item,outcome_id,measures,scale,agree\nq2,O1,level,1|4|5|dk,4|5\n")
    (question,) = [q for q in asked(folder) if q.rule == "answer_off_the_scale"]
    (edit,) = question.edits("scale")
    assert (edit.word, edit.held, edit.index) == ("3", ("1", "4", "5", "dk"), 1)


WORDED = "item,outcome_id,measures,agree,disagree\nq1,O1,level,Agree|Strongly agree,Disagree|Strongly disagree\n"
SCALE = "Strongly disagree|Disagree|Neither|Agree|Strongly agree"


def test_a_scale_of_words_is_asked_for_in_order(folder: Path) -> None:
    (folder / "surveys/s/items.csv").write_text(WORDED)
    answers = RESPONSES.replace("maybe", "Neither").replace("yes", "Agree").replace("perhaps", "Unsure")
    (folder / "surveys/s/responses.csv").write_text(answers)
    question = next(q for q in asked(folder) if q.about.value == "Neither")
    assert "from least to most" in question.choices["scale"]
    asks = "Write all the answers from least to most, separated by |. They are "
    asks += "Disagree|Strongly disagree|Neither|Agree|Strongly agree"
    for wrong in ("scale", SCALE.replace("Neither", "Nether"), "Neither|Agree", f"{SCALE}|Agree", f"{SCALE}|Perhaps"):
        assert question.fault(wrong) == asks
    assert [question.fault(right) for right in (SCALE, f"{SCALE}|Unsure", "disagree")] == ["", "", ""]
    given, said = talk([question], ["4", SCALE])
    assert [one.answer for one in given] == [SCALE]
    assert said[-2] == asks
    for second in ("", SCALE.replace("Neither", "Unsure"), f"{SCALE}|Unsure"):
        (folder / "surveys/s/items.csv").write_text(WORDED)
        path = filled_in(folder, {"answer_in_no_list": (f"{SCALE}|Unsure" if "|Unsure" in second else SCALE, second)})
        main(["check", str(folder), "--answers", str(path)])
        written = (folder / "surveys/s/items.csv").read_text().splitlines()[1].rpartition(",")[2].split("|")
        assert [word for word in written if word != "Unsure"] == SCALE.split("|")
        assert written.count("Unsure") == bool(second)


def test_of_a_level_nothing_is_asked_about_change(folder: Path) -> None:
    for measures in ("level", "change"):
        (folder / "surveys/s/items.csv").write_text(f"item,outcome_id,measures,agree\nq2,O1,{measures},4|5\n")
        question = next(q for q in asked(folder) if q.rule == "answer_in_no_list")
        assert ("same" in question.choices, "worse" in question.choices) == (measures == "change",) * 2
        assert ("of a change" in " ".join(question.choices.values())) == (measures == "change")


def test_an_option_is_one_of_the_answers_or_none(folder: Path) -> None:
    (folder / "surveys/s/items.csv").write_text("item,outcome_id,kind,scale\nq1,O1,several,yes|maybe\n")
    (question,) = [q for q in asked(folder) if not q.is_reason]
    assert list(question.choices) == ["scale", "opinion_none"]
    (edit,) = question.edits("scale")
    assert (edit.word, edit.index) == ("perhaps", 2)


@pytest.mark.parametrize(
    ("items", "rule"),
    [
        ("item,outcome_id,agree\nq1,O1,yes\n", "several_not_said"),
        ("item,outcome_id,scale\nq1,O1,yes|perhaps\n", "answer_off_the_scale"),
    ],
)
def test_several_answers_in_one_cell_may_be_said_to_be_that(folder: Path, items: str, rule: str) -> None:
    (folder / "surveys/s/items.csv").write_text(items)
    (folder / "surveys/s/responses.csv").write_text(RESPONSES.replace("maybe", "yes|no"))
    (question,) = [q for q in asked(folder) if q.rule == rule]
    assert list(question.choices) == ["several"]
    assert {(edit.column, edit.text) for edit in question.edits("several")} == {("kind", "several")}


def test_an_answer_that_looks_like_identity_is_not_repeated_by_a_question(folder: Path) -> None:
    responses = folder / "surveys/s/responses.csv"
    responses.write_text(RESPONSES.replace("maybe", "jo@example.org").replace("perhaps", "p" * 70))
    long = [q for q in asked(folder) if q.rule == "answer_in_no_list" and q.about.column == "q1"]
    assert [q.about.value[0] for q in long] == ["#"]
    assert long[0].edits("agree")[0].word == "p" * 70
    assert "example.org" not in as_csv(asked(folder))


# --- Causal claims


def test_whether_a_cause_helps_or_hinders_goes_into_the_claim_and_is_no_reason(folder: Path) -> None:
    (folder / "causal_claims.csv").write_text("interview_id,start,end,from_factor,to_factor\nI1,0,9,turnover,trust\n")
    (question,) = [q for q in asked(folder) if q.rule == "effect_unstated"]
    assert list(question.choices) == ["helps", "hinders"]
    assert not question.is_reason
    main(["check", str(folder), "--answers", str(filled_in(folder, {"effect_unstated": ("hinders",)}))])
    assert (folder / "causal_claims.csv").read_text().splitlines()[1] == "I1,0,9,turnover,trust,hinders"
    assert not (folder / "queries.csv").exists()


# --- Workbooks


def as_workbook(folder: Path) -> Path:
    """The folder as one workbook, with a column before the first, and a sheet of answers."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    sheets = {
        "programme": [("name", "value"), ("name", "Tidewater")],
        "sites": [("code", "name"), ("L", "London")],
        "years": [("number", "start", "end"), (1, "2018-09-01", "2019-08-31")],
        "queries": [("file", "key", "column", "value", "reason", "by")],
    }
    for name, path in {
        "outcomes": "outcomes.csv",
        "cases": "cases.csv",
        "sessions": "sessions.csv",
        "s.items": "surveys/s/items.csv",
        "s.responses": "surveys/s/responses.csv",
        **({"toc_nodes": "toc_nodes.csv"} if (folder / "toc_nodes.csv").exists() else {}),
    }.items():
        sheets[name] = list(csv.reader(io.StringIO((folder / path).read_text(), newline="")))
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    place = folder / "book" / "programme.xlsx"
    place.parent.mkdir()
    book.save(place)
    return place


def test_of_a_workbook_sheets_are_named_and_no_files(folder: Path) -> None:
    (folder / "toc_nodes.csv").write_text("node_id,kind,title\nN1,output,t\n")
    (folder / "cases.csv").write_text(CASES.replace("C1,L,2018", "C1,L,2028"))
    (folder / "surveys/s/items.csv").write_text("item,outcome_id,agree\nq9,O1,yes\n")
    (folder / "surveys/s/responses.csv").write_text(RESPONSES.replace("2018-10-01,yes", ",yes"))
    place = as_workbook(folder)
    mixed = folder / "mixed"
    mixed.mkdir()
    (mixed / place.name).write_bytes(place.read_bytes())
    (mixed / "toc_links.csv").write_text("link_id,from_node,to_node\n")
    said = {at: " ".join(f"{one.what} {one.mend}" for one in check_folder(at)) for at in (place, mixed)}
    for words in (
        "or say in the sheet queries why it stands",
        "Give a node this outcome_id in the sheet toc_nodes.",
        "“q9” is no column of programme.xlsx, sheet s.responses.",
    ):
        assert words in said[place]
    assert "in the sheet toc_links" in said[place]
    assert "in toc_links.csv" in said[mixed]
    assert ".csv" not in said[place]


def test_a_sentence_names_the_sheet_where_a_workbook_holds_the_table() -> None:
    book = Folder(None, programme_book="p.xlsx")
    for words, spoken in {
        "items.csv does not say what": "The sheet S.items does not say what",
        "Say in surveys/a b/items.csv what": "Say in the sheet a b.items what",
        "Add it to programme.toml.": "Add it to the sheet programme.",
        "Write pathways/custody.toml.": "Write pathways/custody.toml.",
        "Give questions.csv.": "Give questions.csv.",
    }.items():
        assert book.spoken(words) == spoken
        assert Folder(None).spoken(words) == words


@pytest.mark.parametrize("alone", [True, False])
def test_for_a_workbook_the_cells_to_fill_in_are_printed(
    folder: Path, capsys: pytest.CaptureFixture[str], alone: bool
) -> None:
    book = as_workbook(folder)
    place = book if alone else book.parent
    before = book.read_bytes()
    path = filled_in(place, MEASURES | WORDS | REASONS)
    assert main(["check", str(place), "--answers", str(path)]) == 1
    out = capsys.readouterr().out
    assert "A workbook is not written to. Fill in these cells:" in out
    assert "programme.xlsx, sheet s.items, row 2, in a new column measures: change" in out
    assert "programme.xlsx, sheet s.items, row 2, in a new column same: maybe" in out
    assert "programme.xlsx, sheet queries, cell A2: programme.xlsx, sheet sessions" in out
    assert "programme.xlsx, sheet queries, cell E3: Seen early too" in out
    assert book.read_bytes() == before
    assert {entry.name for entry in book.parent.iterdir()} <= {"programme.xlsx", path.name}


def test_a_workbook_without_a_sheet_for_answers_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = as_workbook(folder)
    book = openpyxl.load_workbook(place)
    del book["queries"]
    book.save(place)
    assert main(["check", str(place), "--answers", str(filled_in(place, REASONS))]) == 2
    assert "The workbook has no sheet “queries”" in capsys.readouterr().err


# --- A folder that Tideturn wrote


def test_the_package_of_a_folder_that_tideturn_wrote_keeps_describing_it(folder: Path) -> None:
    dataset = read_folder(folder)
    for name, content in folder_files(dataset).items():
        (folder / name).write_bytes(content)
    main(["check", str(folder), "--answers", str(filled_in(folder, REASONS))])
    assert '"path": "queries.csv"' in (folder / "datapackage.json").read_text()
