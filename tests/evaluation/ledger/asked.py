"""One question of a survey, answers to it, and the strand that they make up."""

from __future__ import annotations

from tideturn.evaluation.ledger import gather
from tideturn.evaluation.rules import Rules

RULES = Rules()
ITEM = {
    "item": "q",
    "outcome_id": "safety",
    "label": "Safer?",
    "measures": "change",
    "agree": "yes",
    "disagree": "no",
    "opinion_none": "dk",
}


def answers(count, answer, *, voice="stakeholder", site="north", start=0, **more):
    return [
        {"response_id": f"r{start + i:03d}", "voice": voice, "site": site, "year": 1, "q": answer, **more}
        for i in range(count)
    ]


def strand_of(dataset, year, outcome="safety", scope="programme", kind="survey", voice="stakeholder"):
    found = [s for s in gather(dataset, year, RULES)[1][outcome, scope] if s.kind == kind and s.voice == voice]
    assert len(found) == 1
    return found[0]
