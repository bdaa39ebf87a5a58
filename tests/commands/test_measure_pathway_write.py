"""`tideturn measure pathway --write`: the log that was counted in XES and OCEL, the design in BPMN, whole or not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tideturn.cli import main

EVENTS = """case_id,activity,time,site
c;1,desk,2024-01-01T10:00:00Z,north
c;1,look-up,2024-01-01T11:30:00Z,north
c 2,desk,2024-01-02T10:00:00.25Z,south
c 2,worker & family,2024-01-04T10:00:00Z,south
"""
DESIGN = 'name = "Custody"\n' + "".join(f'[[steps]]\nname = "{step}"\n' for step in ("desk", "look-up"))
Ask = Callable[..., Any]


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    monkeypatch.chdir(tmp_path)
    Path("events.csv").write_text(EVENTS, encoding="utf-8")
    Path("custody.toml").write_text(DESIGN, encoding="utf-8")

    def asked(file: str, *options: str) -> Any:
        assert main(["measure", "pathway", file, "--site", "site", "--permutations", "9", *options, "--json"]) == 0
        answer = json.loads(capsys.readouterr().out)
        return {name: value for name, value in answer.items() if name != "notes"}

    return asked


@pytest.mark.parametrize("written", ["log.xes", "log.xes.gz", "log.json", "log.json.gz", "LOG.XES"])
def test_what_is_written_is_counted_alike(ask: Ask, written: str) -> None:
    counted = ask("events.csv", "--write", written)
    assert (counted["cases"], counted["events"], len(counted["by"])) == (2, 4, 2)
    first = Path(written).read_bytes()
    case = ["--case", "case"] if "json" in written else []
    assert ask(written, *case) == counted
    ask("events.csv", "--write", written)
    assert Path(written).read_bytes() == first
    assert sorted(path.name for path in Path().iterdir()) == sorted(["custody.toml", "events.csv", written])


def test_a_design_is_drawn_and_follows_alike(ask: Ask) -> None:
    ordered = ask("events.csv", "--design", "custody.toml", "--write", "custody.bpmn")
    drawn = ask("events.csv", "--design", "custody.bpmn", "--write", "again.bpmn")
    assert drawn == ordered
    assert ordered["design"]["met"] == 1
    assert Path("again.bpmn").read_bytes() == Path("custody.bpmn").read_bytes()


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (["--write", "log.csv"], "log.csv: its name does not say in which form to write."),
        (["--write", "drawing.bpmn"], "drawing.bpmn: a drawing is of a design."),
        (["--write", "nowhere/log.xes"], "log.xes: it cannot be written there."),
        (["--write", "folder.xes"], "folder.xes: it cannot be written there."),
    ],
)
def test_what_cannot_be_written_is_a_sentence(
    ask: Ask, capsys: pytest.CaptureFixture[str], options: list[str], what: str
) -> None:
    Path("folder.xes").mkdir()
    assert main(["measure", "pathway", "events.csv", *options]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert what in err


def test_a_name_that_xml_cannot_hold_leaves_the_old_file_as_it_was(
    ask: Ask, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("log.xes").write_text("as it was", encoding="utf-8")
    Path("events.csv").write_text(EVENTS.replace("desk", "de\x01sk"), encoding="utf-8")
    assert main(["measure", "pathway", "events.csv", "--write", "log.xes"]) == 2
    assert capsys.readouterr().err.splitlines()[-1].startswith("tideturn: log.xes: ")
    assert Path("log.xes").read_text(encoding="utf-8") == "as it was"
    assert len(list(Path().iterdir())) == 3


def test_a_disk_that_takes_no_more_leaves_nothing_behind(
    ask: Ask, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    assert main(["measure", "pathway", "events.csv", "--write", "log.json"]) == 2
    assert capsys.readouterr().err.splitlines()[-1].startswith("tideturn: log.json: ")
    assert sorted(path.name for path in Path().iterdir()) == ["custody.toml", "events.csv"]
