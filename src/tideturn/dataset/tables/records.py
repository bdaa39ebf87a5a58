"""Declare the tables of counts over time, and of documents."""

from __future__ import annotations

from typing import Final

from tideturn.dataset import vocabulary as terms
from tideturn.dataset.schema import Column, Dated, Kind, Table

MOST_COUNTED: Final = 1e12
"""Maximum count: a larger one is a slip, and too large for an exact test."""

TABLES: Final = (
    Table(
        "indicators",
        "Indicators",
        "What each series counts, and which way it was expected to move, registered before the year began.",
        (
            Column("indicator", Kind.CODE, "A code for the indicator.", required=True),
            Column("title", Kind.TEXT, "What it counts.", required=True),
            Column("outcome_id", Kind.CODE, "The outcome it is about.", required=True, refers_to="outcomes.outcome_id"),
            Column(
                "kept_by",
                Kind.CHOICE,
                "Whether the programme keeps this count or someone else does; empty means the programme.",
                terms=terms.KEPT_BY,
            ),
            Column(
                "compare_with",
                Kind.CODE,
                "The indicator of the same count where the programme does not work, named before the year.",
                refers_to="indicators.indicator",
            ),
            Column("expected", Kind.CHOICE, "Which way it should move if the work succeeds.", terms=terms.EXPECTED),
            Column("registered_on", Kind.DATE, "The day that expectation was written down."),
            Column("rationale", Kind.TEXT, "Why it should move that way.", free=True),
            Column("source", Kind.TEXT, "Who publishes or supplies it."),
        ),
        key=("indicator",),
        dated=Dated(later={"registered_on": ("expected", "rationale", "compare_with")}),
    ),
    Table(
        "series",
        "Series",
        "The indicators' counts by period; periods before Year 1 are the baseline.",
        (
            Column("indicator", Kind.CODE, "The indicator.", required=True, refers_to="indicators.indicator"),
            Column(
                "site",
                Kind.CODE,
                "The site's code; elsewhere for places where the programme does not work.",
                required=True,
                refers_to="sites.code",
                also=(terms.ELSEWHERE,),
            ),
            Column("period", Kind.PERIOD, "The month, quarter or year: 2019-09, 2019-Q3 or 2019.", required=True),
            Column("count", Kind.NUMBER, "How many.", required=True, minimum=0, maximum=MOST_COUNTED),
            Column("denominator", Kind.NUMBER, "Out of how many, or per how many.", minimum=0, maximum=MOST_COUNTED),
        ),
        key=("indicator", "site", "period"),
        dated=Dated(row=("period",)),
    ),
    Table(
        "documents",
        "Documents",
        "Plans, guidance, policies and minutes that were read.",
        (
            Column("document_id", Kind.CODE, "A code for the document.", required=True),
            Column("title", Kind.TEXT, "Its title.", required=True),
            Column("origin", Kind.TEXT, "Whose document it is.", required=True),
            Column("date", Kind.DATE, "Its date.", required=True),
        ),
        key=("document_id",),
        dated=Dated(row=("date",)),
    ),
    Table(
        "extracts",
        "Extracts",
        "What a document says about an outcome, word for word.",
        (
            Column("document_id", Kind.CODE, "The document.", required=True, refers_to="documents.document_id"),
            Column("page", Kind.INTEGER, "The page.", required=True, minimum=1),
            Column("text", Kind.TEXT, "What it says, word for word.", required=True, free=True),
            Column("outcome_id", Kind.CODE, "The outcome it bears on.", required=True, refers_to="outcomes.outcome_id"),
            Column("polarity", Kind.CHOICE, "What it says of the outcome.", required=True, terms=terms.POLARITY),
            Column("site", Kind.CODE, "The site it speaks of; empty for all.", refers_to="sites.code"),
        ),
        dated=Dated(through={"document_id": "documents.document_id"}),
    ),
)
