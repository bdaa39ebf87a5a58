"""`evaluate`, `verify` and `explain` on a folder made by hand: the follow-up survey of the founding document."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.worked_example import example

from tideturn.cli import main
from tideturn.dataset.check import read_checked
from tideturn.dataset.read import read_folder
from tideturn.dataset.write import folder_files, write_folder

PROGRAMME = """name = "Follow-up"

[[sites]]
code = "ldn"
name = "London"

[[sites]]
code = "bhm"
name = "Birmingham"

[[years]]
number = 1
start = 2018-09-01
end = 2019-08-31

[[years]]
number = 2
start = 2019-09-01
end = 2020-08-31
"""
OUTCOMES = """outcome_id,area,title,due_year,claim,definition
lasting,practitioner,Change in practice that lasts,1,change,
later,system,Policies change,2,change,
unasked,practitioner,Understanding of exploitation,1,change,
"""
ITEMS = """item,outcome_id,label,measures,scale,agree,disagree
effect,lasting,Training has had a lasting effect on my practice,change,Disagree|Neutral|Agree,Agree,Disagree
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """17 answered, 13 of them agree; 11 are from London (9 agree) and 6 from Birmingham (4 agree)."""
    place = tmp_path / "folder"
    survey = place / "surveys" / "followup"
    survey.mkdir(parents=True)
    (place / "programme.toml").write_text(PROGRAMME, encoding="utf-8")
    (place / "outcomes.csv").write_text(OUTCOMES, encoding="utf-8")
    (survey / "items.csv").write_text(ITEMS, encoding="utf-8")
    answers = [("ldn", "Agree")] * 9 + [("ldn", "Neutral")] * 2 + [("bhm", "Agree")] * 4 + [("bhm", "Disagree")] * 2
    told = [f"R{n},stakeholder,{site},1,2019-05-06,{said}\n" for n, (site, said) in enumerate(answers, start=1)]
    (survey / "responses.csv").write_text(
        "".join(["response_id,voice,site,year,date,effect\n", *told]), encoding="utf-8"
    )
    (survey / "invited.csv").write_text(
        "voice,site,year,invited\nstakeholder,ldn,1,40\nstakeholder,bhm,1,20\n", encoding="utf-8"
    )
    return place


def evaluated(folder: Path, out: Path, year: int = 1) -> dict:
    assert main(["evaluate", str(folder), "--year", str(year), "--out", str(out)]) == 0
    return json.loads((out / "evaluation.json").read_bytes())


def explained(folder: Path, capsys: pytest.CaptureFixture[str], *which: str) -> str:
    """What it says of an outcome of Year 1, on one line."""
    assert main(["explain", str(folder), "--year", "1", *which]) == 0
    return " ".join(capsys.readouterr().out.split())


def write(folder: Path, **tables: str) -> None:
    for name, content in tables.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")


def outcome(whole: dict, outcome_id: str, scope: str = "programme") -> dict:
    return next(o for o in whole["outcomes"] if (o["outcome_id"], o["scope"]) == (outcome_id, scope))


def test_answers_from_before_the_programme_enter_no_year_of_it(folder: Path, tmp_path: Path) -> None:
    before = evaluated(folder, tmp_path / "before")
    survey = folder / "surveys" / "followup"
    with (survey / "responses.csv").open("a") as stream:
        stream.writelines(f"B{number},stakeholder,ldn,0,,Disagree\n" for number in range(12))
    with (survey / "invited.csv").open("a") as stream:
        stream.write("stakeholder,ldn,0,15\n")
    assert evaluated(folder, tmp_path / "after") == before
    assert main(["evaluate", str(folder), "--year", "0", "--out", str(tmp_path / "none")]) == 2


def test_the_follow_up_is_emerging_and_of_13_of_17(folder: Path, tmp_path: Path) -> None:
    whole = evaluated(folder, tmp_path / "out")
    verdict = outcome(whole, "lasting")
    assert (verdict["verdict"], verdict["rule"]) == ("emerging", 7)
    strand = verdict["strands"][0]
    assert (strand["kind"], strand["voice"], strand["n"], strand["k"]) == ("survey", "stakeholder", 17, 13)
    # Wilson 1927: 13 of 17 is 0.527 to 0.904.
    assert (strand["low"], strand["high"]) == (pytest.approx(0.5274, abs=5e-5), pytest.approx(0.9044, abs=1e-4))
    assert "28%" in " ".join(verdict["confidence_reasons"])
    few = outcome(whole, "lasting", "bhm")
    assert few["verdict"] == "insufficient"
    assert (few["strands"][0]["k"], few["strands"][0]["n"], few["strands"][0]["share"]) == (4, 6, None)
    assert outcome(whole, "later")["verdict"] == "too_early"
    assert outcome(whole, "unasked")["verdict"] == "not_measured"
    assert outcome(whole, "unasked")["confidence"] is None
    assert {gap["outcome_id"] for gap in whole["gaps"]} == {"unasked", "lasting"}


