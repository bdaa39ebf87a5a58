"""The worked example and its two evaluated years, made once by the command as anybody would."""

from __future__ import annotations

import fcntl
from pathlib import Path

import pytest

from .folder import Folder
from .printed import Printed, printed_for, tideturn

YEARS = (1, 2)
SECOND = Path(__file__).parent / "second_folder"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The directory of the example and its outputs: made by the first worker that needs it, used by all."""
    base = tmp_path_factory.getbasetemp()
    root = (base if worker_id == "master" else base.parent) / "independent"
    root.mkdir(exist_ok=True)
    with (root / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (root / "done").exists():
            tideturn("example", root / "folder")
            for number in YEARS:
                out = root / f"year-{number}"
                tideturn("evaluate", root / "folder", "--year", number, "--out", out, "--page-only")
                out = root / f"second-{number}"
                tideturn("evaluate", SECOND, "--year", number, "--out", out, "--page-only")
            (root / "done").touch()
    return root


@pytest.fixture(scope="session")
def folder(made: Path) -> Folder:
    return Folder(made / "folder")


@pytest.fixture(scope="session")
def printed(made: Path, folder: Folder) -> dict[int, Printed]:
    return printed_for(folder, {number: made / f"year-{number}" for number in YEARS})


@pytest.fixture(scope="session")
def second(made: Path) -> dict[int, Printed]:
    """Both years of the second programme."""
    return printed_for(Folder(SECOND), {number: made / f"second-{number}" for number in YEARS})
