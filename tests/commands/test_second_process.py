"""The years before are judged in a second process, and here where it cannot be had."""

import os
import signal
import subprocess
import sys
import time
from operator import add, is_
from pathlib import Path
from threading import Lock

import pytest
from tests.worked_example import second, second_judged

from tideturn.cli import main
from tideturn.commands.publish import own_claims
from tideturn.commands.second_process import ALONE, SecondProcess, second_process
from tideturn.dataset.wording import capital

pytestmark = pytest.mark.long
YEAR_2 = ("--year", "2", "--page-only", "--out")


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ALONE, raising=False)
    monkeypatch.setattr("tideturn.commands.second_process.cores", lambda: {0, 1})


def test_it_runs_what_it_is_given_elsewhere() -> None:
    with second_process(wanted=True) as other:
        assert other is not None
        assert other.submit(capital, "agreed").result() == "Agreed"
        assert other.submit(os.getpid).result() != os.getpid()


def test_an_error_there_is_raised_here() -> None:
    with second_process(wanted=True) as other:
        assert other is not None
        with pytest.raises(ValueError, match="invalid literal"):
            other.submit(int, "x").result()
        assert other.submit(int, "7").result() == 7


def test_what_a_broken_process_leaves_is_done_here() -> None:
    with SecondProcess() as other:
        there = other.submit(os.getpid).result()
        os.kill(there, signal.SIGKILL)
        assert other.submit(os.getpid).result() == os.getpid()


def test_what_cannot_be_pickled_leaves_no_half_of_a_call() -> None:
    with SecondProcess() as other:
        with pytest.raises(TypeError, match="pickle"):
            other.submit(is_, [f"word {number}" for number in range(20_000)], Lock()).result()
        assert other.submit(add, ["x", "y"], ["x", "z"]).result() == ["x", "y", "x", "z"]


def test_an_interrupt_stops_the_first_process_alone() -> None:
    with SecondProcess() as other:
        there = other.submit(os.getpid).result()
        os.kill(there, signal.SIGINT)
        assert other.submit(os.getpid).result() == there


def test_what_was_not_done_at_the_end_has_no_result() -> None:
    with SecondProcess() as other:
        other.submit(os.getpid).result()
        late = other.submit(time.sleep, 60)
    with pytest.raises((EOFError, OSError)):
        late.result()


def test_it_ends_with_what_began_it() -> None:
    with SecondProcess() as other:
        there = other.submit(os.getpid).result()
    with pytest.raises(ProcessLookupError):
        os.kill(there, 0)


def test_it_ends_where_what_began_it_was_killed() -> None:
    script = (
        "import os, time; from tideturn.commands.second_process import SecondProcess\n"
        "print(SecondProcess().submit(os.getpid).result(), flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        there = int(parent.stdout.readline())
        parent.kill()
    for _ in range(200):
        try:
            os.kill(there, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail("the second process outlived the first")


@pytest.mark.parametrize("why", ["not wanted", "one core", "told to be alone"])
def test_there_is_none_where_it_would_not_help(why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if why == "one core":
        monkeypatch.setattr("tideturn.commands.second_process.cores", lambda: {0})
    if why == "told to be alone":
        monkeypatch.setenv(ALONE, "1")
    with second_process(wanted=why != "not wanted") as other:
        assert other is None


def test_there_is_none_where_it_cannot_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with second_process(wanted=True) as other:
        assert other is None


def test_the_report_is_the_same_with_and_without_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    main(["example", str(tmp_path / "folder")])
    main(["evaluate", str(tmp_path / "folder"), *YEAR_2, str(tmp_path / "two")])
    monkeypatch.setenv(ALONE, "1")
    main(["evaluate", str(tmp_path / "folder"), *YEAR_2, str(tmp_path / "one")])
    names = [path.name for path in (tmp_path / "one").iterdir()]
    assert "evaluation.json" in names
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_the_engines_sentences_in_an_archive_are_the_same_with_and_without_it() -> None:
    year = second(), second_judged(1)
    with SecondProcess() as other:
        there = own_claims(*year, other)()
    assert there == own_claims(*year, None)()
    assert len(there) > 20
