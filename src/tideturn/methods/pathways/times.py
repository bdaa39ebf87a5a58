"""Conversion of times to instants: reads text and dates, and gives a time without a zone its zone, with summer time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import polars as pl

from tideturn.dataset.problems import TideturnError
from tideturn.dataset.wording import quoted

INSTANT: Final = pl.Datetime("us", "UTC")
EPOCH: Final = date(1970, 1, 1)
"""Origin of days and microseconds, which are counted from its midnight in UTC."""
SECOND: Final = 1_000_000
"""Microseconds in a second."""
HOUR: Final = 3600 * SECOND
DAY: Final = "%Y-%m-%d"
CLOCKS: Final = (*(f"{DAY}{between}%H:%M{seconds}" for seconds in (":%S%.f", "") for between in "T "), DAY)
"""Formats of a time (ISO 8601); those with a clock time may have Z or an offset after it."""
_GAP: Final = pl.duration(hours=25)
"""Longer than any gap in a zone's local time: an hour, or the day that Samoa skipped to cross the date line."""
_DAYS: Final = (date(1, 1, 2) - EPOCH).days, (date(9999, 12, 31) - EPOCH).days
"""Limits in days since 1970: every instant between their midnights has a day in every zone."""
_A_DAY: Final = {"ms": 86_400_000, "us": 86_400_000_000}
_WRITE: Final = "Write times as 2026-03-31T14:05:00Z, or 2026-03-31 14:05 by the clock on the wall."


def known_zone(zone: str) -> str:
    """Return the zone's name. Raise TideturnError for one that is not in the time-zone database."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise TideturnError(f"there is no time zone {quoted(zone)}.", mend="Name one as Europe/London.") from None
    return zone


def instants(times: pl.Series, zone: str) -> tuple[pl.Series, tuple[str, ...]]:
    """Return a column as instants in microseconds of UTC, null where a cell is empty, and notes on how it was read.

    Takes text in ISO 8601, dates, and datetimes with or without a zone; those without one are local times in `zone`.
    Raise TideturnError, naming the row, for text that is not a time and a time at the ends of the calendar, and for a
    column of anything else.
    """
    if times.dtype in (pl.Date, pl.Datetime):
        check_years(times, lambda row: _place(times, row))
    match times.dtype:
        case pl.Datetime(time_zone=None) | pl.Date:
            days = len(times) - times.null_count() if times.dtype == pl.Date else 0
            return _placed(times, zone, days)
        case pl.Datetime():
            return times.cast(pl.Datetime("us", times.dtype.time_zone)).dt.convert_time_zone("UTC"), ()
        case pl.String | pl.Categorical() | pl.Enum():
            return _read(times.cast(pl.String).str.strip_chars(), zone)
        case pl.Null:
            return times.cast(INSTANT), ()
        case _:
            raise TideturnError(
                f"the column {quoted(times.name)} holds {times.dtype}, which is no time.",
                mend=_WRITE,
            )


def check_years(times: pl.Series, place: Callable[[int], str]) -> None:
    """Raise TideturnError for a time outside the years 1 to 9999, or on the first or last day of these.

    Some calendar has no day for such a time. `place` returns the place of the row with that number, for the error.
    """
    unit = 1 if times.dtype == pl.Date else _A_DAY.get(str(getattr(times.dtype, "time_unit", "")))
    if unit is None:  # nanoseconds reach from 1677 to 2262
        return
    first, last = (day * unit for day in _DAYS)
    inside = times.to_physical().is_between(first, last).fill_null(True)
    if not inside.all():
        what = "the time lies outside the years 1 to 9999, or on their first or last day."
        raise TideturnError(what, place=place(int((~inside).arg_true()[0])), mend=_WRITE)


def _place(times: pl.Series, row: int) -> str:
    return f"row {row + 2}, column {times.name}"


def _read(text: pl.Series, zone: str) -> tuple[pl.Series, tuple[str, ...]]:
    """Return text as instants, trying one format after another until every cell is read."""
    text = text.to_frame().select(pl.when(pl.col(text.name) != "").then(pl.col(text.name))).to_series()
    found = pl.Series(text.name, [None], dtype=INSTANT).new_from_index(0, len(text))
    notes: tuple[str, ...] = ()
    days = 0
    local = pl.Series(text.name, [None], dtype=pl.Datetime("us")).new_from_index(0, len(text))
    for written in CLOCKS:
        if _unread(text, found, local):
            read = text.str.to_datetime(written, time_unit="us", strict=False)
            days = int((read.is_not_null() & local.is_null()).sum()) if written == DAY else 0
            local = local.zip_with(local.is_not_null(), read)
        if "%H" in written and _unread(text, found, local):
            zoned = text.str.to_datetime(f"{written}%#z", time_unit="us", strict=False)
            found = found.zip_with(found.is_not_null(), zoned)
    if _unread(text, found, local):
        row = int((text.is_not_null() & found.is_null() & local.is_null()).arg_true()[0])
        raise TideturnError(
            f"{quoted(text[row])} is not a time.",
            place=_place(text, row),
            mend=_WRITE,
        )
    for times in (found, local):
        check_years(times, lambda row: _place(text, row))
    if local.null_count() < len(local):
        placed, notes = _placed(local, zone, days)
        found = found.zip_with(found.is_not_null(), placed)
    return found, notes


def _unread(text: pl.Series, found: pl.Series, local: pl.Series) -> bool:
    return bool((text.is_not_null() & found.is_null() & local.is_null()).any())


def _placed(local: pl.Series, zone: str, days: int) -> tuple[pl.Series, tuple[str, ...]]:
    """Return local times in the zone as instants, and notes.

    In an hour that comes twice, use the earlier; move a time in an hour that never came on by the gap.
    """
    clock = pl.col(local.name).cast(pl.Datetime("us"))
    earlier, later = (
        clock.dt.replace_time_zone(zone, ambiguous=which, non_existent="null").dt.convert_time_zone("UTC")
        for which in ("earliest", "latest")
    )
    before = (clock - _GAP).dt.replace_time_zone(zone, ambiguous="latest", non_existent="null")
    frame = local.to_frame().select(at=earlier, twice=earlier != later, never=earlier.is_null() & clock.is_not_null())
    at, twice, never = frame["at"], int(frame["twice"].sum()), int(frame["never"].sum())
    if never:
        moved = local.to_frame().select(before.dt.convert_time_zone("UTC") + _GAP).to_series()
        at = at.zip_with(~frame["never"], moved)
    notes = []
    if known := len(local) - local.null_count():
        notes.append(f"Times without a time zone, read as local time in {zone}: {known:,}.")
    if days:
        notes.append(f"A day without a time, and read as its midnight: {days:,}.")
    if twice:
        notes.append(f"In an hour that came twice when the clocks went back, and read as the earlier: {twice:,}.")
    if never:
        notes.append(f"In an hour that never came when the clocks went forward, and moved on by it: {never:,}.")
    return at.alias(local.name), tuple(notes)
