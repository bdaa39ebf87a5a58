"""The programme on paper: outcomes, the theory of change and its versions, priorities and agreed baselines."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import polars as pl

from tideturn.example.frame import (
    BIRMINGHAM,
    LEARNING_BUY_IN,
    LEARNING_QUALITY,
    LONDON,
    MANCHESTER,
    NATIONAL,
    OUTCOMES,
    Outcome,
)
from tideturn.example.rows import table

NODES: Final = (
    ("act_casework", "activity", "One-to-one casework"),
    ("act_therapy", "activity", "Therapy"),
    ("act_consultation", "activity", "Advice to professionals about their own cases"),
    ("act_training", "activity", "Training and workshops"),
    ("act_systems", "activity", "Work on agreed systems-change priorities"),
    ("act_policy", "activity", "Policy and strategy"),
    ("act_participation", "activity", "Young people shaping the work"),
    ("out_plans", "output", "Young people with a plan and a worker they know"),
    ("out_trained", "output", "Professionals trained and advised"),
    ("out_owned", "output", "Priorities that partners own"),
    ("out_pilots", "output", "Pilots running and guidance written"),
)
"""Activities and outputs of the theory of change. Each outcome is also a node, with its own id; so is `impact`."""

LINKS: Final = (
    ("link-01", "act_casework", "out_plans", "A young person has a worker within weeks", "", 1),
    ("link-02", "act_therapy", "out_plans", "Therapy is offered when it is wanted", "", 1),
    ("link-03", "act_training", "out_trained", "Employers release people to attend", "", 1),
    ("link-04", "act_consultation", "out_trained", "Advice is asked for early enough", "", 1),
    ("link-05", "act_systems", "out_owned", "Partners have the capacity to take part", "", 2),
    ("link-06", "act_policy", "out_pilots", "National bodies want evidence from practice", "", 1),
    ("link-07", "act_participation", "out_owned", "What young people say is acted on", "", 1),
    ("link-08", "out_plans", "safety", "Plans look at places and peers too", "Schools and police also alter places", 1),
    ("link-09", "out_plans", "access", "Services have room", "Another charity’s outreach team in the same area", 1),
    ("link-10", "out_plans", "cyp_understanding", "Young people trust the worker", "Lessons at school", 1),
    ("link-11", "out_plans", "mental_health", "Waiting lists do not undo the work", "Health services’ own offers", 1),
    ("link-12", "out_plans", "relationships", "Families want to take part", "Family support by the council", 1),
    ("link-13", "cyp_understanding", "risk", "Understanding leads to choices", "Police action against groups", 1),
    ("link-14", "safety", "risk", "Safety in one place is not paid for in another", "Police action against groups", 1),
    ("link-15", "access", "mental_health", "The right service is reached", "", 1),
    ("link-16", "out_trained", "practitioner_understanding", "Training fits the role", "National awareness", 1),
    ("link-17", "out_trained", "confidence", "Managers back what was learnt", "National awareness", 1),
    (
        "link-18",
        "practitioner_understanding",
        "identification",
        "Forms ask the right question",
        "National awareness",
        1,
    ),
    ("link-19", "confidence", "lasting_practice", "Time to practise", "A champion who would have acted anyway", 1),
    ("link-20", "identification", "access", "A referral leads to a service", "", 1),
    ("link-21", "out_owned", "pathways_understood", "Pathways are written down", "A new local protocol", 1),
    ("link-22", "out_pilots", "pathways_suited", "Pilots are allowed to fail", "Inspection findings", 1),
    ("link-23", "pathways_understood", "pathways_consistent", "Areas compare notes", "National guidance", 1),
    ("link-24", "pathways_suited", "pathways_consistent", "What works is taken up", "National guidance", 1),
    ("link-25", "out_pilots", "structures_response", "Pilots become policy", "New statutory guidance", 1),
    ("link-26", "lasting_practice", "structures_response", "Practice is written into roles", "Inspection findings", 1),
    ("link-27", "structures_response", "victims", "Policy changes how people speak", "Court judgments", 1),
    ("link-28", "out_owned", "joint_working", "Partners stay long enough", "Safeguarding partners’ own reform", 1),
    ("link-29", "joint_working", "information_shared", "Agreements exist", "New data-protection law", 1),
    ("link-30", "joint_working", "information_quality", "People know what is useful", "A new case system", 2),
    ("link-31", "information_quality", "identification", "It arrives in time", "", 3),
    ("link-32", "risk", "impact", "", "", 1),
    ("link-33", "mental_health", "impact", "", "", 1),
    ("link-34", "relationships", "impact", "", "", 1),
    ("link-35", "pathways_consistent", "impact", "", "", 1),
    ("link-36", "victims", "impact", "", "", 1),
)
"""Links of the theory of change: id, from, to, assumption, rival explanation considered, first version."""


def theory_tables() -> dict[str, pl.DataFrame]:
    """Return the tables of outcomes, the theory of change and its versions, priorities and baselines."""
    nodes = [{"node_id": i, "kind": kind, "title": title, "from_version": 1} for i, kind, title in NODES]
    nodes += [
        {"node_id": o.outcome_id, "kind": "outcome", "title": o.title, "outcome_id": o.outcome_id, "from_version": 1}
        for o in OUTCOMES
    ]
    nodes.append(
        {"node_id": "impact", "kind": "impact", "title": "Exploitation of young people is disrupted", "from_version": 1}
    )
    return {
        "outcomes": table("outcomes", [_outcome(outcome) for outcome in OUTCOMES]),
        "toc_versions": table("toc_versions", _VERSIONS),
        "toc_nodes": table("toc_nodes", nodes),
        "toc_links": table(
            "toc_links",
            [
                {
                    "link_id": link,
                    "from_node": start,
                    "to_node": end,
                    "assumption": assumption or None,
                    "rivals": rival or None,
                    "from_version": version,
                }
                for link, start, end, assumption, rival, version in LINKS
            ],
        ),
        "priorities": table("priorities", _PRIORITIES),
        "baselines": table("baselines", _BASELINES),
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "outcome_id": outcome.outcome_id,
        "area": outcome.area,
        "title": outcome.title,
        "due_year": outcome.due_year,
        "claim": outcome.claim,
        "element": outcome.element,
        "definition": outcome.definition,
        "better": outcome.better,
        "sites": "|".join(outcome.sites) or None,
    }


_VERSIONS: Final = (
    {"version": 1, "date": date(2018, 8, 20), "reason": "Agreed by the board before the work began."},
    {
        "version": 2,
        "date": date(2019, 7, 1),
        "reason": "Partners must own a priority before anything is asked of them, so ownership became an output of "
        "its own, and the quality of information was told apart from its amount.",
        "learning_id": LEARNING_BUY_IN,
    },
    {
        "version": 3,
        "date": date(2020, 7, 1),
        "reason": "Better information now leads to identification directly: partners showed cases in which it had.",
        "learning_id": LEARNING_QUALITY,
    },
)

_PRIORITIES: Final = (
    {
        "priority_id": "pri-custody",
        "title": "Children in police custody are met by a youth worker",
        "element": "pathways",
        "from": date(2018, 12, 3),
        "site": MANCHESTER,
        "status": "agreed",
        "definition": "Contact in the custody suite, before release, whatever the charge.",
    },
    {
        "priority_id": "pri-school",
        "title": "Exclusion is treated as a safeguarding question",
        "element": "structures",
        "from": date(2018, 11, 12),
        "site": LONDON,
        "status": "agreed",
        "definition": "Schools ask about exploitation before they exclude.",
    },
    {
        "priority_id": "pri-panel",
        "title": "One panel for exploitation across agencies",
        "element": "collaboration",
        "from": date(2019, 2, 4),
        "site": BIRMINGHAM,
        "status": "agreed",
        "definition": "One place where agencies decide together, instead of three.",
    },
    {
        "priority_id": "pri-language",
        "title": "The language that professionals use about exploited children",
        "element": "structures",
        "from": date(2018, 10, 15),
        "status": "agreed",
        "definition": "Words in records that do not blame the child.",
    },
    {
        "priority_id": "pri-nrm",
        "title": "Decisions about referral are taken locally and soon",
        "element": "pathways",
        "from": date(2019, 1, 14),
        "site": NATIONAL,
        "status": "consulted on",
        "definition": "Local decisions on referrals of children, piloted with national bodies.",
    },
    {
        "priority_id": "pri-transport",
        "title": "Transport staff know what to do when they are worried",
        "element": "pathways",
        "from": date(2018, 11, 5),
        "site": BIRMINGHAM,
        "to": date(2019, 11, 29),
        "status": "retired",
        "definition": "Dropped when the transport provider reorganised; taken up again under training.",
    },
)

_BASELINES: Final = (
    {
        "site": LONDON,
        "measure": "Children excluded from school and known to the exploitation panel, in a term",
        "value": 23,
        "date": date(2018, 8, 31),
        "agreed_with": "Council A; education partnership A",
        "source": "Panel records",
    },
    {
        "site": MANCHESTER,
        "measure": "Children held in the pilot’s custody suite who were met by a youth worker, of every hundred",
        "value": 20,
        "date": date(2018, 11, 30),
        "agreed_with": "Borough police command G; youth justice service G",
        "source": "Custody log",
    },
    {
        "site": BIRMINGHAM,
        "measure": "Panels that discuss exploited children",
        "value": 3,
        "date": date(2019, 1, 31),
        "agreed_with": "Council D; borough police command D; health service D",
        "source": "Minutes",
    },
)
