"""Which way something points: a cause that helps or hinders, a score that should rise or fall, a side that is taken."""

from __future__ import annotations

from typing import Final

from mutations.answers import CANNOT, CONFIDENT
from mutations.edits import Change, Drop
from mutations.model import GONE, NEW, SURE, VERDICTS, Mutation, Said, Stopped

CAUSES: Final = "causal_claims.csv"
OUTCOMES: Final = "outcomes.csv"
CODINGS: Final = "codings.csv"
CONTRIBUTED: Final = "What the programme contributed"
UNDERSTAND: Final = "Practitioners understand exploitation and its forms"
RISK: Final = "Young people’s risk of exploitation falls"
ACCESS: Final = "Young people reach the support services they need"
IN_THE_WAY: Final = "What people said helps, and what gets in the way"
LINKS: Final = "Each link, and what supports it"
STAFF_TURNOVER: Final = "Staff turnover: 1 person, unprompted: the programme’s own staff (Greater Manchester)"
MAP: Final = (IN_THE_WAY, LINKS)

# causal_claims.csv of Year 1 holds three that hinder: staff turnover of confidence (int-07) and of lasting practice
# (int-21), and police operations of risk (int-19). That is 2 things in the way of 3 outcomes.
IN_WAY_OF: Final = "People named 2 things as getting in the way of 3 outcomes"

