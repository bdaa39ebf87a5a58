from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tideturn.cli import main
from tideturn.commands import measure_network

TIES = """wave,from,to,level,share_quality,share_kind
1,a,b,2,3,plans|numbers
1,b,a,1,2,
1,b,c,3,,
2,a,b,2,4,plans
2,b,a,2,4,
2,a,c,1,1,
2,c,a,4,2,
"""
WAVES = "wave,date,organisation_id,responded\n" + "".join(
    f"{wave},2019-01-0{wave},{name},{did}\n"
    for wave, who in ((1, {"a": "yes", "b": "true", "c": "no"}), (2, {"a": "Yes", "b": "1", "c": "y"}))
    for name, did in who.items()
)
ORGANISATIONS = "organisation_id,name,sector,site\na,A,police,x\nb,B,health,x\nc,C,police,x\n"


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in (("ties.csv", TIES), ("waves.csv", WAVES), ("organisations.csv", ORGANISATIONS)):
        Path(name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def ask(there: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    def asked(*options: str) -> Any:
        assert main(["measure", "network", "ties.csv", *options, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return asked


def test_the_answer_by_the_names_that_are_promised(ask: Callable[..., Any]) -> None:
    found = ask("--waves", "waves.csv", "--organisations", "organisations.csv", "--group", "sector")
    first, second = found["waves"]
    assert (first["wave"], first["organisations"], first["respondents"], first["ties"]) == (1, 3, 2, 3)
    assert (first["density"], first["reciprocity"], first["mean_level"]) == (0.75, 1.0, 2.0)
    assert (first["in_centralisation"], first["out_centralisation"]) == (None, None)
    assert first["ei"] == pytest.approx(1)
    assert first["nodes"][0] == {"id": "a", "answered": True, "in": 1, "out": 1, "betweenness": 0.0}
    assert (first["nodes"][2]["out"], first["nodes"][2]["betweenness"]) == (None, None)
    assert (first["sharing"]["share_quality"]["mean"], first["kinds"]) == (2.5, {"numbers": 1, "plans": 1})
    assert (second["density"], second["reciprocity"], second["confirmed"]) == (pytest.approx(4 / 6), 1.0, 2)
    (change,) = found["changes"]
    # Of a and b, who answered both: both ties are in both waves.
    assert (change["from"], change["to"], change["organisations"]) == (1, 2, 2)
    assert (change["jaccard"], change["density"], change["low"], change["high"]) == (1.0, 0.0, 0.0, 0.0)
    assert found["qap"] == [{"from": 1, "to": 2, "organisations": 2, "correlation": None, "p": None}]
    assert found["notes"] == []


def test_ties_without_a_direction(ask: Callable[..., Any]) -> None:
    found = ask("--waves", "waves.csv", "--undirected")
    assert [wave["ties"] for wave in found["waves"]] == [2, 2]
    assert [wave["reciprocity"] for wave in found["waves"]] == [None, None]
    # In the second wave a alone stands between b and c.
    assert [node["betweenness"] for node in found["waves"][1]["nodes"]] == [1.0, 0.0, 0.0]


def test_the_same_from_parquet_and_under_other_headings(ask: Callable[..., Any], there: Path) -> None:
    as_csv = ask("--waves", "waves.csv")
    frame = pl.read_csv("ties.csv").rename({"wave": "round", "from": "who", "to": "whom", "level": "how"})
    frame.write_parquet("ties.parquet")
    (there / "ties.csv").write_bytes((there / "ties.parquet").read_bytes())
    text = WAVES.replace("wave,date,organisation_id,responded", "round,date,body,did")
    (there / "waves.csv").write_text(text, encoding="utf-8")
    columns = ["--wave", "round", "--from", "who", "--to", "whom", "--level", "how"]
    assert ask("--waves", "waves.csv", *columns, "--organisation", "body", "--responded", "did") == as_csv


def test_without_waves_it_says_what_it_took_for_granted(ask: Callable[..., Any]) -> None:
    found = ask()
    assert found["waves"][0]["respondents"] == 3
    assert found["notes"][0].startswith("Nobody said who was asked and who answered")


def test_draws_and_seed_are_kept_and_the_same_again(ask: Callable[..., Any], there: Path) -> None:
    names = "abcdefghijklmn"
    rows = [f"1,{a},{b},1" for a in names for b in names if a < b]
    rows += [f"2,{a},{b},1" for a in names for b in names if (3 * ord(a) + ord(b)) % 7 < 3 and a != b]
    (there / "ties.csv").write_text("wave,from,to,level\n" + "\n".join(rows) + "\n", encoding="utf-8")
    one, again, other = ask("--draws", "200"), ask("--draws", "200"), ask("--draws", "200", "--seed", "2")
    assert one == again
    assert (one["draws"], one["seed"], other["seed"]) == (200, 1, 2)
    assert (one["changes"], one["qap"]) != (other["changes"], other["qap"])
    assert one["changes"][0]["density"] == other["changes"][0]["density"]


def test_the_example_in_the_help_runs(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program, *arguments = shlex.split(measure_network.EXAMPLE)
    assert program == "tideturn"
    assert main(arguments) == 0
    assert json.loads(capsys.readouterr().out)["waves"]
    with pytest.raises(SystemExit):
        main(["measure", "network", "--help"])
    assert " ".join(measure_network.EXAMPLE.split()) in " ".join(capsys.readouterr().out.split())


def test_what_people_read_fits_80_columns(
    there: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    Path("ties.csv").write_text(TIES + "2,c,z,1,,\n", encoding="utf-8")
    options = ["--waves", "waves.csv", "--organisations", "organisations.csv", "--group", "sector"]
    assert main(["measure", "network", "ties.csv", *options]) == 0
    told = capsys.readouterr().out
    assert max(map(len, told.splitlines())) <= 80
    said = " ".join(told.split())
    assert "In wave 2, left out is 1 tie to or from z, which was asked in no wave." in said
    assert "Density: Of all possible ties of those who answered" in said
    assert "share quality, ties kept" in said


@pytest.mark.parametrize(
    ("ties", "waves", "expected"),
    [
        ("1,a,b,9", "1,d,a,yes", "ties.csv, row 2, column level: “9” is no level."),
        ("1,a,b,2.5", "1,d,a,yes", "“2.5” is no level."),
        ("1,a,b,often", "1,d,a,yes", "“often” is not a number."),
        ("1,a,,1", "1,d,a,yes", "ties.csv, row 2, column to: the cell is empty."),
        ("first,a,b,1", "1,d,a,yes", "“first” is no number of a wave."),
        ("-1,a,b,1", "1,d,a,yes", "“-1” is no number of a wave."),
        ("1,a,b,1\n1,a,b,2", "1,d,a,yes\n1,d,b,yes", "Two rows say different things of the tie from a to b"),
        ("2,a,b,1", "1,d,a,yes", "There are ties of wave 2, and nothing says who was asked"),
        ("1,a,b,1", "1,d,a,perhaps", "waves.csv, row 2, column responded: “perhaps” is neither yes nor no."),
        ("1,a,b,1", "1,d,a,yes\n1,d,a,no", "a is there twice in wave 1"),
    ],
)
def test_what_is_wrong_is_a_sentence(
    ties: str, waves: str, expected: str, there: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("ties.csv").write_text(f"wave,from,to,level\n{ties}\n", encoding="utf-8")
    Path("waves.csv").write_text(f"wave,date,organisation_id,responded\n{waves}\n", encoding="utf-8")
    assert main(["measure", "network", "ties.csv", "--waves", "waves.csv"]) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert expected in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--draws", "0"], "--draws 0 is no number of draws."),
        (["--permutations", "1000000000"], "--permutations 1000000000 is no number of draws."),
        (["--seed", "-1"], "--seed -1 is below 0."),
        (["--group", "sector"], "--organisations and --group go together."),
        (["--waves", "none.csv"], "none.csv"),
        (["--from", "to"], "ties.csv: the column “to” is asked for twice."),
        (["--waves", "waves.csv", "--organisation", "wave"], "waves.csv: the column “wave” is asked for twice."),
        (
            ["--organisations", "organisations.csv", "--group", "organisation_id"],
            "organisations.csv: the column “organisation_id” is asked for twice.",
        ),
        (["--level", "closeness"], "there is no column “closeness”."),
        (["--organisations", "organisations.csv", "--group", "colour"], "there is no column “colour”."),
    ],
)
def test_options_that_cannot_be(
    options: list[str], expected: str, there: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["measure", "network", "ties.csv", *options]) == 2
    assert expected in " ".join(capsys.readouterr().err.split())


def test_the_waves_as_a_picture(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--waves", "waves.csv", "--organisations", "organisations.csv", "--group", "sector"]
    assert main(["measure", "network", "ties.csv", *options, "--chart", "waves.svg", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["waves"]
    drawn = Path("waves.svg").read_text(encoding="utf-8")
    assert all(f">{words}</text>" in drawn for words in ("Wave 1", "Wave 2", "police", "health", "did not answer"))
    assert main(["measure", "network", "ties.csv", *options, "--chart", "waves.png"]) == 2
    assert "the chart is an SVG." in capsys.readouterr().err
    assert not Path("waves.png").exists()
