"""Read what a survey's question asks, and what its answers mean: from `items.csv`, else from the form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tideturn.dataset.answers import is_several
from tideturn.dataset.cells import split_many
from tideturn.dataset.model import Question, Survey
from tideturn.evaluation.answered import Answers
from tideturn.methods.surveys import Item


def ordered_scale(survey: Survey, row: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the answers to a question from least to most: as `items.csv` gives them, else in the form's order."""
    written = split_many(row["scale"])
    if written:
        return written
    question = question_of(survey, row)
    return tuple(choice.value for choice in question.choices) if question else ()


def question_of(survey: Survey, row: Mapping[str, Any]) -> Question | None:
    """Return the form's question behind an item; None if no form asks it."""
    return next((question for question in survey.questions if question.name == row["item"]), None)


def chose_several(survey: Survey, row: Mapping[str, Any]) -> bool:
    """Return whether people could choose several answers to an item."""
    return is_several(row, question_of(survey, row))


def label_of(survey: Survey, row: Mapping[str, Any]) -> str:
    """Return the question as it was asked."""
    question = question_of(survey, row)
    return str(row["label"] or (question.label if question else "") or row["item"])


def choices_of(survey: Survey, row: Mapping[str, Any]) -> Answers:
    """Return the answers that count for an item and against it, as the form words them."""
    question = question_of(survey, row)
    labels = {choice.value: choice.label for choice in question.choices if choice.label} if question else {}

    def worded(*names: str) -> tuple[str, ...]:
        return tuple(labels.get(value, value.replace("_", " ")) for name in names for value in split_many(row[name]))

    return Answers(worded("agree"), worded("disagree", "worse"), ordered_scale(survey, row))


def item_of(survey: Survey, row: Mapping[str, Any]) -> Item:
    """Return a question with one answer, with what its answers mean."""
    return Item(
        item=row["item"],
        agree=split_many(row["agree"]),
        disagree=split_many(row["disagree"]),
        too_early=split_many(row["too_early"]),
        opinion_none=split_many(row["opinion_none"]),
        scale=ordered_scale(survey, row),
        same=split_many(row["same"]),
        worse=split_many(row["worse"]),
    )
