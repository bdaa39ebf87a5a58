"""What a release says to be at most what, written and read again; and releases from before it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tideturn.dataset.problems import TideturnError
from tideturn.methods.disclosure import AtMost, EarlierRelease, Relation
from tideturn.report.release.earlier import earlier_releases

RELEASE = EarlierRelease(
    "year-1-1",
    {"met": None, "taken": 40, "cases": 60},
    (Relation((("cases", 1), ("rest", -1)), 0),),
    (AtMost(("met",), ("taken",)), AtMost(("cases",), ("taken", "taken"))),
    frozenset({"safety"}),
)


def kept(folder: Path, held: Any) -> Path:
    place = folder / "releases" / "year-1-1"
    place.mkdir(parents=True)
    (place / "cells.json").write_text(json.dumps(held), encoding="utf-8")
    return folder


def test_bounds_are_read_as_they_were_written(tmp_path: Path) -> None:
    assert earlier_releases(kept(tmp_path, RELEASE.as_dict())) == (RELEASE,)


def test_a_release_from_before_there_were_bounds_has_none(tmp_path: Path) -> None:
    held = {name: one for name, one in RELEASE.as_dict().items() if name != "bounds"}
    (read,) = earlier_releases(kept(tmp_path, held))
    assert (read.relations, read.bounds) == (RELEASE.relations, ())


@pytest.mark.parametrize("bounds", [3, [{"smaller": ["met"]}], [["met", "taken"]]])
def test_bounds_that_cannot_be_read_stop_the_next_release(tmp_path: Path, bounds: Any) -> None:
    with pytest.raises(TideturnError, match="What it showed cannot be read"):
        earlier_releases(kept(tmp_path, RELEASE.as_dict() | {"bounds": bounds}))
