"""Check who answered a survey: that no more did than were invited, and that one person's answers can be matched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from tideturn.dataset.check.folder import ANY_KEY, ROW, Folder, SurveySheets
from tideturn.dataset.check.rule import Found, query
from tideturn.dataset.schema import MANY
from tideturn.dataset.wording import counted, quoted


@query(
    "invited_fewer_than_answered",
    looks_for="fewer people invited than answered, for a voice at a site in a year",
    why="the response rate would come out above 100%",
)
def invited_fewer_than_answered(folder: Folder) -> Iterator[Found]:
    """Find groups with more people answering than invited; one person counts once, at however many stages."""
    for survey in folder.surveys.values():
        if survey.invited.frame.is_empty():
            continue
        beside = survey.invited.numbered().join(answered(survey), on=WHO, how="inner").sort(ROW)
        for found in beside.filter(pl.col("invited") < pl.col("answered")).iter_rows(named=True):
            what = f"{found['invited']} invited, and {found['answered']} answered."
            mend = f"Correct the number invited, or voice, site and year in {survey.responses.file}."
            yield Found(survey.invited.file, found[ROW], "invited", what, mend)


WHO: Final = ("voice", "site", "year")
"""Columns that tell one group invited to a survey from another."""


@query(
    "invited_unknown",
    looks_for="people of one voice at a site who answered a survey in a year, without a row in its invited.csv",
    why="if nobody knows how many were asked, those who answered may differ from the others, and confidence falls",
)
def invited_unknown(folder: Folder) -> Iterator[Found]:
    """Find groups that answered without a number of people invited."""
    for survey in folder.surveys.values():
        if folder.in_part("invited", survey=survey.code):
            continue
        unknown = answered(survey).join(survey.invited.frame, on=WHO, how="anti", maintain_order="left")
        for voice, site, year, many in unknown.iter_rows():
            people = counted(many, "person", "people")
            what = f"{people} answered ({voice}, {quoted(site)}, Year {year}), but nothing says how many were invited."
            mend = "Add a row with voice, site, year and how many were invited."
            yield Found(survey.invited.file, 1, "invited", what, mend, key=MANY.join((voice, site, str(year))))


def answered(survey: SurveySheets) -> pl.DataFrame:
    """Return how many people answered, by voice, site and year; one person counts once, at however many stages."""
    person = pl.coalesce(pl.format("person {}", "person_id"), pl.format("response {}", "response_id"))
    return survey.responses.frame.drop_nulls(WHO).group_by(WHO).agg(person.n_unique().alias("answered")).sort(WHO)


@query(
    "stage_without_person",
    looks_for="responses with a stage (before, after …) and no person_id (one query for each survey)",
    why="answers before and after cannot be matched without knowing that they are one person's",
)
def stage_without_person(folder: Folder) -> Iterator[Found]:
    """Find responses with a stage that cannot be paired."""
    for survey in folder.surveys.values():
        rows = survey.responses.numbered().filter(pl.col("stage").is_not_null() & pl.col("person_id").is_null())
        if rows.height:
            what = f"{counted(rows.height, 'response')} with a stage and no person_id; this is the first."
            mend = (
                "Give a pseudonym by which one person's answers are matched, or say in queries.csv why there is none."
            )
            yield Found(survey.responses.file, rows[ROW].min(), "person_id", what, mend, key=ANY_KEY)  # type: ignore[arg-type]


@query(
    "answered_twice",
    looks_for="one person with two responses at the same stage of the same event",
    why="it cannot be said which of the two is matched",
)
def answered_twice(folder: Folder) -> Iterator[Found]:
    """Find second responses of one person at one stage."""
    who = ["person_id", "stage", "event_id", "year"]
    for survey in folder.surveys.values():
        rows = survey.responses.numbered().drop_nulls(["person_id", "stage"]).select(ROW, *who)
        again = rows.with_columns(pl.col(ROW).min().over(who).alias("first")).filter(pl.col(ROW) > pl.col("first"))
        for found in again.sort(ROW).iter_rows(named=True):
            what = (
                f"{quoted(found['person_id'])} has answered at stage {found['stage']} already, in row {found['first']}."
            )
            yield Found(survey.responses.file, found[ROW], "stage", what, "Correct the stage, event or person.")


RULES: Final = (invited_unknown, invited_fewer_than_answered, stage_without_person, answered_twice)
