"""The worked example as a folder: `check` finds nothing, it is read back as it was, and nothing else is overwritten."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.worked_example import built, example

from tideturn.cli import main
from tideturn.dataset.check import check_folder
from tideturn.dataset.read import read_folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("written") / "programme"
    assert main(["example", str(path)]) == 0
    return path


@pytest.fixture
def built_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command writes what was built once, for the tests of what it leaves alone."""
    monkeypatch.setattr("tideturn.example.build_example", built)
    monkeypatch.setattr("tideturn.example.findings.with_findings", lambda *_, **__: example())


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_check_finds_nothing(folder: Path) -> None:
    assert check_folder(folder) == []


def test_it_is_read_back_as_it_was(folder: Path) -> None:
    built = example()
    read = read_folder(folder)
    assert read.programme == built.programme
    assert read.transcripts == built.transcripts
    assert read.pathways == built.pathways
    assert read.tables.keys() == built.tables.keys()
    assert [name for name in built.tables if not read.tables[name].equals(built.tables[name])] == []
    for code, survey in built.surveys.items():
        again = read.surveys[code]
        assert again.questions == survey.questions
        assert again.responses.equals(survey.responses)
        assert again.items.equals(survey.items)
        assert again.invited.equals(survey.invited)


def test_true_answers_lie_beside_the_folder_and_give_a_reason_each(folder: Path) -> None:
    answers = json.loads(folder.with_name("programme-true-answers.json").read_text(encoding="utf-8"))
    assert len({verdict["verdict"] for verdict in answers["verdicts"]}) == 9
    assert all(verdict["why"].endswith(".") for verdict in answers["verdicts"])
    assert not list(folder.rglob("*true-answers*"))


def test_an_example_is_written_again_to_the_same_bytes(folder: Path) -> None:
    before = _contents(folder)
    assert main(["example", str(folder)]) == 0
    assert _contents(folder) == before


def _example(folder: Path, *words: str) -> int:
    return main(["example", str(folder), *words])


@pytest.mark.usefixtures("built_once")
def test_an_example_that_somebody_changed_is_left_alone_and_what_differs_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "mine"
    _example(folder)
    with (folder / "cases.csv").open("a", encoding="utf-8") as stream:
        stream.write("C-OF-MINE\n")
    survey = next(folder.glob("surveys/*/items.csv"))
    survey.write_bytes(survey.read_bytes().replace(b"agree", b"Agree"))
    (folder / "sessions.csv").unlink()
    before = _contents(tmp_path)
    capsys.readouterr()
    assert _example(folder) == 2
    said = capsys.readouterr().err
    assert "was changed since" in said
    named = {"cases.csv", survey.relative_to(folder).as_posix(), "sessions.csv (which is missing)"}
    assert all(name in said for name in named)
    assert "outcomes.csv" not in said
    assert "--force" in said
    assert _contents(tmp_path) == before


@pytest.mark.usefixtures("built_once")
def test_of_many_changed_files_the_first_few_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "mine"
    _example(folder)
    tables = sorted(folder.glob("*.csv"))
    for table in tables:
        table.write_bytes(b"")
    assert _example(folder) == 2
    assert f" and {len(tables) - 5} more." in capsys.readouterr().err


@pytest.mark.usefixtures("built_once")
def test_true_answers_that_somebody_changed_are_left_alone_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, answers = tmp_path / "mine", tmp_path / "mine-true-answers.json"
    answers.write_text("my notes", encoding="utf-8")
    assert _example(folder) == 2
    assert "mine-true-answers.json" in capsys.readouterr().err
    assert answers.read_text(encoding="utf-8") == "my notes"
    assert not folder.exists()


@pytest.mark.usefixtures("built_once")
def test_with_force_a_changed_example_is_as_it_was_written(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    _example(folder)
    before = _contents(tmp_path)
    (folder / "cases.csv").write_bytes(b"gone")
    (folder / "sessions.csv").unlink()
    (folder / "my-notes.md").write_bytes(b"mine")
    assert _example(folder, "--force") == 0
    assert _contents(tmp_path) == before | {"mine/my-notes.md": b"mine"}


@pytest.mark.usefixtures("built_once")
def test_the_folder_is_not_written_where_its_true_answers_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "mine-true-answers.json").mkdir()
    assert _example(tmp_path / "mine", "--force") == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine-true-answers.json"]


@pytest.mark.usefixtures("built_once")
def test_an_example_without_its_true_answers_is_given_them_back(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    _example(folder)
    before = _contents(tmp_path)
    (tmp_path / "mine-true-answers.json").unlink()
    assert _example(folder) == 0
    assert _contents(tmp_path) == before


@pytest.mark.usefixtures("built_once")
@pytest.mark.parametrize("further", [[], ["--force"]])
def test_a_table_that_somebody_added_is_neither_kept_unsaid_nor_taken_away(
    further: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "mine"
    _example(folder)
    (folder / "queries.csv").write_bytes(b"file,row,column,reason,by\n")
    before = _contents(tmp_path)
    assert _example(folder, *further) == 2
    assert "queries.csv" in capsys.readouterr().err
    assert _contents(tmp_path) == before


@pytest.mark.usefixtures("built_once")
def test_it_may_be_written_where_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    assert main(["example", "."]) == 0
    assert (here / "programme.toml").is_file()
    assert (tmp_path / "here-true-answers.json").is_file()


@pytest.mark.usefixtures("built_once")
@pytest.mark.parametrize("further", [[], ["--force"]])
@pytest.mark.parametrize("held", ["notes.txt", "programme.toml"])
def test_a_folder_of_somebody_elses_is_left_alone(
    held: str, further: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / held).write_text('name = "A real programme"\n', encoding="utf-8")
    assert main(["example", str(tmp_path), *further]) == 2
    said = capsys.readouterr().err
    assert "not the worked example" in said
    assert "new or empty" in said
    assert _contents(tmp_path) == {held: b'name = "A real programme"\n'}
    assert not tmp_path.with_name(f"{tmp_path.name}-true-answers.json").exists()


@pytest.mark.usefixtures("built_once")
def test_a_file_in_its_place_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    taken = tmp_path / "taken"
    taken.write_text("mine", encoding="utf-8")
    assert main(["example", str(taken)]) == 2
    assert "That is a file" in capsys.readouterr().err
    assert taken.read_text(encoding="utf-8") == "mine"