SIGNS: Final = (
    Mutation(
        "what held back is told as what helped",
        (Change(CAUSES, {"interview_id": "int-07", "from_factor": "staff turnover"}, {"effect": "helps"}),),
        (
            Said(f"{CONFIDENT} > What people said held it back", STAFF_TURNOVER, GONE),
            Said(f"{CONFIDENT} > What people said helped", NEW, STAFF_TURNOVER),
            Said(IN_THE_WAY, IN_WAY_OF, "People named 2 things as getting in the way of 2 outcomes"),
        ),
        outcomes=("confidence",),
        parts=MAP,
    ),
    # int-19 alone named it. That risk falls is not due yet, so that what helps is no cause of it.
    Mutation(
        "what gets in the way is told as what helps",
        (Change(CAUSES, {"interview_id": "int-19", "from_factor": "police operations"}, {"effect": "helps"}),),
        (
            Said(f"{RISK} > What people said gets in the way", "Police operations: 1 person", GONE),
            Said(IN_THE_WAY, IN_WAY_OF, "People named 1 thing as getting in the way of 2 outcomes"),
        ),
        outcomes=("risk",),
        parts=MAP,
    ),
    # int-11 and int-12 of London and int-16 of Birmingham say that it helps: without int-12 two are left, of both. The
    # span is coded as this link too, which says that it holds.
    Mutation(
        "what helped is told as what held back",
        (
            Change(
                CAUSES, {"interview_id": "int-12", "from_factor": "people trained and advised"}, {"effect": "hinders"}
            ),
            Drop(CODINGS, {"interview_id": "int-12", "code": "training-understanding"}),
        ),
        (
            Said(
                f"{UNDERSTAND} > What people said helped",
                "People trained and advised: 3 people, all unprompted",
                "People trained and advised: 2 people, both unprompted: partners (Birmingham and London)",
            ),
            Said(IN_THE_WAY, "(3 people).", "(2 people)."),
            Said(IN_THE_WAY, IN_WAY_OF, "People named 3 things as getting in the way of 4 outcomes"),
            Said(
                LINKS,
                f"trained and advised | {UNDERSTAND} | 3 people, all unprompted: partners (Birmingham and London). |",
                "1 of them says that the first gets in the way of the second",
            ),
            Said(CONTRIBUTED, "Two partners each said of the context", "One partner said of the context"),
            Said(CONTRIBUTED, NEW, f"helps “{UNDERSTAND}”; 1 person said otherwise."),
        ),
        outcomes=("practitioner_understanding",),
        parts=(*MAP, CONTRIBUTED),
    ),
    # A claim without a sign is taken to help, and asked about: it must not go on holding back.
    Mutation(
        "a cause loses its sign",
        (Change(CAUSES, {"interview_id": "int-07", "from_factor": "staff turnover"}, {"effect": ""}),),
        (Said(f"{CONFIDENT} > What people said held it back", STAFF_TURNOVER, GONE),),
        asked="effect_unstated",
        outcomes=("confidence",),
        parts=MAP,
    ),
    # assessments.csv, outcome risk: the last score is lower than the first for 39 of 60, higher for 4.
    Mutation(
        "a higher risk is called better",
        (Change(OUTCOMES, {"outcome_id": "risk"}, {"better": ""}),),
        (
            Said(
                f"{RISK} > Early signs",
                "60 young people scored at the start and again in the year: 39 better, 17 the same, 4 worse",
                "4 better, 17 the same, 39 worse",
            ),
            Said(
                RISK,
                "Early signs: workers’ scores of young people, before and after: positive",
                "and after: negative",
            ),
            Said(
                SURE,
                NEW,
                "An early sign points the other way and needs attention now",
            ),
            Said(
                "Before and after", f"{RISK} | young people, scored by workers | 60 | 39 | 17 | 4", "60 | 4 | 17 | 39"
            ),
            Said("young people: Less risk of being exploited", NEW, "But one early sign is not good"),
        ),
        outcomes=("risk",),
        parts=(VERDICTS, "Before and after", "Executive summary", "Challenges"),
    ),
    # Relationships: of 63, 5 went up, 51 stayed and 7 went down: of six scores the one on which more did worse.
    Mutation(
        "worse relationships are called better",
        (Change(OUTCOMES, {"outcome_id": "relationships"}, {"better": "down"}),),
        (
            Said(
                "Relationships with family, carers and peers improve > Early signs",
                "63 young people scored at the start and again in the year: 5 better, 51 the same, 7 worse",
                "7 better, 51 the same, 5 worse",
            ),
            Said("Before and after", "More did better than worse on five of six scores", "worse on every score"),
        ),
        outcomes=("relationships",),
        parts=("Before and after",),
    ),
    # The year began on 1 September 2018: what is written down a month later was not written down before. From September
    # to August the three cities counted 119 and then 121, the other large cities 359 and then 379.
    Mutation(
        "a direction was written down after the year had begun",
        (Change("indicators.csv", {"indicator": "nrm"}, {"registered_on": "2018-10-01"}),),
        (
            Said("Counts over time", "a rise was expected, as written down on 20 August 2018", GONE),
            Said(
                "Practitioners identify young people at risk or exploited > The evidence",
                "from 119 in the year to August 2018 to 121 in the year; elsewhere (“Children referred to the National "
                "Referral Mechanism by the other large cities”), from 359 to 379",
                "No direction was registered before the year began",
            ),
            Said(CANNOT, "made 4 measured readings", "made 3 measured readings"),
            Said(CANNOT, NEW, "There is no comparison group"),
        ),
        outcomes=("identification",),
        parts=("Counts over time", CANNOT, "How to read this report"),
    ),
    # Eight spoke of it: seven supported it and int-20 saw no change. Six of eight are still two thirds.
    Mutation(
        "what a partner said supports is coded as contradicting",
        (Change(CODINGS, {"interview_id": "int-11", "code": "access"}, {"polarity": "contradicts"}),),
        (
            Said(
                f"{ACCESS} > The evidence",
                "7 of 8 sources who spoke of it support it (1 says that nothing changed)",
                "6 of 8 sources who spoke of it support it (1 contradicts it, 1 says that nothing changed)",
            ),
            Said(ACCESS, "supports the outcome: “I’ve somewhere to send them now", GONE),
        ),
        (Stopped("edge_polarity", "y1-access"),),
        outcomes=("access",),
        parts=(VERDICTS,),
    ),
)
