"""`tideturn check --ask`: what it asks, and what it writes where."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from tests.commands.asking import (
    MEASURES,
    REASONS,
    RESPONSES,
    SESSIONS,
    WORDS,
    asked,
    contents,
    filled_in,
    talk,
)

from tideturn.cli import main
from tideturn.commands import check_ask
from tideturn.commands.check_ask import as_csv
from tideturn.dataset.check import check_folder
from tideturn.dataset.read import read_folder
from tideturn.dataset.write import folder_files

OLDER = "file,row,column,mine,reason,by\nsessions.csv,3,date,keep,Seen at the door,TM\nsessions.csv,9,date,,Gone,TM\n"


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
    refused = dict.fromkeys(("../../x", "a|b", "T\x08M", "-PM"), "This is not a role code.")
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


# --- What would change a verdict


def open_folder(folder: Path) -> Path:
    """A folder that leaves open what outcomes claim, who keeps a count, who was invited, and when work started."""
    for path, text in {
        "outcomes.csv": "outcome_id,area,title,due_year\nO1,system,A,1\nO2,system,B,1\n",
        "surveys/s/items.csv": "item,outcome_id,agree,disagree\nq2,O1,4|5,1|2|3\n",
        "surveys/s/invited.csv": "",
        "indicators.csv": "indicator,title,outcome_id\nnrm,NRM referrals,O1\n",
        "series.csv": "indicator,site,period,count\nnrm,L,2018-09,4\n",
        "cases.csv": "case_id,site,received,opened,comparison\n"
        "C1,L,2018-10-01,2018-10-01,\nC2,L,2018-10-01,2018-10-01,waiting\nC3,L,2018-10-01,2018-10-01,\n",
        "assessments.csv": "case_id,date,stage,outcome_id,score,scale_min,scale_max\n"
        + "".join(f"{case},2019-02-01,review,O1,2,1,5\n" for case in ("C1", "C2", "C3")),
        "pathways/custody.toml": 'outcome_id = "O1"\n[[steps]]\nname = "arrive"\n',
        "sessions.csv": "case_id,date,kind,held\nC1,2018-10-08,therapy,yes\nC2,2018-10-15,therapy,yes\n"
        "C1,2018-10-02,therapy,no\n",
    }.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text)
    if not (folder / "surveys/s/invited.csv").read_text():
        (folder / "surveys/s/invited.csv").unlink()
    (folder / "programme.toml").write_text(
        'comparison_order = "By date of referral"\n' + (folder / "programme.toml").read_text()
    )
    return folder


ANSWERS = {
    "claim_unknown": ("state", "change"),
    "item_measures_unknown": ("level",),
    "kept_by_unknown": ("other",),
    "pathway_kept_by_unknown": ("other",),
    "invited_unknown": ("9",),
    "started_in_sessions": ("sessions",),
    "started_unknown": ("2018-10-22",),
}


def test_what_would_change_a_verdict_is_asked_first_and_written_in_one_go(folder: Path) -> None:
    within = open_folder(folder)
    assert [question.rule for question in asked(within)][:8] == [
        "claim_unknown",
        "claim_unknown",
        "item_measures_unknown",
        "kept_by_unknown",
        "pathway_kept_by_unknown",
        "invited_unknown",
        "started_in_sessions",
        "started_unknown",
    ]
    main(["check", str(within), "--answers", str(filled_in(within, ANSWERS))])
    after = contents(within)
    assert after["outcomes.csv"].decode() == (
        "outcome_id,area,title,due_year,claim\nO1,system,A,1,state\nO2,system,B,1,change\n"
    )
    assert after["surveys/s/items.csv"].endswith(b"disagree,measures\nq2,O1,4|5,1|2|3,level\n")
    assert after["indicators.csv"].endswith(b",kept_by\nnrm,NRM referrals,O1,other\n")
    assert after["pathways/custody.toml"].decode() == (
        'kept_by = "other"\noutcome_id = "O1"\n[[steps]]\nname = "arrive"\n'
    )
    assert after["surveys/s/invited.csv"] == b"voice,site,year,invited\nstaff,L,1,9\n"
    assert [line.split(",")[-1] for line in after["cases.csv"].decode().splitlines()] == [
        "started",
        "2018-10-08",
        "2018-10-15",
        "2018-10-22",
    ]
    assert not {question.rule for question in asked(within)} & set(ANSWERS)


@pytest.mark.parametrize(
    ("rule", "answer", "what"),
    [
        ("invited_unknown", "3", "4 answered, so at least 4 were invited."),
        ("invited_unknown", "a few", "“a few” is not a whole number"),
        ("invited_unknown", "-1", "-1 is below 0"),
        ("started_unknown", "in autumn", "“in autumn” is not a date"),
        ("claim_unknown", "both", "“both” is none of the answers. Choose one of: state, change."),
    ],
)
def test_what_cannot_be_is_told_where_it_is_typed_and_asked_again(
    folder: Path, rule: str, answer: str, what: str
) -> None:
    question = next(question for question in asked(open_folder(folder)) if question.rule == rule)
    given, said = talk([question], [answer, ANSWERS[rule][0]])
    assert [one.answer for one in given] == [ANSWERS[rule][0]]
    assert any(what in line for line in said), said


# --- A folder that Tideturn wrote


def test_the_package_of_a_folder_that_tideturn_wrote_keeps_describing_it(folder: Path) -> None:
    dataset = read_folder(folder)
    for name, content in folder_files(dataset).items():
        (folder / name).write_bytes(content)
    main(["check", str(folder), "--answers", str(filled_in(folder, REASONS))])
    assert '"path": "queries.csv"' in (folder / "datapackage.json").read_text()
