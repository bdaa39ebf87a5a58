"""The worked example as a folder that nobody has written findings into yet."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tideturn.cli import main
from tideturn.dataset.read import read_folder
from tideturn.dataset.write import write_folder


@pytest.fixture(scope="session")
def example_without_findings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Written once; nobody may change it."""
    written = tmp_path_factory.mktemp("example") / "example"
    assert main(["example", str(written)]) == 0
    dataset = read_folder(written)
    tables = {name: frame for name, frame in dataset.tables.items() if name not in ("findings", "finding_evidence")}
    place = written.with_name("bare")
    write_folder(replace(dataset, tables=tables), place)
    return place


@pytest.fixture
def unwritten(example_without_findings: Path, tmp_path: Path) -> Path:
    """A copy to write into."""
    return Path(shutil.copytree(example_without_findings, tmp_path / "programme"))
