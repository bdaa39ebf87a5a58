"""`measure change` beyond counting: change that a scale's error cannot explain, and looking back, kept apart."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tideturn.cli import main

Ask = Callable[..., Any]
WIDE = ["--before", "b", "--after", "a"]
LONG = ["--case", "who", "--score", "s", "--stage", "when"]


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], str]:
    def write(content: str) -> str:
        path = tmp_path / "scores.csv"
        path.write_text(content, encoding="utf-8")
        return str(path)

    return write


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    def asked(path: str, *options: str) -> Any:
        assert main(["measure", "change", path, *options, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return asked


def test_a_reliability_alone_gives_the_index(file: Callable[[str], str], ask: Ask) -> None:
    # Jacobson & Truax 1991, Journal of Consulting and Clinical Psychology 59:12–19: from 32.5 to 47.5, standard error
    # of the difference 4.74, index 3.16, as quoted by https://github.com/andrewmcaleavey/ReliableTrendIndex. 4.74 is
    # that of a standard deviation of 7.5 and a reliability of .80: 7.5 √0.4.
    path = file("b,a\n32.5,47.5\n25,25\n40,36\n")
    found = ask(path, *WIDE, "--reliability", "0.8")["reliable_change"]
    assert found["error"] == pytest.approx(4.74, abs=0.005)
    assert found["index"][0] == pytest.approx(3.16, abs=0.005)
    assert (found["pairs"], found["improved"], found["unchanged"], found["deteriorated"]) == (3, 1, 2, 0)
    assert ask(path, *WIDE, "--reliability", "0.8", "--items", "9")["reliable_change"] == found
    assert "reliable_change" not in ask(path, *WIDE)


def test_a_group_whose_scores_do_not_allow_it_does_not_stop_the_others(
    file: Callable[[str], str], ask: Ask, capsys: pytest.CaptureFixture[str]
) -> None:
    path = file("b,a,site,n\n32.5,47.5,x,1\n25,25,x,2\n40,36,x,3\n3,4,y,4\n3,5,y,4\n")
    first, second = ask(path, *WIDE, "--reliability", "0.8", "--by", "site")
    assert first["reliable_change"]["improved"] == 1
    assert second["reliable_change"] is None
    assert "differ from each other" in second["reliable_change_refused"]
    assert main(["measure", "change", path, *WIDE, "--reliability", "0.8", "--by", "site,n"]) == 2
    assert "differ from each other" in capsys.readouterr().err


def test_looking_back_in_a_long_table_is_kept_apart(file: Callable[[str], str], ask: Ask) -> None:
    rows = ["a,before,3", "a,after,4", "a,then_test,2", "b,before,4", "b,after,4", "b,then_test,2", "c,before,2"]
    rows += ["c,after,3", "d,before,3", "d,then_test,1"]
    without = [row for row in rows if "then_test" not in row]
    header = "who,when,s\n"
    found, plain = (ask(file(header + "\n".join(some) + "\n"), *LONG) for some in (rows, without))
    then = found.pop("then_test")
    # Nothing of the finding moves: not the pairs, not who was lost.
    assert found == plain
    assert "then_test" not in plain
    assert [then["pre_post"][key] for key in ("pairs", "better", "same")] == [3, 2, 1]
    assert [then["then_post"][key] for key in ("pairs", "better", "same")] == [2, 2, 0]
    assert then["shift"] == -1.5


def test_what_people_read_fits_80_columns(
    file: Callable[[str], str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    path = file("b,a,t,site\n32.5,47.5,20,greater-manchester\n25,25,,greater-manchester\n40,36,41,greater-manchester\n")
    options = ["--then", "t", "--reliability", "0.8", "--by", "site"]
    assert main(["measure", "change", path, *WIDE, *options]) == 0
    told = capsys.readouterr()
    assert max(len(line) for line in told.out.splitlines()) <= 80
    assert told.err == ""
    assert "Reliable change" in told.out
    assert "±9.3" in told.out
    assert "then, recalled" in told.out
    assert "no part of it" in told.out


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ([*WIDE, "--reliability", "1.2"], "a reliability of 1.2 is none"),
        ([*WIDE, "--reliability", "nan"], "a reliability of nan is none"),
        ([*WIDE, "--reliability", "0.8", "--items", "1"], "this is a single one"),
        ([*WIDE, "--items", "0"], "a scale of 0 items is none"),
        ([*WIDE, "--items", "3"], "none is known"),
        ([*WIDE, "--stage", "when"], "--stage does not go with a wide table"),
        ([*LONG, "--then", "t"], "--then does not go with a long table"),
    ],
)
def test_what_is_wrong_is_said(
    options: list[str], sentence: str, file: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = file("b,a,t,who,s,when\n1,2,1,x,1,before\n2,2,1,y,2,before\n")
    assert main(["measure", "change", path, *options]) == 2
    assert sentence in capsys.readouterr().err
