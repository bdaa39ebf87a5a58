"""The worked example as a folder that nobody has written findings into yet, without what takes longest to judge."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from tests.commands.asking import FILES
from tests.worked_example import built

from tideturn.dataset.write import write_folder

LEFT_OUT = frozenset({"events", "ties", "waves"})
SCORED = ("access", "safety")
"""The outcomes whose scores stay in the folder."""


@pytest.fixture(scope="session")
def example_without_findings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Written once; nobody may change it."""
    dataset = built()[0]
    tables = {name: frame for name, frame in dataset.tables.items() if name not in LEFT_OUT}
    tables["assessments"] = tables["assessments"].filter(pl.col("outcome_id").is_in(SCORED))
    place = tmp_path_factory.mktemp("example") / "bare"
    write_folder(replace(dataset, tables=tables, pathways={}), place)
    return place


@pytest.fixture
def unwritten(example_without_findings: Path, tmp_path: Path) -> Path:
    """A copy to write into."""
    return Path(shutil.copytree(example_without_findings, tmp_path / "programme"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small folder with open questions, to write into."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(text.encode())
    return tmp_path
