"""A release of the worked example as a user makes it: published, proved on another machine, and not when altered."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tideturn.cli import main


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("programme") / "folder"
    assert main(["example", str(path)]) == 0
    return path


@pytest.fixture(scope="module")
def released(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("published") / "year-1"
    assert main(["publish", str(folder), "--year", "1", "--out", str(out)]) == 0
    return out


@pytest.fixture
def copy(released: Path, tmp_path: Path) -> Path:
    """As it is carried to another machine."""
    return Path(shutil.copytree(released, tmp_path / "carried"))


def test_it_is_proved_from_its_archive_alone(copy: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["verify", str(copy)]) == 0
    assert "Verified" in capsys.readouterr().out


def test_what_was_shown_is_kept_for_the_next_release(folder: Path, released: Path):
    kept = folder / "releases" / "year-1-1" / "cells.json"
    assert kept.read_bytes() == (released / "archive" / "cells.json").read_bytes()
    manifest = json.loads((released / "release" / "release.json").read_bytes())
    assert manifest["version"] == "year-1-1"
    assert manifest["held_against"] == []
    assert {"report.html", "report.pdf", "claims.json", "provenance.json", "cells.json"} <= manifest["files"].keys()


def test_no_pseudonym_of_a_young_person_leaves(folder: Path, released: Path):
    cases = [line.split(",")[0].encode() for line in (folder / "cases.csv").read_text("utf-8").splitlines()[1:]]
    assert len(cases) > 200
    for path in (released / "release").rglob("*"):
        if path.suffix in (".html", ".json", ".csv", ".svg"):
            content = path.read_bytes()
            assert not [case for case in cases if case in content], path.name
        assert not [case for case in cases if case.decode() in path.name]


def test_one_changed_score_in_the_archive_and_it_is_not_proved(copy: Path, capsys: pytest.CaptureFixture[str]):
    path = copy / "archive" / "dataset" / "assessments.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    at = lines[0].strip().split(",").index("score")
    for number, line in enumerate(lines[1:], start=1):
        cells = line.rstrip("\n").split(",")
        if cells[3] == "safety" and cells[2] == "review":
            cells[at] = "1" if cells[at] != "1" else "2"
            lines[number] = ",".join(cells) + "\n"
            break
    path.write_text("".join(lines), "utf-8")
    assert main(["verify", str(copy)]) == 1
    assert "archive/dataset/assessments.csv" in capsys.readouterr().out


def test_an_altered_page_is_not_proved(copy: Path, capsys: pytest.CaptureFixture[str]):
    page = copy / "release" / "report.html"
    page.write_text(page.read_text("utf-8").replace("Executive summary", "Executive  summary", 1), "utf-8")
    assert main(["verify", str(copy)]) == 1
    assert "release/report.html" in capsys.readouterr().out


def test_without_its_archive_it_asks_for_the_folder(copy: Path, capsys: pytest.CaptureFixture[str]):
    shutil.rmtree(copy / "archive")
    assert main(["verify", str(copy)]) == 2
    assert "archive" in capsys.readouterr().err


def test_the_release_by_itself_asks_for_what_it_lies_in(copy: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["verify", str(copy / "release")]) == 2
    assert "holds release and archive" in capsys.readouterr().err
    assert main(["verify", str(copy / "nowhere")]) == 2
    assert "There is no such folder." in capsys.readouterr().err


@pytest.mark.parametrize("software", [None, [], "0.1.0"])
def test_a_manifest_without_its_software_is_told(copy: Path, capsys: pytest.CaptureFixture[str], software: object):
    path = copy / "release" / "release.json"
    path.write_text(json.dumps({**json.loads(path.read_bytes()), "software": software}), "utf-8")
    assert main(["verify", str(copy)]) == 2
    assert "does not say its software" in capsys.readouterr().err
