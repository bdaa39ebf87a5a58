"""The checks as a whole: declared once, explained on a page, run over a folder on disk."""

import inspect
import re
from pathlib import Path

import pytest

from tideturn.dataset.check import RULES, SUBJECTS, check_folder
from tideturn.dataset.check.page import reference_page
from tideturn.dataset.problems import Severity, TideturnError

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "checks.md"

PROGRAMME = """name = "Tidewater"
[[sites]]
code = "L"
name = "London"
[[years]]
number = 1
start = 2018-09-01
end = 2019-08-31
"""
CASES = "case_id,site,received,opened\nC1,L,2018-10-01,2018-10-02\nC2,L,2018-10-05,2018-10-06\n"
SESSIONS = "case_id,date,kind,held\nC1,2018-10-03,therapy,yes\nC1,2018-10-01,therapy,yes\n"


def written(tmp_path, **files):
    given = {"programme.toml": PROGRAMME, "cases.csv": CASES, **{f"{name}.csv": text for name, text in files.items()}}
    for name, text in given.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_every_rule_has_its_own_code_and_says_what_and_why():
    codes = [rule.code for rule in RULES]
    assert len(set(codes)) == len(codes) > 40
    for rule in RULES:
        assert re.fullmatch(r"[a-z_]+", rule.code)
        assert rule.looks_for
        assert rule.why


def test_every_rule_of_a_module_is_listed():
    listed = {rule.code for rule in RULES}
    for rules in SUBJECTS.values():
        module = inspect.getmodule(rules[0].find)
        declared = {value.code for value in vars(module).values() if type(value) is type(rules[0])}
        assert declared <= listed


def test_the_reference_page_is_made_from_the_rules():
    assert PAGE.read_text(encoding="utf-8") == reference_page()


def test_a_sound_folder_has_no_problems(tmp_path):
    assert check_folder(written(tmp_path)) == []


def test_every_problem_is_told_at_once_in_order_and_nothing_is_changed(tmp_path):
    cases = CASES + "C2,X,2018-10-05,2018-10-01\nC3,L,soon,\n"
    folder = written(tmp_path, cases=cases, sessions=SESSIONS)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    said = []
    problems = check_folder(folder, on_progress=said.append)
    assert [(p.file, p.row, p.column, p.severity) for p in problems] == [
        ("cases.csv", 4, "case_id", Severity.ERROR),
        ("cases.csv", 4, "opened", Severity.ERROR),
        ("cases.csv", 4, "site", Severity.ERROR),
        ("cases.csv", 5, "received", Severity.ERROR),
        ("sessions.csv", 3, "date", Severity.QUERY),
    ]
    assert said
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_an_answered_query_leaves_the_folder_clean(tmp_path):
    queries = "file,row,column,reason,by\nsessions.csv,3,date,Seen before it was opened,TM\n"
    assert check_folder(written(tmp_path, sessions=SESSIONS, queries=queries)) == []


def test_a_folder_without_its_programme_is_checked_as_far_as_it_goes(tmp_path):
    folder = written(tmp_path, cases=CASES + "C1,X,2018-10-05,\n")
    (folder / "programme.toml").unlink()
    problems = check_folder(folder)
    assert any(p.rule == "duplicate_key" for p in problems)
    assert any(p.file == "programme.toml" for p in problems)
    assert not any(p.column == "site" for p in problems)


def test_nothing_at_all_is_said_in_a_sentence(tmp_path):
    with pytest.raises(TideturnError):
        check_folder(tmp_path / "nowhere")


def test_every_query_can_be_answered_since_it_names_row_and_column(folder):
    row = {"case_id": "C1", "date": "2010-01-01", "from": "A", "to": "A", "wave": "1", "stage": "reversed"}
    survey = {
        "s": {"items": [{"item": "q1", "scale": "1"}], "responses": [{"response_id": "R", "q1": "7", "stage": "after"}]}
    }
    within = folder(
        surveys=survey,
        transcripts={"x.txt": "My name is Sample"},
        toc_nodes=[{"node_id": "a", "kind": "output", "title": "a"}],
        outcomes=[{"outcome_id": "O", "area": "cyp", "title": "t", "due_year": "1"}],
        assessments=[{"case_id": "C", "date": "2010-01-01", "outcome_id": "O", "score": "1"}],
        changes=[{"change_id": "c", "date": "2010-01-01", "stage": row["stage"]}],
        events=[{"pathway": "P", "case_id": "1", "time": "2010-01-01"}],
        overrides=[{"by": "Joan Sample"}],
        learning=[{"point": "said Mrs Sample"}],
    )
    queries = [p for rule in RULES if rule.severity is Severity.QUERY for p in rule.problems(within)]
    assert len({p.rule for p in queries}) >= 11
    assert all(p.row is not None and p.column is not None for p in queries)


def test_no_report_of_a_problem_spreads_what_looks_like_identity(tmp_path):
    cases = CASES + "C3,L,jo@example.org,\nC4,SW1A 1AA,2018-10-05,\n"
    problems = check_folder(written(tmp_path, cases=cases))
    assert [(p.row, p.rule) for p in problems if p.column == "received"] == [(4, "date"), (4, "identity_in_cell")]
    assert not any("example.org" in p.what + p.mend or "1AA" in p.what + p.mend for p in problems)


def test_a_code_that_is_nearly_right_is_offered(tmp_path):
    sessions = "case_id,date,kind,held\nC1x,2018-10-03,therapy,yes\n"
    (problem,) = check_folder(written(tmp_path, sessions=sessions))
    assert problem.mend == "Perhaps “C1”? Correct the code, or add its row to cases.csv."
