"""Work out what a reader who knows a survey's form can infer: each answer's meaning, and which counts must be zero."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from tideturn.dataset.model import Dataset
from tideturn.evaluation.ledger.questions import item_of
from tideturn.evaluation.model import EvidenceItem
from tideturn.methods.surveys.tabulating import Item

Questions = Mapping[tuple[str, str, str], "Question"]
"""Questions by survey, item and outcome: other answers may count for another outcome."""
_MEANINGS: Final = ("k", "disagree", "same", "worse", "neutral", "too_early", "dont_know")
"""Names of the counts that an answer may belong to."""


@dataclass(frozen=True)
class Question:
    """One question of a survey."""

    item: Item

    def meaning(self, answer: str) -> str | None:
        """Return what an answer counts as; None if nobody said what it means."""
        lists = {"too_early": self.item.too_early, "k": self.item.agree, "disagree": self.item.disagree}
        lists |= {"same": self.item.same, "worse": self.item.worse, "neutral": self.item.scale}
        if self.item.silent(answer):
            return "dont_know"
        return next((name for name, words in lists.items() if answer in words), None)

    @cached_property
    def nobody(self) -> frozenset[str]:
        """Return what no answer counts as: everybody knows that nobody said so.

        If no scale closes the question, somebody may have written that they do not know.
        """
        said = (*self.item.scale, *self.item.opinion_none, *(word for words in self.item.lists for word in words))
        could = {self.meaning(answer) for answer in said}
        return frozenset(_MEANINGS) - could - (frozenset() if self.item.scale else {"dont_know"})


def questions_of(dataset: Dataset) -> Questions:
    """Return every question of every survey."""
    return {
        (survey.code, row["item"], row["outcome_id"]): Question(item_of(survey, row))
        for survey in dataset.surveys.values()
        for row in survey.items.to_dicts()
    }


def asked_by(item: EvidenceItem, questions: Questions) -> Question | None:
    """Return the question whose answers a piece of evidence counts; None if it is not of a survey."""
    match item.evidence_id.split("/"):
        case ["survey", survey, name, _, _, _]:
            asked = (questions.get((survey, one, item.outcome_id)) for one in (name, name.partition("=")[0]))
            return next((one for one in asked if one is not None), None)
    return None
