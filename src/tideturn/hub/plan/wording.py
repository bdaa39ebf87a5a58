"""How the plan is told in words: how a milestone stands against its day, and how much of a target was delivered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

_IN_DAYS: Final = 21
"""From so many days on it is told in weeks."""


def span(days: int) -> str:
    """`1 day`, `14 days`, `3 weeks`."""
    many, unit = (days, "day") if days < _IN_DAYS else (round(days / 7), "week")
    return f"{many:,} {unit}{'' if many == 1 else 's'}"


def stands(planned_on: date, actual_on: date | None, today: date) -> str:
    """How a milestone stands against its day: `14 days late`, `is 3 weeks overdue`, `is due in 5 days`."""
    days = ((actual_on or today) - planned_on).days
    if actual_on is not None:
        return "on the day" if not days else f"{span(abs(days))} {'late' if days > 0 else 'early'}"
    if not days:
        return "is due today"
    return f"is {span(days)} overdue" if days > 0 else f"is due in {span(-days)}"


def is_delayed(planned_on: date, actual_on: date | None, today: date) -> bool:
    """Whether it was reached after its day, or has not been and its day is over."""
    return (actual_on or today) > planned_on


def number_told(number: Decimal) -> str:
    """A number as it is read: `1,200`, `0.6`."""
    return format(number.normalize(), ",f")


def delivered_told(planned: Decimal, delivered: Decimal | None, measure: str) -> str:
    """`32 of 40 sessions`; `40 sessions, nothing said yet`."""
    if delivered is None:
        return f"{number_told(planned)} {measure}, nothing said yet"
    return f"{number_told(delivered)} of {number_told(planned)} {measure}"
