"""`tideturn draft`: adds sentences, overwrites none, and renews the hashes of what was read again."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import pytest

from tideturn.cli import main
from tideturn.dataset.check import read_checked

FINDINGS = "findings.csv"
EVIDENCE = "finding_evidence.csv"


@pytest.fixture
def folder(unwritten: Path) -> Path:
    return unwritten


@pytest.fixture(scope="module")
def first_draft(example_without_findings: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    written = tmp_path_factory.mktemp("drafted") / "programme"
    shutil.copytree(example_without_findings, written)
    assert drafted(written) == 0
    return written


@pytest.fixture
def written(first_draft: Path, tmp_path: Path) -> Path:
    """A copy in which a draft was made."""
    return Path(shutil.copytree(first_draft, tmp_path / "drafted"))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def drafted(folder: Path, *more: str) -> int:
    return main(["draft", str(folder), "--year", "1", *more])


def own(folder: Path, *, ending: str = "\n", before: str = "", last: bool = True, note: bool = True) -> bytes:
    """A finding that somebody wrote, in their own layout."""
    header = "claim_id,section,text,type,outcome_id,scope,year,author,reviewer,summary_of" + (",note" if note else "")
    row = 'mine,young_people,"Written, by hand.",descriptive,safety,programme,1,ev-1,ev-2,' + (",keep" if note else "")
    held = (before + header + ending + row + (ending if last else "")).encode()
    (folder / FINDINGS).write_bytes(held)
    edge = "claim_id,evidence_id,edge,sha256"
    mine = "mine,matched/safety/record/programme/1,supports,"
    (folder / EVIDENCE).write_bytes((before + edge + ending + mine + (ending if last else "")).encode())
    return held


def test_it_says_what_it_wrote(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert drafted(folder) == 0
    said = capsys.readouterr().out
    assert "y1-safety: The evidence" in said
    assert re.search(r"y1-\w+-n1: .*\b\d+ of \d+ ", said)
    assert "{" not in said
    assert f"Added {len(rows(folder / FINDINGS))} sentences" in said
    assert {row["author"] for row in rows(folder / FINDINGS)} == {"draft"}
    assert {row["reviewer"] for row in rows(folder / FINDINGS)} == {""}
    assert all(len(row["sha256"]) == 64 for row in rows(folder / EVIDENCE))


def test_a_second_draft_adds_nothing(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {name: (written / name).read_bytes() for name in (FINDINGS, EVIDENCE, "datapackage.json")}
    assert drafted(written) == 0
    assert "nothing was added" in capsys.readouterr().out
    assert {name: (written / name).read_bytes() for name in before} == before


def test_two_folders_get_the_same_bytes(first_draft: Path, folder: Path) -> None:
    drafted(folder)
    for name in (FINDINGS, EVIDENCE, "datapackage.json"):
        assert (folder / name).read_bytes() == (first_draft / name).read_bytes()


@pytest.mark.parametrize(
    ("ending", "before", "last"),
    [("\n", "", True), ("\r\n", "\ufeff", False), ("\n", "\ufeff", True), ("\r\n", "", False)],
    ids=["plain", "from a spreadsheet, open", "byte order mark", "crlf, open"],
)
def test_what_somebody_wrote_stays_as_it_was(folder: Path, ending: str, before: str, last: bool) -> None:
    held = own(folder, ending=ending, before=before, last=last)
    assert drafted(folder) == 0
    now = (folder / FINDINGS).read_bytes()
    assert now.startswith(held)
    assert now.count(b"\xef\xbb\xbf") == (1 if before else 0)
    added = now[len(held) :].decode()
    assert ("\r\n" in added) == (ending == "\r\n")
    written = rows(folder / FINDINGS)
    assert written[0]["note"] == "keep"
    assert {row["note"] for row in written[1:]} == {""}
    assert len(written) > 40
    # What somebody wrote about is left alone.
    about = [row for row in written if row["outcome_id"] == "safety" and row["section"] != "summary"]
    assert [row["claim_id"] for row in about] == ["mine"]
    assert {row["claim_id"] for row in rows(folder / EVIDENCE)} <= {row["claim_id"] for row in written}
    assert len(read_checked(folder)[0].table("findings")) == len(written)


def test_a_claim_id_that_is_taken_is_not_used_again(folder: Path) -> None:
    (folder / FINDINGS).write_text(
        "claim_id,section,text,type,outcome_id,scope,year,author,reviewer,summary_of\n"
        "y1-access,young_people,Of another year.,descriptive,access,programme,2,ev-1,ev-2,\n",
        encoding="utf-8",
    )
    assert drafted(folder) == 0
    names = [row["claim_id"] for row in rows(folder / FINDINGS)]
    assert len(names) == len(set(names))


def test_a_workbook_is_not_written_to(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.title = "findings"
    book.active.append(["claim_id", "section", "text", "type", "outcome_id", "scope", "year", "author"])
    book.active.append(["mine", "young_people", "By hand.", "descriptive", "safety", "programme", 1, "ev-1"])
    book.save(folder / "findings.xlsx")
    held = (folder / "findings.xlsx").read_bytes()
    assert drafted(folder) == 2
    assert "workbook" in capsys.readouterr().err
    assert (folder / "findings.xlsx").read_bytes() == held
    assert not (folder / FINDINGS).exists()


def test_a_draft_goes_into_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert drafted(tmp_path / "book.xlsx") == 2
    assert "folder of CSV files" in capsys.readouterr().err


def test_renewing_keeps_the_hashes_of_one_claim_alone(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written / EVIDENCE
    whole = rows(path)
    good = {(r["claim_id"], r["evidence_id"]): r["sha256"] for r in whole}
    spoilt = path.read_text(encoding="utf-8")
    for value in set(good.values()):
        spoilt = spoilt.replace(value, "0" * 64)
    path.write_bytes(b"\xef\xbb\xbf" + spoilt.replace("\n", "\r\n").encode())
    assert drafted(written, "--renew", "y1-safety-n1") == 0
    assert "1 hash was renewed" in capsys.readouterr().out
    now = path.read_bytes()
    assert now.startswith(b"\xef\xbb\xbf")
    assert now.count(b"\r\n") == now.count(b"\n")
    for row in rows(path):
        key = (row["claim_id"], row["evidence_id"])
        assert row["sha256"] == (good[key] if row["claim_id"] == "y1-safety-n1" else "0" * 64)


def test_renewing_fills_hashes_that_were_never_kept(folder: Path) -> None:
    own(folder)
    (folder / EVIDENCE).write_text("claim_id,evidence_id,edge\nmine,matched/safety/record/programme/1,supports\n")
    assert drafted(folder, "--renew", "mine") == 0
    assert len(rows(folder / EVIDENCE)[0]["sha256"]) == 64


@pytest.mark.parametrize(("said", "kept"), [("yes", True), ("no", False), (None, False)])
def test_renewing_all_shows_each_claim_that_changed_and_asks(
    written: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, said: str | None, kept: bool
) -> None:
    path = written / EVIDENCE
    good = rows(path)
    path.write_text(path.read_text(encoding="utf-8").replace(good[0]["sha256"], "0" * 64), encoding="utf-8")
    monkeypatch.setattr("sys.stdin.isatty", lambda: said is not None, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: said)
    capsys.readouterr()
    assert drafted(written, "--renew", "all") == 0
    told = capsys.readouterr().out
    assert f"{good[0]['evidence_id']} (changed since it was drawn): drawn as {good[0]['edge']}; now it " in told
    assert (rows(path) == good) is kept
    assert ("Not renewed" in told) is (said is None)


def test_renewing_what_is_not_there_is_told(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert drafted(written, "--renew", "no-such-claim") == 2
    told = capsys.readouterr().err
    assert "no-such-claim" in told
    assert "y1-safety" in told


def test_the_package_describes_the_new_tables(example_without_findings: Path, first_draft: Path) -> None:
    before = json.loads((example_without_findings / "datapackage.json").read_bytes())
    after = json.loads((first_draft / "datapackage.json").read_bytes())
    old, new = ({one["path"]: one for one in package["resources"]} for package in (before, after))
    assert set(new) - set(old) == {FINDINGS, EVIDENCE}
    assert all(new[path]["schema"]["fields"] == old[path]["schema"]["fields"] for path in old)
    for name in (FINDINGS, EVIDENCE):
        header = (first_draft / name).read_text(encoding="utf-8").splitlines()[0].split(",")
        assert [field["name"] for field in new[name]["schema"]["fields"]] == header


def test_a_package_that_is_somebody_elses_is_left_alone(folder: Path) -> None:
    path = folder / "datapackage.json"
    mine = path.read_bytes().replace(b'"name": "programme"', b'"name": "ours"', 1)
    path.write_bytes(mine)
    drafted(folder)
    assert path.read_bytes() == mine
    path.unlink()
    assert main(["draft", str(folder), "--year", "2"]) == 0
    assert not path.exists()


def test_where_nothing_is_known_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "programme.toml").write_text(
        'name = "P"\nsites = [{code = "l", name = "L"}]\nyears = [{number = 1, start = 2018-09-01, end = 2019-08-31}]\n'
    )
    (tmp_path / "outcomes.csv").write_text("outcome_id,area,title,due_year\na,cyp,Young people are safer,1\n")
    assert main(["draft", str(tmp_path), "--year", "1"]) == 0
    assert "Nothing is known of any outcome of Year 1 yet" in capsys.readouterr().out
    assert not (tmp_path / "findings.csv").exists()
