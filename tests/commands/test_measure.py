from __future__ import annotations

import argparse
import json
import shlex
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tideturn.commands import measure, measure_change, measure_series, measure_survey
from tideturn.dataset.problems import TideturnError

ANSWERS = "site,year,q1,q2\n" + "a,10,Agree,5\na,2,Agree,1\nb,2,Disagree,5\na,2,,5\n" * 5 + "b,2,Don't know,3\n"
SCORES = """case,outcome,date,stage,score
a,x,2020-01-01,baseline,3
a,x,2020-06-01,review,5
a,x,2020-03-01,then_test,1
b,x,2020-01-01,baseline,3
c,x,2020-02-01,baseline,3
c,x,2020-09-01,closure,2
a,y,2020-01-01,baseline,9
a,y,2020-12-31,review,4
"""
MONTHS = [f"2019-{m:02}" for m in range(1, 13)] + ["2020-01", "2020-02", "2020-03"]
SERIES = "period,count\n" + "".join(f"{m},{10 + i % 2 if i < 12 else 30}\n" for i, m in enumerate(MONTHS))


def parsed(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    measure.add_to(parser.add_subparsers())
    return parser.parse_args(["measure", *arguments])


def measured(*arguments: str) -> int:
    args = parsed(*arguments)
    code: int = args.run(args)
    return code


@pytest.fixture
def answer(capsys: pytest.CaptureFixture[str]) -> Any:
    def ask(*arguments: str) -> Any:
        assert measured(*arguments, "--json") == 0
        return json.loads(capsys.readouterr().out)

    return ask


@pytest.fixture
def file(tmp_path: Path) -> Any:
    def write(content: str | bytes, name: str = "table.csv") -> str:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


# --- survey


def test_survey_answers_with_every_promised_key(answer: Any, file: Any) -> None:
    found = answer(
        *("survey", file(ANSWERS), "--items", "q1", "--agree", "Agree", "--disagree", "Disagree"),
        *("--dont-know", "Don't know", "--scale", "Disagree|Agree"),
    )
    (item,) = found["items"]
    promised = "item by responses missing n k share low high counts net net_low net_high median"
    assert set(promised.split()) <= set(item)
    assert (item["responses"], item["missing"], item["dont_know"], item["n"], item["k"]) == (21, 5, 1, 15, 10)
    assert item["share"] == pytest.approx(2 / 3)
    assert list(item["counts"].items()) == [("Disagree", 5), ("Agree", 10), ("Don't know", 1)]
    assert item["median"] == "Agree"


def test_survey_groups_by_numbers_in_their_order(answer: Any, file: Any) -> None:
    found = answer("survey", file(ANSWERS), "--by", "year,site", "--agree", "Agree|4|5")
    assert [(i["item"], i["by"]) for i in found["items"]] == [
        (q, by)
        for q in ("q1", "q2")
        for by in ({"year": 2, "site": "a"}, {"year": 2, "site": "b"}, {"year": 10, "site": "a"})
    ]


def test_survey_reads_parquet_as_it_reads_csv(answer: Any, file: Any, tmp_path: Path) -> None:
    csv = file(ANSWERS)
    pl.read_csv(csv).write_parquet(tmp_path / "t.parquet")
    options = ["--by", "site,year", "--agree", "Agree|4|5", "--min-n", "3"]
    assert answer("survey", csv, *options) == answer("survey", str(tmp_path / "t.parquet"), *options)


def test_survey_of_a_census_is_the_point(answer: Any, file: Any) -> None:
    (item,) = answer("survey", file(ANSWERS), "--items", "q2", "--agree", "5", "--population", "21")["items"]
    assert item["low"] == item["share"] == item["high"]


def test_survey_leaves_out_what_is_no_closed_question(
    capsys: pytest.CaptureFixture[str], answer: Any, file: Any
) -> None:
    path = file("response_id,q\n" + "".join(f"r{i},yes\n" for i in range(80)))
    assert measured("survey", path, "--agree", "yes", "--json") == 0
    told = capsys.readouterr()
    assert [item["item"] for item in json.loads(told.out)["items"]] == ["q"]
    assert "response_id" in told.err
    assert len(answer("survey", path, "--items", "response_id", "--agree", "r1")["items"]) == 1


def test_survey_says_which_answer_nobody_gave(capsys: pytest.CaptureFixture[str], file: Any) -> None:
    measured("survey", file(ANSWERS), "--items", "q1", "--agree", "Agree|Agreee")
    told = capsys.readouterr().err
    assert "nobody answered “Agreee”" in told
    assert "“Agree”" not in told


def test_survey_leaves_words_without_an_opinion_out_of_n(answer: Any, file: Any) -> None:
    path = file("q\n" + "Agree\n" * 3 + "N/A\nPrefer not to say\nPass\n")
    (item,) = answer("survey", path, "--agree", "Agree", "--dont-know", "Pass")["items"]
    assert (item["n"], item["k"], item["dont_know"]) == (3, 3, 3)
    (item,) = answer("survey", path, "--agree", "Agree|N/A")["items"]
    assert (item["n"], item["k"], item["dont_know"], item["unplaced"], item["neutral"]) == (5, 4, 1, 1, 0)


def test_survey_refuses_what_has_no_place(capsys: pytest.CaptureFixture[str], answer: Any, file: Any) -> None:
    path = file("q,r,s\n" + "Agree,Agree,a|b\nNo,No,a\nMaybe,No,b\n")
    scale = ["--agree", "Agree", "--scale", "No|Agree"]
    with pytest.raises(TideturnError, match="“Maybe”, an answer to “q”, is in none of the lists"):
        measured("survey", path, "--items", "q,r", *scale)
    with pytest.raises(TideturnError, match="A cell of “s” holds several answers"):
        measured("survey", path, "--items", "s", "--agree", "a")
    assert measured("survey", path, *scale, "--json") == 0
    told = capsys.readouterr()
    assert [item["item"] for item in json.loads(told.out)["items"]] == ["r"]
    assert "left out, having answers without a place: q, s." in told.err


def test_survey_calls_an_answer_neutral_only_where_it_is_on_the_scale(
    capsys: pytest.CaptureFixture[str], file: Any
) -> None:
    path = file("q\n" + "Agree\nNo\nMaybe\n")
    measured("survey", path, "--agree", "Agree")
    assert "other" in (bare := capsys.readouterr().out)
    assert "neutral" not in bare
    measured("survey", path, "--agree", "Agree", "--scale", "No|Maybe|Agree")
    assert "neutral" in capsys.readouterr().out


# --- change


def test_change_of_a_wide_table(answer: Any, file: Any) -> None:
    path = file("b,a,t\n3,4,2\n3,5,3\n4,4,4\n5,4,\n2,,\n,3,\n")
    found = answer("change", path, "--before", "b", "--after", "a", "--then", "t")
    assert {key: found[key] for key in ("pairs", "better", "same", "worse", "p_sign", "difference")} == {
        "pairs": 4, "better": 2, "same": 1, "worse": 1, "p_sign": 1.0, "difference": 0.25,
    }  # fmt: skip
    assert found["attrition"] == {"baselines": 5, "due": 5, "followed": 4, "lost": 1, "share": 0.2}
    assert {"low", "high", "p_wilcoxon"} <= set(found)
    assert found["then_test"]["then_post"]["better"] == 2
    down = answer("change", path, "--before", "b", "--after", "a", "--better", "down")
    assert (down["better"], down["worse"]) == (1, 2)


def test_change_of_a_long_table_by_outcome(answer: Any, file: Any) -> None:
    long = ["--case", "case", "--score", "score", "--date", "date", "--stage", "stage"]
    first, second = answer("change", file(SCORES), *long, "--by", "outcome")
    assert (first["by"], first["pairs"], first["better"], first["worse"]) == ({"outcome": "x"}, 2, 1, 1)
    assert first["attrition"] == {"baselines": 3, "due": 3, "followed": 2, "lost": 1, "share": pytest.approx(1 / 3)}
    assert (second["by"], second["pairs"], second["worse"]) == ({"outcome": "y"}, 1, 1)


def test_change_stops_at_the_years_end(answer: Any, file: Any) -> None:
    long = ["--case", "case", "--score", "score", "--date", "date", "--by", "outcome"]
    found = answer("change", file(SCORES), *long, "--stage", "stage", "--ends", "2020-04-15")[0]
    # b and a began 105 days before it, c 74 days: c is not yet due, and nobody has a later score.
    assert (found["pairs"], found["attrition"]["due"], found["attrition"]["lost"]) == (0, 2, 2)
    # Without stages the first score of a case is its baseline, and the looking-back one is a score like any other.
    assert answer("change", file(SCORES), *long, "--ends", "2020-04-15")[0]["pairs"] == 1


def test_change_without_days_goes_by_stage(answer: Any, file: Any) -> None:
    path = file("who,when,s\na,after,4\na,before,2\nb,before,2\nc,after,1\n")
    found = answer("change", path, "--case", "who", "--score", "s", "--stage", "when")
    assert (found["pairs"], found["better"]) == (1, 1)
    assert found["attrition"] == {"baselines": 2, "due": 2, "followed": 1, "lost": 1, "share": 0.5}


def test_change_that_may_be_relied_on(answer: Any, file: Any) -> None:
    path = file("b,a\n10,30\n20,21\n30,5\n")
    options = ["change", path, "--before", "b", "--after", "a"]
    found = answer(*options, "--items", "12", "--reliability", "0.9")["reliable_change"]
    # SD 10, error 10 sqrt(0.2) = 4.47.
    assert (found["improved"], found["unchanged"], found["deteriorated"]) == (1, 1, 1)
    with pytest.raises(TideturnError, match="none is known"):
        measured(*options, "--items", "12")


# --- series


def test_series_against_its_baseline(answer: Any, file: Any) -> None:
    found = answer("series", file(SERIES), "--from", "2020-01")
    assert (found["mean"], found["baseline"], found["measure"]) == (10.5, 12, "count")
    assert found["high"] == pytest.approx(13.16)
    assert found["low"] == pytest.approx(7.84)
    assert found["signals"] == [
        {"index": i, "rule": "beyond_limit", "direction": "up", "period": MONTHS[i]} for i in (12, 13, 14)
    ]
    assert found["rate_test"]["before"] == 10.5
    assert found["rate_test"]["p"] < 0.001
    assert answer("series", file(SERIES), "--baseline", "12") == found


def test_series_of_several_sites_is_a_list_in_any_row_order(answer: Any, file: Any) -> None:
    rows = [f"nrm,{s},2019-Q{q},{q * (1 + (s == 'b'))},{q}" for s in "ba" for q in (4, 2, 3, 1)]
    found = answer("series", file("\n".join(["indicator,site,period,count,denominator", *rows]) + "\n"))
    assert [(f["indicator"], f["site"], f["mean"], f["measure"]) for f in found] == [
        ("nrm", "a", 1, "rate"),
        ("nrm", "b", 2, "rate"),
    ]
    assert [p["period"] for p in found[0]["points"]] == ["2019-Q1", "2019-Q2", "2019-Q3", "2019-Q4"]


def test_series_with_new_limits_and_a_break(answer: Any, file: Any) -> None:
    found = answer("series", file(SERIES), "--rebase", "2020-01", "--interrupted", "2020-01")
    assert [(s["from"], s["mean"], s["signals"]) for s in found["stretches"]] == [
        ("2019-01", 10.5, []),
        ("2020-01", 30, []),
    ]
    assert found["interrupted"]["level_change"]["value"] == pytest.approx(19.2, abs=0.5)
    with pytest.raises(TideturnError, match="12 points or more before"):
        measured("series", file(SERIES), "--interrupted", "2019-06", "--json")


def test_series_tells_of_a_gap(answer: Any, file: Any) -> None:
    found = answer("series", file("period,count\n2019,3\n2020,4\n2023,3\n"))
    assert "Nothing is known between 2020 and 2023; they are charted side by side." in found["warnings"]


# --- what people read, and what goes wrong


@pytest.mark.parametrize("method", [measure_survey, measure_change, measure_series])
def test_the_example_in_the_help_runs(
    method: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("answers.csv").write_text(ANSWERS)
    Path("scores.csv").write_text("score_1,score_2\n3,2\n4,4\n")
    Path("series.csv").write_text(SERIES)
    program, command, *arguments = shlex.split(method.EXAMPLE)
    assert (program, command) == ("tideturn", "measure")
    assert measured(*arguments) == 0
    assert json.loads(capsys.readouterr().out)
    with pytest.raises(SystemExit):
        parsed(arguments[0], "--help")
    assert " ".join(method.EXAMPLE.split()) in " ".join(capsys.readouterr().out.split())


def test_what_people_read_fits_80_columns(
    file: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    options = ["--agree", "Agree|5", "--disagree", "Disagree|1", "--dont-know", "Don't know"]
    measured("survey", file(ANSWERS), "--by", "site,year", *options)
    survey = capsys.readouterr().out
    long = ["--case", "case", "--score", "score", "--date", "date", "--stage", "stage"]
    measured("change", file(SCORES), *long, "--by", "outcome")
    change = capsys.readouterr().out
    measured("series", file(SERIES), "--from", "2020-01")
    series = capsys.readouterr().out
    assert max(len(line) for line in (survey + change + series).splitlines()) <= 80
    assert "5 of 5" in survey
    assert "too few" in survey
    assert "1 of 3" in change
    assert "beyond limit" in series
    assert "p < 0.001" in series


@pytest.mark.parametrize(
    ("content", "arguments", "sentence"),
    [
        ("", "survey {} --agree a", "empty"),
        ("a,b\n1,2\n", "survey {} --agree a --items c", "no column “c”. The columns are a, b."),
        ("a,b\n1,2\n", "survey {} --agree a --by c", "no column “c”"),
        ("a;b\n1;2\n", "survey {} --agree a", "not separated by commas"),
        ("a,a\n1,2\n", "survey {} --agree a", "“a” is there twice"),
        ("a,b\n1,2,3,4\n", "survey {} --agree a", "cannot be read as a table"),
        ("a,b\n1,2\n".encode("utf-16"), "survey {} --agree a", "UTF-16"),
        (b"\x00\x01\x02", "survey {} --agree a", "no text"),
        (b"PAR1 and then nothing", "survey {} --agree a", "cannot be read as a table"),
        ("q\n" + "x\n" * 20, "survey {} --agree x --population 5", "population of only 5"),
        ("b,a\n3,4\n3,four\n", "change {} --before b --after a", "row 3, column a: “four” is not a number"),
        ("b,a\n3,4\n3,inf\n", "change {} --before b --after a", "row 3, column a: “inf” is not a number"),
        ("b,a\n3,4\n", "change {} --before b", "not said which columns"),
        ("b,a\n3,4\n", "change {} --before b --after b", "“b” is asked for twice"),
        (b"\xef\xbb\xbf\r\n", "change {} --before b --after a", "the file is empty"),
        (b"PK\x03\x04 and then nothing", "survey {} --agree a", "this is a workbook"),
        ("c,d,s\nx,1/2/2020,4\n", "change {} --case c --score s --date d", "row 2, column d: “1/2/2020” is not a date"),
        ("c,d,s\nx,2020-01-01,4\n", "change {} --case c --score s --date d --ends soon", "“soon” is not a date"),
        ("c,d,s\nx,,4\n", "change {} --case c --score s --date d", "no row holds a day"),
        ("period,count\n2019-13,4\n", "series {}", "row 2, column period: “2019-13” is not a period"),
        ("period,count\n2019,4\n2020,\n", "series {}", "row 3, column count: the count is empty"),
        ("period,count\n2019,4\n2019,5\n", "series {}", "row 3: the period 2019 is there twice, first in row 2"),
        ("period,count\n2019,4\n2020-Q1,5\n", "series {}", "not of one length"),
        ("period,count\n2019,4\n", "series {}", "does not fit 1 points"),
        ("period,count\n2019,4\n2020,5\n", "series {} --from soon", "is not a period such as 2019"),
        ("period,count\n", "series {}", "a header and no row"),
        ("month,count\n2019,4\n", "series {}", "no column “period”"),
    ],
)
def test_what_is_wrong_is_said(content: str | bytes, arguments: str, sentence: str, file: Any) -> None:
    path = file(content)
    with pytest.raises(TideturnError) as caught:
        measured(*(part.format(path) for part in arguments.split()))
    assert sentence in str(caught.value)


def test_months_and_quarters_in_one_file_part_at_the_same_day(answer: Any, file: Any) -> None:
    months = "".join(f"m,2019-{month:02d},{month}\n" for month in range(1, 13))
    quarters = "".join(f"q,{year}-Q{part},{part}\n" for year in (2018, 2019) for part in range(1, 5))
    charts = answer("series", file(f"indicator,period,count\n{months}{quarters}"), "--from", "2019-07")
    assert [(chart["indicator"], chart["baseline"]) for chart in charts] == [("m", 6), ("q", 6)]
    charts = answer("series", file(f"indicator,period,count\n{months}{quarters}"), "--from", "2019-Q3")
    assert [(chart["indicator"], chart["baseline"]) for chart in charts] == [("m", 6), ("q", 6)]


def test_a_byte_order_mark_and_windows_line_ends_are_nothing(answer: Any, file: Any) -> None:
    plain = answer("series", file(SERIES))
    dressed = "\ufeff" + SERIES.replace("\n", "\r\n")
    assert answer("series", file(dressed, "other.csv")) == plain
    wide = "﻿b,a\r\n3,4\r\n"
    assert answer("change", file(wide, "wide.csv"), "--before", "b", "--after", "a")["pairs"] == 1


def test_a_file_that_is_not_there_is_left_to_the_command_line(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        measured("series", str(tmp_path / "none.csv"))
    with pytest.raises(IsADirectoryError):
        measured("series", str(tmp_path))


def test_a_row_with_more_cells_than_the_header_is_refused_whichever_columns_are_asked_for(file: Any) -> None:
    path = file("q1,site,q2\nAgree,Leeds, north,5\nAgree,Leeds,5\n")
    with pytest.raises(TideturnError, match="cannot be read as a table"):
        measured("survey", path, "--items", "q1", "--agree", "Agree", "--json")
