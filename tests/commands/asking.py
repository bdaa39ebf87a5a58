"""A small folder with open questions, and ways to answer them: in a file, or typed at a terminal."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

import pytest
from tests.tidewater import PROGRAMME

from tideturn.commands import check_ask
from tideturn.commands.check_ask import Given, as_csv, converse
from tideturn.dataset.check import examined
from tideturn.dataset.check.asking import questions

OUTCOMES = "outcome_id,area,title,due_year,claim\nO1,system,A,1,change\nO2,system,B,1,change\n"
ITEMS = 'item,outcome_id,mine,agree,disagree\r\nq1,O1,"x, y",yes,no\r\nq1,O2,,yes|maybe,\r\nq2,O1,z,4|5,1|2\r\n'
RESPONSES = """response_id,voice,site,year,date,q1,q2
R1,staff,L,1,2018-10-01,yes,4
R2,staff,L,1,2018-10-01,maybe,3
R3,staff,L,1,2018-10-01,perhaps,5
R4,staff,L,1,2018-10-01,NA,1
"""
CASES = "case_id,site,received,opened\nC1,L,2018-10-01,2018-10-02\nC2,L,2018-10-01,2018-10-02\n"
SESSIONS = "case_id,date,kind,held\nC1,2018-10-01,therapy,yes\nC2,2018-10-01,therapy,yes\n"
FILES = {
    "programme.toml": PROGRAMME,
    "outcomes.csv": OUTCOMES,
    "cases.csv": CASES,
    "sessions.csv": SESSIONS,
    "surveys/s/items.csv": ITEMS,
    "surveys/s/responses.csv": RESPONSES,
    "surveys/s/invited.csv": "voice,site,year,invited\nstaff,L,1,4\n",
}

MEASURES = {"item_measures_unknown": ("change", "change", "level")}
WORDS = {"answer_in_no_list": ("same", "scale", "opinion_none")}
REASONS = {"session_outside_case": ("Seen early", "Seen early too")}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def asked(folder: Path) -> list:
    found = examined(folder)
    return questions(found.folder, found.problems)


def filled_in(folder: Path, answers: dict[str, tuple[str, ...]], key: str = "") -> Path:
    """The questions as CSV with answers by rule, one after the other; `key` in place of a reason's own."""
    rows = list(csv.DictReader(io.StringIO(as_csv(asked(folder)))))
    left = {rule: list(given) for rule, given in answers.items()}
    for row in rows:
        if left.get(row["rule"]):
            row["answer"] = left[row["rule"]].pop(0)
            row["by"] = "TM"
            row["key"] = key if key and row["rule"] == "session_outside_case" else row["key"]
    path = folder.parent / f"{folder.name}.questions.csv"
    with path.open("w", newline="", encoding="utf-8-sig") as stream:
        writer = csv.DictWriter(stream, check_ask.COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


CTRL_C, NO_TEXT = "\x03", "\x04"


def talk(questions: list, lines: Iterable[str]) -> tuple[list[Given], list[str]]:
    said: list[str] = []
    waiting = iter(lines)

    def read(prompt: str) -> str:
        said.append(prompt)
        line = next(waiting, None)
        if line is None:
            raise EOFError
        if line == CTRL_C:
            raise KeyboardInterrupt
        if line == NO_TEXT:
            raise UnicodeDecodeError("utf-8", b"\xe9", 0, 1, "invalid")
        return line

    return list(converse(questions, read, said.append)), said


def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
