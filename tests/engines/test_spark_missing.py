"""Without Spark, Java or a known engine, one sentence says what is missing and how to mend it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tideturn.cli import main
from tideturn.dataset.engine import is_engine


@pytest.fixture
def events(tmp_path: Path) -> str:
    file = tmp_path / "events.csv"
    file.write_text("case_id,activity,time\nc1,desk,2024-01-01\n", encoding="utf-8")
    return str(file)


@pytest.fixture
def java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Something that goes by the name of Java."""
    place = tmp_path / "bin"
    place.mkdir()
    (place / "java").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(place))
    monkeypatch.delenv("JAVA_HOME", raising=False)


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["measure", *words]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    return said


@pytest.mark.usefixtures("java")
def test_without_pyspark(events: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("pyspark", "py4j", "py4j.protocol"):
        monkeypatch.setitem(sys.modules, name, None)
    said = refused(capsys, "pathway", events, "--engine", "local[2]")
    assert said == (
        "tideturn: --engine local[2] needs PySpark, which is not installed here. Run: pip install 'tideturn[spark]'\n"
    )


@pytest.mark.parametrize("home", [None, "/nowhere"])
def test_without_java(
    home: str | None,
    events: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    if home:
        monkeypatch.setenv("JAVA_HOME", home)
    said = refused(capsys, "survey", events, "--agree", "desk", "--engine", "spark://host:7077")
    assert "needs Java 17 or newer, and there is none" in said
    assert "sudo apt-get install default-jre-headless" in said


def test_an_engine_that_there_is_not(events: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "there is no engine “spark”. Write local, local[2]" in refused(
        capsys, "pathway", events, "--engine", "spark"
    )
    (tmp_path / "programme.toml").write_text("engine = 3\n", encoding="utf-8")
    assert "there is no engine “3”" in refused(capsys, "pathway", events)
    assert main(["measure", "pathway", events, "--engine", "local"]) == 0


def test_a_programme_that_cannot_be_read_names_no_engine(
    events: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "programme.toml").write_text("engine = \n", encoding="utf-8")
    assert main(["measure", "pathway", events]) == 0
    assert "programme.toml cannot be read, and so names no engine." in capsys.readouterr().err


def test_what_goes_beyond_the_counts_is_refused_and_the_way_out_told(
    events: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refused(capsys, "pathway", events, "--site", "site", "--period", "year", "--engine", "local[2]")
    assert "--site and --period cannot be had from local[2]" in said
    assert "Leave them out, or say --engine local." in said
    assert "--compare cannot be had" in refused(
        capsys, "survey", events, "--agree", "desk", "--compare", "case_id", "--engine", "yarn"
    )


def test_a_file_elsewhere_wants_an_engine(capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(capsys, "pathway", "s3a://bucket/events")
    assert said.startswith("tideturn: s3a://bucket/events: it lies elsewhere.")


def test_a_name_that_spark_would_take_for_several_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "events [1].csv"
    file.write_text("case_id,activity,time\n", encoding="utf-8")
    said = refused(capsys, "pathway", str(file), "--engine", "local[2]")
    assert said.startswith(f"tideturn: {file}: Spark takes a name with any of * ? [ ]")


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("local", True),
        ("local[2]", True),
        ("local[*]", True),
        ("spark://head:7077", True),
        ("spark://a:7077,b:7077", True),
        ("yarn", True),
        ("k8s://https://host:443", True),
        ("local[0]", False),
        ("spark://head", False),
        ("spark://head:7077 ", False),
        ("Local", False),
        (None, False),
        (["local"], False),
    ],
)
def test_the_engines_that_there_are(name: object, known: bool) -> None:
    assert is_engine(name) is known
