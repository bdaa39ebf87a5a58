from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tideturn.commands import measure
from tideturn.dataset.problems import TideturnError

YEAR_1 = "site,year,n\nNorth,1,3\nSouth,1,22\nEast,1,41\nAll,1,66\n"
YEAR_2 = YEAR_1 + "North,2,12\nSouth,2,20\nEast,2,2\nAll,2,34\nNorth,All,15\nSouth,All,42\nEast,All,43\nAll,All,100\n"
BY = ("--dimension", "site", "--dimension", "year", "--count", "n", "--total", "All")


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    measure.add_to(parser.add_subparsers())
    args = parser.parse_args(["measure", "disclose", *arguments])
    code: int = args.run(args)
    return code


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "1.csv").write_text(YEAR_1)
    (tmp_path / "2.csv").write_text(YEAR_2)
    return tmp_path


def test_disclose_writes_the_safe_table_and_says_how_many(folder: Path, capsys: Any) -> None:
    assert run(str(folder / "1.csv"), *BY, "--out", str(folder / "safe-1.csv"), "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["hidden_primary"], answer["hidden_secondary"]) == (1, 1)
    assert (folder / "safe-1.csv").read_text() == "site,year,n\nNorth,1,c\nSouth,1,c\nEast,1,41\nAll,1,66\n"


def test_disclose_keeps_what_an_earlier_table_showed_and_hides_what_it_hid(folder: Path, capsys: Any) -> None:
    run(str(folder / "1.csv"), *BY, "--out", str(folder / "safe-1.csv"))
    run(
        *(str(folder / "2.csv"), *BY, "--earlier", str(folder / "safe-1.csv")),
        *("--out", str(folder / "safe-2.csv")),
    )
    told = capsys.readouterr()
    assert "could not be kept" in told.err
    assert "“East · All”" in told.err
    safe = {(r["site"], r["year"]): r["n"] for r in pl.read_csv(folder / "safe-2.csv", infer_schema=False).to_dicts()}
    assert safe["East", "1"] == "41"
    assert safe["North", "1"] == safe["South", "1"] == safe["East", "2"] == safe["East", "All"] == "c"


def test_disclose_thresholds_are_the_owners(folder: Path, capsys: Any) -> None:
    out = ("--out", str(folder / "safe.csv"), "--json")
    run(str(folder / "2.csv"), *BY, *out)
    few = json.loads(capsys.readouterr().out)["hidden_primary"]
    run(str(folder / "2.csv"), *BY, "--threshold", "20", *out)
    assert json.loads(capsys.readouterr().out)["hidden_primary"] > few
    (folder / "0.csv").write_text("site,n\nNorth,0\nSouth,20\n")
    run(str(folder / "0.csv"), "--dimension", "site", "--count", "n", "--total", "All", "--hide-zero", *out)
    assert json.loads(capsys.readouterr().out)["hidden_primary"] == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (YEAR_1.replace("66", "67"), "the total “All · 1” is 67, and its parts add up to 66"),
        (YEAR_1.replace("22", "-2"), "row 3, column n: -2 is no count"),
        (YEAR_1.replace("22", "2.5"), "row 3, column n: 2.5 is no count"),
        (YEAR_1.replace("22", "many"), "“many” is not a number"),
        (YEAR_1.replace("22", ""), "row 3, column n: an empty cell is no count"),
        ("site,year,n\n", "there is no row"),
    ],
)
def test_disclose_says_what_is_wrong_and_writes_nothing(folder: Path, content: str, words: str) -> None:
    (folder / "1.csv").write_text(content)
    with pytest.raises(TideturnError) as caught:
        run(str(folder / "1.csv"), *BY, "--out", str(folder / "safe.csv"))
    assert words in str(caught.value)
    assert "1.csv" in str(caught.value)
    assert not (folder / "safe.csv").exists()


def test_disclose_names_the_earlier_table_that_is_wrong(folder: Path) -> None:
    (folder / "old.csv").write_text(YEAR_1.replace("22", "some"))
    with pytest.raises(TideturnError, match=r"old\.csv: the column “n” holds"):
        run(str(folder / "2.csv"), *BY, "--earlier", str(folder / "old.csv"), "--out", str(folder / "safe.csv"))


def test_disclose_never_writes_over_what_it_read(folder: Path) -> None:
    with pytest.raises(TideturnError, match="written over"):
        run(str(folder / "1.csv"), *BY, "--out", str(folder / "1.csv"))
    with pytest.raises(TideturnError, match="no threshold"):
        run(str(folder / "1.csv"), *BY, "--threshold", "0", "--out", str(folder / "2.csv"))


def test_disclose_says_what_cannot_be_undone(folder: Path, capsys: Any) -> None:
    (folder / "old.csv").write_text(YEAR_1.replace("North,1,3", "North,1,c"))
    run(str(folder / "1.csv"), *BY, "--earlier", str(folder / "old.csv"), "--out", str(folder / "safe.csv"), "--json")
    told = capsys.readouterr()
    assert "North · 1" in json.loads(told.out)["unprotected"]
    assert "cannot undo" in told.err


def test_disclose_hides_the_few_between_a_count_and_what_it_is_at_most(folder: Path) -> None:
    (folder / "waits.csv").write_text("site,wait,n\nNorth,30 days,20\nNorth,60 days,23\nSouth,60 days,60\n")
    by = ("--dimension", "site", "--dimension", "wait", "--count", "n", "--total", "All")
    out = folder / "safe.csv"
    run(str(folder / "waits.csv"), *by, "--out", str(out))
    assert "c" not in pl.read_csv(out, infer_schema=False)["n"].to_list()
    run(str(folder / "waits.csv"), *by, "--at-most", "wait", "30 days", "60 days", "--out", str(out))
    assert pl.read_csv(out, infer_schema=False)["n"].to_list().count("c") == 1
    with pytest.raises(TideturnError, match=r"waits\.csv: no row has “90 days”"):
        run(str(folder / "waits.csv"), *by, "--at-most", "wait", "30 days", "90 days", "--out", str(out))
