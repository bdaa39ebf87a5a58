"""`tideturn explain`: why a verdict is no higher stands near its top, with what could show more and how small."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests import worked_example
from tests.commands.test_plan import FILES

from tideturn.cli import main
from tideturn.commands.explain import rows_of
from tideturn.methods.power import smallest_rise

ITEMS, RESPONSES = "surveys/partners/items.csv", "surveys/partners/responses.csv"


def answers(year: int, agree: int) -> str:
    said = ("yes" if place < agree else "no" for place in range(60))
    return "".join(f"y{year}-{place},stakeholder,north,{year},{word},\n" for place, word in enumerate(said))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Year 1 is known: 36 of 60 partners agreed before it, and 52 in it."""
    years = FILES | {RESPONSES: f"response_id,voice,site,year,joint,known\n{answers(0, 36)}{answers(1, 52)}"}
    for name, text in years.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def explained(folder: Path, capsys: pytest.CaptureFixture[str], *which: str) -> str:
    assert main(["explain", str(folder), "--year", "1", *which]) == 0
    return capsys.readouterr().out


def why_not(said: str) -> str:
    """What it says before it comes to the evidence, on one line."""
    return " ".join(said.partition("Why not higher?")[2].partition("What it rests on")[0].split())


def test_the_rule_that_fails_the_sizes_and_the_additions_stand_before_the_evidence(folder, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    out = explained(folder, capsys, "joint")
    assert out.splitlines().index("Why not higher?") < 12
    said = why_not(out)
    assert said.startswith(
        "Rule 6 (supported) does not fit: no second positive source is independent of the survey of partners."
    )
    assert "If the same is collected again, Year 2 could not show it either" in said
    rise = round(100 * smallest_rise(36, 60, 60, (52, 60)))
    assert f"60 partners could show a rise of {rise} points" in said
    assert "- To show it: Collect other organisations’ policies, guidance and minutes that would show it" in said
    assert "It could then be shown, with moderate confidence at best." in said
    assert said.count("To show it") == 3
    assert "Find a count of it that others keep by month" in said
    assert "With three years before it, a count of about 20 a month could show a rise of" in said


@pytest.mark.parametrize("which", [("later",), ("joint", "north"), ("known",)])
def test_nobody_is_told_to_collect_agreement_or_what_is_collected_already(folder, capsys, which):
    said = why_not(explained(folder, capsys, *which))
    assert said
    assert "agreeing" not in said
    assert "Ask partners how things are" not in said


def test_the_next_year_is_the_first_with_nothing_recorded(folder, capsys):
    toml = folder / "programme.toml"
    years = "{ number = 1, start = 2018-10-01, end = 2019-09-30 }"
    toml.write_text(toml.read_text().replace(years, f"{years}, {{ number = 2, start = 2019-10-01, end = 2020-09-30 }}"))
    with (folder / RESPONSES).open("a") as stream:
        stream.write(answers(2, 40))
    said = why_not(explained(folder, capsys, "joint"))
    assert "If the same is collected again, Year 3, the first with nothing recorded yet, could not show it" in said


def test_where_nothing_was_collected_there_is_nothing_to_collect_again(folder, capsys):
    (folder / ITEMS).write_text((folder / ITEMS).read_text().replace("joint,joint", "joint,known", 1))
    said = why_not(explained(folder, capsys, "joint"))
    assert said.startswith(
        "Rule 7 (emerging) does not fit: nothing was collected about it. What could show more in Year 2:"
    )
    assert "again" not in said


def test_what_fell_is_told_what_the_next_year_could_show_and_how(folder, capsys):
    (folder / RESPONSES).write_text(f"response_id,voice,site,year,joint,known\n{answers(0, 50)}{answers(1, 20)}")
    said = why_not(explained(folder, capsys, "joint"))
    assert said.startswith("Rule 6 (supported) does not fit: it is negative in the survey of partners.")
    assert "Ask those who say so what made it worse." in said
    rise = round(100 * smallest_rise(50, 60, 60, (20, 60)))
    assert "If the same is collected again, Year 2 could not show it either" in said
    assert f"60 partners could show a rise of {rise} points" in said
    assert "- To show it: " in said


def test_what_is_not_due_needs_no_more_than_its_year(folder, capsys):
    said = why_not(explained(folder, capsys, "later"))
    assert said == "It is not due before Year 2. - What you score, count or ask now can be compared with that year."


def test_an_open_answer_is_told_from_an_interview():
    said = {item.in_a_survey: rows_of(item) for item in worked_example.judged(2).evidence if item.kind == "interview"}
    assert " says: supports" in said[False]
    assert "(an open answer, not counted among the interviews) · surveys/partners-2020/responses" in said[True]
    assert "an open answer" not in said[False]


HEAD = "claim_id,section,text,type,outcome_id,scope,year,author,reviewer\n"


def test_a_finding_that_is_not_proved_comes_with_a_sentence_that_would_be(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    item = "survey/partners/joint/stakeholder/programme/1"
    (folder / "finding_evidence.csv").write_text(f"claim_id,evidence_id,edge,sha256\none,{item},supports,\n")
    written = "Fully 52 of the 60 partners were glad to plan together."
    offers = []
    for _ in range(2):
        row = f'one,system,"{written}",descriptive,joint,programme,1,pm-1,\n'
        (folder / "findings.csv").write_text(HEAD + row, encoding="utf-8")
        said = " ".join(explained(folder, capsys, "--claim", "one").split())
        offers.append(said.partition("Sentences about its evidence that would be proved: - ")[2])
        written = offers[0].partition(". ")[2]
    assert offers[0].startswith("On “We plan together”, 52 of 60 partners (87%; 76% to 93%) answered favourably. On “")
    assert said.startswith("one: proved")
    assert not offers[1]