def test_two_runs_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    evaluated(folder, tmp_path / "a")
    evaluated(folder, tmp_path / "b")
    for name in ("evaluation.json", "report.html"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_the_terminal_shows_a_verdict_for_each_outcome(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluated(folder, tmp_path / "out")
    said = capsys.readouterr().out
    for words in ("Emerging", "Too early to tell", "Not measured", "Change in practice", "report.html"):
        assert words in said


def test_the_words_of_a_folder_do_not_command_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "programme.toml").write_text(
        'name = "Bell\\u001b[2J"\nsites = [{ code = "a", name = "A\\u001b[1m" }]\n'
        "years = [{ number = 1, start = 2018-09-01, end = 2019-08-31 }]\n"
    )
    (tmp_path / "outcomes.csv").write_text("outcome_id,area,title,due_year\no,cyp,\x1b[31mSafer,1\n")
    assert main(["evaluate", str(tmp_path), "--year", "1", "--out", str(tmp_path / "out")]) == 0
    assert main(["explain", str(tmp_path), "--year", "1", "o"]) == 0
    said = capsys.readouterr().out
    assert "[31mSafer" in said
    assert "\x1b" not in said


def test_verify_proves_it_and_finds_one_altered_answer(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    evaluated(folder, out)
    assert main(["verify", str(out), str(folder)]) == 0
    assert "Verified" in capsys.readouterr().out
    responses = folder / "surveys" / "followup" / "responses.csv"
    responses.write_text(responses.read_text().replace("Agree", "Disagree", 1))
    assert main(["verify", str(out), str(folder)]) == 1
    said = capsys.readouterr().out
    assert "Not verified" in said
    assert "survey/followup/effect/stakeholder/programme/1" in said


def test_verify_holds_nothing_against_what_other_rules_judged(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A verdict that is another by new rules did not fall, and is no fault of the folder's."""
    out = tmp_path / "out"
    evaluated(folder, out)
    held = json.loads((out / "evaluation.json").read_bytes())
    assert held.pop("judgement") == 2
    (out / "evaluation.json").write_text(json.dumps(held))
    assert main(["verify", str(out), str(folder)]) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "This evaluation used version 1 of the rules of judgement. This Tideturn has version 2." in said
    assert "Do not compare the verdicts of the two" in said


def test_verify_finds_a_document_that_was_altered_or_is_not_there(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    evaluated(folder, out)
    page = out / "report.html"
    page.write_bytes(page.read_bytes().replace(b"13 of 17", b"16 of 17"))
    (out / "annex.pdf").write_bytes(b"%PDF")
    (out / "summary.docx").unlink()
    assert main(["verify", str(out), str(folder)]) == 1
    told = capsys.readouterr().out
    for name in ("report.html", "annex.pdf"):
        assert f"{name}: it is not what this folder and this version of Tideturn give" in told
    assert "summary.docx: the file is not there" in told


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"year": "one"}', b"\xff\xfe"])
def test_verify_refuses_what_is_no_evaluation(folder: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "evaluation.json").write_bytes(content)
    assert main(["verify", str(tmp_path), str(folder)]) == 2


def test_explain_names_the_rule_the_rows_and_what_would_change_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = explained(folder, capsys, "lasting")
    for words in ("Emerging", "rule 7", "13 of 17", "sha256", "What would change the verdict", "supported"):
        assert words in said
    assert "4 of 6" in explained(folder, capsys, "lasting", "bhm")


def test_explain_leaves_out_a_reason_that_its_evidence_does_not_prove(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tideturn.evaluation.claims.bindings import Bindings

    assert "left out" not in explained(folder, capsys, "lasting")
    monkeypatch.setattr(Bindings, "why_not", lambda *_: "It is not so.")
    told = explained(folder, capsys, "lasting")
    assert "This reason is left out, since Tideturn could not prove its numbers." in told
    assert "13 of 17" not in told


def test_explain_tells_the_contribution_with_what_every_rival_weighs_and_each_test(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(
        folder,
        rivals="outcome_id,rival,weighed,reason,by\nlasting,A new law,as_strong,It came in the same month.,PM\n"
        "lasting,Luck,unknown,Nobody asked.,PM\n",
        findings="claim_id,section,text,type,outcome_id,scope,year,author\n"
        "f,practitioners,It lasts.,change,lasting,programme,1,PM\n",
        finding_evidence="claim_id,evidence_id,edge,test,expected,expected_on,seen\n"
        "f,survey/followup/effect/stakeholder/programme/1,supports,straw,Most name a step.,2018-10-01,yes\n",
    )
    assert (
        "The programme’s contribution: not shown "
        "Too few people said, without being asked, that a step towards it helps. "
        "- “A new law”: it explains as much as the programme does (It came in the same month). "
        "- “Luck”: nobody has found out (Nobody asked). "
        "- “Most name a step.”, a straw test: it was seen. "
    ) in explained(folder, capsys, "lasting")
    assert "contribution" not in explained(folder, capsys, "lasting", "ldn")


def test_explain_tells_what_helped_apart_from_what_held_back(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ends = [("training", "lasts", "helps"), ("training", "lasts", "hinders"), ("turnover", "lasts", "hinders")]
    ends += [("training", "known", "helps")]
    rows = "".join(f"survey:followup:R{n}:effect,0,5,{','.join(end)}\n" for n, end in enumerate(ends, start=1))
    write(
        folder,
        causal_claims=f"interview_id,start,end,from_factor,to_factor,effect\n{rows}",
        factors="factor,node_id\ntraining,\nturnover,\nlasts,a\nknown,b\n",
        toc_nodes="node_id,kind,title,outcome_id\na,outcome,Lasts,lasting\nb,outcome,Known,unasked\n",
    )
    said = explained(folder, capsys, "lasting")
    assert "What people said helped - Training: 1 person; 1 said otherwise " in said
    assert "What people said held it back - Training: 1 person; 1 said otherwise - Turnover: 1 person " in said
    assert "not what caused it" not in said
    helps = "What people said helps - Training: 1 person The evidence does not show that this outcome came about"
    assert helps in explained(folder, capsys, "unasked")
    assert "What people said" not in explained(folder, capsys, "lasting", "ldn")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["explain", "FOLDER", "--year", "1", "lastly"], "tideturn: There is no outcome"),
        (["explain", "FOLDER", "--year", "1", "--claim", "f9"], "There is no finding “f9”. The findings of Year 1"),
        (["explain", "FOLDER", "--year", "1", "lasting", "leeds"], "not judged at"),
        (["evaluate", "FOLDER", "--year", "7", "--out", "OUT"], "no Year 7"),
        (["evaluate", "NOWHERE", "--year", "1", "--out", "OUT"], "NOWHERE"),
    ],
)
def test_what_does_not_exist_is_named(
    folder: Path, tmp_path: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    places = {"FOLDER": str(folder), "OUT": str(tmp_path / "out"), "NOWHERE": str(tmp_path / "NOWHERE")}
    assert main([places.get(word, word) for word in words]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_an_error_in_the_folder_stops_the_evaluation_and_keeps_the_old_report(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    evaluated(folder, out)
    before = (out / "report.html").read_bytes()
    (folder / "outcomes.csv").write_text(OUTCOMES.replace("due_year", "due"), encoding="utf-8")
    assert main(["evaluate", str(folder), "--year", "1", "--out", str(out)]) == 2
    assert "outcomes.csv" in capsys.readouterr().err
    assert (out / "report.html").read_bytes() == before
    assert sorted(path.name for path in out.iterdir()) == [
        *("annex.pdf", "board.svg", "evaluation.json", "evidence.html", "plain-partners.pdf", "plain-young-people.pdf"),
        *("report.docx", "report.html", "report.pdf", "summary.docx", "summary.pdf"),
    ]


def test_a_fault_of_ours_is_a_sentence_and_not_a_traceback(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tideturn.commands.evaluate.judged", lambda *_: 1 / 0)
    assert main(["evaluate", str(folder), "--year", "1", "--out", str(tmp_path / "out")]) == 2
    said = capsys.readouterr().err
    assert "Tideturn itself went wrong" in said
    assert "Traceback" not in said


def test_stopping_half_way_leaves_nothing(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tideturn.commands.evaluate.documents", stop)
    assert main(["evaluate", str(folder), "--year", "1", "--out", str(tmp_path / "out")]) == 130
    assert not (tmp_path / "out").exists()
    assert "Stopped" in capsys.readouterr().err


def test_what_does_not_fit_together_is_not_judged(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    responses = folder / "surveys" / "followup" / "responses.csv"
    responses.write_text(responses.read_text().replace("R1,stakeholder,ldn", "R1,stakeholder,leeds"))
    assert main(["evaluate", str(folder), "--year", "1", "--out", str(tmp_path / "out")]) == 2
    said = capsys.readouterr().err
    assert "responses.csv, row 2, column site" in said
    assert not (tmp_path / "out").exists()


def test_queries_do_not_stop_it_and_are_counted(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    items = folder / "surveys" / "followup" / "items.csv"
    items.write_text(ITEMS.replace(",change,", ",,"))
    evaluated(folder, tmp_path / "out")
    assert "1 query is not answered" in capsys.readouterr().out


def test_reading_and_checking_gives_the_dataset_that_reading_gives(tmp_path: Path) -> None:
    write_folder(example(), tmp_path / "example")
    checked, queries = read_checked(tmp_path / "example")
    plain = read_folder(tmp_path / "example")
    assert queries == ()
    assert checked.programme == plain.programme
    assert checked.tables.keys() == plain.tables.keys()
    assert all(checked.tables[name].equals(plain.tables[name]) for name in plain.tables)
    assert folder_files(checked) == folder_files(plain)


def test_a_programme_without_outcomes_is_not_judged(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "surveys" / "followup" / "items.csv").write_text(ITEMS.splitlines()[0] + "\n")
    (folder / "outcomes.csv").write_text(OUTCOMES.splitlines()[0] + "\n", encoding="utf-8")
    assert main(["evaluate", str(folder), "--year", "1", "--out", str(tmp_path / "out")]) == 2
    assert "lists no outcome" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_page_alone_is_made_at_once_proved_alone_and_tells_of_what_is_older(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["evaluate", str(folder), "--year", "1", "--out", str(out), "--page-only"]) == 0
    assert sorted(path.name for path in out.iterdir()) == ["evaluation.json", "evidence.html", "report.html"]
    assert main(["verify", str(out), str(folder)]) == 0
    (out / "report.pdf").write_bytes(b"older")
    capsys.readouterr()
    assert main(["evaluate", str(folder), "--year", "1", "--out", str(out), "--page-only"]) == 0
    assert "Of an earlier run, and not made again: report.pdf." in capsys.readouterr().out
    assert main(["verify", str(out), str(folder)]) == 1


def test_one_sentence_that_is_not_proved_is_told_of_in_the_singular(capsys: pytest.CaptureFixture[str]) -> None:
    from tideturn.commands.evaluate import print_left_out

    print_left_out(json.dumps({"claims": [{"claim_id": "c", "text": "Two.", "why_not": ["It is 3."]}]}).encode())
    told = " ".join(capsys.readouterr().out.split())
    assert told == (
        "Tideturn could not prove one of its own sentences, and left it out of the report. Its numbers stay in the "
        "tables: c: “Two.” It is 3. This is a fault of Tideturn, not of your records. Please report it."
    )


def test_a_sentence_that_the_records_do_not_bear_out_is_left_out_and_named(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As though the engine counted wrongly: its own evidence contradicts the sentence."""
    from tideturn.report.sections import summary

    counted = summary.stated_noun
    monkeypatch.setattr(
        summary, "stated_noun", lambda field, value, *nouns, **more: counted(field, value + 1, *nouns, **more)
    )
    assert main(["evaluate", str(folder), "--year", "1", "--out", str(tmp_path / "out"), "--page-only"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "of its own sentences, and left it out of the report. Its numbers stay in the tables:" in told
    assert "all of verdicts/1 is 3, not 4." in told
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "4 outcomes were due" not in page
    claims = json.loads((tmp_path / "out" / "evaluation.json").read_bytes())["claims"]
    assert [claim["grade"] for claim in claims if "4 outcomes were due" in claim["text"]] == ["stopped"]


def test_a_finding_is_explained_part_by_part(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = "13 of 17 partners said that training had a lasting effect on their practice, and more."
    write(
        folder,
        findings="claim_id,section,text,type,outcome_id,scope,year,author,reviewer,judged_part\n"
        f'f1,practitioners,"{said}",descriptive,lasting,programme,1,evaluator-1,evaluator-2,and more\n',
        finding_evidence="claim_id,evidence_id,edge\nf1,survey/followup/effect/stakeholder/programme/1,supports\n",
    )
    assert main(["explain", str(folder), "--year", "1", "--claim", "f1"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert told.startswith("f1: judged")
    assert "“13 of 17”: k of survey/followup/effect/stakeholder/programme/1" in told
    assert "Not proved:" in told
    assert "more" in told.partition("Not proved:")[2]
    assert "Judged: and more Why: nobody has given a reason." in told
    assert "unreviewed (fail): It is judged, but judged_reason is empty." in told
