"""A small theory to begin from: general enough for any programme that disrupts exploitation, to be altered to it."""

from __future__ import annotations

from typing import Final

from tideturn.hub.theory.terms import Kind

_ACTIVITY, _OUTPUT, _OUTCOME, _IMPACT = Kind.ACTIVITY, Kind.OUTPUT, Kind.OUTCOME, Kind.IMPACT

BOXES: Final = {
    "support": (_ACTIVITY, "One-to-one support for young people"),
    "training": (_ACTIVITY, "Training and advice for professionals"),
    "systems": (_ACTIVITY, "Work with partners on how they respond"),
    "voice": (_ACTIVITY, "Young people shape the work"),
    "trusted": (_OUTPUT, "Young people have a worker whom they trust, and a plan"),
    "trained": (_OUTPUT, "Professionals know the signs and whom to tell"),
    "agreed": (_OUTPUT, "Partners agree what to change, and try it"),
    "risks": (_OUTCOME, "Young people understand exploitation and its risks"),
    "safer": (_OUTCOME, "Young people are safer"),
    "noticed": (_OUTCOME, "Young people at risk are noticed early"),
    "pathways": (_OUTCOME, "The response is the same wherever a young person turns"),
    "victims": (_OUTCOME, "Exploited young people are treated as victims"),
    "impact": (_IMPACT, "Fewer young people are exploited, and those who are get help"),
}
"""Each box by a name of its own: its kind, and what it says."""
LINKS: Final = (
    ("support", "trusted", "A worker is there within weeks of the referral, and stays.", ""),
    ("voice", "trusted", "What young people say alters what is offered.", ""),
    ("training", "trained", "Employers release people to come.", "Other training was on offer at the same time."),
    ("systems", "agreed", "Partners have people and time for it.", "A new duty in law made them do it."),
    ("voice", "agreed", "Those who decide listen to young people.", ""),
    ("trusted", "risks", "Young people talk more openly with somebody whom they trust.", "Lessons at school."),
    ("trusted", "safer", "The plan reaches the places and people around a young person.", "Police action nearby."),
    ("risks", "safer", "Those who understand a risk are free to act on it.", ""),
    ("trained", "noticed", "Managers back those who raise a concern.", "Awareness in the country was rising."),
    ("noticed", "safer", "Whoever is noticed gets help soon.", ""),
    ("agreed", "pathways", "What was tried is written down and taken up.", "National guidance changed."),
    ("trained", "victims", "New knowledge changes how people speak and decide.", "Court judgments."),
    ("safer", "impact", "Safety lasts when the support ends.", ""),
    ("pathways", "impact", "The response holds when those who built it move on.", ""),
    ("victims", "impact", "", ""),
)
"""From which box to which, on what assumption, and what else might explain it."""
