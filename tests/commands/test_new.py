"""`tideturn new` from the command line: what it writes, what it says next, and what it refuses in a sentence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tideturn.cli import main
from tideturn.dataset.model import Site
from tideturn.dataset.read import read_folder


@pytest.mark.parametrize(("options", "begin"), [([], "programme.toml"), (["--excel"], "programme.xlsx")])
def test_new_writes_what_was_asked_for_and_says_where_to_begin(tmp_path: Path, capsys, options, begin):
    told = ["--name", "Ours", "--site", "north=The north", "--site", "national=The national team"]
    assert main(["new", str(tmp_path / "p"), *told, "--start", "2018-10-01", "--years", "2", *options]) == 0
    said = capsys.readouterr().out
    assert begin in said
    assert f"tideturn check {tmp_path / 'p'}" in said
    programme = read_folder(tmp_path / "p").programme
    assert programme.name == "Ours"
    assert programme.sites == (Site("north", "The north"), Site("national", "The national team", "national"))
    assert [(y.start, y.end) for y in programme.years][1] == (date(2019, 10, 1), date(2020, 9, 30))
    assert main(["check", str(tmp_path / "p")]) == 0


def test_new_without_options_writes_a_folder_of_which_check_asks_only_to_replace_the_placeholders(tmp_path, capsys):
    assert main(["new", str(tmp_path / "p")]) == 0
    assert main(["check", str(tmp_path / "p")]) == 1
    assert "still called" in capsys.readouterr().out


def test_new_refuses_a_folder_in_use_in_a_sentence(tmp_path: Path, capsys):
    (tmp_path / "mine.txt").write_text("mine")
    assert main(["new", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"tideturn: {tmp_path}: The folder is not empty")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    "wrong", [["--site", "north"], ["--site", "=x"], ["--start", "1/10/2018"], ["--years", "many"]]
)
def test_new_refuses_an_option_that_cannot_be_read(tmp_path: Path, capsys, wrong):
    with pytest.raises(SystemExit) as stopped:
        main(["new", str(tmp_path / "p"), *wrong])
    assert stopped.value.code == 2
    assert wrong[1] in capsys.readouterr().err
    assert not (tmp_path / "p").exists()
