"""Check comparisons: whether those compared with the programme are comparable, and places where it does not work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from tideturn.dataset.check.folder import ANY_KEY, ROW, Folder
from tideturn.dataset.check.rule import Found, error, query
from tideturn.dataset.vocabulary import ELSEWHERE
from tideturn.dataset.wording import counted, quoted

_BEFORE_THE_WORK: Final = ("referral", "waiting")
_AFTER_IT: Final = ("review", "closure")
FIRST_SESSION: Final = "first_session"
"""Name of the column of `unstarted` that holds the day of a case's first session, if one was held."""


@query(
    "started_unknown",
    looks_for="a case with a score at a review or closure, an empty started and no session to take the day from, if "
    "young people are compared with others or scored before the work",
    why="without the day on which the work began, nobody can tell a score before it from one after it",
)
def started_unknown(folder: Folder) -> Iterator[Found]:
    """Find cases without a recorded start of the work."""
    rows = unstarted(folder)
    for row, case in rows.filter(pl.col(FIRST_SESSION).is_null()).select(ROW, "case_id").iter_rows():
        what = f"{quoted(case)} has a score after the work and no day on which the work started."
        mend = "Write the day of the first session under started."
        yield Found(folder.sheet("cases").file, row, "started", what, mend)


@query(
    "started_in_sessions",
    looks_for="cases as above whose first session is in sessions.csv (one query for all)",
    why="sessions.csv has the day, but only started tells scores before the work from those after it",
)
def started_in_sessions(folder: Folder) -> Iterator[Found]:
    """Find all cases that lack the start of the work and have a first session that gives it."""
    rows = unstarted(folder).drop_nulls(FIRST_SESSION)
    if rows.height:
        have = "has" if rows.height == 1 else "have"
        what = f"{counted(rows.height, 'case')} with a score after the work {have} no started; this is the first."
        mend = "sessions.csv holds the first session of each: write its day under started."
        yield Found(folder.sheet("cases").file, rows[ROW][0], "started", what, mend, key=ANY_KEY)


def unstarted(folder: Folder) -> pl.DataFrame:
    """Return the cases that need `started` and lack it: their row, case_id and first session held, in row order."""
    sheet, scores = folder.sheet("cases"), folder.sheet("assessments").frame
    compared = sheet.frame["comparison"].is_not_null().any() or scores["stage"].is_in(_BEFORE_THE_WORK).any()
    later = scores.filter(pl.col("stage").is_in(_AFTER_IT) & compared)
    needed = sheet.numbered().filter(pl.col("started").is_null()).select(ROW, "case_id")
    needed = needed.join(later, on="case_id", how="semi")
    held = folder.sheet("sessions").frame.filter("held").join(needed, on="case_id", how="semi")
    first = held.group_by("case_id").agg(pl.col("date").min().alias(FIRST_SESSION))
    return needed.join(first, on="case_id", how="left").sort(ROW)


@query(
    "comparison_order_unstated",
    looks_for="cases with a comparison, if programme.toml does not say how you decide who gets the next place "
    "(comparison_order)",
    why="if those in most need come first, those who wait differ from those you serve; until you say, confidence falls",
)
def comparison_order_unstated(folder: Folder) -> Iterator[Found]:
    """Find comparisons if the programme does not say how it gave out places."""
    if folder.programme is None or folder.programme.comparison_order:
        return
    compared = folder.sheet("cases").frame["comparison"].drop_nulls().len()
    if compared:
        what = f"{counted(compared, 'case')} can be compared, but nothing says how you decide who gets the next place."
        mend = 'Write comparison_order = "…" at the top, such as "In the order in which they were referred".'
        file = folder.described_in("programme")
        yield Found(file, None, "comparison_order", what, mend)


@error(
    "comparison_series_unfit",
    looks_for="a compare_with that names its own indicator, or one that has an expectation",
    why="a comparison takes a count that the programme is not expected to change",
)
def comparison_series_unfit(folder: Folder) -> Iterator[Found]:
    """Find indicators whose comparison is unfit. An unknown name is left to another rule."""
    sheet = folder.sheet("indicators")
    expected = dict(sheet.frame.drop_nulls("indicator").select("indicator", "expected").iter_rows())
    for found in sheet.where(pl.col("compare_with").is_not_null(), "indicator", "compare_with"):
        own, other = found["indicator"], found["compare_with"]
        if own == other:
            what = f"{quoted(own)} is compared with itself."
        elif expected.get(other):
            what = f"{quoted(own)} is compared with {quoted(other)}, which is expected to move as well."
        else:
            continue
        mend = "Name the indicator of the same count where the programme does not work. It must have no expectation."
        yield Found(sheet.file, found[ROW], "compare_with", what, mend)


@query(
    "counted_elsewhere",
    looks_for=f"counts at `{ELSEWHERE}` of an indicator that no compare_with names, and counts at the programme's "
    "sites of an indicator that one names (one query for each)",
    why="the report does not use them: a comparison is a count from where the programme does not work",
)
def counted_elsewhere(folder: Folder) -> Iterator[Found]:
    """Find counts at places that do not fit their indicator."""
    compared = folder.sheet("indicators").frame["compare_with"].drop_nulls().unique().to_list()
    sheet = folder.sheet("series")
    away, comparison = pl.col("site") == ELSEWHERE, pl.col("indicator").is_in(compared)
    rows = sheet.numbered().filter(away != comparison).drop_nulls("indicator")
    firsts = rows.group_by("indicator").agg(pl.col(ROW).min(), pl.col("site").first(), times=pl.len()).sort(ROW)
    for indicator, row, site, times in firsts.iter_rows():
        if site == ELSEWHERE:
            many = counted(times, "count")
            what = f"{many} of {quoted(indicator)} {_is(times)} from {ELSEWHERE}, but no compare_with names it."
            mend = "Name this indicator under compare_with of another in indicators.csv, or correct the site."
        else:
            what = f"{quoted(indicator)} is a comparison, but {counted(times, 'count')} {_is(times)} from your sites."
            mend = f"Write {ELSEWHERE} as the site if the programme does not work there."
        yield Found(sheet.file, row, "site", what, mend)


def _is(times: int) -> str:
    return "is" if times == 1 else "are"


RULES: Final = (
    started_unknown,
    started_in_sessions,
    comparison_order_unstated,
    comparison_series_unfit,
    counted_elsewhere,
)
