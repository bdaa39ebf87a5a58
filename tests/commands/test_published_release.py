"""A release of the worked example as a user makes it: published, proved on another machine, and not when altered.

And attacked by a reader who has it, knows a file of the dataset but for one cell, and tries every value of that.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from tests.once import written_once
from tests.worked_example import example

from tideturn.cli import main
from tideturn.dataset.write import write_folder

pytestmark = pytest.mark.long
HEX = re.compile(r"[0-9a-f]{16,}")
BEGINNING = 16
"""So few digits of a hash tell one of some candidates from the others."""


def publish_first_year(place: Path) -> None:
    write_folder(example(), place / "folder")
    assert main(["publish", str(place / "folder"), "--year", "1", "--out", str(place / "year-1")]) == 0


@pytest.fixture(scope="session")
def published() -> Path:
    """The example's folder with its first year published, made once; tests must not change it."""
    return written_once("published", publish_first_year)


@pytest.fixture
def folder(published: Path) -> Path:
    return published / "folder"


@pytest.fixture
def released(published: Path) -> Path:
    return published / "year-1"


@pytest.fixture
def copy(released: Path, tmp_path: Path) -> Path:
    """As it is carried to another machine."""
    return Path(shutil.copytree(released, tmp_path / "carried"))


def test_it_is_proved_from_its_archive_alone(copy: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["verify", str(copy)]) == 0
    assert "Verified" in capsys.readouterr().out


def test_the_second_year_is_published_after_the_first(folder: Path, released: Path, tmp_path: Path):
    again = Path(shutil.copytree(folder, tmp_path / "folder"))
    assert (again / "releases" / "year-1-1").is_dir()
    assert main(["publish", str(again), "--year", "2", "--out", str(tmp_path / "year-2")]) == 0
    manifest = json.loads((tmp_path / "year-2" / "release" / "release.json").read_bytes())
    assert manifest["held_against"] == ["year-1-1"]


def test_what_was_shown_is_kept_for_the_next_release(folder: Path, released: Path):
    kept = folder / "releases" / "year-1-1" / "cells.json"
    assert kept.read_bytes() == (released / "archive" / "cells.json").read_bytes()
    manifest = json.loads((released / "release" / "release.json").read_bytes())
    assert manifest["version"] == "year-1-1"
    assert manifest["held_against"] == []
    assert {"annex.pdf", "report.docx", "summary.pdf", "summary.docx"} <= manifest["files"].keys()
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
    at, outcome, stage = (lines[0].strip().split(",").index(name) for name in ("score", "outcome_id", "stage"))
    for number, line in enumerate(lines[1:], start=1):
        cells = line.rstrip("\n").split(",")
        if cells[outcome] == "safety" and cells[stage] == "review":
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


def as_an_earlier_version_made_it(place: Path) -> None:
    """With plain hashes of the dataset's files, and no key."""
    manifest_at, graph_at = place / "release" / "release.json", place / "release" / "provenance.json"
    manifest = json.loads(manifest_at.read_bytes())
    archived = place / "archive" / "dataset"
    graph = graph_at.read_text("utf-8").replace("tideturn:hmac_sha256", "tideturn:sha256")
    for name, keyed in manifest["dataset"].items():
        if name == "transcripts":
            texts = sorted((archived / name).iterdir())
            told = "".join(f"{sha256(t.read_bytes()).hexdigest()}  transcripts/{t.name}\n" for t in texts).encode()
        else:
            told = (archived / name).read_bytes()
        manifest["dataset"][name] = sha256(told).hexdigest()
        graph = graph.replace(keyed, manifest["dataset"][name])
    graph_at.write_text(graph, "utf-8")
    manifest["files"]["provenance.json"] = sha256(graph.encode()).hexdigest()
    del manifest["hash_key"]
    manifest_at.write_text(json.dumps(manifest), "utf-8")
    shutil.rmtree(archived / "releases")


def test_an_earlier_versions_release_is_whole_and_leaks_and_is_not_made_again(
    copy: Path, capsys: pytest.CaptureFixture[str]
):
    as_an_earlier_version_made_it(copy)
    assert main(["verify", str(copy)]) == 1
    told = capsys.readouterr().out
    assert "files that its release.json names are as they were released" in told
    assert "It leaks: release.json and provenance.json hold plain hashes" in told
    assert "Publish Year 1 again, and replace this release wherever it went." in told
    (copy / "archive" / "dataset" / "cases.csv").write_text("case_id\n")
    assert main(["verify", str(copy)]) == 1
    told = capsys.readouterr().out
    assert "archive/dataset/cases.csv: the file has been altered" in told
    assert "as they were released" not in told


def test_the_folder_s_key_is_in_the_archive_and_nowhere_in_the_release(folder: Path, released: Path):
    key = (folder / "releases" / "hash.key").read_bytes()
    assert (released / "archive" / "dataset" / "releases" / "hash.key").read_bytes() == key
    assert not [name for name, text in texts_of(released / "release") if key.decode().strip()[:16] in text]


