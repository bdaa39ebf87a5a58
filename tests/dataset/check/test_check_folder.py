"""The checks as a whole: declared once, explained on a page, run over a folder on disk."""

import inspect
import re
from pathlib import Path

import pytest
from tests.tidewater import PROGRAMME

from tideturn.dataset.check import RULES, SUBJECTS, check_folder
from tideturn.dataset.check.page import reference_page
from tideturn.dataset.problems import Severity, TideturnError

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "checks.md"

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
    queries = "file,key,column,value,reason,by\nsessions.csv,C1|2018-10-01|therapy|yes,date,2018-10-01,Seen early,TM\n"
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
    outcomes = "outcome_id,area,title,due_year,claim,sites\nO1,system,A,1,change,Lx\n"
    (problem,) = check_folder(written(tmp_path, outcomes=outcomes))
    assert problem.mend == "Perhaps “L”? Use L, or add it to programme.toml."


NETWORK = PROGRAMME + '[network]\noutcome_id = "O1"\n'
OUTCOMES = "outcome_id,area,title,due_year\n"
RESPONSES = "response_id,voice,site,year,q1\n"
ITEMS = "item,outcome_id,agree\n"
INTERVIEWS = "interview_id,file,voice,site,year,consent_to_quote\n"
CODINGS = "interview_id,start,end,code,coder\nsurvey:s:R1:q1,0,1,k,a\n"
EVENTS = "pathway,case_id,step,time\np,1,a,2018-10-01\n"
NODES = "node_id,kind,title,outcome_id\n"
LINKS = "link_id,from_node,to_node\n"
WAVES = "wave,organisation_id,date,responded\n"
ORGANISATIONS = "organisation_id,name,sector,site\nA,A,police,L\nB,B,health,L\n"
TIES = "wave,from,to,kind,strength\n1,A,B,works_with,1\n"


@pytest.mark.parametrize(
    ("rule", "file", "lacking", "whole", "beside"),
    [
        ("pathway_unknown", "outcomes.csv", OUTCOMES, "O1,system,A,1\n", {"pathways/p.toml": 'outcome_id = "O1"\n'}),
        ("pathway_unknown", "tables.xlsx", None, "no workbook", {"pathways/p.toml": 'outcome_id = "O1"\n'}),
        ("network_outcome_unknown", "outcomes.csv", OUTCOMES, "O1,system,A,1\n", {"programme.toml": NETWORK}),
        (
            "unknown_reference",
            "cases.csv",
            "case_id,site,received\nC9,L,2018-10-01\n",
            "C1,L,2018-10-01\n",
            {"sessions.csv": SESSIONS},
        ),
        (
            "unknown_reference",
            "surveys/s/responses.csv",
            RESPONSES,
            "R1,staff,L,1,4\n",
            {"codings.csv": CODINGS, "codebook.csv": "code,title\nk,K\n"},
        ),
        (
            "item_without_column",
            "surveys/s/responses.csv",
            RESPONSES.replace(",q1", ""),
            "",
            {"surveys/s/items.csv": ITEMS + "q1,O1,4\n"},
        ),
        (
            "survey_without_items",
            "surveys/s/items.csv",
            ITEMS,
            "q1,O1,4\n",
            {"surveys/s/responses.csv": RESPONSES + "R1,staff,L,1,4\n"},
        ),
        ("pathway_without_file", "pathways/p.toml", None, 'name = "P"\n', {"events.csv": EVENTS}),
        (
            "transcript_missing",
            "transcripts/i1.txt",
            None,
            "words",
            {"interviews.csv": INTERVIEWS + "I1,i1.txt,staff,L,1,yes\n"},
        ),
        (
            "transcript_unnamed",
            "interviews.csv",
            INTERVIEWS,
            "I1,i1.txt,staff,L,1,yes\n",
            {"transcripts/i1.txt": "words"},
        ),
        (
            "node_without_link",
            "toc_links.csv",
            LINKS,
            "1,b,a\n",
            {"toc_nodes.csv": NODES + "a,outcome,A,\nb,output,B,\n"},
        ),
        (
            "outcome_without_node",
            "toc_nodes.csv",
            NODES + "b,output,B,\n",
            "a,outcome,A,O1\n",
            {"outcomes.csv": OUTCOMES + "O1,system,A,1\n"},
        ),
        (
            "tie_without_answer",
            "waves.csv",
            WAVES + "1,B,2018-10-01,yes\n",
            "1,A,2018-10-01,yes\n",
            {"ties.csv": TIES, "organisations.csv": ORGANISATIONS},
        ),
    ],
)
def test_nobody_is_blamed_for_what_a_file_that_cannot_be_read_may_hold(tmp_path, rule, file, lacking, whole, beside):
    """The same folder twice: `file` without what something else points to, and `file` damaged."""
    files = {"programme.toml": PROGRAMME, **beside}
    if lacking is not None:
        files[file] = lacking
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    problems = check_folder(tmp_path)
    assert rule in {problem.rule for problem in problems}
    assert file not in {problem.file for problem in problems if problem.severity is Severity.ERROR}

    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_bytes(((lacking or "") + whole).encode() + b"\xff")
    problems = check_folder(tmp_path)
    assert rule not in {problem.rule for problem in problems}
    assert file in {problem.file for problem in problems if problem.severity is Severity.ERROR}
