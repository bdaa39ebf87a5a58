"""How many came, were asked and answered; and what was known by the day up to which a year is told."""

from __future__ import annotations

from typing import Final

from mutations.answers import DIFFER, NEXT, SURVEYED
from mutations.edits import Change, Drop, Reword
from mutations.model import (
    CONTRIBUTED,
    COST,
    GONE,
    NEW,
    REACHED_WHO,
    SUMMARY,
    THEMES,
    VERDICTS,
    Mutation,
    Said,
    Stopped,
)
from mutations.printed import FRONT
from mutations.units import BETTER, CAME, DONE, PAIRS, SAFETY, SAFETY_EVIDENCE, SCORES, TRAINED

INVITED: Final = "surveys/partners-2019/invited.csv"
RESPONSES: Final = "surveys/partners-2019/responses.csv"
ACCESS: Final = "Young people reach the support services they need"
SPOTTED: Final = "Practitioners identify young people at risk or exploited"
STAGES: Final = "How far changes in the system have come"
RESTS: Final = "What it rests on"
STRUCTURES: Final = "Policies, cultures and practice respond to exploitation, outside the family too"
JOINT: Final = "Organisations work together more"

COVERAGE: Final = (
    # invited.csv: 43, 40 and 38 partners of the three cities and 24 nationally are 145, and 121 without the last. 50 of
    # 101 are 49.5%, still fewer than half; 62 of 125 are 49.6%.
    Mutation(
        "fewer were invited",
        (Change(INVITED, {"voice": "stakeholder", "site": "london"}, {"invited": "23"}),),
        (
            Said(f"{ACCESS} > The evidence", "121 partners were invited; 50 answered", "101 partners were invited; 50"),
            Said(
                ACCESS,
                "only 50 of 121 partners who were invited answered the survey “partners-2019” (41%)",
                "only 50 of 101 partners",
            ),
            Said(
                SPOTTED,
                "only 62 of 145 partners who were invited answered the survey “partners-2019” (43%)",
                "only 62 of 125 partners",
            ),
        ),
        outcomes=SURVEYED,
    ),
    # Where one place’s row is missing, nobody knows how many were asked.
    Mutation(
        "it is not recorded how many one place invited",
        (Drop(INVITED, {"voice": "stakeholder", "site": "london"}),),
        (
            Said(f"{ACCESS} > The evidence", "121 partners were invited", GONE),
            Said(ACCESS, "only 50 of 121 partners who were invited answered", GONE),
        ),
        asked="invited_unknown",
        outcomes=SURVEYED,
        parts=("Executive summary", "Strengths"),
    ),
    # att-0050 came to train-03, one of the 12 events at which anybody answered, and did not answer.
    Mutation(
        "somebody who was asked and did not answer was not there",
        (Drop("attendance.csv", {"event_id": "train-03", "attendee_id": "att-0050"}),),
        (
            Said(SUMMARY, "666 people trained, at 30 events", "665 people trained, at 30 events"),
            Said(
                CAME,
                "666 people came; 264 were asked, at 12 of 30 events; 181",
                "665 people came; 263 were asked, at 12",
            ),
            Said(DONE, "666 people trained", "665 people trained"),
        ),
        outcomes=TRAINED,
        parts=(COST, DONE, "London"),
    ),
    # 30 came to train-05, and nobody was asked there: 636 of 666 came to 29 events in the year.
    Mutation(
        "an event was held after the year",
        (Change("training_events.csv", {"event_id": "train-05"}, {"date": "2019-09-04"}),),
        (
            Said(SUMMARY, "666 people trained, at 30 events", "636 people trained, at 29 events"),
            Said(
                DONE,
                "30 training events for outside professionals: 666 people trained",
                "29 training events for outside professionals: 636 people trained",
            ),
            Said(
                CAME,
                "666 people came; 264 were asked, at 12 of 30 events",
                "636 people came; 264 were asked, at 12 of 29",
            ),
        ),
        outcomes=TRAINED,
        parts=(COST, DONE, "National"),
    ),
    # p1-029 agrees on reach_services, and its answer came after 31 August 2019.
    Mutation(
        "an answer came after the year",
        (Change(RESPONSES, {"response_id": "p1-029"}, {"date": "2019-09-03"}),),
        (
            Said(
                SUMMARY,
                "39 of 50 partners agreed: “Young people I know",
                "38 of 49 partners agreed: “Young people I know",
            ),
            Said(f"{ACCESS} > The evidence", "39 of 50 partners (78%", "38 of 49 partners (78%"),
            Said(
                f"{ACCESS} > The evidence",
                "121 partners were invited; 50 answered",
                "121 partners were invited; 49 answered",
            ),
            Said(
                RESTS,
                "452 survey responses, 28 from the programme’s own staff and 424",
                "451 survey responses, 28 from",
            ),
        ),
        (Stopped("stale_evidence", "y1-access-numbers"),),
        outcomes=SURVEYED,
        parts=(DIFFER, NEXT, RESTS),
    ),
    # Of 97 referrals of the year, 84 had an answer by its last day; that of lon-001 (26 October 2018) is one.
    Mutation(
        "an answer to a referral came after the year",
        (Change("onward_referrals.csv", {"case_id": "lon-001", "replied": "2018-10-26"}, {"replied": "2019-09-10"}),),
        (
            Said(SUMMARY, "84 of 97 onward referrals", "83 of 97 onward referrals"),
            Said(
                DONE, "97 onward referrals; 84 had been answered by 31 August 2019", "97 onward referrals; 83 had been"
            ),
        ),
        parts=(
            SUMMARY,
            DONE,
        ),
    ),
    # All 97 had one by 31 October; the pilot began on the 7th, and rec-02 was done on 16 September.
    Mutation(
        "the year is told as it was known two months later",
        (Reword("programme.toml", "end = 2019-08-31 }", "end = 2019-08-31, data_to = 2019-10-31 }"),),
        (
            Said(
                REACHED_WHO,
                "it had accepted 99 (83%) by 31 August 2019",
                "it had accepted 102 (85%) by 31 October 2019",
            ),
            Said(
                SUMMARY,
                "84 of 97 onward referrals had been answered by 31 August 2019",
                "97 of 97 onward referrals had been answered by 31 October 2019",
            ),
            Said(DONE, "84 had been answered by 31 August 2019", "97 had been answered by 31 October 2019"),
            Said("The programme", NEW, "which this report judges by what was known on 31 October 2019"),
            Said("Recommendations", NEW, "Accepted: offered to all from September 2019"),
            Said("Milestones", NEW, "The pilot began in the old suite with one worker"),
        ),
        outcomes=("pathways_suited",),
        parts=(
            REACHED_WHO,
            CONTRIBUTED,
            DONE,
            "The programme",
            "A child in police custody",
            "Milestones",
            "Recommendations",
        ),
    ),
    # lon-023 went from 5 to 7, and the 7 was given after the year: one of the 43, who is then not scored twice.
    Mutation(
        "a score was given after the year",
        (
            Change(
                SCORES,
                {"case_id": "lon-023", "outcome_id": "safety", "date": "2019-06-07"},
                {"date": "2019-09-06"},
            ),
        ),
        (
            Said(
                SAFETY_EVIDENCE,
                PAIRS,
                "61 young people scored at the start and again in the year: 42 better, 16 the same, 3 worse",
            ),
            Said(SAFETY_EVIDENCE, "95 were scored at the start; 62", "95 were scored at the start; 61"),
            Said(SAFETY, BETTER, "Of 61 young people whom workers scored at the start and again in the year, 42"),
        ),
        (Stopped("stale_evidence", "y1-safety-numbers"),),
        outcomes=("safety",),
        parts=("Before and after",),
    ),
    # Eight staff were asked about safety; int-07 alone said nothing of it.
    Mutation(
        "it is not recorded that somebody was asked",
        (Drop("asked.csv", {"interview_id": "int-07", "outcome_id": "safety"}),),
        (Said(SAFETY_EVIDENCE, "7 of 8 asked spoke", "7 of 7 asked spoke"),),
        outcomes=("safety",),
    ),
    # int-02 was asked about safety, joint working and information: 6 of 7 staff who spoke of safety support it.
    Mutation(
        "an interview was held after the year",
        (Change("interviews.csv", {"interview_id": "int-02"}, {"date": "2019-09-15"}),),
        (
            Said(
                "What people said of the places",
                "What the place is like: 8 of 10 staff",
                "What the place is like: 7 of 9 staff",
            ),
            Said(SUMMARY, "22 interviews, 452", "21 interviews, 452"),
            Said(
                RESTS, "22 interviews, 10 from the programme’s own staff", "21 interviews, 9 from the programme’s own"
            ),
            Said(SAFETY_EVIDENCE, "6 of 7 sources who spoke of it support it (1 says both); 7 of 8", "5 of 6 sources"),
            Said(
                f"{JOINT} > The evidence",
                "3 of 8 sources who spoke of it support it (2 say that nothing",
                "3 of 7 sources",
            ),
        ),
        asked="date_outside_its_year",
        outcomes=("safety", "joint_working", "information_shared", "cyp_understanding"),
        parts=(*THEMES, RESTS, VERDICTS, "The theory of change"),
    ),
    # Of the nine changes three were adopted (chg-02, chg-05, and chg-09 which is undone later), two only discussed.
    Mutation(
        "a change was adopted after the year",
        (Change("changes.csv", {"change_id": "chg-02"}, {"stage_date": "2019-10-01"}),),
        (
            Said(
                STAGES, "Of 9 changes noticed in the year, 3 were adopted", "Of 9 changes noticed in the year, 2 were"
            ),
            Said(STAGES, "Discussed | 2", "Discussed | 3"),
        ),
        outcomes=("joint_working",),
        parts=(STAGES,),
    ),
    # doc-03 of 20 May 2019 is the one document of the year from which anything is taken.
    Mutation(
        "a document was written after the year",
        (Change("documents.csv", {"document_id": "doc-03"}, {"date": "2019-09-20"}),),
        (
            Said(
                SUMMARY,
                "99 young people and 1 document",
                "452 survey responses (362 of them forms about training) and 99 young people.",
            ),
            Said(f"{STRUCTURES} > Early signs", "1 document: 1 origin in support", GONE),
            Said(RESTS, "1 document", GONE),
            Said(f"young people: {FRONT}", "read papers", GONE),
        ),
        (Stopped("orphan_claim", "y1-structures"),),
        outcomes=("structures_response",),
        parts=(RESTS, FRONT),
    ),
    # The learning of 18 February 2019: what was done with it came after the year.
    Mutation(
        "what was learnt was acted on after the year",
        (Change("learning.csv", {"learning_id": "learn-01"}, {"used_on": "2019-10-01"}),),
        (
            Said("Learning", "shared with partners in the city and the other sites; acted on)", GONE),
            Said("Learning", NEW, "shared with partners in the city and the other sites)"),
        ),
        parts=("Learning",),
    ),
    # Seven pieces of learning are of the year; learn-08 of 8 July 2019 is told last.
    Mutation(
        "something was learnt after the year",
        (Change("learning.csv", {"learning_id": "learn-08"}, {"date": "2019-09-08"}),),
        (Said("Learning", "Boys rarely use the words that services use", GONE),),
        parts=("Learning", "London", "What happens next"),
    ),
)
