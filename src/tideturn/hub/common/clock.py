"""What time it is: kept in UTC, told as it is in London."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

LONDON: Final = ZoneInfo("Europe/London")


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The day that it is in London, which begins an hour before UTC's in summer."""
    return now().astimezone(LONDON).date()


def spoken_day(day: date) -> str:
    """A day as it is told: 3 November 2026."""
    return f"{day.day} {day:%B %Y}"


def spoken(moment: datetime) -> str:
    """A moment as it is told in London: 3 November 2026, 14:05. In the hour that comes twice, also which."""
    local = moment.astimezone(LONDON)
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    # The hour that is left out in spring is no time that a moment can have, so that only the doubled one is told apart.
    name = f" {local:%Z}" if twice else ""
    return f"{spoken_day(local)}, {local:%H:%M}{name}"
