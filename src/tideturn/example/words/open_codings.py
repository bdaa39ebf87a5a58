"""The coding of the open answers in the e-survey of Year 2: one coder read every answer about what had changed."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from tideturn.dataset.model import Survey
from tideturn.example.rows import table
from tideturn.example.words.passages import bank

QUESTION: Final = "what_changed"
CODER: Final = "c1"

CODES: Final[dict[str, str]] = {
    "The panel in our city.": "joint_working",
    "Being based with a partner": "joint_working",
    "Young people are asked before": "participation",
    "Custody rings us.": "joint_working",
    "Having a therapist": "work",
    "Working with housing": "joint_working",
    "Group supervision.": "keeping",
    "Waiting times after us": "difficulty",
    "I still spend Friday": "difficulty",
    "We hear less from partners": "information_shared",
    "Losing the joint meeting.": "joint_working",
    "Charging has gone up": "victims",
    "They ring back.": "work",
    "The training changed what I ask": "practitioner_understanding",
    "A named person to ring": "work",
    "I know what a good referral": "work",
    "My team asks about friends": "practitioner_understanding",
    "The worker in the custody suite.": "keeping",
    "We’re treated as partners": "joint_working",
    "Short, useful reports": "work",
    "Whole-team training.": "practitioner_understanding",
    "I’ve not noticed a difference": "work",
    "Same forms, same wait.": "difficulty",
    "It’s about where it was": "work",
    "It’s less clear than it was": "difficulty",
    "We’re told less": "information_shared",
    "The ones we worry about": "risk",
    "They’ve gone back": "victims",
}
"""Code of each answer, by its first words. If the code is an outcome, the coding also has the answer's polarity."""
TOPICS: Final = frozenset({"work", "difficulty", "participation", "keeping"})


def open_coding_tables(survey: Survey) -> dict[str, pl.DataFrame]:
    """Return rows to add to `codings` and `coders`, one for each answer to the open question.

    A coding covers the words of the answer that say something, without an afterthought.
    """
    codings: list[dict[str, Any]] = []
    coders: list[dict[str, Any]] = []
    answered = survey.responses.filter(pl.col(QUESTION).is_not_null()).sort("response_id")
    for row in answered.select("response_id", "voice", QUESTION).iter_rows(named=True):
        interview = f"survey:{survey.code}:{row['response_id']}:{QUESTION}"
        words, polarity = _said(row["voice"], row[QUESTION])
        code = next(code for beginning, code in CODES.items() if words.startswith(beginning))
        coders.append({"interview_id": interview, "coder": CODER})
        codings.append(
            {
                "interview_id": interview,
                "start": 0,
                "end": len(words),
                "code": code,
                "coder": CODER,
                "polarity": None if code in TOPICS else polarity,
                "prompted": False,
            }
        )
    return {"codings": table("codings", codings), "coders": table("coders", coders)}


def _said(voice: str, answer: str) -> tuple[str, str]:
    """Return the words of an answer that say something, without an afterthought, and their polarity."""
    return next(
        (words, polarity)
        for polarity, texts in bank("open_answers")[voice].items()
        for words in texts
        if answer.startswith(words)
    )
