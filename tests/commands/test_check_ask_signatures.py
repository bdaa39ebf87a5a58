"""Test that `tideturn check --ask` asks for missing signatures, and what a signature writes."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from tests.commands.asking import at_a_terminal, talk

from tideturn.cli import main
from tideturn.commands import check_ask
from tideturn.commands.check import QUERIES
from tideturn.commands.check_ask_signatures import signatures
from tideturn.dataset.check import examined
from tideturn.dataset.check.asking import Question

FILES = {
    "programme.toml": """name = "Harbour"
[[sites]]
code = "north"
name = "Northtown"
[[years]]
number = 1
start = 2018-09-01
end = 2019-08-31
""",
    "outcomes.csv": "outcome_id,area,title,due_year,claim\nreach,cyp,Young people reach services,1,state\n",
    "surveys/partners/items.csv": "item,outcome_id,measures,agree,disagree\nreach,reach,level,yes,no\n",
    "surveys/partners/responses.csv": "response_id,voice,site,year,date,reach\n"
    + "".join(f"r{n},stakeholder,north,1,2019-05-01,{'yes' if n < 16 else 'no'}\n" for n in range(20)),
    "surveys/partners/invited.csv": "voice,site,year,invited\nstakeholder,north,1,30\n",
    "findings.csv": "claim_id,section,text,type,outcome_id,scope,year,author,reviewer,summary_of\n"
    "f1,young_people,Help is settling in.,descriptive,reach,programme,1,ev-1,ev-2,\n"
    "f2,young_people,The door stays open.,descriptive,reach,programme,1,ev-2,,\n",
    "finding_evidence.csv": "claim_id,evidence_id,edge\n"
    "f1,survey/partners/reach/stakeholder/programme/1,supports\n"
    "f2,survey/partners/reach/stakeholder/programme/1,supports\n",
}


@pytest.fixture
def judged(tmp_path: Path) -> Path:
    """Make a folder with two judged findings that nobody has signed."""
    for name, text in FILES.items():
        (tmp_path / "programme" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "programme" / name).write_text(text, encoding="utf-8")
    return tmp_path / "programme"


def asked(folder: Path) -> list[Question]:
    return signatures(examined(folder))


def findings(folder: Path) -> dict[str, dict[str, str]]:
    rows = csv.DictReader(io.StringIO((folder / "findings.csv").read_text(encoding="utf-8")))
    return {row["claim_id"]: row for row in rows}


def answered(folder: Path, capsys: pytest.CaptureFixture[str], **given: tuple[str, str]) -> Path:
    """Return a file of the printed questions, with an answer and a role for some findings."""
    main(["check", str(folder), "--ask"])
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    for row in rows:
        row["answer"], row["by"] = given.get(row["key"], ("", ""))
    path = folder.parent / "answers.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, check_ask.COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_each_unsigned_finding_is_asked_with_its_part(judged: Path) -> None:
    one, two = asked(judged)
    assert [(q.rule, q.about.file, q.about.key, q.about.column) for q in (one, two)] == [
        ("unreviewed", "findings.csv", "f1", "judged_reason"),
        ("unreviewed", "findings.csv", "f2", "judged_reason"),
    ]
    assert "these words are not proved: “Help is settling in”" in one.what
    assert "Nobody has reviewed it." in two.what
    assert one.by_role
    assert one.wanted == "your reason"


def test_an_answer_writes_the_part_the_reason_and_who_signed(judged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = answered(judged, capsys, f1=("Partners told us so.", "pm-1"), f2=("Nobody was turned away.", "pm-1"))
    assert main(["check", str(judged), "--answers", str(path)]) == QUERIES
    header = (judged / "findings.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header.endswith(",reviewer,judged_part,judged_reason,summary_of")
    rows = findings(judged)
    assert [rows["f1"][name] for name in ("judged_part", "judged_reason", "reviewer")] == [
        "Help is settling in",
        "Partners told us so.",
        "pm-1",
    ]
    assert rows["f2"]["judged_part"] == "The door stays open"
    assert asked(judged) == []
    assert (judged / "findings.csv.before").read_text(encoding="utf-8") == FILES["findings.csv"]


def test_a_part_that_somebody_named_is_kept_where_it_fits(judged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = FILES["findings.csv"].replace("reviewer,", "reviewer,judged_part,judged_reason,")
    text = text.replace("ev-1,ev-2,", "ev-1,ev-2,Help is settling in.,,").replace("ev-2,,", "ev-2,,stays open,,")
    (judged / "findings.csv").write_text(text, encoding="utf-8")
    path = answered(judged, capsys, f1=("Partners told us so.", "pm-1"), f2=("Nobody was turned away.", "pm-1"))
    assert main(["check", str(judged), "--answers", str(path)]) == QUERIES
    rows = findings(judged)
    assert rows["f1"]["judged_part"] == "Help is settling in."
    assert rows["f2"]["judged_part"] == "The door stays open"


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (("Partners told us so.", ""), "It is not said who answers."),
        (("Partners told us so.", "EV 1"), "EV 1 wrote this finding, so somebody else must sign it."),
        (("Partners told us so.", "Jo Smith"), "This looks like a person's name."),
        (("Ring jo@example.org.", "pm-1"), "It holds what looks like"),
        (("19 of the 20 partners said so.", "pm-1"), "“19 of the 20” is no count of the claim’s evidence."),
        (("One said: “It is always open.”", "pm-1"), "of the claim’s sources. Copy the words from the source"),
    ],
)
def test_a_signature_that_cannot_be_taken_writes_nothing(
    judged: Path, capsys: pytest.CaptureFixture[str], given: tuple[str, str], fault: str
) -> None:
    path = answered(judged, capsys, f1=given)
    assert main(["check", str(judged), "--answers", str(path)]) == 2
    assert fault in capsys.readouterr().err
    assert (judged / "findings.csv").read_text(encoding="utf-8") == FILES["findings.csv"]


def test_an_answer_to_a_sentence_that_was_changed_since_is_not_taken(
    judged: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = answered(judged, capsys, f1=("Partners told us so.", "pm-1"))
    changed = FILES["findings.csv"].replace("settling in", "settling down")
    (judged / "findings.csv").write_text(changed, encoding="utf-8")
    main(["check", str(judged), "--answers", str(path)])
    assert "no longer fit" in capsys.readouterr().out
    assert (judged / "findings.csv").read_text(encoding="utf-8") == changed


def test_at_a_terminal_nobody_signs_what_they_wrote(judged: Path) -> None:
    given, said = talk(asked(judged), ["ev-2", "Partners told us so."])
    assert [(one.about.key, one.by) for one in given] == [("f1", "ev-2")]
    assert said[-1] == "f2: ev-2 wrote this finding, so somebody else must sign it."
    given, said = talk(asked(judged), ["ev-1", "Nobody was turned away."])
    assert [(one.about.key, one.by) for one in given] == [("f2", "ev-1")]
    assert "f1: ev-1 wrote this finding, so somebody else must sign it." in said


def test_at_a_terminal_a_reason_is_no_role_code(judged: Path) -> None:
    given, said = talk(asked(judged), ["Partners told us so.", "pm-1", "Partners told us so.", ""])
    assert [(one.about.key, one.by) for one in given] == [("f1", "pm-1")]
    assert "A role code is short, such as PM." in said


def test_at_a_terminal_a_signature_is_written(judged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at_a_terminal(monkeypatch)
    lines = iter(["", "pm-1", "Partners told us so.", ""])
    monkeypatch.setattr("builtins.input", lambda _: next(lines))
    assert main(["check", str(judged), "--ask"]) == QUERIES
    rows = findings(judged)
    assert (rows["f1"]["judged_reason"], rows["f1"]["reviewer"]) == ("Partners told us so.", "pm-1")
    assert (rows["f2"]["judged_reason"], rows["f2"]["reviewer"]) == ("", "")


def test_what_is_proved_or_stopped_is_not_asked_about(judged: Path) -> None:
    text = FILES["findings.csv"].replace("The door stays open.", "This proves that the door is open.")
    (judged / "findings.csv").write_text(text, encoding="utf-8")
    assert [question.about.key for question in asked(judged)] == ["f1"]


def test_nothing_is_asked_of_findings_while_an_error_stops_the_evaluation(judged: Path) -> None:
    (judged / "findings.csv").write_text(FILES["findings.csv"].replace("descriptive", "odd"), encoding="utf-8")
    assert asked(judged) == []
