"""`measure survey` with a response rate, and with two groups held against each other."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tideturn.cli import main

# Pain on the third day after shoulder surgery, two treatments: Brunner & Munzel 2000, Biometrical Journal 42:17–25;
# probability 0.788961 and p 0.005786 as R’s lawstat gives them (brunner.munzel.test, its example).
PAIN = {"Y": [1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1], "Z": [3, 3, 4, 3, 1, 2, 3, 1, 1, 5, 4]}
WORDS = {1: "none", 2: "mild", 3: "some", 4: "strong", 5: "worst"}

Ask = Callable[..., Any]


@pytest.fixture
def pain(tmp_path: Path) -> Path:
    path = tmp_path / "pain.csv"
    rows = [f"{arm},{site},{score},{WORDS[score]}" for arm, scores in PAIN.items() for site, score in enumerate(scores)]
    path.write_text("\n".join(["arm,row,pain,word", *rows, "Y,20,,", ",21,5,worst"]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    def asked(path: Path, *options: str) -> Any:
        assert main(["measure", "survey", str(path), "--agree", "3|4|5", *options, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return asked


def test_two_groups_as_published(pain: Path, ask: Ask) -> None:
    (found,) = ask(pain, "--items", "pain", "--compare", "arm")["comparisons"]
    assert (found["item"], found["column"], found["groups"], found["n"]) == ("pain", "arm", ["Y", "Z"], [14, 11])
    assert found["probability"] == pytest.approx(0.788961, abs=5e-7)
    assert found["p"] == pytest.approx(0.005786, abs=5e-7)
    assert (found["method"], found["why"]) == ("brunner_munzel", None)


def test_words_are_compared_in_the_order_of_the_scale(pain: Path, ask: Ask) -> None:
    up, down = (
        ask(pain, "--items", "word", "--compare", "arm", "--scale", scale)["comparisons"][0]
        for scale in ("none|mild|some|strong|worst", "worst|strong|some|mild|none")
    )
    assert up["probability"] == pytest.approx(0.788961, abs=5e-7)
    assert down["probability"] == pytest.approx(1 - 0.788961, abs=5e-7)
    assert down["p"] == pytest.approx(up["p"])


def test_groups_that_do_not_overlap_are_counted_exactly(tmp_path: Path, ask: Ask) -> None:
    path = tmp_path / "apart.csv"
    path.write_text("g,q\n" + "a,1\na,2\na,2\n" + "b,3\nb,4\nb,5\n", encoding="utf-8")
    (few,) = ask(path, "--compare", "g")["comparisons"]
    assert (few["n"], few["p"], few["probability"], few["method"]) == ([3, 3], None, None, None)
    assert "under 10 opinions" in few["why"]
    (found,) = ask(path, "--compare", "g", "--min-n", "3")["comparisons"]
    # Of the 20 ways to deal six answers into threes, two part them wholly.
    assert (found["method"], found["probability"], found["p"]) == ("permutation", 1.0, pytest.approx(2 / 20))


def test_no_opinion_is_held_against_nobody(tmp_path: Path, ask: Ask) -> None:
    path = tmp_path / "answers.csv"
    rows = [f"{site},{answer}" for site in ("a", "b") for answer in ["no"] * 5 + ["yes"] * 6 + ["unsure"] * 4]
    path.write_text("site,q\n" + "\n".join(rows) + "\n", encoding="utf-8")
    options = ["--compare", "site", "--agree", "yes", "--scale", "no|yes"]
    (found,) = ask(path, *options, "--dont-know", "unsure")["comparisons"]
    assert (found["n"], found["probability"], found["p"]) == ([11, 11], 0.5, pytest.approx(1.0))
    assert main(["measure", "survey", str(path), *options, "--json"]) == 2


def test_within_each_group_and_from_parquet(tmp_path: Path, ask: Ask) -> None:
    rows = [
        {"site": site, "year": year, "q": 1 + (number * (3 if site == "north" else 7) + year) % 5}
        for site in ("north", "south")
        for year in (9, 10)
        for number in range(12)
    ]
    rows += [{"site": "east", "year": 9, "q": 3}] * 12
    frame = pl.DataFrame(rows)
    frame.write_csv(tmp_path / "t.csv")
    frame.write_parquet(tmp_path / "t.parquet")
    options = ["--by", "site", "--compare", "year"]
    found = ask(tmp_path / "t.csv", *options)
    assert [(c["by"], c["groups"], c["n"]) for c in found["comparisons"]] == [
        ({"site": "east"}, ["9", "10"], [12, 0]),
        ({"site": "north"}, ["9", "10"], [12, 12]),
        ({"site": "south"}, ["9", "10"], [12, 12]),
    ]
    assert found["comparisons"][0]["p"] is None
    assert found == ask(tmp_path / "t.parquet", *options)


def test_the_response_rate(pain: Path, ask: Ask) -> None:
    found = ask(pain, "--items", "pain", "--invited", "54")
    assert (found["invited"], found["answered"], found["response_rate"]) == (54, 27, 0.5)
    assert "response_rate" not in ask(pain, "--items", "pain")
    assert "comparisons" not in found


def test_what_people_read_fits_80_columns(
    pain: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    options = ["--items", "pain", "--agree", "3|4|5", "--compare", "arm", "--invited", "54"]
    assert main(["measure", "survey", str(pain), *options]) == 0
    told = capsys.readouterr().out
    assert max(len(line) for line in told.splitlines()) <= 80
    assert "Response rate 50%: 27 of 54 invited answered." in told
    assert "14 and 11" in told
    assert "p = 0.006" in told
    assert "Brunner–Munzel" in told


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            ["--items", "pain", "--compare", "word"],
            "the column “word” holds 5 groups (mild, none, some, strong, worst)",
        ),
        (["--items", "pain", "--compare", "nobody"], "there is no column “nobody”"),
        (["--items", "word", "--compare", "arm"], "an answer to “word”, has no place in an order"),
        (["--items", "pain", "--compare", "arm", "--by", "arm"], "“arm” is asked for twice"),
        (["--items", "arm", "--compare", "arm"], "“arm” is asked for twice"),
        (["--items", "pain", "--invited", "26"], "27 answered, of 26 invited"),
        (["--items", "pain", "--invited", "0"], "27 answered, of 0 invited"),
    ],
)
def test_what_is_wrong_is_said(
    options: list[str], sentence: str, pain: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["measure", "survey", str(pain), "--agree", "3|4|5", *options]) == 2
    assert sentence in capsys.readouterr().err