def test_without_the_archive_the_folder_s_key_proves_it(
    copy: Path, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    shutil.rmtree(copy / "archive")
    other = Path(shutil.copytree(folder, tmp_path / "folder"))
    (other / "releases" / "hash.key").unlink()
    assert main(["verify", str(copy), str(other)]) == 2
    assert "The key that the release was made with is not here" in capsys.readouterr().err
    assert not (other / "releases" / "hash.key").exists()
    assert main(["verify", str(copy), str(folder)]) == 0


def texts_of(folder: Path, *, pdf: bool = False) -> Iterator[tuple[str, str]]:
    """Every file's name with its text; what is packed in it as well, and with `pdf` what a PDF holds (by poppler)."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if path.suffix == ".docx":
            with zipfile.ZipFile(path) as packed:
                for name in packed.namelist():
                    yield f"{path.name}!{name}", packed.read(name).decode("utf-8", "replace")
        elif path.suffix == ".pdf":
            if pdf:
                told = subprocess.run(["pdftotext", "-raw", str(path), "-"], check=True, capture_output=True, text=True)
                yield path.name, "".join(told.stdout.split())
            yield path.name, path.read_bytes().decode("latin-1")
        else:
            yield path.name, path.read_text("utf-8")


def digests_in(folder: Path, *, pdf: bool = False) -> dict[str, str]:
    """The beginning of every run of hex digits that could be a hash, with the file that it stands in."""
    found: dict[str, str] = {}
    for name, text in texts_of(folder, pdf=pdf):
        for run in HEX.findall(text.lower()):
            # Beside it may stand letters that are hex digits too, where a page was taken apart.
            starts = range(len(run) - BEGINNING + 1) if pdf else (0,)
            found |= {run[start : start + BEGINNING]: name for start in starts}
    return found


def guessed(candidates: Iterable[tuple[object, bytes]], digests: dict[str, str]) -> list[object]:
    """Which of the candidates a release gives away: those of which the plain hash stands in it."""
    return [value for value, content in candidates if sha256(content).hexdigest()[:BEGINNING] in digests]


def with_cell(content: bytes, row: int, column: str, values: Iterable[object]) -> Iterator[tuple[object, bytes]]:
    """A CSV with one cell set to each of some values in turn."""
    lines = content.decode().splitlines(keepends=True)
    place = lines[0].strip().split(",").index(column)
    cells = lines[row].rstrip("\n").split(",")
    for value in values:
        cells[place] = str(value)
        yield value, "".join([*lines[:row], ",".join(cells) + "\n", *lines[row + 1 :]]).encode()


def known_but_for_one_cell(place: Path) -> dict[str, list[tuple[object, bytes]]]:
    """What the reader tries: a quarter's count, a score, an answer and the words of an interview, each of a few."""
    archived = place / "archive" / "dataset"

    def cell(name: str, row: int, column: str, values: Iterable[object]) -> list[tuple[object, bytes]]:
        return list(with_cell((archived / name).read_bytes(), row, column, values))

    answer = next(path for path in sorted(archived.glob("surveys/*/responses.csv")))
    voices = ("staff", "stakeholder", "young_person", "family")
    return {
        "series.csv": cell("series.csv", 1, "count", range(400)),
        "assessments.csv": cell("assessments.csv", 7, "score", range(11)),
        answer.relative_to(archived).as_posix(): list(
            with_cell(answer.read_bytes(), 3, "voice", voices),
        ),
    }


def rows_read(place: Path) -> list[str]:
    """The plain hash of every row set and span of words that evidence rests on, from the archive."""
    evidence = json.loads((place / "archive" / "evaluation.json").read_bytes())["evidence"]
    return [item["provenance"]["sha256"] for item in evidence]


def test_no_hash_in_any_file_of_a_release_tells_which_guess_is_right(released: Path, copy: Path):
    told = digests_in(released / "release")
    tried = known_but_for_one_cell(released)
    assert {name: guessed(some, told) for name, some in tried.items()} == {name: [] for name in tried}
    kept = [path.read_bytes() for path in (released / "archive" / "dataset").rglob("*") if path.is_file()]
    assert len(kept) > 20
    assert guessed(enumerate(kept), told) == []
    rows = rows_read(released)
    assert len(rows) > 200
    assert not [one for one in rows if one[:16] in told]
    # The same reader finds each cell in a release with plain hashes, so it would have found it here.
    as_an_earlier_version_made_it(copy)
    plain = digests_in(copy / "release")
    found = {name: guessed(some, plain) for name, some in known_but_for_one_cell(released).items()}
    assert {name: len(values) for name, values in found.items()} == dict.fromkeys(tried, 1)


@pytest.mark.pdf
def test_no_hash_of_rows_or_files_is_printed_in_a_pdf(released: Path):
    told = digests_in(released / "release", pdf=True)
    kept = [path.read_bytes() for path in (released / "archive" / "dataset").rglob("*") if path.is_file()]
    assert guessed(enumerate(kept), told) == []
    assert not [one for one in rows_read(released) if one[:16] in told]
