"""How long something took, as short as fits upon a chart."""

from __future__ import annotations

import pytest

from tideturn.report.charts.durations import short


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (None, ""),
        (0, "0 min"),
        (20, "<1 min"),
        (60, "1 min"),
        (5400, "90 min"),
        (7200, "2 h"),
        (9000, "2.5 h"),
        (86400, "24 h"),
        (2 * 86400, "2 d"),
        (2.25 * 86400, "2.3 d"),
        (12.5 * 86400, "13 d"),
        (4.46 * 86400, "4.5 d"),
        (30 * 86400, "30 d"),
        (3650 * 86400, "3,650 d"),
    ],
)
def test_a_wait_as_it_fits_at_an_arrow(seconds: float | None, said: str) -> None:
    assert short(seconds) == said
