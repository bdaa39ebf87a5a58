"""The second programme's folder is what its script writes, can be evaluated, and is printed as it truly is."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import html
from tests.independent.printed import Printed
from tests.independent.second.answers import QUESTIONS, questions, scores
from tests.independent.second_folder import HERE, write_folder

TIDETURN = Path(sys.executable).parent / "tideturn"
NOUN = {"stakeholder": "partners", "staff": "staff", "family": "family members", "young_person": "young people"}

# What is printed otherwise than the tables say, and why. It should be empty.
KNOWN_WRONG: dict[str, str] = {}


def differing(one: Path, other: Path) -> list[str]:
    """Return the files that one folder holds and the other does not, or that differ."""
    names = {path.relative_to(folder) for folder in (one, other) for path in folder.rglob("*") if path.is_file()}
    return sorted(
        str(name)
        for name in names
        if not ((one / name).is_file() and (other / name).is_file())
        or (one / name).read_bytes() != (other / name).read_bytes()
    )


def test_the_committed_folder_is_what_the_script_writes(tmp_path: Path) -> None:
    write_folder(tmp_path)
    assert differing(tmp_path, HERE) == [], "run: python -m tests.independent.second_folder"


def test_a_folder_that_was_edited_by_hand_is_noticed(tmp_path: Path) -> None:
    write_folder(tmp_path)
    (tmp_path / "cases.csv").write_text("case_id\n")
    (tmp_path / "posts.csv").unlink()
    assert differing(tmp_path, HERE) == ["cases.csv", "posts.csv"]


def test_the_folder_is_small() -> None:
    assert sum(path.stat().st_size for path in HERE.rglob("*") if path.is_file()) < 250_000


def test_check_finds_no_error() -> None:
    done = subprocess.run([TIDETURN, "check", HERE], capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stdout


@pytest.fixture(scope="module")
def printed(second: dict[int, Printed]) -> dict[int, str]:
    """Both years' reports as text, with single spaces."""
    pages = {year: html.parse(each.out / "report.html").getroot() for year, each in second.items()}
    return {year: re.sub(r"\s+", " ", " ".join(page.itertext())) for year, page in pages.items()}


def with_noun(share: str, noun: str) -> str:
    """Return "25 of 37 partners (68%; 51% to 80%)" of "25 of 37 (68%; 51% to 80%)"."""
    return re.sub(r"^(\d+ of \d+)", rf"\1 {noun}", share)


@pytest.mark.parametrize(("survey", "item", "voice", "year"), [row[:4] for row in QUESTIONS])
def test_each_question_is_printed_as_it_was_answered(
    printed: dict[int, str], survey: str, item: str, voice: str, year: int
) -> None:
    name = f"{survey}, {item}, {voice}, Year {year}"
    said = with_noun(questions(HERE)[name], NOUN[voice])
    assert (said in printed[year]) == (name not in KNOWN_WRONG), (
        f"report of Year {year}, {name}: the folder says “{said}”"
    )


@pytest.mark.parametrize("year", [1, 2])
@pytest.mark.parametrize(
    ("outcome", "rater", "better", "key", "noun"),
    [
        ("nights", "worker", -1, "case_id", "young people"),
        ("school", "worker", 1, "case_id", "young people"),
        ("school", "young_person", 1, "case_id", "young people"),
        ("carers", "self", 1, "case_id", "adults"),
        ("corners", "worker", -1, "context_id", "places and groups"),
    ],
)
def test_each_matched_set_is_printed_as_it_was_scored(
    printed: dict[int, str], outcome: str, rater: str, better: int, key: str, noun: str, year: int
) -> None:
    said = scores(HERE, outcome, rater, year, better, key).split(" (p =")[0].replace(" scored", f" {noun} scored")
    assert said in printed[year], f"report of Year {year}, {outcome} by {rater}: the folder says “{said}”"


def test_a_share_that_nobody_gave_is_not_found(printed: dict[int, str]) -> None:
    assert with_noun("24 of 37 (65%; 49% to 78%)", "partners") not in printed[1]
