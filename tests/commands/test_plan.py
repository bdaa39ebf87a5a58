"""`tideturn plan` on the terminal and for machines, on a small folder before its first year."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tideturn.cli import main
from tideturn.methods.power import smallest_fall, smallest_rise

FILES = {
    "programme.toml": """name = "Ahead \\u001b[31m"
sites = [{ code = "north", name = "North" }]
years = [{ number = 1, start = 2018-10-01, end = 2019-09-30 }]
""",
    "outcomes.csv": """outcome_id,area,title,due_year,claim,element
joint,system,Organisations work together more,1,change,collaboration
known,practitioner,Practitioners know the signs,1,state,
later,system,Policies change,2,change,structures
""",
    "surveys/partners/items.csv": """item,outcome_id,label,measures,scale,agree,disagree
joint,joint,We plan together,level,no|yes,yes,no
known,known,I know the signs,level,no|yes,yes,no
""",
    "surveys/partners/responses.csv": "response_id,voice,site,year,joint,known\n"
    + "".join(
        f"r{place},stakeholder,north,0,{'yes' if place < 36 else 'no'},{'yes' if place < 40 else 'no'}\n"
        for place in range(60)
    ),
    "surveys/partners/invited.csv": "voice,site,year,invited\nstakeholder,north,0,100\nstakeholder,north,1,100\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def told(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    assert main(["plan", *(str(word) for word in words)]) == 0
    return capsys.readouterr().out


def test_it_says_what_could_be_shown_how_small_and_what_would_help(folder, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    out = told(capsys, folder)
    assert max(map(len, out.splitlines())) <= 80
    words = " ".join(out.split())
    assert "Year 1, 1 October 2018 to 30 September 2019, as known on 30 September 2018" in words
    assert "Two outcomes are due. As planned, the year could show none; the other two need more evidence." in words
    assert "What would help most: documents from other organisations. That alone would make it possible to" in words
    assert "“partners”, partners: 60 (100 invited, and 60 of 100 answered before Year 1)" in words
    assert (
        "60 partners could show a rise of 23 points or a fall of 27 since the wave before Year 1, when 60% agreed."
        in words
    )
    assert "60 partners could show that most agree, if 68% or more of all do." in words
    assert "No second positive source is independent of the survey of partners." in words
    assert "> To show it: Ask the programme’s own staff about it in interviews: 5 people or more." in words
    assert "Year 2: “Policies change”." in words
    assert "\x1b" not in out


def test_a_machine_reads_the_same_numbers(folder, capsys):
    answer = json.loads(told(capsys, folder, "--json"))
    joint, known, later = answer["outcomes"]
    assert answer["year"] == {
        "number": 1,
        "start": "2018-10-01",
        "end": "2019-09-30",
        "in_programme": True,
        "known_on": "2018-09-30",
    }
    assert answer["samples"][0]["answers"] == 60
    assert (joint["could_be_shown"], later["could_be_shown"]) == (False, None)
    assert joint["sources"][0] | {"says": ""} == {
        "source": "survey/stakeholder/partners",
        "positive": True,
        "design": "measured",
        "n": 60,
        "says": "",
        "rise": smallest_rise(36, 60, 60),
        "fall": smallest_fall(36, 60, 60),
        "form": "points",
        "majority": None,
    }
    assert known["add"]["could_be_shown"]


def test_who_knows_better_says_how_many_will_answer(folder, capsys):
    out = " ".join(told(capsys, folder, "--answers", "partners/stakeholder=30").split())
    assert "“partners”, partners: 30 (as you say)" in out
    rise = round(100 * smallest_rise(36, 60, 30))
    assert f"30 partners could show a rise of {rise} points" in out
    none = " ".join(told(capsys, folder, "--answers", "partners/stakeholder=0").split())
    assert "Nothing is collected about it." in none


def test_interviews_that_are_planned_are_another_voice(folder, capsys):
    # A state holds with a survey of how things are and five people of another voice.
    out = " ".join(told(capsys, folder, "--interviews", "staff=5").split())
    assert "Interviews with the programme’s own staff: 5 (as you say, about every outcome)" in out
    assert "Practitioners know the signs: could hold, with moderate confidence at best" in out
    out = " ".join(told(capsys, folder, "--interviews", "joint/staff=5", "--interviews", "known/staff=4").split())
    assert "about “Organisations work together more”: 5 (as you say)" in out
    assert "Organisations work together more: moderate confidence at best" in out
    assert "Practitioners know the signs: could hold" not in out
    assert "4 would be asked about it; at least 5 are needed to confirm it" in out
    answer = json.loads(told(capsys, folder, "--interviews", "joint/staff=5", "--json"))
    assert answer["stated"] == [{"kind": "interview", "outcome_id": "joint", "who": "staff", "number": 5}]


def test_help_names_every_form(capsys):
    with pytest.raises(SystemExit):
        main(["plan", "--help"])
    out = capsys.readouterr().out
    assert "--interviews OUTCOME/VOICE=N" in out
    assert "--waiting OUTCOME/RATER=N" in out


def test_the_year_after_the_last_needs_no_row(folder, capsys):
    out = " ".join(told(capsys, folder, "--year", "2").split())
    assert "Year 2, 1 October 2019 to 30 September 2020" in out
    assert "programme.toml does not have this year yet" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--answers", "partners=30"], "‘partners=30’ does not say how many will answer which survey. Write it as"),
        (["--answers", "partners/stakeholder=some"], "SURVEY/VOICE=N, such as partners/stakeholder=60"),
        (["--answers", "partners/stakeholder=1", "--answers", "partners/stakeholder=2"], "is given twice"),
        (["--answers", "parents/stakeholder=1"], "There is no survey “parents”. The surveys are: partners."),
        (["--answers", "partners/young_person=9"], "surveys/partners/invited.csv for each place, with how many"),
        (["--answers", "partners/partner=1"], "“partner” is no voice. Choose one of staff"),
        (["--interviews", "stakeholder"], "Write it as OUTCOME/VOICE=N or VOICE=N, such as safety/young_person=6."),
        (["--interviews", "/staff=3"], "‘/staff=3’ does not say how many people of a voice will be interviewed."),
        (["--interviews", "joined/staff=3"], "There is no outcome “joined”. The outcomes are: joint, known, later."),
        (["--interviews", "partner=3"], "“partner” is no voice. Choose one of staff, stakeholder"),
        (
            ["--interviews", "staff=9999"],
            "9,999 is too many. A plan takes at most 5,000. Give fewer: --interviews staff",
        ),
        (["--interviews", "staff=9", "--interviews", "staff=8"], "‘staff’ is given twice. Give it once."),
        (
            ["--waiting", "joint/=12"],
            "how many waiting young people will be scored for an outcome. Write it as",
        ),
        (["--waiting", "joint=12"], "“joint” is no rater of young people. Choose one of worker, young_person."),
        (["--waiting", "worker=12"], "Nobody who is served was scored by the worker in the last year with scores."),
        (["--waiting", "joint/self=12"], "“self” is no rater of young people. Choose one of worker, young_person."),
        (["--waiting", "known/worker=12"], "“known” claims a state, and scores cannot show one. Give an outcome that"),
        (["--waiting", "joint/worker=12"], "Nobody who is served was scored for “joint/worker” in the last year with"),
        (["--year", "9"], "Year 9 cannot be planned. Choose one of 1, 2"),
    ],
)
def test_what_is_wrong_is_told_with_how_to_mend_it(folder, capsys, words, said):
    assert main(["plan", str(folder), *words]) == 2
    assert said in " ".join(capsys.readouterr().err.split())


def test_a_new_folder_has_no_outcome_to_plan_for(tmp_path, capsys):
    assert main(["new", str(tmp_path / "new")]) == 0
    assert main(["plan", str(tmp_path / "new")]) == 2
    assert "outcomes.csv: The table lists no outcome" in capsys.readouterr().err
