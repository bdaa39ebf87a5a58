"""The guide to pathways: every command in it runs in the worked example, and its file is a design."""

from __future__ import annotations

import re
import shlex
import shutil
import tomllib
from pathlib import Path
from textwrap import dedent

import pytest
from tests.worked_example import example

from tideturn.cli import main
from tideturn.dataset.write import write_folder
from tideturn.methods.pathways.design import Design

TEXT = (Path(__file__).parents[2] / "docs" / "guide" / "pathways.md").read_text(encoding="utf-8")
BLOCKS = [dedent(block) for block in re.findall(r"(?:^    .*\n|^\n(?=    ))+", TEXT, re.MULTILINE)]
COMMANDS = [
    line
    for block in BLOCKS
    if block.strip().startswith("tideturn ")
    for line in block.replace("\\\n", " ").splitlines()
]
DESIGN = next(block for block in BLOCKS if "[[steps]]" in block)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("guide") / "our-example"
    write_folder(example(), place)
    return place


def test_its_commands_are_found() -> None:
    assert [command.split()[1] for command in COMMANDS if command.strip()] == ["check", *["measure"] * 7, "evaluate"]


@pytest.mark.parametrize("command", [command for command in COMMANDS if command.strip()])
def test_every_command_runs_in_the_example(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    copy = tmp_path / "our-example"
    shutil.copytree(folder, copy)
    monkeypatch.chdir(copy)
    program, *arguments = shlex.split(command)
    assert program == "tideturn"
    assert main(arguments) == 0
    out = capsys.readouterr().out
    assert out.strip()
    if "--chart" in arguments:
        assert Path(arguments[arguments.index("--chart") + 1]).read_text(encoding="utf-8").startswith("<svg")


def test_its_file_is_a_design() -> None:
    design = Design.from_mapping(tomllib.loads(DESIGN))
    assert [step.name for step in design.steps if step.optional] == ["NRM or safeguarding referral"]
    assert design.exempt("birmingham") == {"Appropriate adult attends"}
    assert [(pilot.site, pilot.moved) for pilot in design.pilots] == [("manchester", ("Youth worker makes contact",))]
    assert [rule.within_days for rule in design.constraints] == [2]
