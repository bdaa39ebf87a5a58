from __future__ import annotations

import pytest

from tideturn.dataset.problems import TideturnError
from tideturn.methods.interrupted import interrupted


def line(before: int, after: int, *, jump: float, bend: float) -> list[float]:
    wave = [0.3, -0.1, -0.4, 0.2, 0.1, -0.2, 0.1]
    return [
        10 + 0.5 * t + (jump + bend * (t - before) if t >= before else 0) + wave[t % 7] for t in range(before + after)
    ]


def test_a_planted_break_is_found() -> None:
    found = interrupted(line(24, 18, jump=6, bend=-0.7), start=24)
    assert found.slope.value == pytest.approx(0.5, abs=0.05)
    assert found.level_change.low < 6 < found.level_change.high
    assert found.slope_change.low < -0.7 < found.slope_change.high
    assert found.level_change.p < 0.001
    assert (found.before, found.after, found.lag) == (24, 18, 3)


def test_no_break_is_not_found() -> None:
    found = interrupted(line(24, 18, jump=0, bend=0), start=24)
    assert found.level_change.low < 0 < found.level_change.high
    assert found.slope_change.low < 0 < found.slope_change.high


def test_too_short_a_history_is_refused_with_the_reason() -> None:
    with pytest.raises(TideturnError, match=r"12 points or more before the break; there are 11.*trend that was there"):
        interrupted(line(11, 10, jump=1, bend=0), start=11)
    with pytest.raises(TideturnError, match="3 points or more after"):
        interrupted(line(14, 2, jump=1, bend=0), start=14)
    with pytest.raises(ValueError, match="finite"):
        interrupted([float("nan")] * 20, start=14)
