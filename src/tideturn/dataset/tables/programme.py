"""The programme itself: places, posts, priorities, outcomes, theory of change, plan."""

from __future__ import annotations

from typing import Final

from tideturn.dataset import vocabulary as terms
from tideturn.dataset.schema import Column, Kind, Table

_SITE = Column("site", Kind.CODE, "The site's code.", required=True, refers_to="sites.code")

TABLES: Final = (
    Table(
        "context",
        "What the place is like",
        "What else is there and what else was going on, which explains differences between places and may be a rival "
        "explanation of a change.",
        (
            Column("context_id", Kind.CODE, "A code for this row.", required=True),
            _SITE,
            Column("kind", Kind.CHOICE, "What sort of thing it is.", required=True, terms=terms.CONTEXT_KIND),
            Column("description", Kind.TEXT, "What it is, in a sentence.", required=True, free=True),
            Column("from", Kind.DATE, "The day it began."),
            Column("to", Kind.DATE, "The day it ended; empty while it goes on."),
            Column(
                "outcome_id",
                Kind.CODE,
                "The outcome it may explain; then it counts as a rival explanation.",
                refers_to="outcomes.outcome_id",
            ),
        ),
        key=("context_id",),
        filled_by="programme manager",
    ),
    Table(
        "baselines",
        "Baselines agreed with partners",
        "Where things stood before work began in an area, as agreed with the partners there.",
        (
            _SITE,
            Column("measure", Kind.TEXT, "What was measured.", required=True),
            Column("value", Kind.NUMBER, "What it was.", required=True),
            Column("date", Kind.DATE, "The day it is true of.", required=True),
            Column("agreed_with", Kind.TEXT, "Which partners agreed it (organisations or roles, never a person)."),
            Column("source", Kind.TEXT, "Where the figure comes from."),
        ),
        filled_by="programme manager",
    ),
    Table(
        "posts",
        "Posts",
        "Each post and when it was advertised, filled and left; vacancies explain delays.",
        (
            Column("post_id", Kind.CODE, "A code for the post, not for the person in it.", required=True),
            _SITE,
            Column("role", Kind.CHOICE, "What the post does.", required=True, terms=terms.POST_ROLE),
            Column("advertised", Kind.DATE, "The day it was first advertised."),
            Column("filled", Kind.DATE, "The first day of whoever took it."),
            Column("left", Kind.DATE, "The last day, if they left."),
            Column("fte", Kind.NUMBER, "Full-time equivalent, from 0 to 1.", minimum=0, maximum=1),
        ),
        key=("post_id",),
        filled_by="programme manager",
    ),
    Table(
        "priorities",
        "Systems-change priorities",
        "What the programme has agreed to try to change in the system, where and from when.",
        (
            Column("priority_id", Kind.CODE, "A code for the priority.", required=True),
            Column("title", Kind.TEXT, "The priority in a few words.", required=True),
            Column("element", Kind.CHOICE, "Which part of the system.", required=True, terms=terms.ELEMENT),
            Column("from", Kind.DATE, "The day it was agreed.", required=True),
            Column("site", Kind.CODE, "The site whose priority it is; empty if shared by all.", refers_to="sites.code"),
            Column("to", Kind.DATE, "The day it was dropped or met."),
            Column("status", Kind.TEXT, "Where it stands: drafted, consulted on, agreed, retired."),
            Column("definition", Kind.TEXT, "What is meant by it.", free=True),
        ),
        key=("priority_id",),
        filled_by="programme manager",
    ),
    Table(
        "outcomes",
        "Outcomes",
        "The outcome framework: what the programme hopes to change, and by when.",
        (
            Column("outcome_id", Kind.CODE, "A code for the outcome.", required=True),
            Column("area", Kind.CHOICE, "Whose outcome it is.", required=True, terms=terms.AREA),
            Column("title", Kind.TEXT, "The outcome in a few words.", required=True),
            Column(
                "due_year",
                Kind.INTEGER,
                "The programme year by which the theory of change expects it; it may lie after the last year.",
                required=True,
                minimum=1,
            ),
            Column("element", Kind.CHOICE, "For a system outcome, which part of the system.", terms=terms.ELEMENT),
            Column("definition", Kind.TEXT, "What is meant by it.", free=True),
            Column("better", Kind.CHOICE, "Which way is better; empty means up.", terms=terms.BETTER),
            Column("sites", Kind.CODE, "The sites it applies to; empty means all.", many=True, refers_to="sites.code"),
        ),
        key=("outcome_id",),
    ),
    Table(
        "toc_versions",
        "Versions of the theory of change",
        "When the theory of change was altered, and why.",
        (
            Column("version", Kind.INTEGER, "The version's number.", required=True, minimum=1),
            Column("date", Kind.DATE, "The day it came into force.", required=True),
            Column("reason", Kind.TEXT, "Why it was altered.", required=True, free=True),
            Column("learning_id", Kind.CODE, "The learning that led to it.", refers_to="learning.learning_id"),
        ),
        key=("version",),
    ),
    Table(
        "toc_nodes",
        "Theory of change: its parts",
        "The activities, outputs, outcomes and impact that the theory is made of.",
        (
            Column("node_id", Kind.CODE, "A code for the node.", required=True),
            Column("kind", Kind.CHOICE, "What kind of part it is.", required=True, terms=terms.NODE_KIND),
            Column("title", Kind.TEXT, "The node in a few words.", required=True),
            Column("outcome_id", Kind.CODE, "The outcome it stands for.", refers_to="outcomes.outcome_id"),
            Column("from_version", Kind.INTEGER, "The version it came in with.", refers_to="toc_versions.version"),
            Column("to_version", Kind.INTEGER, "The last version that held it.", refers_to="toc_versions.version"),
        ),
        key=("node_id",),
    ),
    Table(
        "toc_links",
        "Theory of change: its links",
        "Which part is thought to lead to which, on what assumption, and what else might explain it.",
        (
            Column("link_id", Kind.CODE, "A code for the link.", required=True),
            Column("from_node", Kind.CODE, "Where it starts.", required=True, refers_to="toc_nodes.node_id"),
            Column("to_node", Kind.CODE, "Where it leads.", required=True, refers_to="toc_nodes.node_id"),
            Column("assumption", Kind.TEXT, "What must hold for it to be true.", free=True),
            Column("rivals", Kind.TEXT, "Other explanations that were considered.", many=True, free=True),
            Column("from_version", Kind.INTEGER, "The version it came in with.", refers_to="toc_versions.version"),
            Column("to_version", Kind.INTEGER, "The last version that held it.", refers_to="toc_versions.version"),
        ),
        key=("link_id",),
    ),
    Table(
        "plan",
        "The plan",
        "What was planned and what was delivered, by component, site and year, and how each departure is judged.",
        (
            Column("component", Kind.TEXT, "The part of the work.", required=True),
            Column("node_id", Kind.CODE, "The activity in the theory.", required=True, refers_to="toc_nodes.node_id"),
            _SITE,
            Column("year", Kind.INTEGER, "The programme year.", required=True, refers_to="years.number"),
            Column("measure", Kind.TEXT, "What is counted.", required=True),
            Column("planned", Kind.NUMBER, "How many were planned.", required=True, minimum=0),
            Column("delivered", Kind.NUMBER, "How many were delivered.", minimum=0),
            Column("quality", Kind.TEXT, "What is known of its quality.", free=True),
            Column("departure", Kind.CHOICE, "How it differs from the plan.", terms=terms.DEPARTURE),
            Column("judged", Kind.CHOICE, "Whether that is in keeping with the theory.", terms=terms.JUDGED),
            Column("reason", Kind.TEXT, "Why it differs.", free=True),
        ),
        key=("component", "site", "year", "measure"),
        filled_by="programme manager",
    ),
    Table(
        "milestones",
        "Milestones",
        "What was to happen by when, what delayed it, and what was done about it.",
        (
            Column("milestone_id", Kind.CODE, "A code for the milestone.", required=True),
            _SITE,
            Column("title", Kind.TEXT, "The milestone in a few words.", required=True),
            Column("planned", Kind.DATE, "The day it was planned for.", required=True),
            Column("actual", Kind.DATE, "The day it was reached; empty if not yet."),
            Column("cause_of_delay", Kind.TEXT, "What held it up.", free=True),
            Column("response", Kind.TEXT, "What was done about it.", free=True),
        ),
        key=("milestone_id",),
        filled_by="programme manager",
    ),
)
