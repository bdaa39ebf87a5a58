"""Declare the three tables of one survey."""

from __future__ import annotations

from typing import Final

from tideturn.dataset import vocabulary as terms
from tideturn.dataset.schema import Column, Dated, Kind, Table

_VOICE = Column("voice", Kind.CHOICE, "Whose voice it is.", required=True, terms=terms.SPEAKER)
_SITE = Column("site", Kind.CODE, "The site's code.", required=True, refers_to="sites.code")
_YEAR = Column("year", Kind.INTEGER, "The programme year.", required=True, refers_to="years.number")

TABLES: Final = (
    Table(
        "responses",
        "Responses to a survey",
        "One row for each response; after these columns, one column for each question.",
        (
            Column("response_id", Kind.CODE, "A code for the response.", required=True),
            _VOICE,
            _SITE,
            _YEAR,
            Column("date", Kind.DATE, "The day it was answered."),
            Column("stage", Kind.CHOICE, "When it was asked, around an event.", terms=terms.SURVEY_STAGE),
            Column("person_id", Kind.CODE, "A pseudonym by which the answers of one person are matched."),
            Column("event_id", Kind.CODE, "The training event.", refers_to="training_events.event_id"),
            Column("sector", Kind.TEXT, "Police, health, education, housing and so on."),
            Column("seniority", Kind.TEXT, "How senior they are."),
            Column("consent_to_quote", Kind.YES_NO, "Whether their words may be quoted."),
        ),
        key=("response_id",),
        open_ended=True,
        dated=Dated(row=("date",)),
    ),
    Table(
        "items",
        "What each question measures",
        "Which outcome each question speaks to, and which answers agree.",
        (
            Column("item", Kind.TEXT, "The question's column in responses.csv.", required=True),
            Column("outcome_id", Kind.CODE, "The outcome.", required=True, refers_to="outcomes.outcome_id"),
            Column("label", Kind.TEXT, "The question as it was asked."),
            Column(
                "measures", Kind.CHOICE, "Whether it asks how things are, or how they changed.", terms=terms.MEASURES
            ),
            Column("series_of", Kind.TEXT, "The item's earlier name, if an earlier survey asked it under another."),
            Column("kind", Kind.CHOICE, "Whether people could choose one answer or several.", terms=terms.ITEM_KIND),
            Column("scale", Kind.TEXT, "The answers in order, from least to most.", many=True),
            Column("agree", Kind.TEXT, "The answers that agree; for a change, that say more or better.", many=True),
            Column("same", Kind.TEXT, "For a change: the answers that say nothing changed.", many=True),
            Column("worse", Kind.TEXT, "For a change: the answers that say less or worse.", many=True),
            Column("disagree", Kind.TEXT, "The answers that disagree; for a change, that deny it.", many=True),
            Column("too_early", Kind.TEXT, "The answers that say it is too soon to tell.", many=True),
            Column("opinion_none", Kind.TEXT, "The answers that give no opinion, such as don't know.", many=True),
            Column("barr_level", Kind.CHOICE, "Barr's level of training outcome.", terms=terms.BARR_LEVEL),
            Column("proxy", Kind.YES_NO, "Whether it measures the outcome only indirectly."),
        ),
        key=("item", "outcome_id"),
    ),
    Table(
        "invited",
        "How many were invited",
        "How many people were invited to answer, from which the response rate follows.",
        (
            _VOICE,
            _SITE,
            _YEAR,
            Column("invited", Kind.INTEGER, "How many were invited.", required=True, minimum=0),
        ),
        key=("voice", "site", "year"),
    ),
)
