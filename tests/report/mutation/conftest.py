"""The folder of the worked example, and what is printed of each of its years before anything is changed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest
from tests import worked_example

from tideturn.dataset.check import read_checked
from tideturn.dataset.model import Dataset
from tideturn.dataset.write import write_folder
from tideturn.evaluation.evaluate import evaluate
from tideturn.evaluation.model import Evaluation

sys.path.insert(0, str(Path(__file__).parent))

from mutations.printed import Printed, printed


@dataclass(frozen=True)
class Year:
    """One year of a folder: what is judged, what is printed, and the rules of `check` that ask about the folder."""

    evaluation: Evaluation
    printed: Printed
    asked: frozenset[str]
    dataset: Dataset


Read = Callable[[Path, int], Year]


@pytest.fixture(scope="session")
def read() -> Read:
    """`read(folder, year)`: the folder as it is read by any command, without a document drawn."""

    def reading(folder: Path, year: int) -> Year:
        dataset, queries = read_checked(folder)
        evaluation = evaluate(dataset, year=year)
        return Year(evaluation, printed(dataset, evaluation), frozenset(query.rule for query in queries), dataset)

    return reading


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked example as a folder; nobody may change it."""
    place = tmp_path_factory.mktemp("example") / "programme"
    dataset = worked_example.example()
    # What is drawn at random bears on no sentence that is changed here, and takes its time.
    quick = replace(dataset.programme, rules={"draws": 200, "permutations": 99})
    write_folder(replace(dataset, programme=quick), place)
    return place


@pytest.fixture(scope="session")
def before(example: Path, read: Read) -> Callable[[int], Year]:
    """`before(year)`: a year of the example as it is."""
    return cache(lambda year: read(example, year))
