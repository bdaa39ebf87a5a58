"""Declare the evaluator's tables: findings with their evidence, overrides, and reasons given for queries."""

from __future__ import annotations

from typing import Final

from tideturn.dataset import vocabulary as terms
from tideturn.dataset.schema import Column, Dated, Kind, Table

_SCOPE = Column("scope", Kind.CODE, "A site's code, or `programme`.", required=True)

TABLES: Final = (
    Table(
        "findings",
        "Findings",
        "The sentences of the report, each a claim that is held against its evidence.",
        (
            Column("claim_id", Kind.CODE, "A code for the claim.", required=True),
            Column(
                "section",
                Kind.TEXT,
                f"The section it belongs to: {', '.join(terms.SECTIONS)}. `check` asks about any other, and the report "
                "prints it under a heading of its own.",
                required=True,
            ),
            Column("text", Kind.TEXT, "The sentence, perhaps with references: {k:EVIDENCE}.", required=True, free=True),
            Column("type", Kind.CHOICE, "What kind of claim it is.", required=True, terms=terms.CLAIM_TYPE),
            Column(
                "outcome_id",
                Kind.CODE,
                f"The outcome. Required in {', '.join(terms.IMPACT_SECTIONS[:-1])} and {terms.IMPACT_SECTIONS[-1]}; "
                "elsewhere empty where a finding is about no outcome.",
                refers_to="outcomes.outcome_id",
            ),
            _SCOPE,
            Column("year", Kind.INTEGER, "The programme year.", required=True, refers_to="years.number"),
            Column("author", Kind.CODE, "The author's role code.", required=True),
            Column("reviewer", Kind.CODE, "The reviewer's role code."),
            Column(
                "judged_part",
                Kind.TEXT,
                "The part of the text that is the evaluator's judgement, word for word.",
                many=True,
                free=True,
            ),
            Column(
                "judged_reason",
                Kind.TEXT,
                "Why the part is right all the same, from the person who signs it. The report prints it.",
                free=True,
            ),
            Column("summary_of", Kind.CODE, "The claims that it sums up.", many=True, refers_to="findings.claim_id"),
        ),
        key=("claim_id",),
    ),
    Table(
        "finding_evidence",
        "Evidence of findings",
        "Which evidence each claim rests on, for it, against it, or as context.",
        (
            Column("claim_id", Kind.CODE, "The claim.", required=True, refers_to="findings.claim_id"),
            Column("evidence_id", Kind.TEXT, "The evidence.", required=True),
            Column("edge", Kind.CHOICE, "How it bears on the claim.", required=True, terms=terms.EDGE),
            Column("test", Kind.CHOICE, "How it tests whether the programme was a cause.", terms=terms.EVIDENCE_TEST),
            Column("expected", Kind.TEXT, "What you would see if the programme was a cause.", free=True),
            Column("expected_on", Kind.DATE, "The day you wrote that down, before you looked."),
            Column("seen", Kind.CHOICE, "Whether you then saw it.", terms=terms.SEEN),
            Column("sha256", Kind.CODE, "The hash of what was read when the edge was drawn."),
        ),
        key=("claim_id", "evidence_id", "edge"),
        dated=Dated(later={"expected_on": ("test", "expected", "seen")}),
    ),
    Table(
        "rivals",
        "Rival explanations, weighed",
        "What else may explain an outcome, and how it compares with the programme. Weigh every rival that context.csv "
        "and toc_links.csv name, in the same words.",
        (
            Column("outcome_id", Kind.CODE, "The outcome.", required=True, refers_to="outcomes.outcome_id"),
            Column("rival", Kind.TEXT, "The other explanation, in a few words.", required=True, free=True),
            Column(
                "weighed",
                Kind.CHOICE,
                "How it compares with the programme as an explanation.",
                required=True,
                terms=terms.WEIGHED,
            ),
            Column("reason", Kind.TEXT, "Why.", required=True, free=True),
            Column("by", Kind.CODE, "The role code of who weighed it, never a name.", required=True),
            Column("link_id", Kind.CODE, "The link that it would explain instead.", refers_to="toc_links.link_id"),
            Column("evidence_id", Kind.TEXT, "The evidence that decides it."),
        ),
        key=("outcome_id", "rival"),
    ),
    Table(
        "overrides",
        "Overrides",
        "A verdict that an accountable person sets in place of the engine's, with the reason; both are printed.",
        (
            Column("outcome_id", Kind.CODE, "The outcome.", required=True, refers_to="outcomes.outcome_id"),
            _SCOPE,
            Column("year", Kind.INTEGER, "The programme year.", required=True, refers_to="years.number"),
            Column("verdict", Kind.CHOICE, "The verdict in its place.", required=True, terms=terms.VERDICT),
            Column("reason", Kind.TEXT, "Why.", required=True, free=True),
            Column("by", Kind.CODE, "The role code of who decided, never a name.", required=True),
        ),
        key=("outcome_id", "scope", "year"),
    ),
    Table(
        "queries",
        "Answers to queries",
        "For each query that `check` raised and that stands as it is: the reason. An answered query no longer counts.",
        (
            Column("file", Kind.TEXT, "The file, as the query named it.", required=True),
            Column(
                "key",
                Kind.TEXT,
                "The record: its key columns joined by |, or its required ones where it has no key; * for every row "
                "with this value; empty where the query is about the file itself.",
            ),
            Column("column", Kind.TEXT, "The column, as the query named it.", required=True),
            Column(
                "value",
                Kind.TEXT,
                "The value as it stood; # and 16 digits of its SHA-256 where it is longer than 60 characters or looks "
                "like identity.",
            ),
            Column("reason", Kind.TEXT, "Why it stands.", required=True, free=True),
            Column("by", Kind.CODE, "The role code of who answers for it.", required=True),
            Column(
                "row",
                Kind.INTEGER,
                "In older files, in place of key and value: the row, as the query named it.",
                minimum=1,
                older=True,
            ),
        ),
        key=("file", "key", "column", "value", "row"),
    ),
)
