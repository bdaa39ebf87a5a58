"""Surveys: whether the item map fits the responses, the answers fit the scale, and the counts fit each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import polars as pl

from tideturn.dataset.cells import split_many
from tideturn.dataset.check.folder import ROW, Folder, SurveySheets
from tideturn.dataset.check.references import OPEN_ANSWER
from tideturn.dataset.check.rule import Found, error, query
from tideturn.dataset.check.texts import SPANS
from tideturn.dataset.identity import signs
from tideturn.dataset.wording import counted, listed, quoted

MEANINGS: Final = ("agree", "disagree", "too_early", "opinion_none")
"""The columns of `items` that say what an answer means."""
ON_THE_SCALE: Final = ("agree", "disagree")
"""Those whose answers must be on the scale; “too soon” and “don't know” may stand beside it."""


@error(
    "item_without_column",
    looks_for="an item of items.csv that is no column of responses.csv",
    why="the question would count as not asked",
)
def item_without_column(folder: Folder) -> Iterator[Found]:
    """Items that nobody was asked."""
    for survey in folder.surveys.values():
        if folder.in_part("responses", survey=survey.code):
            continue
        there = list(survey.answer_columns)
        for found in survey.items.where(pl.col("item").is_not_null() & ~pl.col("item").is_in(there), "item"):
            what = f"{quoted(found['item'])} is no column of {survey.responses.file}."
            yield Found(survey.items.file, found[ROW], "item", what, "Correct the item, or the column's header.")


@query(
    "survey_without_items",
    looks_for="a survey with responses of which items.csv names no question and codings.csv no open answer",
    why="nothing that was answered would count towards any outcome",
)
def survey_without_items(folder: Folder) -> Iterator[Found]:
    """Surveys from which no evidence follows."""
    coded = pl.concat([folder.sheet(name).frame["interview_id"] for name in SPANS]).drop_nulls()
    for survey in folder.surveys.values():
        answered = survey.responses.frame.height
        mapped = survey.items.frame["item"].is_not_null().any() or folder.in_part("items", survey=survey.code)
        if not answered or mapped or coded.str.starts_with(f"{OPEN_ANSWER}{survey.code}:").any():
            continue
        what = (
            f"No items.csv says what the questions of {quoted(survey.code)} measure, so nothing from its "
            f"{counted(answered, 'response')} becomes evidence."
        )
        mend = "Add one with a row for each question that speaks to an outcome: item, outcome_id, agree, disagree."
        yield Found(survey.responses.file, 1, "response_id", what, mend)


@error(
    "answer_with_two_meanings",
    looks_for="an answer that an item counts in two of agree, disagree, too_early and opinion_none",
    why="it cannot count as both",
)
def answer_with_two_meanings(folder: Folder) -> Iterator[Found]:
    """Answers that items.csv gives two meanings."""
    for survey, found in _items(folder):
        seen: dict[str, str] = {}
        for meaning in MEANINGS:
            for answer in dict.fromkeys(split_many(found[meaning])):
                if answer in seen:
                    what = f"{quoted(answer)} counts both as {seen[answer]} and as {meaning}."
                    yield Found(survey.items.file, found[ROW], meaning, what, "Leave it in one of the two.")
                seen.setdefault(answer, meaning)


@error(
    "meaning_off_the_scale",
    looks_for="an answer under agree or disagree that is not among the item's (its scale, or its form's choices)",
    why="it is probably misspelt, and the answers that were meant would not count",
)
def meaning_off_the_scale(folder: Folder) -> Iterator[Found]:
    """Agreeing or disagreeing answers that the question does not offer."""
    for survey, found in _items(folder):
        scale = _scale(survey, found)
        for meaning in ON_THE_SCALE if scale else ():
            strange = [answer for answer in split_many(found[meaning]) if answer not in scale]
            if strange:
                what = f"{listed([quoted(a) for a in strange])} is not among the answers of {quoted(found['item'])}."
                mend = f"The answers are {listed([quoted(a) for a in scale], 'or')}."
                yield Found(survey.items.file, found[ROW], meaning, what, mend)


@query(
    "item_counts_nothing",
    looks_for="an item without any answer that counts as agreeing",
    why="no share can be reckoned from it, and the outcome stays without it",
)
def item_counts_nothing(folder: Folder) -> Iterator[Found]:
    """Items that say nothing of their outcome."""
    for survey, found in _items(folder):
        if not split_many(found["agree"]):
            what = f"No answer of {quoted(found['item'])} counts as agreeing."
            yield Found(survey.items.file, found[ROW], "agree", what, "Say which answers count as agreeing.")


@query(
    "answer_off_the_scale",
    looks_for="answers that are not among those the item offers (one query for each item, with the count)",
    why="they count neither for nor against",
)
def answer_off_the_scale(folder: Folder) -> Iterator[Found]:
    """Answers in responses.csv that the item map and the form do not know."""
    for survey in folder.surveys.values():
        told: set[str] = set()
        for found in survey.items.where(pl.col("item").is_in(list(survey.answer_columns)), *_ITEM_COLUMNS):
            scale = _scale(survey, found)
            if not scale or found["item"] in told:
                continue
            told.add(found["item"])
            allowed = {*scale, *(answer for meaning in MEANINGS for answer in split_many(found[meaning]))}
            yield from _strange_answers(survey, found["item"], allowed)


