"""Moments are told as they are in London, also in the hour that comes twice and around the one that is left out."""

from datetime import UTC, date, datetime

import pytest

from tideturn.hub.common import clock


@pytest.mark.parametrize(
    ("utc", "told"),
    [
        ("2026-01-15 14:05", "15 January 2026, 14:05"),
        ("2026-07-15 14:05", "15 July 2026, 15:05"),
        # 29 March: after 00:59 comes 02:00.
        ("2026-03-29 00:59", "29 March 2026, 00:59"),
        ("2026-03-29 01:00", "29 March 2026, 02:00"),
        ("2026-03-29 01:30", "29 March 2026, 02:30"),
        # 25 October: after 01:59 comes 01:00 again.
        ("2026-10-24 23:59", "25 October 2026, 00:59"),
        ("2026-10-25 00:00", "25 October 2026, 01:00 BST"),
        ("2026-10-25 00:59", "25 October 2026, 01:59 BST"),
        ("2026-10-25 01:00", "25 October 2026, 01:00 GMT"),
        ("2026-10-25 01:59", "25 October 2026, 01:59 GMT"),
        ("2026-10-25 02:00", "25 October 2026, 02:00"),
    ],
)
def test_a_moment_is_told_as_it_is_in_london(utc: str, told: str) -> None:
    assert clock.spoken(datetime.fromisoformat(utc).replace(tzinfo=UTC)) == told


@pytest.mark.parametrize(
    ("utc", "day"),
    [
        ("2026-03-28 23:59", date(2026, 3, 28)),
        ("2026-03-29 22:59", date(2026, 3, 29)),
        ("2026-03-29 23:00", date(2026, 3, 30)),
        ("2026-10-24 23:00", date(2026, 10, 25)),
        ("2026-10-25 23:59", date(2026, 10, 25)),
        ("2026-10-26 00:00", date(2026, 10, 26)),
    ],
)
def test_the_day_begins_when_it_does_in_london(utc: str, day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime.fromisoformat(utc).replace(tzinfo=UTC))
    assert clock.today() == day
