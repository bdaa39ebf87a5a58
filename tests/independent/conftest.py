"""The worked example and its two evaluated years, made once by the command as anybody would."""

from __future__ import annotations

import fcntl
from collections.abc import Callable
from pathlib import Path

import pytest

from .answered_anew import write_answered_anew
from .folder import Folder
from .moved_little import write_moved_little
from .placing import Placing
from .printed import Printed, printed_for, tideturn
from .reading import Document

YEARS = (1, 2)
SECOND = Path(__file__).parent / "second_folder"


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The directory of what is made once: by the first worker that needs it, for all."""
    base = tmp_path_factory.getbasetemp()
    found = (base if worker_id == "master" else base.parent) / "independent"
    found.mkdir(exist_ok=True)
    return found


def _once(root: Path, name: str, make: Callable[[Path], None]) -> Path:
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (root / f"{name}.done").exists():
            make(root / name)
            (root / f"{name}.done").touch()
    return root / name


def _year_of(root: Path, folder: Folder, name: str, number: int) -> Path:
    def evaluate(out: Path) -> None:
        tideturn("evaluate", folder.path, "--year", number, "--out", out, "--page-only")

    return _once(root, f"{name}-{number}", evaluate)


def _evaluated(root: Path, folder: Folder, name: str) -> dict[int, Printed]:
    return printed_for(folder, {number: _year_of(root, folder, name, number) for number in YEARS})


@pytest.fixture(scope="session")
def folder(root: Path) -> Folder:
    return Folder(_once(root, "folder", lambda path: tideturn("example", path)))


@pytest.fixture(scope="session")
def printed(root: Path, folder: Folder) -> dict[int, Printed]:
    return _evaluated(root, folder, "year")


@pytest.fixture(scope="session")
def second(root: Path) -> dict[int, Printed]:
    """Both years of the second programme."""
    return _evaluated(root, Folder(SECOND), "second")


@pytest.fixture(scope="session")
def fallen(root: Path, folder: Folder, printed: dict[int, Printed]) -> Printed:
    """The second year of the example where many shares fell, since one earlier wave or since both."""
    anew = Folder(_once(root, "fallen", lambda path: write_answered_anew(folder.path, path)))
    return printed_for(anew, {1: printed[1].out, 2: _year_of(root, anew, "fallen", 2)})[2]


@pytest.fixture(scope="session")
def still(root: Path, second: dict[int, Printed]) -> Printed:
    """The second year of the second programme where little moved."""
    anew = Folder(_once(root, "still", lambda path: write_moved_little(SECOND, path)))
    return printed_for(anew, {1: second[1].out, 2: _year_of(root, anew, "still", 2)})[2]


@pytest.fixture(scope="session")
def page(printed: dict[int, Printed], second: dict[int, Printed]) -> Callable[[str, int], tuple[Placing, Document]]:
    """`page("report" | "evidence" | "second" | "second evidence", year)`: of the example, or the second programme."""

    def found(name: str, number: int) -> tuple[Placing, Document]:
        one = (second if name.startswith("second") else printed)[number]
        return one.placing, one.document("evidence" if name.endswith("evidence") else "report")

    return found