def _strange_answers(survey: SurveySheets, item: str, allowed: set[str]) -> Iterator[Found]:
    answers = survey.responses.frame[item].cast(pl.String)
    question = survey.questions.get(item)
    several = question is not None and question.kind.startswith("select_multiple")
    strange = [
        answer
        for answer in answers.drop_nulls().unique().sort()
        if not set(answer.split() if several else (answer,)) <= allowed
    ]
    if not strange:
        return
    where = answers.is_in(strange)
    # A cell that looks like identity is never repeated.
    shown = [quoted(answer) for answer in strange if not signs(answer)][:3]
    such = f", such as {listed(shown)}" if shown else ""
    what = f"{counted(int(where.sum()), 'answer')} to {quoted(item)} not on its scale{such}; this is the first."
    mend = "Correct the answers, or add them to items.csv (opinion_none, too_early, scale)."
    yield Found(survey.responses.file, int(where.arg_true()[0]) + 2, item, what, mend)


@query(
    "invited_fewer_than_answered",
    looks_for="fewer people invited than answered, for a voice at a site in a year",
    why="the response rate would come out above 100%",
)
def invited_fewer_than_answered(folder: Folder) -> Iterator[Found]:
    """Groups with more people answering than invited; one person counts once, at however many stages."""
    who = ["voice", "site", "year"]
    for survey in folder.surveys.values():
        if survey.invited.frame.is_empty():
            continue
        person = pl.coalesce(pl.format("person {}", "person_id"), pl.format("response {}", "response_id"))
        answered = survey.responses.frame.group_by(who).agg(person.n_unique().alias("answered"))
        beside = survey.invited.numbered().join(answered, on=who, how="inner").sort(ROW)
        for found in beside.filter(pl.col("invited") < pl.col("answered")).iter_rows(named=True):
            what = f"{found['invited']} invited, and {found['answered']} answered."
            mend = f"Correct the number invited, or voice, site and year in {survey.responses.file}."
            yield Found(survey.invited.file, found[ROW], "invited", what, mend)


@query(
    "stage_without_person",
    looks_for="responses with a stage (before, after …) and no person_id (one query for each survey)",
    why="answers before and after cannot be matched without knowing that they are one person's",
)
def stage_without_person(folder: Folder) -> Iterator[Found]:
    """Staged responses that cannot be paired."""
    for survey in folder.surveys.values():
        rows = survey.responses.numbered().filter(pl.col("stage").is_not_null() & pl.col("person_id").is_null())
        if rows.height:
            what = f"{counted(rows.height, 'response')} with a stage and no person_id; this is the first."
            mend = (
                "Give a pseudonym by which one person's answers are matched, or say in queries.csv why there is none."
            )
            yield Found(survey.responses.file, rows[ROW].min(), "person_id", what, mend)  # type: ignore[arg-type]


@query(
    "answered_twice",
    looks_for="one person with two responses at the same stage of the same event",
    why="it cannot be said which of the two is matched",
)
def answered_twice(folder: Folder) -> Iterator[Found]:
    """Second responses of one person at one stage."""
    who = ["person_id", "stage", "event_id", "year"]
    for survey in folder.surveys.values():
        rows = survey.responses.numbered().drop_nulls(["person_id", "stage"]).select(ROW, *who)
        again = rows.with_columns(pl.col(ROW).min().over(who).alias("first")).filter(pl.col(ROW) > pl.col("first"))
        for found in again.sort(ROW).iter_rows(named=True):
            what = (
                f"{quoted(found['person_id'])} has answered at stage {found['stage']} already, in row {found['first']}."
            )
            yield Found(survey.responses.file, found[ROW], "stage", what, "Correct the stage, event or person.")


_ITEM_COLUMNS: Final = ("item", "scale", *MEANINGS)


def _items(folder: Folder) -> Iterator[tuple[SurveySheets, dict[str, Any]]]:
    for survey in folder.surveys.values():
        for found in survey.items.where(pl.col("item").is_not_null(), *_ITEM_COLUMNS):
            yield survey, found


def _scale(survey: SurveySheets, item: dict[str, Any]) -> tuple[str, ...]:
    """The answers that an item offers: its own scale, else its question's choices, else unknown (empty)."""
    scale = split_many(item["scale"])
    question = survey.questions.get(item["item"])
    if scale or question is None:
        return scale
    return tuple(choice.value for choice in question.choices)


RULES: Final = (
    item_without_column,
    survey_without_items,
    answer_with_two_meanings,
    meaning_off_the_scale,
    item_counts_nothing,
    answer_off_the_scale,
    invited_fewer_than_answered,
    stage_without_person,
    answered_twice,
)
