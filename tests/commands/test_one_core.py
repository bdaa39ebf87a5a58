"""Small folders are worked on at one core, and what comes after has all of them again."""

import os
from pathlib import Path

import pytest

from tideturn.commands.one_core import where_small


def cores() -> set[int]:
    return os.sched_getaffinity(0)


def test_a_small_folder_takes_one_core_and_gives_the_others_back(tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text("case_id\n")
    before = cores()
    with where_small(tmp_path):
        assert len(cores()) == 1
        assert cores() <= before
    assert cores() == before


def test_they_come_back_also_where_it_failed(tmp_path: Path) -> None:
    before = cores()
    with pytest.raises(ValueError, match="wrong"), where_small(tmp_path):
        raise ValueError("wrong")
    assert cores() == before


@pytest.mark.parametrize("name", ["cases.csv", "surveys/x/responses.csv"])
def test_a_large_folder_keeps_them_all(tmp_path: Path, name: str) -> None:
    large = tmp_path / name
    large.parent.mkdir(parents=True, exist_ok=True)
    with large.open("wb") as out:
        out.truncate(17 * 1024 * 1024)
    before = cores()
    for place in (tmp_path, large):
        with where_small(place):
            assert cores() == before


def test_a_folder_that_is_not_there_is_left_to_who_reads_it(tmp_path: Path) -> None:
    before = cores()
    with where_small(tmp_path / "nowhere"):
        assert cores() == before
