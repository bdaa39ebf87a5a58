"""`measure agreement` of tables of units, of spans and of a programme's folder, with what is wrong in them."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import polars as pl
import pytest

from tideturn.cli import main
from tideturn.commands import measure_agreement

Write = Callable[..., Path]
Ask = Callable[..., Any]
Refused = Callable[..., str]

# Cohen 1960, page 45: see tests/methods/agreement/test_published_agreement.py.
JUDGES = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
PAIRS = [(f"{i}", f"{j}") for i, row in enumerate(JUDGES) for j, count in enumerate(row) for _ in range(count)]
CODINGS = """interview_id,start,end,code,coder
i1,0,10,safe,ann
i1,0,10,safe,bob
i1,0,10,safe,agreed
i1,20,30,risk,ann
i2,5,15,safe,ann
i2,5,15,risk,bob
i3,0,9,safe,ann
"""
CODERS = (
    "interview_id,coder\n" + "".join(f"i{n},{who}\n" for n in (1, 2) for who in ("ann", "bob", "agreed")) + "i3,ann\n"
)
SPANS = ("--document", "interview_id", "--start", "start", "--end", "end")


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    monkeypatch.chdir(tmp_path)

    def written(content: str, name: str = "codes.csv") -> Path:
        path = Path(name)
        path.write_text(content, encoding="utf-8")
        return path

    return written


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    def asked(path: Path, *options: str) -> Any:
        assert main(["measure", "agreement", str(path), *options, "--draws", "50", "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return asked


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str]) -> Refused:
    def said(*options: str) -> str:
        assert main(["measure", "agreement", *options]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert "Traceback" not in err
        return " ".join(err.split())

    return said


@pytest.fixture
def spans(write: Write) -> Path:
    Path("transcripts").mkdir()
    for name in ("i1", "i2", "i3"):
        Path("transcripts", f"{name}.txt").write_text("0123456789" * 4, encoding="utf-8")
    write(CODERS, "coders.csv")
    return write(CODINGS, "codings.csv")


def test_long_wide_and_parquet_give_the_same_published_answer(write: Write, ask: Ask) -> None:
    long = "\n".join(f"{n},{who},{code}" for n, pair in enumerate(PAIRS) for who, code in zip("xy", pair, strict=True))
    found = ask(write(f"unit,coder,code\n{long}\n"), "--unit", "unit")
    named = write("unit,x,y\n" + "\n".join(f"{n},{a},{b}" for n, (a, b) in enumerate(PAIRS)) + "\n")
    assert ask(named, "--wide")["codes"] == found["codes"]
    wide = write("patient,x,y\n" + "\n".join(f"{n},{a},{b}" for n, (a, b) in enumerate(PAIRS)) + "\n")
    pl.read_csv(wide).write_parquet("codes.parquet")
    assert (found["units"], found["coders"], found["coder_names"]) == (200, 2, ["x", "y"])
    assert found["kappa"] == pytest.approx(0.492, abs=5e-4)
    assert found["percent"] == 0.7
    assert [code["code"] for code in found["codes"]] == ["0", "1", "2"]
    assert {"code", "percent", "kappa", "ac1", "positive"} <= set(found["codes"][0])
    assert set(found["alpha"]) == {"nominal", "ordinal", "interval", "ratio", "masi"}
    assert found["unitised_alpha"] is None
    for path in (wide, Path("codes.parquet")):
        other = ask(path, "--wide", "--unit", "patient")
        assert (other["codes"], other["kappa"], other["alpha"]["ratio"]) == (
            found["codes"],
            found["kappa"],
            found["alpha"]["ratio"],
        )
        assert other["alpha"]["masi"] is None
    low, high = found["intervals"]["kappa"]
    assert low < found["kappa"] < high


def test_a_row_without_a_code_was_seen_and_a_coder_without_a_row_never_saw(write: Write, ask: Ask) -> None:
    rows = "u1,x,a\nu1,y,a\nu2,x,a\nu2,y,\nu3,x,\nu3,y,\nu4,x,b\n"
    found = ask(write(f"u,coder,code\n{rows}"), "--unit", "u")
    assert found["units"] == 3
    (a, b) = found["codes"]
    assert (a["percent"], a["positive"], a["given"]) == (pytest.approx(2 / 3), pytest.approx(2 / 3), {"x": 2, "y": 1})
    assert (b["kappa"], b["positive"]) == (None, None)
    assert "1 unit was seen by one coder only: nothing to compare." in found["notes"]
    assert any(note.startswith("kappa of b is undefined: everyone gave one and the same") for note in found["notes"])


def test_several_codes_in_a_cell_of_a_wide_table(write: Write, ask: Ask) -> None:
    path = write("x,y\na;b,a\na,a\n;,b\n")
    found = ask(path, "--wide", "--several", ";", "--disagreements", "differ.csv")
    assert [code["code"] for code in found["codes"]] == ["a", "b"]
    assert found["alpha"]["masi"] is not None
    assert Path("differ.csv").read_text(encoding="utf-8") == "row,x,y\n2,a;b,a\n4,;,b\n"


def test_a_scale_of_words(write: Write, ask: Ask) -> None:
    path = write("x,y\nlow,low\nmid,high\nhigh,high\nmid,low\n")
    assert ask(path, "--wide")["alpha"]["ordinal"] is None
    assert ask(path, "--wide", "--scale", "low|mid|high")["alpha"]["ordinal"] is not None


def test_spans_over_all_text_that_two_were_given(spans: Path, ask: Ask) -> None:
    found = ask(spans, *SPANS, "--coders", "coders.csv", "--text", "transcripts")
    assert (found["unit"], found["units"], found["documents"]) == ("characters", 80, 2)
    safe = found["codes"][1]
    assert (safe["code"], safe["percent"]) == ("safe", 70 / 80)
    assert safe["kappa"] == pytest.approx((70 / 80 - (20 * 10 + 60 * 70) / 80**2) / (1 - (20 * 10 + 60 * 70) / 80**2))
    assert found["notes"][:2] == [
        "1 document was given to one coder only: nothing to compare.",
        "“agreed” is the settled coding, and is left out.",
    ]
    assert found["unitised_alpha"] is not None
    same = ask(spans, "--unit", *SPANS[1:], "--coders", "coders.csv", "--length", "40")
    assert same["codes"] == found["codes"]


def test_without_coders_whoever_laid_nothing_was_given_nothing(spans: Path, ask: Ask) -> None:
    spans.write_text(CODINGS.replace("i2,5,15,risk,bob\n", ""), encoding="utf-8")
    found = ask(spans, *SPANS, "--length", "40")
    assert (found["documents"], found["units"]) == (1, 40)
    assert "Without --coders, whoever laid no span in a text counts as not having been given it." in found["notes"]
    known = ask(spans, *SPANS, "--length", "40", "--coders", "coders.csv")
    assert known["documents"] == 2


def test_one_text_needs_no_document(write: Write, ask: Ask) -> None:
    path = write("coder,code,start,end,long\nx,k,0,5,20\ny,k,0,5,20\n")
    found = ask(path, "--start", "start", "--end", "end", "--length", "long")
    assert (found["units"], found["codes"][0]["kappa"], found["intervals"]["kappa"]) == (20, 1, None)


def test_the_disagreements_are_ready_to_settle(spans: Path, ask: Ask) -> None:
    Path("transcripts/i2.txt").write_text("He =is 'safe'\nnow, I think it is so, for all..", encoding="utf-8")
    ask(spans, *SPANS, "--coders", "coders.csv", "--text", "transcripts", "--disagreements", "to_settle.csv")
    found = pl.read_csv("to_settle.csv").rows()
    assert found == [
        ("i1", 20, 30, "risk", "ann", "bob", "0123456789"),
        ("i2", 5, 15, "risk", "bob", "ann", "s 'safe'\nn"),
        ("i2", 5, 15, "safe", "ann", "bob", "s 'safe'\nn"),
    ]


def test_a_cell_that_a_spreadsheet_would_run_is_guarded(write: Write, ask: Ask) -> None:
    ask(write("unit,x,y\n=1+1,a,b\n2,a,a\n"), "--wide", "--unit", "unit", "--disagreements", "differ.csv")
    assert "'=1+1,a,b" in Path("differ.csv").read_text(encoding="utf-8")


def test_the_chart_is_a_drawing_that_says_what_it_shows(spans: Path, ask: Ask) -> None:
    ask(spans, *SPANS, "--coders", "coders.csv", "--length", "40", "--chart", "codes.svg")
    drawing = ElementTree.parse("codes.svg").getroot()
    told = [element.text for element in drawing.iter("{http://www.w3.org/2000/svg}text")]
    assert {"safe", "risk", "0.67", "1"} <= set(told)
    (description,) = drawing.iter("{http://www.w3.org/2000/svg}desc")
    assert "safe: α 0." in str(description.text)


def test_a_programme_folder_is_read_as_it_is(example_without_findings: Path, ask: Ask, tmp_path: Path) -> None:
    out = tmp_path / "to_settle.csv"
    found = ask(example_without_findings, "--year", "2", "--disagreements", str(out))
    every = ask(example_without_findings)
    assert (found["coder_names"], found["documents"], every["documents"]) == (["c1", "c2"], 4, 10)
    (quality,) = (code for code in found["codes"] if code["code"] == "information_quality")
    assert quality["alpha"] < 0.67
    listed = pl.read_csv(out)
    twice = listed.filter(pl.col("code").is_in(["information_quality", "information_shared"]))
    assert twice["laid_by"].to_list() == ["c1", "c2", "c1", "c2"]
    for document, start, end, text in listed.select("document", "start", "end", "text").iter_rows():
        interview = pl.read_csv(example_without_findings / "interviews.csv").filter(interview_id=document)
        words = (example_without_findings / "transcripts" / interview["file"][0]).read_text(encoding="utf-8")
        assert words[start:end] == text


def test_the_example_in_the_help_runs(spans: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program, *arguments = shlex.split(measure_agreement.EXAMPLE)
    assert program == "tideturn"
    assert main(arguments) == 0
    assert json.loads(capsys.readouterr().out)["units"] == 80
    with pytest.raises(SystemExit):
        main(["measure", "agreement", "--help"])
    assert " ".join(measure_agreement.EXAMPLE.split()) in " ".join(capsys.readouterr().out.split())


def test_in_words(spans: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["measure", "agreement", str(spans), *SPANS, "--coders", "coders.csv", "--length", "40"]) == 0
    told = capsys.readouterr().out
    assert "80 characters in 2 documents that two or more of 2 coders were given" in told
    assert "All codes together" in told
    assert "Coders differ on 3 stretches of text." in told
    assert all(len(line) <= 80 for line in told.splitlines())


def test_three_coders_in_words(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    path = write("x,y,z\na,a,b\nb,b,b\na,b,a\n")
    assert main(["measure", "agreement", str(path), "--wide", "--draws", "0"]) == 0
    told = capsys.readouterr().out
    assert "Coders two by two" in told
    assert "κ (Conger)" in told
    assert "Coders differ on 2 units." in told


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("i1,5,5,k,ann\n", "row 2: a span of “i1” ends at 5, not after its start at 5."),
        ("i1,0,9,k,ann\ni1,9,4,k,bob\n", "row 3: a span of “i1” ends at 4, not after its start at 9."),
        ("i1,0,41,k,ann\n", "row 2: a span ends at 41, and “i1” has only 40 characters."),
        (
            "i1,-2,4,k,ann\ni1,3,99,k,ann\n",
            "row 2: a span of “i1” begins at -2, before the text does. So is 1 row more.",
        ),
        ("i1,0.5,4,k,ann\n", "row 2, column start: “0.5” is no whole number."),
        ("i1,x,4,k,ann\n", "row 2, column start: “x” is not a number."),
        ("i1,0,4,,ann\n", "row 2, column code: the cell is empty."),
        ("i1,0,4,k,ann\n", "no text was given to two coders."),
        ("", "no text was given to two coders."),
    ],
)
def test_spans_that_are_wrong(write: Write, refused: Refused, rows: str, said: str) -> None:
    path = write(f"interview_id,start,end,code,coder\n{rows}")
    assert said in refused(str(path), *SPANS, "--length", "40", "--chart", "c.svg")
    assert not Path("c.svg").exists()


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        ("x,y\na,a\n", (), "it is not said what the rows are."),
        ("x\na\n", ("--wide",), "agreement takes two who coded something, and only x is there."),
        ("x,y\na,\nb,\n", ("--wide",), "agreement takes two who coded something, and only x is there."),
        ("x,y\n,\n", ("--wide",), "agreement takes two who coded something, and nobody is there."),
        ("u,x\n1,a\n", ("--wide", "--unit", "u"), "agreement takes two who coded something, and only x is there."),
        ("u,coder,code\n1,x,a\n", ("--unit", "u"), "agreement takes two who coded something, and only x is there."),
        ("u,coder,code\n1,x,a\n,y,a\n", ("--unit", "u"), "row 3, column u: the cell is empty."),
        ("u,coder,code\n1,x,a\n1,u,a\n", ("--unit", "u"), "a coder is called “u”, as a column is."),
        ("x,y\na,a\n", ("--wide", "--columns", "x,z"), "there is no column “z”."),
        ("x,y\na,a\n", ("--wide", "--columns", "x,x"), "the column “x” is asked for twice."),
        ("x,y\na,a\n", ("--unit", "x", "--coder", "x"), "the column “x” is asked for twice."),
        ("x,y\na,a\n", ("--wide", "--draws", "-1"), "-1 draws cannot be made."),
        ("x,y\na,a\n", ("--wide", "--draws", "1000000000"), "1000000000 draws cannot be made."),
        ("x,y\na,a\n", ("--wide", "--chart", "c.png"), "the chart is an SVG."),
        ("u,coder,code\n1,x,\n1,y,\n", ("--unit", "u", "--chart", "c.svg"), "nobody gave a code"),
        ("x,y\na,a\n", ("--wide", "--scale", "a|b|a"), "“a” is on the scale twice."),
        (
            "d,start,end,code,coder\na,0,1e30,k,x\na,0,1,k,y\n",
            ("--document", "d", "--start", "start", "--end", "end", "--length", "9"),
            "row 2, column end: “1e30” is more than any text is long.",
        ),
        (
            "d,start,end,code,coder\na,0,1,k,x\na,0,1,k,y\n",
            ("--document", "d", "--start", "start", "--end", "end", "--length", "99999999999999999999"),
            "--length 99999999999999999999 is more than any text is long.",
        ),
        (
            "d,start,end,code,coder\na,0,1,k,x\na,0,1,k,y\n",
            ("--document", "d", "--unit", "code", "--start", "start", "--end", "end", "--length", "9"),
            "--unit and --document both name what spans lie in.",
        ),
        ("x,y\na,a\n", ("--wide", "--start", "x", "--end", "y"), "--wide does not go with the rest."),
        ("x,y\na,a\n", ("--wide", "--text", "t"), "--text does not go with the rest."),
        ("x,y\na,a\n", ("--wide", "--disagreements", "codes.csv"), "it would be written over what was read."),
        (
            "x,y\na,a\n",
            ("--wide", "--chart", "c.svg", "--disagreements", "c.svg"),
            "two files would be written to one place.",
        ),
        ("start,end,code,coder\n0,1,a,x\n", ("--start", "start"), "it is not said where spans begin and end."),
        (
            "start,end,code,coder\n0,1,a,x\n",
            ("--start", "start", "--end", "end"),
            "it is not known how long the text is",
        ),
        (
            "d,start,end,code,coder,n\na,0,1,k,x,5\na,0,1,k,y,6\n",
            ("--document", "d", "--start", "start", "--end", "end", "--length", "n"),
            "“a” is 5 characters long in one row and 6 in another.",
        ),
    ],
)
def test_what_does_not_fit_is_a_sentence(
    write: Write, refused: Refused, content: str, options: tuple[str, ...], said: str
) -> None:
    assert said in refused(str(write(content)), *options)


def test_a_folder_without_a_second_coder_or_such_a_year(unwritten: Path, refused: Refused, tmp_path: Path) -> None:
    assert "There is no Year 9 in this programme." in refused(str(unwritten), "--year", "9")
    assert "--unit does not go with the rest." in refused(str(unwritten), "--unit", "code")
    codings = pl.read_csv(unwritten / "codings.csv", infer_schema=False).filter(pl.col("coder") != "c2")
    codings.write_csv(unwritten / "codings.csv")
    coders = pl.read_csv(unwritten / "coders.csv", infer_schema=False).filter(pl.col("coder") != "c2")
    coders.write_csv(unwritten / "coders.csv")
    assert "no text was given to two coders." in refused(str(unwritten))


def test_a_text_that_can_be_read_in_two_ways_is_refused(spans: Path, refused: Refused) -> None:
    Path("transcripts/i1.txt").write_bytes(b"0123456789\r" * 4)
    said = refused(str(spans), *SPANS, "--coders", "coders.csv", "--text", "transcripts")
    assert "i1.txt" in said
    assert "there is no such folder." in refused(str(spans), *SPANS, "--text", "nowhere")


def test_documents_without_text_are_left_out_and_said(spans: Path, ask: Ask) -> None:
    Path("transcripts/i2.txt").unlink()
    found = ask(spans, *SPANS, "--coders", "coders.csv", "--text", "transcripts")
    assert found["units"] == 40
    assert "1 of 3 documents have no text or length, and are left out: i2." in found["notes"]
