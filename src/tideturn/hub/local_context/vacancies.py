"""How a post stands on a day, as its days tell it: in a word, and in a sentence with how long it has been vacant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tideturn.hub.common.clock import spoken_day
from tideturn.hub.common.errors import HubError
from tideturn.hub.local_context.terms import STAFF, Role, State


@dataclass(frozen=True)
class Days:
    """The days of a post."""

    advertised_on: date | None = None
    filled_on: date | None = None
    left_on: date | None = None
    over: bool = False
    """Whether nobody is to follow who left, or the post was advertised again as another."""


def require_order(days: Days) -> None:
    """Raises HubError where a post would be filled before it was advertised, or left before it was filled."""
    if days.filled_on and days.advertised_on and days.filled_on < days.advertised_on:
        raise HubError(
            f"The post would be filled before it was advertised on {spoken_day(days.advertised_on)}.",
            mend="Correct one of the two days.",
        )
    if days.left_on and not days.filled_on:
        raise HubError(
            "The post would be left, and was never filled.", mend="Give the first day of whoever took it as well."
        )
    if days.left_on and days.filled_on and days.left_on < days.filled_on:
        raise HubError(
            f"The post would be left before it was filled on {spoken_day(days.filled_on)}.",
            mend="Correct one of the two days.",
        )
    if days.over and not days.left_on:
        raise HubError("Nobody has left the post yet.", mend="Give the last day as well, or untick that it is over.")


def state_on(days: Days, day: date) -> State:
    """How it stands on a day. Somebody's last day is still one on which it is filled."""
    if days.left_on and days.left_on < day:
        return State.LEFT if days.over else State.VACANT
    if days.filled_on and days.filled_on <= day:
        return State.FILLED
    if days.advertised_on and days.advertised_on <= day:
        return State.ADVERTISED
    return State.PLANNED


def vacant_since(days: Days, day: date) -> date | None:
    """The first day since which it has been vacant; None where it is not, on that day."""
    state = state_on(days, day)
    if state is State.ADVERTISED:
        return days.advertised_on
    return days.left_on + timedelta(days=1) if state is State.VACANT and days.left_on else None


def told_on(days: Days, day: date) -> str:
    """How it stands on a day, in a sentence or two."""
    state = state_on(days, day)
    coming = f" Filled from {spoken_day(days.filled_on)}." if days.filled_on and days.filled_on > day else ""
    if state is State.PLANNED:
        said = f"To be advertised on {spoken_day(days.advertised_on)}." if days.advertised_on else "Not advertised yet."
        return said + coming
    if state is State.ADVERTISED and days.advertised_on:
        return f"Vacant for {span(days.advertised_on, day)}, since it was advertised.{coming}"
    if state is State.FILLED and days.filled_on:
        after = f", {span(days.advertised_on, days.filled_on)} after it was advertised" if days.advertised_on else ""
        until = f" Until {spoken_day(days.left_on)}." if days.left_on else ""
        return f"Filled on {spoken_day(days.filled_on)}{after}.{until}"
    if state is State.VACANT and days.left_on:
        return f"Vacant for {span(days.left_on, day)}, since {spoken_day(days.left_on)} was the last day."
    return f"Left on {spoken_day(days.left_on)}." if days.left_on else ""


def span(first: date, last: date) -> str:
    """How long it is from a day to another, as it is told: 5 days, 3 weeks, 4 months, 1 year and 2 months."""
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    days = (last - first).days
    if months >= 12:
        rest = f" and {_many(months % 12, 'month')}" if months % 12 else ""
        return f"{_many(months // 12, 'year')}{rest}"
    if months >= 2:
        return _many(months, "month")
    return _many(days // 7, "week") if days >= 14 else _many(days, "day")


def before_a_manager(posts: Iterable[tuple[Role, date | None]]) -> int:
    """How many staff posts of a site were filled before any manager's was, of each post's role and first day."""
    filled = [(role, day) for role, day in posts if day is not None]
    first = min((day for role, day in filled if role == Role.MANAGER), default=date.max)
    return sum(role in STAFF and day < first for role, day in filled)


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
