"""Check cases, sessions, assessments and referrals: whether the rows about one case can all be true."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from tideturn.dataset.check.folder import ROW, Folder
from tideturn.dataset.check.rule import Found, error, query
from tideturn.dataset.schema import MANY
from tideturn.dataset.wording import counted, quoted

_SESSIONS: Final = ("sessions", "sessions held")
"""Names in the plan for what `sessions.csv` holds; training sessions, for one, are something else."""


@error(
    "review_before_baseline",
    looks_for="a review or closure score dated before the first baseline of the same case, outcome and rater",
    why="change is read from the baseline to what came after it",
)
def review_before_baseline(folder: Folder) -> Iterator[Found]:
    """Find later stages dated before the earliest baseline."""
    sheet = folder.sheet("assessments")
    if sheet.frame.is_empty():
        return
    who = ["subject", "outcome_id", "rater"]
    subject = pl.coalesce("case_id", "context_id").alias("subject")
    scored = sheet.numbered().select(ROW, subject, "outcome_id", pl.col("rater").fill_null("worker"), "date", "stage")
    first = scored.filter(stage="baseline").group_by(who).agg(pl.col("date").min().alias("first"))
    later = scored.filter(pl.col("stage").is_in(["review", "closure"])).join(first, on=who, how="inner")
    for found in later.filter(pl.col("date") < pl.col("first")).sort(ROW).iter_rows(named=True):
        yield Found(
            sheet.file,
            found[ROW],
            "date",
            f"This {found['stage']} of {quoted(found['subject'])} ({found['date']}) lies before its baseline "
            f"({found['first']}).",
            "Correct the date or the stage.",
        )


@error(
    "assessment_of_one",
    looks_for="an assessment that names both a case and a place, or neither",
    why="a score is of one young person or of one place or group, and they are never counted together",
)
def assessment_of_one(folder: Folder) -> Iterator[Found]:
    """Find scores that are of nobody, or of two at once."""
    sheet = folder.sheet("assessments")
    for found in sheet.where(pl.col("case_id").is_null() == pl.col("context_id").is_null(), "case_id"):
        what = "It names neither a young person nor a place or group."
        mend = "Write case_id for a young person, or context_id for a place or group."
        if found["case_id"] is not None:
            what = f"It names the case {quoted(found['case_id'])} and a place or group as well."
            mend = "Keep the one that was scored: case_id or context_id."
        yield Found(sheet.file, found[ROW], "case_id", what, mend)


@error(
    "score_off_its_scale",
    looks_for="a score below its scale_min or above its scale_max",
    why="a slip of the key would pass for a large change",
)
def score_off_its_scale(folder: Folder) -> Iterator[Found]:
    """Find scores outside the bounds of their own row."""
    sheet = folder.sheet("assessments")
    off = (pl.col("score") < pl.col("scale_min")) | (pl.col("score") > pl.col("scale_max"))
    for found in sheet.where(off & (pl.col("scale_min") < pl.col("scale_max")), "score", "scale_min", "scale_max"):
        what = f"The score {found['score']:g} is off its scale, {found['scale_min']:g} to {found['scale_max']:g}."
        yield Found(sheet.file, found[ROW], "score", what, "Correct the score, or the ends of the scale.")


@error(
    "scale_upside_down",
    looks_for="a scale_min that is not below its scale_max",
    why="no score can lie on such a scale",
)
def scale_upside_down(folder: Folder) -> Iterator[Found]:
    """Find scales without room for a score."""
    sheet = folder.sheet("assessments")
    for found in sheet.where(pl.col("scale_min") >= pl.col("scale_max"), "scale_min", "scale_max"):
        what = f"scale_min ({found['scale_min']:g}) is not below scale_max ({found['scale_max']:g})."
        yield Found(sheet.file, found[ROW], "scale_min", what, "Give the lowest and the highest score there is.")


@query(
    "scale_missing",
    looks_for="scores without scale_min and scale_max (one query for each outcome)",
    why="a score cannot be held against its scale, nor drawn on it",
)
def scale_missing(folder: Folder) -> Iterator[Found]:
    """Find outcomes with some scores that have no bounds."""
    sheet = folder.sheet("assessments")
    bare = sheet.numbered().filter(pl.col("scale_min").is_null() | pl.col("scale_max").is_null())
    by_outcome = bare.group_by("outcome_id").agg(pl.col(ROW).min(), pl.len().alias("scores")).sort(ROW)
    for found in by_outcome.iter_rows(named=True):
        what = (
            f"{counted(found['scores'], 'score')} of {quoted(found['outcome_id'])} "
            f"{'has' if found['scores'] == 1 else 'have'} no scale_min and scale_max; this is the first."
        )
        yield Found(sheet.file, found[ROW], "scale_min", what, "Give the lowest and the highest score there is.")


@query(
    "scale_varies",
    looks_for="scores of one outcome and rater on different scales",
    why="4 out of 5 and 4 out of 10 are not the same, and change cannot be read from one to the other",
)
def scale_varies(folder: Folder) -> Iterator[Found]:
    """Find outcomes scored on more than one scale by the same kind of rater."""
    sheet = folder.sheet("assessments")
    scored = sheet.numbered().with_columns(pl.col("rater").fill_null("worker"))
    scored = scored.filter(pl.col("scale_min").is_not_null() & pl.col("scale_max").is_not_null())
    scales = scored.group_by("outcome_id", "rater", "scale_min", "scale_max").agg(pl.col(ROW).min()).sort(ROW)
    seen: dict[tuple[str, str], str] = {}
    for outcome, rater, low, high, row in scales.iter_rows():
        scale = f"{low:g} to {high:g}"
        first = seen.setdefault((outcome, rater), scale)
        if first != scale:
            what = f"{quoted(outcome)} is scored here from {scale}, and elsewhere from {first}."
            yield Found(sheet.file, row, "scale_max", what, "Use one scale for one outcome, or correct the ends.")


def _in_case(folder: Folder, table: str) -> pl.DataFrame:
    """Return the rows of `table`, each with the dates of its case."""
    cases = (
        folder.sheet("cases").frame.select("case_id", "received", "opened", "closed").unique("case_id", keep="first")
    )
    rows = folder.sheet(table).numbered().select(ROW, "case_id", "date")
    return rows.join(cases, on="case_id", how="inner").sort(ROW)


@query(
    "session_outside_case",
    looks_for="a session before its case was opened, after it was closed, or of a case that was never opened",
    why="the dose would be counted for work that the case's dates say did not happen",
)
def session_outside_case(folder: Folder) -> Iterator[Found]:
    """Find sessions outside the dates of their case."""
    sheet = folder.sheet("sessions")
    never = pl.col("opened").is_null()
    outside = never | (pl.col("date") < pl.col("opened")) | (pl.col("date") > pl.col("closed"))
    for found in _in_case(folder, "sessions").filter(outside).iter_rows(named=True):
        if found["opened"] is None:
            why = "which was never opened"
        elif found["date"] < found["opened"]:
            why = f"which was opened on {found['opened']}"
        else:
            why = f"which was closed on {found['closed']}"
        what = f"A session on {found['date']} of case {quoted(found['case_id'])}, {why}."
        yield Found(sheet.file, found[ROW], "date", what, "Correct the date, or the dates of the case.")


@query(
    "assessment_before_referral",
    looks_for="an assessment dated before the case's referral was received",
    why="one of the two dates is probably wrong",
)
def assessment_before_referral(folder: Folder) -> Iterator[Found]:
    """Find assessments of a case that was not yet known."""
    sheet = folder.sheet("assessments")
    early = _in_case(folder, "assessments").filter(pl.col("date") < pl.col("received"))
    for found in early.iter_rows(named=True):
        what = (
            f"Case {quoted(found['case_id'])} is assessed on {found['date']} and was received on {found['received']}."
        )
        yield Found(sheet.file, found[ROW], "date", what, "Correct one of the two dates.")


@error(
    "quality_out_of_range",
    looks_for="an onward referral that meets more quality criteria than there are",
    why="the quality of referrals would come out above 100%",
)
def quality_out_of_range(folder: Folder) -> Iterator[Found]:
    """Find referrals whose `quality_met` exceeds `quality_of`."""
    sheet = folder.sheet("onward_referrals")
    for found in sheet.where(pl.col("quality_met") > pl.col("quality_of"), "quality_met", "quality_of"):
        what = f"quality_met ({found['quality_met']}) is more than quality_of ({found['quality_of']})."
        yield Found(sheet.file, found[ROW], "quality_met", what, "Correct one of the two counts.")


@error(
    "criterion_not_in_force",
    looks_for="a referral that meets a criterion of another site, or one that did not hold on the day it was received",
    why="an adaptation of the criteria can only be seen if each referral is held against those of its day",
)
def criterion_not_in_force(folder: Folder) -> Iterator[Found]:
    """Find criteria that a referral met though they were not in force for it."""
    sheet = folder.sheet("cases")
    criteria = folder.sheet("criteria").frame.unique("criterion_id", keep="first")
    met = sheet.numbered().select(ROW, "site", "received", "criteria_met").drop_nulls("criteria_met")
    met = met.with_columns(pl.col("criteria_met").str.split(MANY)).explode("criteria_met", empty_as_null=True)
    met = met.with_columns(pl.col("criteria_met").str.strip_chars().alias("criterion_id"))
    held = met.join(criteria.select("criterion_id", pl.col("site").alias("whose"), "from", "to"), on="criterion_id")
    # Another rule already reports a site that does not exist.
    elsewhere = (pl.col("whose") != pl.col("site")) & pl.col("site").is_in(folder.site_codes)
    never = (pl.col("received") < pl.col("from")) | (pl.col("received") > pl.col("to"))
    for found in held.filter(elsewhere | never).sort(ROW).iter_rows(named=True):
        if found["whose"] != found["site"]:
            why = f"is a criterion of {quoted(found['whose'])}, and the case is of {quoted(found['site'])}"
        else:
            why = f"held {span(found['from'], found['to'])}, and the referral was received on {found['received']}"
        mend = "Correct the criterion, its dates in criteria.csv, or the referral."
        yield Found(sheet.file, found[ROW], "criteria_met", f"{quoted(found['criterion_id'])} {why}.", mend)


@error(
    "place_not_open",
    looks_for="an assessment of a place or group on a day when no work on it was going on",
    why="one of the dates is wrong, and change at that place would be read over the wrong stretch",
)
def place_not_open(folder: Folder) -> Iterator[Found]:
    """Find assessments of a place outside its dates."""
    sheet = folder.sheet("assessments")
    places = folder.sheet("contexts").frame.unique("context_id", keep="first")
    scored = sheet.numbered().select(ROW, "context_id", "date")
    scored = scored.join(places.select("context_id", "opened", "closed"), on="context_id", how="inner")
    outside = (pl.col("date") < pl.col("opened")) | (pl.col("date") > pl.col("closed"))
    for found in scored.filter(outside).sort(ROW).iter_rows(named=True):
        what = (
            f"{quoted(found['context_id'])} is assessed on {found['date']}, and work on it went on "
            f"{span(found['opened'], found['closed'])}."
        )
        yield Found(
            sheet.file, found[ROW], "date", what, "Correct the date, or the dates of the place in contexts.csv."
        )


@query(
    "plan_beyond_sessions",
    looks_for="a site and year for which plan.csv says that more sessions were delivered (measure `sessions`) than "
    "sessions.csv holds as held",
    why="the report would print both numbers, and one of them is wrong or lacks its records",
)
def plan_beyond_sessions(folder: Folder) -> Iterator[Found]:
    """Find sessions that the plan counts and no record shows."""
    sheet, sessions, cases = (folder.sheet(name) for name in ("plan", "sessions", "cases"))
    if folder.programme is None or sessions.frame.is_empty() or folder.in_part("sessions") or folder.in_part("cases"):
        return
    sites = cases.frame.select("case_id", "site").unique("case_id", keep="first")
    held = sessions.frame.filter("held").join(sites, on="case_id").select("site", "date")
    measured = (
        pl.col("measure").str.strip_chars().str.to_lowercase().is_in(_SESSIONS) & pl.col("delivered").is_not_null()
    )
    rows = sheet.numbered().filter(measured)
    for year in folder.programme.years:
        recorded = dict(held.filter(pl.col("date").is_between(year.start, year.end)).group_by("site").len().iter_rows())
        by_site = rows.filter(year=year.number).group_by("site", maintain_order=True)
        for site, row, delivered in by_site.agg(pl.col(ROW).first(), pl.col("delivered").sum()).iter_rows():
            kept = recorded.get(site, 0)
            if delivered > kept:
                what = (
                    f"Sessions at {quoted(site)} in Year {year.number}: the plan counts {delivered:,g} as delivered, "
                    f"and {sessions.file} holds {kept:,} as held."
                )
                mend = "Correct the number delivered, or add the sessions that are missing."
                yield Found(sheet.file, row, "delivered", what, mend)


def span(first: object, last: object) -> str:
    """Return `from 2018-01-01 to 2018-12-31`, with either end open."""
    if first is None:
        return f"until {last}"
    return f"from {first}" + (f" to {last}" if last is not None else " on")


RULES: Final = (
    assessment_of_one,
    review_before_baseline,
    score_off_its_scale,
    scale_upside_down,
    scale_missing,
    scale_varies,
    session_outside_case,
    assessment_before_referral,
    quality_out_of_range,
    criterion_not_in_force,
    place_not_open,
    plan_beyond_sessions,
)
