"""Format numbers, dates and lists as a reader expects: `13 of 17 people (76%; 53% to 90%)`, `3 November 2026`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from tideturn.dataset.wording import MONTHS
from tideturn.dataset.wording import at_end_of as at_end_of
from tideturn.dataset.wording import capital as capital
from tideturn.dataset.wording import day as day
from tideturn.dataset.wording import listed as listed
from tideturn.dataset.wording import period as period
from tideturn.evaluation.rounding import nearest
from tideturn.evaluation.rounding import percent as percent
from tideturn.evaluation.told import Told, plain_number, stated, stated_of, told
from tideturn.evaluation.told import sentence as sentence

_IRREGULAR: Final = {"person": "people", "criterion": "criteria", "series": "series", "child": "children"}


def number(value: float | None) -> str:
    """Return a number with a comma every three figures: whole if it is whole, else with at most two decimal places."""
    if value is None:
        return "not known"
    return plain_number(value)


def plural(count: float, noun: str) -> str:
    """Return the noun in the form for its count: `person` or `people`, `interview` or `interviews`."""
    if count == 1:
        return noun
    if noun in _IRREGULAR:
        return _IRREGULAR[noun]
    before, _, last = noun.rpartition(" ")
    if last in _IRREGULAR:
        return f"{before} {_IRREGULAR[last]}"
    first, _, rest = noun.partition(" ")
    if rest.startswith(("of ", "from ", "in ")):
        return f"{plural(2, first)} {rest}"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}s"


def were(count: int) -> str:
    """Return a count with its verb: `1 was`, `3 were`, `0 were`."""
    return f"{number(count)} {'was' if count == 1 else 'were'}"


def counted(count: int, noun: str) -> str:
    """Return a count with its noun: `1 interview`, `45 interviews`, `1,300 people`."""
    return f"{number(count)} {plural(count, noun)}"


def of_those(
    k: int,
    n: int,
    share: float | None = None,
    low: float | None = None,
    high: float | None = None,
    *,
    unit: str,
    item: str = "",
    fields: Sequence[str] = ("k", "n", "share", "low", "high"),
    predicate: str = "",
) -> Told:
    """Return `13 of 17 partners (76%; 53% to 90%)`; without a share, as for a few answers, `4 of 7 partners`.

    Each number is bound to its field of `item`, and k to the predicate.
    """
    names = [*fields, "share", "low", "high"]
    said = told(
        "{k} of {n}",
        k=stated(names[0], k, item=item, predicate=predicate),
        n=stated_of(names[1], n, unit, item=item),
    )
    if share is None:
        return said
    part = stated(names[2], share, "share", item=item)
    if low is None or high is None:
        return told("{said} ({share})", said=said, share=part)
    return told(
        "{said} ({share}; {low} to {high})",
        said=said,
        share=part,
        low=stated(names[3], low, "share", item=item),
        high=stated(names[4], high, "share", item=item),
    )


def month(value: date) -> str:
    """Return a month with its year: `November 2026`."""
    return f"{MONTHS[value.month - 1]} {value.year}"


def days_late(planned: date, actual: date) -> str:
    """Return how early or late a milestone was against its plan: `on time`, `3 days early`, `7 weeks late`."""
    days = (actual - planned).days
    if days == 0:
        return "on time"
    size = abs(days)
    span = counted(size, "day") if size < 21 else counted(nearest(size / 7), "week")
    return f"{span} {'late' if days > 0 else 'early'}"
