"""Declare the closed lists of terms, each once for the whole of Tideturn."""

from __future__ import annotations

from typing import Final

from tideturn.dataset.schema import Vocabulary
from tideturn.dataset.verdict import BY_RULE, Verdict

PROGRAMME_SCOPE: Final = "programme"
"""The scope that pools every site; no site may take it for its code."""
ELSEWHERE: Final = "elsewhere"
"""The site of a comparison series: where the programme does not work. No site may take it for its code."""

SITE_KIND: Final = Vocabulary("site kind", {"local": "a city or area team", "national": "the national team"})
AREA: Final = Vocabulary(
    "outcome area",
    {"cyp": "children and young people", "practitioner": "practitioners", "system": "the system around them"},
)
ELEMENT: Final = Vocabulary(
    "system element",
    {"pathways": "pathways", "structures": "structures", "collaboration": "collaboration"},
)
OUTCOME_CLAIM: Final = Vocabulary("claim", {"state": "how things are", "change": "that something changed"})
BETTER: Final = Vocabulary("better", {"up": "a higher score is better", "down": "a lower score is better"})
VOICE: Final = Vocabulary(
    "voice",
    {
        "staff": "the programme’s own staff",
        "stakeholder": "partners",
        "young_person": "young people",
        "family": "parents and carers",
        "record": "records",
    },
)
SPEAKER: Final = Vocabulary("speaker", {k: v for k, v in VOICE.terms.items() if k != "record"})
KIND: Final = Vocabulary(
    "kind of evidence",
    {
        "interview": "interviews",
        "survey": "survey",
        "monitoring": "monitoring data",
        "document": "documents",
        "change": "harvested changes",
        "theme": "themes",
        "count": "counts",
    },
)
POLARITY: Final = Vocabulary(
    "polarity",
    {
        "supports": "supports the outcome",
        "contradicts": "contradicts the outcome",
        "no_change": "says that nothing changed",
        "too_early": "says that it is too soon to tell",
        "mixed": "both supports and contradicts it",
    },
)
THEME: Final = Vocabulary(
    "theme of a code",
    {
        "context": "what the places are like, and what else went on",
        "implementation": "how the work was put into practice",
        "strength": "what went well",
        "challenge": "what was hard",
        "learning": "what was learnt",
        "participation": "how young people shaped the work",
        "account": "a piece of work, as somebody tells it",
    },
)
EFFECT: Final = Vocabulary(
    "effect of a cause", {"helps": "says that it helps", "hinders": "says that it gets in the way"}
)
READING: Final = Vocabulary(
    "reading of a strand",
    {
        "positive": "positive",
        "negative": "negative",
        "mixed": "mixed",
        "no_change": "no change",
        "insufficient": "not enough to say",
        "silent": "asked, and nothing said",
    },
)
VERDICT: Final = Vocabulary("verdict", {verdict: verdict.word for verdict in BY_RULE})
WITHHELD: Final = str(Verdict.WITHHELD)
CONFIDENCE: Final = Vocabulary(
    "confidence", {"high": "high", "moderate": "moderate", "low": "low", "very_low": "very low"}
)
CONTRIBUTION: Final = Vocabulary(
    "contribution",
    {
        "not_shown": "not shown",
        "plausible": "plausible",
        "one_of_several": "one of several causes",
        "main_among_several": "the main one of several causes",
        WITHHELD: "not shown here",
    },
)
RATINGS: Final = ("not_shown", "plausible", "one_of_several", "main_among_several")
"""Ratings of how far the programme is a cause, from the least to the most that may be said."""
CONTEXT_KIND: Final = Vocabulary(
    "kind of context",
    {
        "local_service": "another service in the place",
        "national_trend": "something that happened everywhere",
        "policy": "a policy or law",
        "event": "an event",
    },
)
AGE_BAND: Final = Vocabulary(
    "age band",
    {
        "under 10": "aged under 10",
        "10 to 12": "aged 10 to 12",
        "13 to 15": "aged 13 to 15",
        "16 to 17": "aged 16 or 17",
        "18 and over": "aged 18 and over",
    },
)
"""Age bands of the statistics on children in need in England, with 10 to 15 split at 13.

Below 10 nobody is criminally responsible; below 13 the law on sexual offences knows no consent.
"""
POPULATION_GROUP: Final = Vocabulary(
    "group of a population",
    {
        "age_band": "age",
        "gender": "gender",
        "ethnicity": "ethnic group",
        "disability": "disability",
        "care_status": "whether in care",
    },
)
"""Groups known for a population; the type of exploitation, the referrer and the risk are known only for referrals."""
POST_ROLE: Final = Vocabulary(
    "role of a post",
    {
        "casework": "casework",
        "systems_change": "systems change",
        "dual": "casework and systems change",
        "manager": "manager",
        "other": "other",
    },
)
NODE_KIND: Final = Vocabulary(
    "kind of node", {"activity": "activity", "output": "output", "outcome": "outcome", "impact": "impact"}
)
DEPARTURE: Final = Vocabulary("departure", {"not_delivered": "not delivered", "modified": "modified", "added": "added"})
JUDGED: Final = Vocabulary(
    "judgement of a departure",
    {"adaptation": "a reasoned adaptation, in keeping with the theory", "drift": "drift away from the theory"},
)
SESSION_KIND: Final = Vocabulary(
    "kind of session",
    {"one_to_one": "one-to-one work", "therapy": "therapy", "group": "group work", "family": "work with the family"},
)
REFERRAL_KIND: Final = Vocabulary(
    "kind of onward referral",
    {"nrm": "National Referral Mechanism", "safeguarding": "safeguarding", "other": "another service"},
)
STAGE: Final = Vocabulary(
    "stage of an assessment",
    {
        "referral": "when the young person was referred",
        "waiting": "while they waited",
        "baseline": "at the start",
        "review": "at a review",
        "closure": "at closure",
    },
)
COMPARISON: Final = Vocabulary(
    "comparison",
    {"waiting": "waited for a place", "not_started_site": "lives where the programme had not started"},
)
RATER: Final = Vocabulary(
    "rater",
    {"worker": "the worker", "young_person": "the young person", "self": "an adult rating themselves"},
)
SURVEY_STAGE: Final = Vocabulary(
    "stage of a survey",
    {
        "before": "before the event",
        "after": "straight after it",
        "follow_up": "months later",
        "then_test": "looking back at how things were before",
    },
)
MEASURES: Final = Vocabulary(
    "what an item measures", {"level": "how things are", "change": "whether and how things changed"}
)
ITEM_KIND: Final = Vocabulary("kind of item", {"one": "one answer", "several": "all that apply"})
BARR_LEVEL: Final = Vocabulary(
    "Barr’s level",
    {
        "1": "reaction",
        "2a": "attitudes and perceptions",
        "2b": "knowledge and skills",
        "3": "behaviour",
        "3a": "behaviour, as the person reports it",
        "3b": "behaviour, as others see it",
        "4a": "change in the organisation’s practice",
        "4b": "benefit to young people",
    },
)
AUDIENCE: Final = Vocabulary(
    "audience",
    {
        "staff": "the programme’s own staff",
        "professionals": "outside professionals",
        "young_people": "young people",
        "families": "families",
    },
)
STRAND_OF_WORK: Final = Vocabulary(
    "strand of work",
    {
        "consultation": "advice to professionals about their own cases",
        "systems": "systems-change work",
        "policy": "policy and strategy",
        "participation": "young people shaping the work",
        "outreach": "outreach",
    },
)
LEVEL: Final = Vocabulary("level", {"local": "local", "national": "national"})
ACTIVITY_STATUS: Final = Vocabulary(
    "status", {"planned": "planned", "under_way": "under way", "done": "done", "stopped": "stopped"}
)
DIRECTION: Final = Vocabulary("direction", {"positive": "for the better", "negative": "for the worse"})
CHANGE_STAGE: Final = Vocabulary(
    "stage of a change",
    {
        "discussed": "discussed",
        "piloted": "piloted",
        "adopted": "adopted",
        "embedded": "embedded",
        "spread": "spread",
        "reversed": "reversed",
    },
)
SUBSTANTIATION: Final = Vocabulary(
    "answer of a substantiator",
    {
        "fully": "confirms it fully",
        "partly": "confirms it in part",
        "disagree": "disagrees",
        "cannot_say": "cannot say",
        "no_reply": "did not reply",
    },
)
EXPECTED: Final = Vocabulary("expected direction", {"up": "a rise", "down": "a fall"})
KEPT_BY: Final = Vocabulary("who keeps it", {"programme": "the programme itself", "other": "someone else"})
LEARNING_ABOUT: Final = Vocabulary("about", {"problem": "the problem", "work": "the work"})
CLAIM_TYPE: Final = Vocabulary(
    "type of claim",
    {
        "descriptive": "says what was found",
        "change": "is about whether something changed",
        "contribution": "is about what brought it about",
        "judgement": "judges",
    },
)
IMPACT_SECTIONS: Final = ("young_people", "practitioners", "system")
"""Sections of findings about outcomes: each finding there names its outcome."""
SECTIONS: Final = (
    *("summary", "context", "implementation", "reach", *IMPACT_SECTIONS),
    *("strengths", "challenges", "learning", "recommendations"),
)
"""The sections of the report that a finding may belong to."""
OLDER_SECTIONS: Final = ("programme", "theory_of_change", "year_on_year")
"""Sections of findings in older folders, which still have their place in the report."""
EDGE: Final = Vocabulary("edge", {"supports": "supports", "contradicts": "contradicts", "context": "context"})
EVIDENCE_TEST: Final = Vocabulary(
    "test of a cause",
    {
        "hoop": "if it is not seen, the programme did not cause it",
        "smoking_gun": "if it is seen, the programme very probably did",
        "straw": "it speaks for the programme a little, or against it",
        "doubly_decisive": "if it is seen, the programme did; if not, it did not",
    },
)
SEEN: Final = Vocabulary("seen", {"yes": "it was seen", "no": "it was not seen", "unclear": "nobody can tell"})
WEIGHED: Final = Vocabulary(
    "weight of a rival",
    {
        "ruled_out": "it cannot explain the change",
        "weaker": "it explains less than the programme does",
        "as_strong": "it explains as much as the programme does",
        "stronger": "it explains more than the programme does",
        "unknown": "nobody has found out",
    },
)
PRIORITY: Final = Vocabulary("priority", {"high": "high", "medium": "medium", "low": "low"})
