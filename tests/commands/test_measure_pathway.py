from __future__ import annotations

import json
import math
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tideturn.cli import main
from tideturn.commands import measure_pathway
from tideturn.commands.measure_pathway_words import duration

EVENTS = """pathway,case_id,activity,time,site,agency
custody,c1,desk,2024-01-01T10:00Z,north,police
custody,c1,look-up,2024-01-01T10:30Z,north,council
custody,c1,worker,2024-01-02T10:30Z,north,
custody,c2,desk,2024-04-01T10:00Z,south,police
custody,c2,worker,2024-04-01T11:00Z,south,
custody,c2,worker,2024-04-01T13:00Z,south,
"""

Ask = Callable[..., Any]


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("events.csv").write_text(EVENTS, encoding="utf-8")
    return tmp_path


@pytest.fixture
def ask(there: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    def asked(*options: str, file: str = "events.csv") -> Any:
        assert main(["measure", "pathway", file, *options, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return asked


def test_the_answer_by_the_names_that_are_promised(ask: Ask) -> None:
    found = ask()
    assert (found["cases"], found["events"], found["activities"]) == (2, 6, 3)
    assert found["variants"] == [
        {"steps": ["desk", "look-up", "worker"], "cases": 1},
        {"steps": ["desk", "worker", "worker"], "cases": 1},
    ]
    assert found["edges"][0] == {
        "from": "desk",
        "to": "look-up",
        "count": 1,
        "lower_wait": 1800.0,
        "median_wait": 1800.0,
        "upper_wait": 1800.0,
    }
    assert {(edge["from"], edge["to"]): edge["median_wait"] for edge in found["edges"]} == {
        ("desk", "look-up"): 1800,
        ("desk", "worker"): 3600,
        ("look-up", "worker"): 86400,
        ("worker", "worker"): 7200,
    }
    assert (found["starts"], found["ends"], found["entropy"]) == ({"desk": 2}, {"worker": 2}, 1.0)
    assert (found["consistency"], found["constraints"], found["notes"], found["by"], found["waits"]) == ([],) * 5
    assert found["throughput"] == {
        "cases": 2,
        "least": 10800.0,
        "lower": 10800 + (88200 - 10800) / 4,
        "median": (10800 + 88200) / 2,
        "upper": 88200 - (88200 - 10800) / 4,
        "most": 88200.0,
    }
    assert found["rework"][0] == {
        "activity": "worker",
        "events": 3,
        "cases": 2,
        "repeating": 1,
        "extra": 1,
        "self_loops": 1,
        "looping": 1,
    }


def test_by_site_and_period_and_a_named_wait(ask: Ask) -> None:
    found = ask("--site", "site", "--period", "quarter", "--wait", "desk", "worker", "--wait", "look-up", "desk")
    assert [(part["site"], part["period"], part["cases"], part["variants"]) for part in found["by"]] == [
        ("north", "2024-Q1", 1, 1),
        ("south", "2024-Q2", 1, 1),
    ]
    assert found["by"][1]["throughput"]["median"] == 10800
    assert [edge["to"] for edge in found["by"][0]["edges"]] == ["look-up", "worker"]
    desk, back = found["waits"]
    assert (desk["from"], desk["to"], desk["began"], desk["cases"]) == ("desk", "worker", 2, 2)
    assert (desk["least"], desk["most"]) == (3600, 88200)
    assert (back["began"], back["cases"], back["median"]) == (1, 0, None)
    # Both cases came to a worker: half of them within an hour. Neither came back to the desk: of one neither was seen.
    assert {name: desk["watched"][name] for name in ("cases", "reached", "closed", "not_seen", "median")} == {
        "cases": 2,
        "reached": 2,
        "closed": 0,
        "not_seen": 0,
        "median": 3600,
    }
    assert (back["watched"]["not_seen"], back["watched"]["median"]) == (1, None)
    closed = ask("--wait", "look-up", "desk", "--closing", "worker")["waits"][0]["watched"]
    assert (closed["closed"], closed["not_seen"]) == (1, 0)


def test_the_same_from_parquet_under_other_headings_and_in_any_order(ask: Ask) -> None:
    expected = ask("--site", "site")
    other = pl.read_csv("events.csv").rename({"case_id": "child", "activity": "step", "time": "at", "site": "where"})
    columns = ("--case", "child", "--activity", "step", "--time", "at", "--site", "where")
    other.write_parquet("events.parquet")
    assert ask(*columns, file="events.parquet") == expected
    typed = other.with_columns(pl.col("at").str.to_datetime("%Y-%m-%dT%H:%M%#z")).reverse()
    typed.write_parquet("typed.parquet")
    again = ask(*columns, file="typed.parquet")
    assert again.pop("notes") == ["Out of order in the file, and put in order of time: 4 events."]
    assert again == {name: value for name, value in expected.items() if name != "notes"}
    Path("spaced.csv").write_text(EVENTS.replace("case_id,", " case_id ,"), encoding="utf-8")
    assert ask("--site", "site", file="spaced.csv") == expected


def test_of_several_pathways_one(ask: Ask) -> None:
    Path("events.csv").write_text(EVENTS + "school,c1,desk,2024-01-05T10:00Z,north,\n", encoding="utf-8")
    assert ask()["notes"] == ["The file holds 2 pathways, read as one; --pathway takes one of them."]
    found = ask("--pathway", "school")
    assert (found["cases"], found["events"], found["notes"]) == (1, 1, [])
    assert ask("--pathway", "custody")["events"] == 6


def test_what_is_not_complete(ask: Ask) -> None:
    rows = "case_id,activity,time,state\nc,a,2024-01-01T10:00Z,start\nc,a,2024-01-01T11:00Z,complete\n"
    Path("log.csv").write_text(rows, encoding="utf-8")
    assert ask("--lifecycle", "state", file="log.csv")["events"] == 1
    assert ask("--lifecycle", "state", "--every-transition", file="log.csv")["events"] == 2


def test_one_case_and_no_case(ask: Ask, capsys: pytest.CaptureFixture[str]) -> None:
    header = "case_id,activity,time\n"
    Path("one.csv").write_text(header + "c,a,2024-01-01T10:00Z\n", encoding="utf-8")
    found = ask(file="one.csv")
    assert (found["cases"], found["entropy"], found["edges"]) == (1, 0.0, [])
    assert math.copysign(1, found["entropy"]) == 1
    Path("none.csv").write_text(header, encoding="utf-8")
    found = ask(file="none.csv")
    assert (found["cases"], found["entropy"], found["variants"], found["throughput"]["median"]) == (0, None, [], None)
    assert main(["measure", "pathway", "none.csv"]) == 0
    assert capsys.readouterr().out == "There is no case, and so nothing to count.\n"


def test_the_example_in_the_help_runs(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program, *arguments = shlex.split(measure_pathway.EXAMPLE)
    assert program == "tideturn"
    assert main(arguments) == 0
    assert json.loads(capsys.readouterr().out)["cases"] == 2
    with pytest.raises(SystemExit):
        main(["measure", "pathway", "--help"])
    assert " ".join(measure_pathway.EXAMPLE.split()) in " ".join(capsys.readouterr().out.split())


def test_what_people_read(there: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    Path("events.csv").write_text(EVENTS + "custody,c3,desk,2024-01-05,north,\n", encoding="utf-8")
    options = ["--site", "site", "--period", "month", "--wait", "desk", "worker"]
    assert main(["measure", "pathway", "events.csv", *options]) == 0
    out, err = capsys.readouterr()
    assert all(len(line) <= 80 for line in out.splitlines())
    assert [len(line.split()) for line in out.splitlines() if line.startswith(" desk → look-up → worker")] == [6]
    words = " ".join(out.split())
    assert "desk look-up 1 30.0 min" in words
    assert "desk worker 2 12.8 h 6.9 h – 18.6 h 1 24.5 h" in words
    assert "south 2024-04 1 3 1 0.00 3.0 h" in words
    # Three cases are too few for a percentage.
    assert "%" not in out
    assert "tideturn: A day without a time, and read as its midnight: 1.\n" in err


def test_people_read_who_was_closed_without_a_step(
    there: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    options = ["--wait", "desk", "look-up", "--closing", "worker"]
    assert main(["measure", "pathway", "events.csv", *options]) == 0
    words = " ".join(capsys.readouterr().out.split())
    assert "ended without not seen half of all" in words
    # One is looked up after half an hour; the other comes to a worker first, and will not be.
    assert "desk look-up 1 30.0 min 30.0 min – 30.0 min 1 0 30.0 min" in words
    assert main(["measure", "pathway", "events.csv", *options[:3]]) == 0
    assert "ended without" not in capsys.readouterr().out


def test_a_route_of_very_many_steps_is_told_by_its_ends(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "".join(f"c,s{place},2024-01-01T10:00Z\n" for place in range(1000))
    Path("long.csv").write_text(f"case_id,activity,time\n{rows}", encoding="utf-8")
    assert main(["measure", "pathway", "long.csv"]) == 0
    words = " ".join(capsys.readouterr().out.split())
    assert "s28 → s29 → … 960 more … → s990 → s991" in words
    assert "s500" not in words


def test_a_name_commands_no_terminal(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "case_id,activity,time\nc,\x1b[31mred\u202e,2024-01-01T10:00Z\n"
    Path("sly.csv").write_text(rows, encoding="utf-8")
    assert main(["measure", "pathway", "sly.csv"]) == 0
    out = capsys.readouterr().out
    assert "red" in out
    assert not {"\x1b", "\u202e"} & set(out)


def test_routes_of_ten_cases_have_a_share(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "".join(f"c{case},a,2024-01-01T10:00Z\n" for case in range(9)) + "d,b,2024-01-01T10:00Z\n"
    Path("ten.csv").write_text("case_id,activity,time\n" + rows, encoding="utf-8")
    assert main(["measure", "pathway", "ten.csv"]) == 0
    assert "90%" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(None, ""), (0, "0 s"), (59, "59 s"), (60, "1.0 min"), (7199, "120.0 min"), (7200, "2.0 h"), (172800, "2.0 d")],
)
def test_a_wait_in_the_unit_that_suits_it(seconds: float | None, said: str) -> None:
    assert duration(seconds) == said


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (["--case", "child"], "there is no column “child”. The columns are pathway, case_id, activity"),
        (["--time", "agency"], "events.csv, row 2, column agency: “police” is not a time."),
        (["--zone", "Mars"], "events.csv: there is no time zone “Mars”."),
        (["--pathway", "school"], "events.csv: there is no pathway “school”. The pathways are custody."),
        (["--pathway", "school", "--site", "agency"], "events.csv: there is no pathway “school”."),
        (["--wait", "desk", "nowhere"], "there is no activity “nowhere”. The activities are desk, look-up, worker."),
    ],
)
def test_what_goes_wrong_is_a_sentence(
    there: Path, capsys: pytest.CaptureFixture[str], options: list[str], what: str
) -> None:
    assert main(["measure", "pathway", "events.csv", *options]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert what in err


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "the file is empty"),
        (b"case_id,activity,time\nc,\xff,2024-01-01\n", "it cannot be read as a table"),
        (b"case_id,activity,time\nc,a,2024-01-01,north\n", "it cannot be read as a table"),
        (b"case_id,activity,time,site\nc,a,2024-01-01,Leeds, north\n", "it cannot be read as a table"),
        (b"case_id;activity;time\nc;a;2024-01-01\n", "the columns are not separated by commas"),
        (b"PAR1 and no more", "it cannot be read as a table"),
    ],
)
def test_a_file_that_is_no_table_is_a_sentence(
    there: Path, capsys: pytest.CaptureFixture[str], content: bytes, what: str
) -> None:
    Path("bad.csv").write_bytes(content)
    assert main(["measure", "pathway", "bad.csv"]) == 2
    assert what in capsys.readouterr().err
