"""A real Spark, on two cores of this machine, gives the answers that the fast local code gives, to the last digit."""

from __future__ import annotations

import json
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tideturn.cli import main

pytestmark = [
    pytest.mark.spark,
    # PySpark leaves the socket to its Java machine to be closed at exit.
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
]
ENGINE = ["--engine", "local[2]"]
BEGAN = datetime(2024, 1, 1, tzinfo=UTC)
COUNTS = ("cases", "events", "activities", "variants", "edges", "starts", "ends", "entropy")


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Java takes its time to make fast what runs for long, and nothing here does; it starts once for all tests.

    The machines of a cluster are told of a Python that is not there, since they are to need none.
    """
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
    monkeypatch.setenv("PYSPARK_PYTHON", "/nowhere/python")


def answered(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["measure", *words, "--json"]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def events(number: int) -> pl.DataFrame:
    """Cases that overlap, in no order, at equal times often, with blanks, gaps and rows that are there twice."""
    dealt = random.Random(5)
    rows = []
    for case in range(number):
        at = BEGAN + timedelta(hours=case)
        for _ in range(dealt.randint(1, 9)):
            at += timedelta(seconds=dealt.choice([0, 1, 7200, dealt.random() * 1e6]))
            activity = dealt.choice(["desk", "look-up ", "look-up", "travailleur·euse é", "\u2003worker", " ", None])
            rows.append((dealt.choice([case, case, case, None]), activity, at, dealt.choice(["north", "south"])))
    dealt.shuffle(rows)
    schema = {"ref": pl.Int64, "activity": pl.String, "time": pl.Datetime("us", "UTC"), "site": pl.String}
    return pl.DataFrame(rows + rows[:9], schema=schema, orient="row")


def test_a_pathway_s_counts_are_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a name, with é" / "events.parquet"
    file.parent.mkdir()
    events(400).write_parquet(file, row_group_size=200)
    words = ["pathway", str(file), "--case", "ref"]
    here, there = answered(capsys, *words), answered(capsys, *words, *ENGINE)
    assert here["events"] > 1000
    assert {name: here[name] for name in COUNTS} == {name: there[name] for name in COUNTS}
    assert len(there["notes"]) == 2
    assert set(there["notes"]) <= set(here["notes"])


def test_clocks_are_read_alike(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With offsets and without, as days, in the hour that comes twice and in the one that never comes."""
    times = ["2024-03-31 00:30", "2024-03-31 01:30", "2024-03-31T02:15:00.5", "2024-10-27 01:30", "2024-10-27 02:00"]
    times += ["2024-10-27T01:30:00Z", "2024-10-27T01:30:00+01:00", "2024-10-27T01:30:00-0230", "2024-10-28", ""]
    steps = [f'c{case},"step, {step}",{times[step]}' for case in range(3) for step in range(case, len(times))]
    file = tmp_path / "events.csv"
    file.write_text("\ufeffcase_id, activity ,time\n" + "\n".join(steps) + "\n", encoding="utf-8")
    here, there = (answered(capsys, "pathway", str(file), *engine) for engine in ((), ENGINE))
    assert here["events"] == 9 + 8 + 7
    assert {name: here[name] for name in COUNTS} == {name: there[name] for name in COUNTS}


def test_a_programme_s_folder_may_name_its_engine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "programme.toml").write_text('engine = "local[2]"\n', encoding="utf-8")
    file = tmp_path / "events.csv"
    rows = ["custody,c1,desk,2024-01-01", "custody,c1,worker,2024-01-02", "school,c1,desk,2024-01-03"]
    file.write_text("pathway,case_id,activity,time\n" + "\n".join(rows) + "\n", encoding="utf-8")
    there = answered(capsys, "pathway", str(file), "--pathway", "custody")
    assert (there["engine"], there["events"]) == ("local[2]", 2)
    # What Spark does not do is refused, with the way out.
    assert main(["measure", "pathway", str(file), "--site", "pathway"]) == 2
    assert "--engine local" in capsys.readouterr().err


def survey(number: int) -> pl.DataFrame:
    """Answers as words with blanks, numbers, yes and no, and days."""
    dealt = random.Random(6)
    return pl.DataFrame(
        {
            "site": [dealt.choice(["north", "south", " north", None]) for _ in range(number)],
            "year": [dealt.choice([1, 2, 10]) for _ in range(number)],
            "safer": [dealt.choice(["Agree", "Disagree ", "Too soon", " ", None]) for _ in range(number)],
            "stars": [dealt.choice([1, 2, 5, None]) for _ in range(number)],
            "marks": [dealt.choice([1.0, 2.5, None]) for _ in range(number)],
            "held": [dealt.choice([True, False, None]) for _ in range(number)],
            "day": [date(2024, 1, dealt.randint(1, 3)) for _ in range(number)],
        }
    )


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_survey_s_counts_are_the_same(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / f"answers.{kind}"
    frame = survey(600)
    frame.write_parquet(file) if kind == "parquet" else frame.write_csv(file)
    words = ["survey", str(file), "--by", "site,year", "--agree", "Agree|5|yes", "--too-early", "Too soon"]
    words += ["--scale", "1|2|5", "--invited", "900"]
    here, there = answered(capsys, *words), answered(capsys, *words, *ENGINE)
    assert there.pop("engine") == "local[2]"
    assert here == there
    assert {item["by"]["year"] for item in here["items"]} == {1, 2, 10}


def test_what_spark_finds_wrong_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "events.csv"
    wrong.write_text("case_id,activity,time\nc1,desk,yesterday\n", encoding="utf-8")
    ragged = tmp_path / "ragged.csv"
    ragged.write_text("case_id,activity,time\nc1,desk,2024-01-01,more\n", encoding="utf-8")
    said = []
    for file, words in (
        (wrong, ["--case", "ref"]),
        (wrong, []),
        (Path(__file__), []),
        (ragged, []),
    ):
        assert main(["measure", "pathway", str(file), *words, *ENGINE]) == 2
        said.append(capsys.readouterr().err)
    assert said[0].startswith(f"tideturn: {wrong}: there is no column")
    assert "no column “ref”. The columns are case_id, activity, time." in said[0]
    assert "“yesterday” is not a time." in said[1]
    assert "It reads CSV, where the name ends in .csv, and Parquet" in said[2]
    assert "Malformed CSV record: c1,desk,2024-01-01,more" in said[3]
    assert all(sentence.count("\n") == 1 for sentence in said)
