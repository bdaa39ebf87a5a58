"""What time it is: kept in UTC, told as it is in London."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

LONDON: Final = ZoneInfo("Europe/London")


def now() -> datetime:
    """Return the current time, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return today's date in London. In summer it begins an hour before UTC's."""
    return now().astimezone(LONDON).date()


def spoken_day(day: date) -> str:
    """Return a date as text: 3 November 2026."""
    return f"{day.day} {day:%B %Y}"


def spoken(moment: datetime) -> str:
    """Return a time in London as text: 3 November 2026, 14:05. In the hour that comes twice, name the zone."""
    local = moment.astimezone(LONDON)
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    # No moment falls in the hour that spring skips, so only the doubled hour of autumn needs its zone.
    name = f" {local:%Z}" if twice else ""
    return f"{spoken_day(local)}, {local:%H:%M}{name}"
