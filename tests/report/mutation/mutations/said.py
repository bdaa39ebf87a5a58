"""What people said in interviews, and what was written about it all: who speaks, which words, on what it rests."""

from __future__ import annotations

from typing import Final

from mutations.coverage import RESTS
from mutations.edits import Change, Drop, Reword
from mutations.model import GONE, NEW, THEMES, Mutation, Said, Stopped
from mutations.units import SAFETY, SAFETY_EVIDENCE

INTERVIEWS: Final = "interviews.csv"
FINDINGS: Final = "findings.csv"
EDGES: Final = "finding_evidence.csv"
CODERS: Final = "How far coders agree"
JOINT: Final = "Organisations work together more"
NINE_WEEKS: Final = "He has slept at home nine weeks running"

SPOKEN: Final = (
    # int-08 says both of safety; of 7 staff who spoke of it 6 support it, of 4 partners 2 do and 2 find it too early.
    Mutation(
        "one of the programme’s staff was a partner",
        (Change(INTERVIEWS, {"interview_id": "int-08"}, {"voice": "stakeholder"}),),
        (
            Said(
                SAFETY_EVIDENCE,
                "6 of 7 sources who spoke of it support it (1 says both); 7 of 8",
                "6 of 6 sources who spoke of it support it; 6 of 7",
            ),
            Said(
                SAFETY_EVIDENCE,
                "2 of 4 sources who spoke of it support it",
                "2 of 5 sources who spoke of it support it (2 say that it is too early, 1 says both)",
            ),
            Said(
                RESTS,
                "10 from the programme’s own staff and 12 from partners",
                "9 from the programme’s own staff and 13",
            ),
        ),
        outcomes=("safety", "identification", "joint_working", "information_shared"),
        parts=(
            *THEMES,
            RESTS,
        ),
    ),
    Mutation(
        "somebody does not want to be quoted",
        (Change(INTERVIEWS, {"interview_id": "int-01"}, {"consent_to_quote": "no"}),),
        (
            Said(SAFETY, NINE_WEEKS, GONE),
            Said(JOINT, "We’ve a Tuesday meeting with police", GONE),
        ),
        outcomes=("safety", "cyp_understanding", "identification", "structures_response", "joint_working"),
    ),
    Mutation(
        "what somebody said was something else",
        (Reword("transcripts/int-01.txt", "at home nine weeks", "at home five weeks"),),
        (Said(SAFETY, NINE_WEEKS, "He has slept at home five weeks running"),),
        (Stopped("stale_evidence", "y1-safety"),),
        outcomes=("safety",),
    ),
    # Both coders laid “What was hard” over the same words of int-13, as wherever either did: they agree fully on 19 of
    # 24 codes.
    Mutation(
        "one of two coders did not see what the other did",
        (Drop("codings.csv", {"interview_id": "int-13", "code": "difficulty", "coder": "c2"}),),
        (Said(CODERS, "Coders agree fully on 19", "Coders agree fully on 18"),),
        parts=(CODERS,),
    ),
    # “A worker they know” is said to help safety (int-01) and access (int-16). As no part of the theory it is on no
    # link: people spoke of 11 of 35.
    Mutation(
        "what people named is no part of the theory",
        (Change("factors.csv", {"factor": "a worker they know"}, {"node_id": ""}),),
        (
            Said(
                "The theory of change",
                "People mentioned 11 of them; the other 24 were not mentioned",
                "People mentioned 9 of them; the other 26 were not mentioned",
            ),
            Said(f"{SAFETY} > What people said helped", NEW, "This cause is not in the theory of change"),
        ),
        outcomes=("safety", "access"),
        parts=("The theory of change",),
    ),
    Mutation(
        "nobody reviewed what was written",
        (Change(FINDINGS, {"claim_id": "y1-access"}, {"reviewer": ""}),),
        stopped=(Stopped("unreviewed", "y1-access"),),
    ),
    # The survey of staff reads mixed (9 of 19 agree): it supports nothing.
    Mutation(
        "evidence that reads mixed is drawn as support",
        (
            Change(
                EDGES,
                {"claim_id": "y1-access", "evidence_id": "survey/partners-2019/reach_services/staff/programme/1"},
                {"edge": "supports"},
            ),
        ),
        stopped=(Stopped("edge_polarity", "y1-access"),),
    ),
    # The headline that counted five places as young people.
    Mutation(
        "places are counted as young people in what was written",
        (
            Change(
                FINDINGS,
                {"claim_id": "y1-safety-numbers"},
                {
                    "text": "Of 67 young people whom workers scored at the start and again in the year, 48 had a "
                    "better score the last time."
                },
            ),
        ),
        (Said(SAFETY, "Of 62 young people", "Of 67 young people"),),
        (Stopped("number_mismatch", "y1-safety-numbers"),),
        outcomes=("safety",),
    ),
    # Confidence in it is low.
    Mutation(
        "what was written says more than its evidence",
        (
            Change(
                FINDINGS,
                {"claim_id": "y1-identification"},
                {"text": "The evidence shows that young people at risk are recognised earlier."},
            ),
        ),
        stopped=(Stopped("overclaim", "y1-identification"),),
        outcomes=("identification",),
    ),
    # 24 of 24 staff agree, and 49 of 59 partners disagree.
    Mutation(
        "what was written tells one side",
        (
            Change(
                FINDINGS,
                {"claim_id": "y1-pathways"},
                {"text": "The evidence indicates that practitioners understand the pathways."},
            ),
        ),
        stopped=(Stopped("dissent_hidden", "y1-pathways"),),
        outcomes=("pathways_understood",),
    ),
    Mutation(
        "what was written rests on nothing",
        (Drop(EDGES, {"claim_id": "y1-practitioners-numbers"}),),
        stopped=(Stopped("orphan_claim", "y1-practitioners-numbers"),),
        outcomes=("practitioner_understanding",),
    ),
)
