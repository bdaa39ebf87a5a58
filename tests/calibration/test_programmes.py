"""Whole programmes in which nothing changes, and in which seven outcomes move."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

from tests.calibration import worlds_of_programmes
from tests.calibration.worlds_of_programmes import CLAIMS, JUDGED, Programmes, said_of

from tideturn.dataset.check import read_checked
from tideturn.dataset.write import write_folder
from tideturn.evaluation.evaluate import evaluate

DRAWS = 9
FALSE_CHANGES = 0.2
STATES = 2.5
"""At most so many of eighteen outcomes a year, where nothing changes."""


# Two tests judge the same programmes; a long run, which draws thousands, must not keep them.
judged = cache(worlds_of_programmes.judged)


def at_most(bound: float) -> float:
    """Three standard errors above the bound, of so many draws of a count that is seldom above one."""
    return bound + 3 * math.sqrt(bound / DRAWS)


def test_hardly_any_change_is_supported_where_nothing_changes() -> None:
    said = [said_of(judged(Programmes(), seed)) for seed in range(DRAWS)]
    assert sum(one.changes + one.moving for one in said) / DRAWS <= at_most(FALSE_CHANGES)
    assert sum(one.states for one in said) / DRAWS <= at_most(STATES)


def test_most_changes_that_happened_are_supported() -> None:
    said = [said_of(judged(Programmes(effects=True), seed)) for seed in range(DRAWS // 3)]
    assert sum(claim.moves for claim in CLAIMS) == 7
    assert sum(one.moving for one in said) / len(said) >= 3


def test_what_is_drawn_is_judged_as_its_folder_is(tmp_path: Path) -> None:
    world = Programmes(effects=True)
    write_folder(world.draw(0), tmp_path / "folder")
    dataset, problems = read_checked(tmp_path / "folder")
    assert dataset is not None, problems
    of_folder = evaluate(dataset, year=JUDGED)
    drawn = judged(world, 0)
    assert [(one.verdict, one.confidence, one.why) for one in of_folder.outcomes] == [
        (one.verdict, one.confidence, one.why) for one in drawn.outcomes
    ]
