"""`tideturn publish` refuses while anything stands in the way of a release, and then writes nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from tideturn.cli import main
from tideturn.dataset.read import read_folder
from tideturn.dataset.write import write_folder

FINDING = "claim_id,section,text,type,outcome_id,scope,year,author,reviewer,summary_of\n"
EDGES = "claim_id,evidence_id,edge,sha256\n"
SETTLING = "Help for young people is settling in."
ITEM = "survey/partners-2019/reach_services/stakeholder/programme/1"


@pytest.fixture
def folder(unwritten: Path) -> Path:
    return unwritten


def write(folder: Path, text: str, *, reviewer: str = "ev-2", evidence: str = ITEM, claim: str = "c1") -> None:
    row = f'{claim},young_people,"{text}",descriptive,access,programme,1,ev-1,{reviewer},\n'
    (folder / "findings.csv").write_text(FINDING + row, encoding="utf-8")
    (folder / "finding_evidence.csv").write_text(EDGES + f"{claim},{evidence},supports,\n", encoding="utf-8")


def signed(folder: Path, part: str, reason: str) -> None:
    rows = pl.read_csv(folder / "findings.csv", infer_schema=False)
    rows.with_columns(judged_part=pl.lit(part), judged_reason=pl.lit(reason)).write_csv(folder / "findings.csv")


def without_rivals(folder: Path) -> None:
    dataset = read_folder(folder)
    links = dataset.table("toc_links").with_columns(rivals=pl.lit(None, pl.String))
    context = dataset.table("context").with_columns(outcome_id=pl.lit(None, pl.String))
    write_folder(replace(dataset, tables={**dataset.tables, "toc_links": links, "context": context}), folder)


def publish(folder: Path, out: Path) -> int:
    return main(["publish", str(folder), "--year", "1", "--out", str(out)])


def nothing_written(folder: Path, out: Path) -> bool:
    return not out.exists() and not (folder / "releases").exists()


def test_without_findings_it_refuses(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert publish(folder, tmp_path / "out") == 1
    said = capsys.readouterr().out
    assert "no finding" in said
    assert "tideturn draft" in said
    assert nothing_written(folder, tmp_path / "out")


def test_a_draft_that_nobody_reviewed_is_refused(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["draft", str(folder), "--year", "1"])
    sentences = (folder / "findings.csv").read_text(encoding="utf-8").count(",draft,")
    capsys.readouterr()
    assert publish(folder, tmp_path / "out") == 1
    said = capsys.readouterr().out
    assert said.count(", unreviewed: ") == sentences
    assert f"{sentences} things stand in its way" in said
    assert nothing_written(folder, tmp_path / "out")


@pytest.mark.parametrize(
    ("check", "text", "given"),
    [
        ("number_mismatch", "65% of professionals agreed, or 39 of 50.", {}),
        ("overclaim", "This proves it.", {}),
        ("quote_not_found", "One said: “It is all different since you came.”", {}),
        ("orphan_claim", "Some agreed.", {"evidence": "survey/none/at/all/1"}),
        ("unreviewed", "Some agreed.", {"reviewer": "EV-1"}),
        ("contribution_without_rival", "The programme led to it.", {}),
        ("disclosure", "Three children were reached.", {"evidence": "matched/access/record/programme/1"}),
    ],
)
def test_each_failing_check_is_named_with_its_claim(
    folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    check: str,
    text: str,
    given: dict[str, str],
) -> None:
    if check == "contribution_without_rival":
        without_rivals(folder)
    write(folder, text, **given)
    code = publish(folder, tmp_path / "out")
    told = capsys.readouterr()
    assert code == 1, told.err
    assert f"c1, {check}: " in told.out
    assert "was not published" in told.out
    assert nothing_written(folder, tmp_path / "out")


def test_a_judged_finding_without_its_signature_is_refused_and_with_it_published(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, SETTLING)
    assert main(["evaluate", str(folder), "--year", "1", "--out", str(tmp_path / "report"), "--page-only"]) == 0
    said = capsys.readouterr().out
    assert "1 finding: none proved, 1 judged (1 not signed), none stopped" in said
    assert "run `tideturn check FOLDER --ask`." in said
    assert "Not signed: c1." in said
    assert publish(folder, tmp_path / "out") == 1
    said = " ".join(capsys.readouterr().out.split())
    why = f"It is judged, but nobody has signed it; these words are not proved: “{SETTLING[:-1]}”."
    assert f"c1, unreviewed: {why}" in said
    assert "1 thing stands in its way" in said
    assert nothing_written(folder, tmp_path / "out")
    signed(folder, "settling", "Partners told us so.")
    assert publish(folder, tmp_path / "out") == 1
    assert "judged_part leaves out words that are not proved" in capsys.readouterr().out
    signed(folder, SETTLING, "Partners told us so.")
    assert publish(folder, tmp_path / "out") == 0
    claim = json.loads((tmp_path / "out" / "release" / "claims.json").read_bytes())["claims"][0]
    assert (claim["grade"], claim["judged_part"]) == ("judged", [SETTLING])
    assert claim["judged_reason"] == "Partners told us so."
    page = (tmp_path / "out" / "release" / "report.html").read_text(encoding="utf-8")
    assert "Why: Partners told us so. A second person, ev-2, signed it." in page


def test_a_reason_that_shows_a_small_number_is_refused(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = "survey/partners-2019/reach_services/staff/london/1"
    write(folder, SETTLING, evidence=few)
    signed(folder, SETTLING, f"That is what {{k:{few}}} of {{n:{few}}} staff say.")
    assert publish(folder, tmp_path / "out") == 1
    assert "fewer than 10 answered" in capsys.readouterr().out
    assert nothing_written(folder, tmp_path / "out")


def test_a_hidden_number_is_told_of_the_reason_that_has_it(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, SETTLING)
    with (folder / "finding_evidence.csv").open("a", encoding="utf-8") as edges:
        edges.write("c1,count/sessions_alone/birmingham/1,context,\n")
    signed(folder, SETTLING, "In Birmingham 232 of 279 sessions with a young person alone went ahead.")
    assert publish(folder, tmp_path / "out") == 1
    told = " ".join(capsys.readouterr().out.split())
    assert "c1, disclosure: in judged_reason, “232 of 279” is hidden in the release" in told
    assert nothing_written(folder, tmp_path / "out")


def test_a_finding_on_outcomes_by_group_is_refused(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    groups = "count/better_by:gender:safety:record/programme/1"
    write(folder, "Girls did better more often than boys.", evidence=groups)
    signed(folder, "Girls did better more often than boys.", "Workers scored them so.")
    assert publish(folder, tmp_path / "out") == 1
    assert f"c1, disclosure: it rests on {groups}, which no release holds." in " ".join(capsys.readouterr().out.split())
    assert nothing_written(folder, tmp_path / "out")


def test_it_never_writes_over_anything(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("kept")
    assert publish(folder, out) == 2
    assert "never written over" in capsys.readouterr().err
    assert [entry.name for entry in out.iterdir()] == ["mine.txt"]
    assert publish(folder, out / "mine.txt") == 2


@pytest.mark.parametrize("place", ["", "releases", "sub/further", "sub/.."])
def test_a_release_is_not_written_into_its_own_folder(
    folder: Path, capsys: pytest.CaptureFixture[str], place: str
) -> None:
    before = sorted(folder.rglob("*"))
    write(folder, "Asked about services, most professionals agreed.")
    assert publish(folder, folder / place) == 2
    assert "Name a place outside the folder." in capsys.readouterr().err
    assert sorted(folder.rglob("*")) == sorted({*before, folder / "findings.csv", folder / "finding_evidence.csv"})


def test_a_workbook_alone_is_not_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = tmp_path / "programme.xlsx"
    book.write_bytes(b"PK")
    assert publish(book, tmp_path / "out") == 2
    assert "made from a folder" in capsys.readouterr().err
    assert publish(tmp_path / "none", tmp_path / "out") == 2
    assert "There is no such folder." in capsys.readouterr().err


@pytest.mark.parametrize("held", [None, b"{", b"[]", b'{"cells": {"a": -1}, "relations": []}', b"\xff"])
def test_an_earlier_release_that_cannot_be_read_stops_it(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], held: bytes | None
) -> None:
    earlier = folder / "releases" / "year-1-1"
    earlier.mkdir(parents=True)
    if held is not None:
        (earlier / "cells.json").write_bytes(held)
    write(folder, "Asked about services, most professionals agreed.")
    assert publish(folder, tmp_path / "out") == 2
    assert "year-1-1" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    assert [entry.name for entry in (folder / "releases").iterdir()] == ["year-1-1"]
