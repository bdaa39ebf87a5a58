"""Declare the tables of training days and other activities, and of partners' engagement."""

from __future__ import annotations

from typing import Final

from tideturn.dataset import vocabulary as terms
from tideturn.dataset.schema import Column, Dated, Kind, Table

_SITE = Column("site", Kind.CODE, "The site's code.", required=True, refers_to="sites.code")
_ORGANISATION = Column(
    "organisation_id", Kind.CODE, "The organisation's code.", refers_to="organisations.organisation_id"
)

TABLES: Final = (
    Table(
        "training_events",
        "Training events",
        "Each training day or workshop: where, when and for whom.",
        (
            Column("event_id", Kind.CODE, "A code for the event.", required=True),
            _SITE,
            Column("date", Kind.DATE, "The day it was held.", required=True),
            Column("audience", Kind.CHOICE, "Whom it was for.", required=True, terms=terms.AUDIENCE),
            _ORGANISATION,
            Column("title", Kind.TEXT, "What it was called."),
            Column("places", Kind.INTEGER, "How many places there were.", minimum=0),
        ),
        key=("event_id",),
        filled_by="trainer",
        dated=Dated(row=("date",)),
    ),
    Table(
        "attendance",
        "Attendance",
        "Who came to which event, by pseudonym, and who went on to train others.",
        (
            Column("event_id", Kind.CODE, "The event.", required=True, refers_to="training_events.event_id"),
            Column("attendee_id", Kind.CODE, "A pseudonym for the person who came.", required=True),
            _ORGANISATION,
            Column("role", Kind.TEXT, "What they do."),
            Column("champion", Kind.YES_NO, "Whether they agreed to train others."),
            Column("cascaded_to", Kind.INTEGER, "How many they have trained since.", minimum=0),
            Column("since", Kind.DATE, "The day on which that became known."),
        ),
        key=("event_id", "attendee_id"),
        filled_by="trainer",
        dated=Dated(through={"event_id": "training_events.event_id"}, later={"since": ("champion", "cascaded_to")}),
    ),
    Table(
        "activities",
        "Activities",
        "Consultations, systems-change work, policy work, participation of young people and outreach.",
        (
            Column("activity_id", Kind.CODE, "A code for the activity.", required=True),
            Column("strand", Kind.CHOICE, "Which strand of work.", required=True, terms=terms.STRAND_OF_WORK),
            _SITE,
            Column("date", Kind.DATE, "The day it was done or began.", required=True),
            Column("title", Kind.TEXT, "What it was.", required=True, free=True),
            _ORGANISATION,
            Column("level", Kind.CHOICE, "Local or national.", terms=terms.LEVEL),
            Column("element", Kind.CHOICE, "Which part of the system.", terms=terms.ELEMENT),
            Column("priority_id", Kind.CODE, "The priority it serves.", refers_to="priorities.priority_id"),
            Column("seniority", Kind.TEXT, "How senior the people engaged were."),
            Column("status", Kind.CHOICE, "Where it stands.", terms=terms.ACTIVITY_STATUS),
            Column("result", Kind.TEXT, "What came of it.", free=True),
            Column("reach", Kind.INTEGER, "How many people it reached.", minimum=0),
            Column("participation_level", Kind.TEXT, "Informed, consulted, involved or shared decisions."),
            Column("sustained_by", Kind.TEXT, "What keeps it: policy, role, budget, culture, one person.", many=True),
            Column("since", Kind.DATE, "The day from which status and result are so."),
        ),
        key=("activity_id",),
        filled_by="systems-change lead",
        dated=Dated(row=("date",), later={"since": ("status", "result")}),
    ),
    Table(
        "engagements",
        "Engagement of partners",
        "How far each partner had come, when, and what stood in the way.",
        (
            Column(
                "organisation_id",
                Kind.CODE,
                "The organisation's code.",
                required=True,
                refers_to="organisations.organisation_id",
            ),
            Column("date", Kind.DATE, "The day it was true.", required=True),
            Column("stage", Kind.TEXT, "First contact, interested, committed, acting or leading.", required=True),
            Column("seniority", Kind.TEXT, "At what level: operational, management, senior."),
            Column("barrier", Kind.TEXT, "What stands in the way.", free=True),
            Column("next_step", Kind.TEXT, "What is next.", free=True),
        ),
        filled_by="systems-change lead",
        dated=Dated(row=("date",)),
    ),
)
