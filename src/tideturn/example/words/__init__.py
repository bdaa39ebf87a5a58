"""The words of the worked example: interviews and their codings, documents, changes, learning and context."""

from __future__ import annotations

from types import ModuleType

import polars as pl

from tideturn.example import frame as the_frame
from tideturn.example.rows import table
from tideturn.example.truth import spoken
from tideturn.example.words.changes import change_tables
from tideturn.example.words.coding import coding_tables
from tideturn.example.words.context import BARRIERS, CAUSES_OF_DELAY, context_tables
from tideturn.example.words.documents import document_tables
from tideturn.example.words.interviews import transcripts
from tideturn.example.words.learning import learning_tables
from tideturn.example.words.open_answers import open_answer

__all__ = ["BARRIERS", "CAUSES_OF_DELAY", "open_answer", "words_tables"]


def words_tables(frame: ModuleType = the_frame) -> tuple[dict[str, pl.DataFrame], dict[str, str]]:
    """Return the tables of everything that people say or write, and the transcripts by file name.

    `frame` lists the interviews. Every table has the columns and types of the contract.
    """
    interviews = [
        {
            "interview_id": interview.interview_id,
            "file": interview.file,
            "voice": interview.voice,
            "site": interview.site,
            "year": interview.year,
            "consent_to_quote": interview.consent,
            "source": interview.source,
            "role": interview.role,
            "sector": interview.sector,
            "seniority": interview.seniority,
            "date": interview.date,
        }
        for interview in frame.INTERVIEWS
    ]
    asked = [
        {"interview_id": interview.interview_id, "outcome_id": outcome}
        for interview in frame.INTERVIEWS
        for outcome in spoken(interview)
    ]
    tables = {
        "interviews": table("interviews", interviews),
        "asked": table("asked", asked),
        **coding_tables(),
        **document_tables(),
        **change_tables(),
        **learning_tables(),
        **context_tables(),
    }
    return tables, {transcript.interview.file: transcript.text for transcript in transcripts()}
