"""Rows that are written in stages: all of them, each stage kept, and none of them long."""

from collections.abc import Sequence
from contextlib import nullcontext
from types import SimpleNamespace

import pytest
from django.db import connection
from sample.models import Child

from tideturn.hub.jobs import stages
from tideturn.hub.jobs.stages import write_in_stages

pytestmark = pytest.mark.database


class Said:
    """What a job says, where it may be stopped."""

    def __init__(self, stop_at: int | None = None) -> None:
        self.steps: list[tuple[int | None, int | None]] = []
        self.stop_at = stop_at

    def say(self, sentence: str, done: int | None = None, of: int | None = None) -> None:
        self.steps.append((done, of))
        if self.stop_at is not None and (done or 0) >= self.stop_at:
            raise InterruptedError


def add(stage: Sequence[int]) -> None:
    Child.objects.bulk_create(Child(reference=f"R-{number}", name="Somebody") for number in stage)


@pytest.mark.django_db
def test_every_row_is_written_once_and_it_is_said_how_far() -> None:
    said = Said()
    assert write_in_stages(range(333), add, progress=said, saying="Writing", of=333) == 333
    assert sorted(int(one[2:]) for one in Child.objects.values_list("reference", flat=True)) == list(range(333))
    assert said.steps[0] == (50, 333)
    assert said.steps[-1] == (333, 333)
    assert write_in_stages([], add, progress=said, saying="Writing") == 0


@pytest.mark.django_db
def test_what_was_written_stays_where_it_is_stopped() -> None:
    with pytest.raises(InterruptedError):
        write_in_stages(range(333), add, progress=Said(stop_at=50), saying="Writing")
    assert Child.objects.count() == 50


@pytest.mark.django_db
def test_a_stage_that_fails_leaves_nothing_of_itself() -> None:
    Child.objects.create(reference="R-60", name="Somebody")
    with pytest.raises(Exception, match=r"(?i)unique"):
        write_in_stages(range(333), add, progress=Said(), saying="Writing")
    assert Child.objects.count() == 51
    assert connection.in_atomic_block


def test_slow_rows_go_in_smaller_stages_and_others_have_their_turn(monkeypatch) -> None:
    sizes, pauses = [], []
    now = [0.0]

    def write(stage: Sequence[int]) -> None:
        sizes.append(len(stage))
        now[0] += len(stage) / 128

    monkeypatch.setattr(stages, "transaction", SimpleNamespace(atomic=nullcontext))
    monkeypatch.setattr(stages, "time", SimpleNamespace(monotonic=lambda: now[0], sleep=pauses.append))
    write_in_stages(range(62), write, progress=Said(), saying="Writing")
    assert sizes == [50, 6, 6]
    assert pauses == [50 / 128, 6 / 128, 6 / 128]
