"""Declare the tables of work with young people: criteria, referrals, sessions, onward referrals, places,
assessments.
"""

from __future__ import annotations

from typing import Final

from tideturn.dataset import vocabulary as terms
from tideturn.dataset.schema import Column, Dated, Kind, Table

_SITE = Column("site", Kind.CODE, "The site's code.", required=True, refers_to="sites.code")
_CASE = Column(
    "case_id", Kind.CODE, "The young person's pseudonym in this programme.", required=True, refers_to="cases.case_id"
)

TABLES: Final = (
    Table(
        "criteria",
        "Referral criteria",
        "Each site's criteria and thresholds, with the dates they held and why they were altered.",
        (
            Column("criterion_id", Kind.CODE, "A code for the criterion.", required=True),
            _SITE,
            Column("text", Kind.TEXT, "The criterion as it was worded.", required=True, free=True),
            Column("from", Kind.DATE, "The first day it held.", required=True),
            Column("to", Kind.DATE, "The last day it held; empty while it still does."),
            Column("reason", Kind.TEXT, "Why it came in, or why it went.", free=True),
            Column("learning_id", Kind.CODE, "The learning behind it.", refers_to="learning.learning_id"),
        ),
        key=("criterion_id",),
        filled_by="team manager",
        dated=Dated(row=("from",), later={"to": ()}),
    ),
    Table(
        "cases",
        "Referrals and cases",
        "One row for each young person referred, by pseudonym: when, from where, what was decided, how it ended.",
        (
            Column("case_id", Kind.CODE, "The young person's pseudonym in this programme.", required=True),
            _SITE,
            Column("received", Kind.DATE, "The day the referral was received.", required=True),
            Column("opened", Kind.DATE, "The day work began; empty where the referral was not accepted."),
            Column("started", Kind.DATE, "The day of the first session."),
            Column("closed", Kind.DATE, "The day the case was closed; empty while it is open."),
            Column(
                "comparison",
                Kind.CHOICE,
                "Why this young person can be compared with those you serve; empty if they cannot.",
                terms=terms.COMPARISON,
            ),
            Column("referral_source", Kind.TEXT, "The kind of organisation that referred."),
            Column("referral_decision", Kind.TEXT, "What was decided: accepted, declined, advice only."),
            Column("criteria_met", Kind.CODE, "Which criteria were met.", many=True, refers_to="criteria.criterion_id"),
            Column("age_at_referral", Kind.INTEGER, "Age in years, never a date of birth.", minimum=0, maximum=30),
            Column("risk_at_referral", Kind.TEXT, "The level of risk at referral: emerging, moderate, significant."),
            Column("exploitation_types", Kind.TEXT, "Kinds of exploitation of concern.", many=True),
            Column("gender", Kind.TEXT, "Gender, as the young person describes it."),
            Column("ethnicity", Kind.TEXT, "Ethnic group, in broad terms."),
            Column("disability", Kind.TEXT, "Disability or additional need, in broad terms."),
            Column("care_status", Kind.TEXT, "Whether the young person is in care."),
            Column("closure_reason", Kind.TEXT, "Why the case was closed."),
            Column("closure_outcome", Kind.TEXT, "How things stood at closure."),
        ),
        key=("case_id",),
        filled_by="caseworker",
        dated=Dated(
            row=("received",),
            later={
                "opened": ("referral_decision",),
                "started": (),
                "closed": ("closure_reason", "closure_outcome"),
            },
        ),
    ),
    Table(
        "population",
        "Comparison population",
        "Young people the programme could have reached, counted by group, so that the report can show who is missing.",
        (
            Column(
                "site",
                Kind.CODE,
                "The site's code; programme for all of them together.",
                required=True,
                refers_to="sites.code",
                also=(terms.PROGRAMME_SCOPE,),
            ),
            Column("year", Kind.INTEGER, "The year of the programme.", required=True, refers_to="years.number"),
            Column(
                "group",
                Kind.CHOICE,
                "How the population is broken down. The type of exploitation, the referral source and the risk are "
                "known only of young people who were referred, so no population can be counted by them.",
                required=True,
                terms=terms.POPULATION_GROUP,
            ),
            Column(
                "value",
                Kind.TEXT,
                f"The group, spelled as in cases.csv; for age_band one of: {', '.join(terms.AGE_BAND.codes)}.",
                required=True,
            ),
            Column("count", Kind.INTEGER, "How many young people.", required=True, minimum=0),
            Column("source", Kind.TEXT, "Who counted them, and when: the report names it.", required=True),
        ),
        key=("site", "year", "group", "value"),
        filled_by="programme manager",
    ),
    Table(
        "sessions",
        "Sessions",
        "Each session offered, whether it was held, and how long it took: the dose.",
        (
            _CASE,
            Column("date", Kind.DATE, "The day of the session.", required=True),
            Column("kind", Kind.CHOICE, "What sort of work it was.", required=True, terms=terms.SESSION_KIND),
            Column("held", Kind.YES_NO, "Whether it went ahead.", required=True),
            Column("minutes", Kind.INTEGER, "How long, travel apart.", minimum=0, maximum=1440),
            Column("channel", Kind.TEXT, "Where or how: in person, by telephone, online."),
        ),
        filled_by="caseworker",
        dated=Dated(row=("date",)),
    ),
    Table(
        "onward_referrals",
        "Onward referrals",
        "NRM, safeguarding and other referrals that the programme made, how quickly, how well, and what came of them.",
        (
            _CASE,
            Column("kind", Kind.CHOICE, "What sort of referral.", required=True, terms=terms.REFERRAL_KIND),
            Column("referred", Kind.DATE, "The day it was made.", required=True),
            Column("concern", Kind.DATE, "The day the concern arose, from which timeliness is counted."),
            Column("replied", Kind.DATE, "The day an answer came."),
            Column("decision", Kind.TEXT, "What was decided."),
            Column("quality_met", Kind.INTEGER, "How many of the quality criteria it met.", minimum=0),
            Column("quality_of", Kind.INTEGER, "How many quality criteria there are.", minimum=1),
        ),
        filled_by="caseworker",
        dated=Dated(row=("referred",), later={"replied": ("decision",)}, other=("concern",)),
    ),
    Table(
        "contexts",
        "Places, groups and spaces",
        "Places, peer groups, schools and online spaces as subjects of the work (contextual safeguarding).",
        (
            Column("context_id", Kind.CODE, "A code for the place or group.", required=True),
            _SITE,
            Column("kind", Kind.TEXT, "A place, a peer group, a school, an online space.", required=True),
            Column("opened", Kind.DATE, "The day work on it began."),
            Column("closed", Kind.DATE, "The day it ended."),
        ),
        key=("context_id",),
        filled_by="caseworker",
        dated=Dated(row=("opened",), later={"closed": ()}),
    ),
    Table(
        "case_contexts",
        "Who is linked to which place",
        "Which cases are linked to which place, group or space.",
        (
            _CASE,
            Column("context_id", Kind.CODE, "The place.", required=True, refers_to="contexts.context_id"),
        ),
        key=("case_id", "context_id"),
        filled_by="caseworker",
    ),
    Table(
        "scales",
        "Scales",
        "How each outcome's score is built and how reliable it is, from which the reliable change index follows.",
        (
            Column("outcome_id", Kind.CODE, "The outcome it measures.", required=True, refers_to="outcomes.outcome_id"),
            Column("items", Kind.INTEGER, "How many questions make up the score.", minimum=1),
            Column("reliability", Kind.NUMBER, "Its reliability, from 0 to 1.", minimum=0, maximum=1),
            Column("source", Kind.TEXT, "Where that reliability was published."),
        ),
        key=("outcome_id",),
    ),
    Table(
        "assessments",
        "Assessments",
        "Scores before the work, at its start, at reviews and at closure. The report reads change from them.",
        (
            Column(
                "case_id",
                Kind.CODE,
                "The young person's pseudonym; empty where a place or group was scored.",
                refers_to="cases.case_id",
            ),
            Column(
                "context_id",
                Kind.CODE,
                "The place or group that was scored, in place of a young person.",
                refers_to="contexts.context_id",
            ),
            Column("date", Kind.DATE, "The day it was made.", required=True),
            Column("stage", Kind.CHOICE, "When in the work it was made.", required=True, terms=terms.STAGE),
            Column("outcome_id", Kind.CODE, "What was scored.", required=True, refers_to="outcomes.outcome_id"),
            Column("score", Kind.NUMBER, "The score.", required=True),
            Column("scale_min", Kind.NUMBER, "The lowest score there is."),
            Column("scale_max", Kind.NUMBER, "The highest score there is."),
            Column("rater", Kind.CHOICE, "Who gave the score; empty means the worker.", terms=terms.RATER),
        ),
        key=("case_id", "context_id", "date", "stage", "outcome_id", "rater"),
        filled_by="caseworker",
        dated=Dated(row=("date",)),
    ),
)
