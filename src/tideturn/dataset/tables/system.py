"""Declare the tables of the system around young people: organisations, ties, harvested changes, pathways
as they run.
"""

from __future__ import annotations

from typing import Final

from tideturn.dataset import vocabulary as terms
from tideturn.dataset.schema import Column, Dated, Kind, Table

_SITE = Column("site", Kind.CODE, "The site's code.", required=True, refers_to="sites.code")
_ORGANISATION_ID = "organisations.organisation_id"

TABLES: Final = (
    Table(
        "organisations",
        "Organisations",
        "The organisations that the programme works with.",
        (
            Column("organisation_id", Kind.CODE, "A code for the organisation.", required=True),
            Column("name", Kind.TEXT, "Its name.", required=True),
            Column("sector", Kind.TEXT, "Police, health, education, housing and so on.", required=True),
            _SITE,
        ),
        key=("organisation_id",),
        filled_by="systems-change lead",
    ),
    Table(
        "waves",
        "Waves of the partnership survey",
        "Who was asked about their ties, when, and who answered.",
        (
            Column("wave", Kind.INTEGER, "The wave's number.", required=True, minimum=1),
            Column("date", Kind.DATE, "The day it was asked.", required=True),
            Column("organisation_id", Kind.CODE, "Who was asked.", required=True, refers_to=_ORGANISATION_ID),
            Column("responded", Kind.YES_NO, "Whether they answered.", required=True),
        ),
        key=("wave", "organisation_id"),
        dated=Dated(row=("date",)),
    ),
    Table(
        "ties",
        "Ties between organisations",
        "Who says that they work with whom, how closely, and what is shared.",
        (
            Column("wave", Kind.INTEGER, "The wave's number.", required=True, minimum=1),
            Column("from", Kind.CODE, "Who says so.", required=True, refers_to=_ORGANISATION_ID),
            Column("to", Kind.CODE, "Of whom.", required=True, refers_to=_ORGANISATION_ID),
            Column(
                "level", Kind.INTEGER, "How closely, from 0 (not at all) to 5.", required=True, minimum=0, maximum=5
            ),
            Column("trust", Kind.NUMBER, "How far they trust them."),
            Column("value", Kind.NUMBER, "How much they value them."),
            Column("share_amount", Kind.NUMBER, "How much information is shared."),
            Column("share_kind", Kind.TEXT, "What kinds of information are shared.", many=True),
            Column("share_quality", Kind.NUMBER, "How good that information is."),
        ),
        key=("wave", "from", "to"),
        dated=Dated(through={"wave": "waves.wave"}),
    ),
    Table(
        "changes",
        "Harvested changes",
        "Changes that somebody noticed in the system: what, how far, and the programme's part beside others'.",
        (
            Column("change_id", Kind.CODE, "A code for the change.", required=True),
            _SITE,
            Column("date", Kind.DATE, "The day it was noticed.", required=True),
            Column("description", Kind.TEXT, "What changed.", required=True, free=True),
            Column("element", Kind.CHOICE, "Which part of the system.", required=True, terms=terms.ELEMENT),
            Column("level", Kind.CHOICE, "Local or national.", required=True, terms=terms.LEVEL),
            Column("outcome_id", Kind.CODE, "The outcome it bears on.", refers_to="outcomes.outcome_id"),
            Column("who_changed", Kind.TEXT, "Which organisation or group changed (never a person)."),
            Column("significance", Kind.TEXT, "Why it matters.", free=True),
            Column("contribution", Kind.TEXT, "What the programme did towards it.", free=True),
            Column("other_contributors", Kind.TEXT, "What else brought it about.", many=True, free=True),
            Column("anticipated", Kind.YES_NO, "Whether the theory of change foresaw it."),
            Column("direction", Kind.CHOICE, "For better or worse; empty means better.", terms=terms.DIRECTION),
            Column("stage", Kind.CHOICE, "How far it has come; empty counts as adopted.", terms=terms.CHANGE_STAGE),
            Column("stage_date", Kind.DATE, "The day it reached that stage."),
            Column("sustained_by", Kind.TEXT, "What keeps it: policy, role, budget, culture, one person.", many=True),
            Column("reversed_on", Kind.DATE, "The day it was undone."),
        ),
        key=("change_id",),
        filled_by="systems-change lead",
        dated=Dated(row=("date",), later={"stage_date": (), "reversed_on": ()}),
    ),
    Table(
        "substantiations",
        "Substantiations",
        "What people who know of a change say of its description, significance and the programme's contribution.",
        (
            Column("change_id", Kind.CODE, "The change.", required=True, refers_to="changes.change_id"),
            Column("substantiator", Kind.CODE, "A pseudonym for who was asked.", required=True),
            Column("independent", Kind.YES_NO, "Whether they stand outside the programme.", required=True),
            Column("description", Kind.CHOICE, "Of the description.", required=True, terms=terms.SUBSTANTIATION),
            Column("significance", Kind.CHOICE, "Of its significance.", required=True, terms=terms.SUBSTANTIATION),
            Column("contribution", Kind.CHOICE, "Of the contribution.", required=True, terms=terms.SUBSTANTIATION),
            Column("voice", Kind.CHOICE, "Whose voice it is.", terms=terms.SPEAKER),
            Column("date", Kind.DATE, "The day they answered."),
        ),
        key=("change_id", "substantiator"),
        dated=Dated(row=("date",), through={"change_id": "changes.change_id"}),
    ),
    Table(
        "events",
        "Events along a pathway",
        "What happened to each case along a pathway, and when.",
        (
            Column("pathway", Kind.CODE, "The pathway: the name of its file in pathways/.", required=True),
            Column("case_id", Kind.CODE, "The pseudonym of the young person on the pathway.", required=True),
            Column("activity", Kind.TEXT, "The step.", required=True),
            Column("time", Kind.TIME, "When it happened.", required=True),
            _SITE,
            Column("agency", Kind.TEXT, "Which agency took the step."),
        ),
        filled_by="systems-change lead",
        dated=Dated(row=("time",)),
    ),
)
