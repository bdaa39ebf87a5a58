"""Declare the tables of what people say: interviews, codings, the causes they name, and lessons learnt."""

from __future__ import annotations

from typing import Final

from tideturn.dataset import vocabulary as terms
from tideturn.dataset.schema import Column, Dated, Kind, Table

_INTERVIEW = Column(
    "interview_id",
    Kind.CODE,
    "The interview, or an open answer as survey:S:RESPONSE:ITEM.",
    required=True,
    refers_to="interviews.interview_id",
)
_START = Column("start", Kind.INTEGER, "The first character, counted from 0.", required=True, minimum=0)
_END = Column("end", Kind.INTEGER, "One past the last character.", required=True, minimum=1)
_PROMPTED = Column("prompted", Kind.YES_NO, "Whether the interviewer had raised it.")

TABLES: Final = (
    Table(
        "interviews",
        "Interviews",
        "Who was spoken to, by role alone, and where the transcript lies.",
        (
            Column("interview_id", Kind.CODE, "A code for the interview.", required=True),
            Column("file", Kind.TEXT, "The transcript's file in transcripts/.", required=True),
            Column("voice", Kind.CHOICE, "Whose voice it is.", required=True, terms=terms.SPEAKER),
            Column("site", Kind.CODE, "The site's code.", required=True, refers_to="sites.code"),
            Column("year", Kind.INTEGER, "The programme year.", required=True, refers_to="years.number"),
            Column("consent_to_quote", Kind.YES_NO, "Whether their words may be quoted.", required=True),
            Column("source", Kind.CODE, "A pseudonym for the person, when interviewed more than once."),
            Column("role", Kind.TEXT, "What they do."),
            Column("sector", Kind.TEXT, "Police, health, education, housing and so on."),
            Column("seniority", Kind.TEXT, "How senior they are."),
            Column("date", Kind.DATE, "The day of the interview."),
        ),
        key=("interview_id",),
        dated=Dated(row=("date",)),
    ),
    Table(
        "asked",
        "What each interview asked about",
        "Which outcomes each interview asked about, so that silence can be told from not having asked.",
        (
            Column("interview_id", Kind.CODE, "The interview.", required=True, refers_to="interviews.interview_id"),
            Column("outcome_id", Kind.CODE, "The outcome asked about.", required=True, refers_to="outcomes.outcome_id"),
        ),
        key=("interview_id", "outcome_id"),
        dated=Dated(through={"interview_id": "interviews.interview_id"}),
    ),
    Table(
        "codebook",
        "Codebook",
        "The codes laid over what people said, and the outcome, link or theme each stands for.",
        (
            Column("code", Kind.CODE, "The code.", required=True),
            Column("title", Kind.TEXT, "The code in a few words.", required=True),
            Column("outcome_id", Kind.CODE, "The outcome it is about.", refers_to="outcomes.outcome_id"),
            Column(
                "theme",
                Kind.CHOICE,
                "What it is about, where that is no outcome: the report then says how many raised it.",
                terms=terms.THEME,
            ),
            Column("link_id", Kind.CODE, "The link of the theory it is about.", refers_to="toc_links.link_id"),
            Column("parent", Kind.CODE, "The code it falls under.", refers_to="codebook.code"),
            Column("definition", Kind.TEXT, "When to use it and when not."),
        ),
        key=("code",),
    ),
    Table(
        "coders",
        "Who was given what to code",
        "Which coder was given which interview, whether or not they found anything; `agreed` is the settled coding.",
        (
            _INTERVIEW,
            Column("coder", Kind.CODE, "The coder's code.", required=True),
        ),
        key=("interview_id", "coder"),
        dated=Dated(through={"interview_id": "interviews.interview_id"}),
    ),
    Table(
        "codings",
        "Codings",
        "A stretch of text, the code laid over it and by whom. Offsets count Unicode characters.",
        (
            _INTERVIEW,
            _START,
            _END,
            Column("code", Kind.CODE, "The code.", required=True, refers_to="codebook.code"),
            Column("coder", Kind.CODE, "Who laid it; `agreed` for the settled coding.", required=True),
            Column("polarity", Kind.CHOICE, "What is said of it; empty: only mentioned.", terms=terms.POLARITY),
            _PROMPTED,
        ),
        key=("interview_id", "start", "end", "code", "coder"),
        dated=Dated(through={"interview_id": "interviews.interview_id"}),
    ),
    Table(
        "factors",
        "Factors of the causal map",
        "The causes and effects that people name, and the part of the theory each stands for.",
        (
            Column("factor", Kind.TEXT, "The factor.", required=True),
            Column("node_id", Kind.CODE, "The node of the theory it stands for.", refers_to="toc_nodes.node_id"),
        ),
        key=("factor",),
    ),
    Table(
        "causal_claims",
        "What people say helped or hindered what",
        "A stretch of text in which somebody says that one thing helped another along, or got in its way.",
        (
            _INTERVIEW,
            _START,
            _END,
            Column("from_factor", Kind.TEXT, "The cause.", required=True, refers_to="factors.factor"),
            Column("to_factor", Kind.TEXT, "The effect.", required=True, refers_to="factors.factor"),
            Column(
                "effect",
                Kind.CHOICE,
                "Whether the cause helps the effect (an outcome: as it is hoped for) or hinders it. Empty: helps, and "
                "`check` asks.",
                terms=terms.EFFECT,
            ),
            _PROMPTED,
        ),
        dated=Dated(through={"interview_id": "interviews.interview_id"}),
    ),
    Table(
        "learning",
        "Learning",
        "What was learnt, about the problem or the work, who it was shared with, and whether it was used.",
        (
            Column("learning_id", Kind.CODE, "A code for the learning point.", required=True),
            Column("date", Kind.DATE, "The day it was noted.", required=True),
            Column("site", Kind.CODE, "The site's code.", required=True, refers_to="sites.code"),
            Column("point", Kind.TEXT, "What was learnt.", required=True, free=True),
            Column("source", Kind.TEXT, "Where it came from."),
            Column("about", Kind.CHOICE, "The problem or the work.", terms=terms.LEARNING_ABOUT),
            Column("changes_what", Kind.TEXT, "What it changes.", free=True),
            Column("shared_with", Kind.TEXT, "Who it was shared with.", many=True),
            Column("transferable_to", Kind.TEXT, "Where else it may hold.", many=True),
            Column("used", Kind.YES_NO, "Whether it has been acted on."),
            Column("used_on", Kind.DATE, "The day it was first acted on."),
        ),
        key=("learning_id",),
        filled_by="programme manager",
        dated=Dated(row=("date",), later={"used_on": ("used",)}),
    ),
    Table(
        "recommendations",
        "Recommendations",
        "What each year's evaluation recommended, and what became of it.",
        (
            Column("recommendation_id", Kind.CODE, "A code for the recommendation.", required=True),
            Column("year", Kind.INTEGER, "The year whose report made it.", required=True, refers_to="years.number"),
            Column("text", Kind.TEXT, "What is recommended.", required=True, free=True),
            Column("for_whom", Kind.TEXT, "Who should act on it.", required=True),
            Column("outcome_id", Kind.CODE, "The outcome it bears on.", refers_to="outcomes.outcome_id"),
            Column("claim_id", Kind.CODE, "The finding that it follows from.", refers_to="findings.claim_id"),
            Column("priority", Kind.CHOICE, "How soon it matters.", terms=terms.PRIORITY),
            Column("due", Kind.DATE, "By when."),
            Column("response", Kind.TEXT, "What was answered.", free=True),
            Column("done", Kind.YES_NO, "Whether it has been done."),
            Column("done_on", Kind.DATE, "The day it was done, or on which you noted what has happened."),
        ),
        key=("recommendation_id",),
        dated=Dated(later={"done_on": ("done", "response")}, other=("due",)),
    ),
)
