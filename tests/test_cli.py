"""The command line itself: help at once, clear refusals, never a traceback."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tideturn import __version__
from tideturn.cli import COMMANDS, main


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    for name, purpose in COMMANDS.items():
        assert name in said
        assert purpose in said


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help_of_its_own(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0
    assert f"usage: tideturn {name}" in capsys.readouterr().out


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--version"])
    assert __version__ in capsys.readouterr().out


@pytest.mark.parametrize("words", [[], ["judge"], ["--loudly", "check", "."], ["check"]])
def test_a_wrong_line_is_told_how_it_should_be(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert "usage: tideturn" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (OSError(errno.ENOSPC, "", "/out/report.html"), "/out/report.html: there is no space left"),
        (PermissionError(errno.EACCES, "", "/out"), "/out: permission is refused"),
        (IsADirectoryError(errno.EISDIR, "", "/out/report.html"), "that is a folder"),
        (OSError(errno.EIO, "Input/output error", "/out"), "Input/output error"),
        (MemoryError(), "memory is full"),
    ],
)
def test_faults_of_the_machine_are_sentences(
    fault: BaseException, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise fault

    monkeypatch.setattr("tideturn.commands.evaluate.judged", fail)
    assert main(["evaluate", "folder", "--year", "1", "--out", "out"]) == 2
    assert said in capsys.readouterr().err


def test_a_file_s_words_do_not_command_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "programme.toml").write_text("# nothing said")
    (tmp_path / "cases.csv").write_text("case_id,site,received\nc1,a,\x1b[2Jsoon\x9b1m\n")
    for command in (["check", str(tmp_path)], ["evaluate", str(tmp_path), "--year", "1", "--out", str(tmp_path / "o")]):
        assert main(command) == 2
        said = "".join(capsys.readouterr())
        assert "[2Jsoon" in said
        assert "\x1b" not in said
        assert "\x9b" not in said


def test_a_terminal_that_lacks_a_letter_is_no_fault() -> None:
    ascii_only = os.environ | {"PYTHONIOENCODING": "ascii"}
    done = subprocess.run([sys.executable, "-m", "tideturn", "check", "“nowhere”"], capture_output=True, env=ascii_only)
    assert done.returncode == 2
    assert b"nowhere" in done.stderr
    assert b"went wrong" not in done.stderr


@pytest.mark.parametrize("words", [["check", ""], ["evaluate", "folder", "--year", "1", "--out", ""]])
def test_an_empty_name_is_not_taken_for_the_folder_we_stand_in(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    assert "A name is empty" in capsys.readouterr().err
