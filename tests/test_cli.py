"""The command line itself: help at once, clear refusals, never a traceback."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.tidewater import PROGRAMME

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


def _program(*words: str, before: str = "", **how: object) -> subprocess.CompletedProcess[str]:
    """The program as a process of its own, Ctrl-C heard, with `before` run first and its standard error read."""
    code = f"{before}\nimport sys; sys.argv = ['tideturn', *sys.argv[1:]]\n"
    code += "from tideturn.__main__ import main; sys.exit(main())"
    told = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "check": False, **how}
    return subprocess.run([sys.executable, "-c", code, *words], **told)  # type: ignore[call-overload, no-any-return]


def _stop_at(moment: str) -> str:
    """Code that sends the process Ctrl-C when it begins to import the module."""
    return f"""
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
class Stop:
    def find_spec(self, name, path=None, target=None):
        if name == {moment!r}:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Stop())
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "programme.toml").write_text(PROGRAMME, encoding="utf-8")
    outcomes = "outcome_id,area,title,due_year\nsafety,cyp,Safety,1\n"
    (tmp_path / "folder" / "outcomes.csv").write_text(outcomes, encoding="utf-8")
    return tmp_path / "folder"


@pytest.mark.parametrize(
    ("command", "moment"),
    [
        *(
            ("check", moment)
            for moment in (
                "tideturn.cli",
                "argparse",
                "tideturn.commands.check",
                "polars",
                "polars.dataframe",
                "numpy",
                "rich.console",
            )
        ),
        ("evaluate", "tideturn.evaluation.evaluate"),
        ("evaluate", "tideturn.evaluation.ledger"),
        ("evaluate", "tideturn.report"),
    ],
)
def test_ctrl_c_at_any_moment_of_the_imports_is_one_line(folder: Path, command: str, moment: str) -> None:
    out = folder.parent / "out"
    words = {"check": ["check", str(folder)], "evaluate": ["evaluate", str(folder), "--year", "1", "--out", str(out)]}
    done = _program(*words[command], before=_stop_at(moment))
    said = "tideturn: Stopped. Nothing was half-written; what was there before is as it was.\n"
    assert (done.returncode, done.stderr, done.stdout) == (130, said, "")
    assert not out.exists()


def test_ctrl_c_that_others_have_made_into_another_error_is_still_a_stop(folder: Path) -> None:
    before = (
        _stop_at("tideturn.dataset.storage")
        + """
import builtins
plain = builtins.__import__
def taken(name, *more):
    try:
        return plain(name, *more)
    except KeyboardInterrupt:
        raise ImportError("an extension failed to import")
builtins.__import__ = taken
"""
    )
    done = _program("evaluate", str(folder), "--year", "1", "--out", str(folder.parent / "out"), before=before)
    assert done.returncode == 130
    assert done.stderr.startswith("tideturn: Stopped.")
    assert done.stderr.count("\n") == 1


def test_ctrl_c_that_nobody_can_catch_is_still_a_stop(folder: Path) -> None:
    before = """
import os, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
class Going:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)
        for _ in range(1000):
            pass
class Late:
    def find_spec(self, name, path=None, target=None):
        if name == "rich.console":
            sys.meta_path.remove(self)
            Going()
import sys
sys.meta_path.insert(0, Late())
"""
    done = _program("check", str(folder), before=before)
    assert done.returncode == 130
    assert done.stderr.startswith("tideturn: Stopped.")
    assert done.stderr.count("\n") == 1


def test_ctrl_c_that_whoever_started_us_keeps_from_us_is_not_heard(folder: Path) -> None:
    before = _stop_at("polars").replace("signal.default_int_handler", "signal.SIG_IGN")
    done = _program("check", str(folder), before=before)
    assert done.returncode in (0, 1)
    assert "Stopped" not in done.stderr


def test_ctrl_c_after_the_output_was_written_does_not_say_that_the_old_one_was_kept(folder: Path) -> None:
    out = folder.parent / "out"
    before = """
import os, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
import tideturn.dataset.storage as storage
write = storage.write_whole
def written(files):
    write(files)
    os.kill(os.getpid(), signal.SIGINT)
storage.write_whole = written
"""
    done = _program("evaluate", str(folder), "--year", "1", "--out", str(out), before=before)
    assert done.returncode == 130
    assert done.stderr == "tideturn: Stopped. What was written before that is whole.\n"
    assert (out / "report.html").is_file()


@pytest.mark.parametrize("closed", [False, True])
def test_when_only_showing_fails_nothing_is_said_of_an_old_output(folder: Path, closed: bool) -> None:
    out = folder.parent / "out"
    words = ["evaluate", str(folder), "--year", "1", "--out", str(out)]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = _program(*words, stdout=full) if not closed else _program(*words, before="import sys; sys.stdout = None")
    if closed:
        assert (done.returncode, done.stderr) == (0, "")
    else:
        assert done.returncode == 2
        assert done.stderr == (
            "tideturn: What was to be shown could not be shown where it was sent (No space left on device). "
            "What was written before that is whole.\n"
        )
    assert (out / "report.html").is_file()
    assert (out / "evaluation.json").is_file()


def test_a_check_that_cannot_be_shown_says_so(folder: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        for words in (["check", str(folder)], ["check", str(folder), "--json"]):
            done = _program(*words, stdout=full)
            assert done.returncode == 2
            shown = "What was to be shown could not be shown where it was sent (No space left on device)."
            assert done.stderr == f"tideturn: {shown}\n"


def test_help_that_cannot_be_shown_ends_without_a_traceback() -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = _program("--help", stdout=full)
        assert done.stderr == ""
        assert _program("check", "nowhere", stderr=full).returncode == 2
